"""The direction of imports, read from the source: folder names are the architecture."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from reports.papers.registry import PAPERS
from tests.source import nodes_of, text_of, tree_of

ROOT = Path(__file__).resolve().parent.parent
APPS = ("sakip", "indicators", "reports")

# What knows no database, settings or clock.
PURE = (
    "indicators.acts",
    "indicators.capaian",
    "indicators.chain",
    "sakip.labelled",
    "indicators.nomenklatur",
    "indicators.penjenjangan",
    "indicators.permissions",
    "indicators.rules",
    "indicators.lineage",
    "indicators.tingkat",
    "indicators.triwulan",
    "indicators.workflow",
)
READING = (*PURE, "indicators.models", "indicators.selectors")
WRITING = (*READING, "indicators.services")
# What a module or package may import of the two apps besides itself (the arrow reads "is imported by").
LAYERS: dict[str, tuple[str, ...]] = {
    "indicators.acts": (),
    "indicators.chain": (),
    "indicators.tingkat": (),
    "indicators.triwulan": (),
    "indicators.lineage": (),
    "indicators.permissions": (),
    "indicators.capaian": ("indicators.triwulan",),
    "indicators.nomenklatur": ("indicators.tingkat",),
    "indicators.penjenjangan": ("indicators.tingkat",),
    "indicators.rules": ("indicators.capaian", "indicators.permissions", "indicators.tingkat", "indicators.triwulan"),
    "indicators.workflow": ("indicators.permissions",),
    "indicators.models": PURE,
    "indicators.triggers": (*PURE, "indicators.models"),
    "indicators.selectors": READING,
    "indicators.services": WRITING,
    "indicators.exchange": WRITING,
    "indicators.account_tasks": READING,
    "indicators.condition": READING,
    "indicators.checks": ("indicators.permissions",),
    "indicators.demo": WRITING,
    "indicators.denials": WRITING,
    "indicators.menu": READING,
    "indicators.audit_words": (*READING, "indicators.exchange.texts"),
    "indicators.views": (*WRITING, "indicators.exchange", "indicators.audit_words"),
    "indicators.templatetags": (*READING, "indicators.views.badges", "indicators.views.course"),
    "indicators.admin": (*WRITING, "indicators.exchange", "indicators.audit_words", "indicators.views"),
    "indicators.management": (*WRITING, "indicators.exchange", "indicators.demo"),
    "indicators.urls": ("indicators.views",),
}
# What every paper needs, and what of the papers the rest of `reports` asks.
ENGINE = ("reports.snapshot", "reports.composition", "reports.rendering")
PAPERS_ASKED = ("reports.papers.paper", "reports.papers.registry")
KEPT = (
    *PAPERS_ASKED, "reports.models", "reports.jobs", "reports.selectors", "reports.turns", "reports.officials"
)  # fmt: skip
ISSUED = (*KEPT, *ENGINE, "reports.signing")
REPORTS: dict[str, tuple[str, ...]] = {
    "reports.snapshot": (),
    "reports.composition": ("reports.snapshot",),
    "reports.rendering": ("reports.snapshot",),
    # A signature is drawn with the pages' fonts.
    "reports.signing": tuple(f"reports.rendering.{name}" for name in ("fetcher", "field_names", "fonts", "qr")),
    "reports.models": PAPERS_ASKED,
    "reports.jobs": ("reports.models",),
    "reports.checks": ("reports.rendering",),
    "reports.triggers": ("reports.models",),
    "reports.selectors": KEPT,
    "reports.turns": ("reports.snapshot", *KEPT),
    "reports.scans": (),
    "reports.services": (*ISSUED, "reports.scans"),
    "reports.templatetags": ("reports.selectors", "reports.services.verification", "reports.signing.stamp"),
    "reports.denials": ("reports.models",),
    "reports.condition": ("reports.models", "reports.officials"),
    "reports.officials": ("reports.models", "reports.signing.holder"),
    "reports.menu": (
        "reports.models",
        "reports.officials",
        "reports.selectors",
        "reports.turns",
        "reports.views.support",
    ),
    "reports.views": (*ISSUED, "reports.scans", "reports.services"),
    "reports.management": (*ISSUED, "reports.services"),
    "reports.urls": ("reports.views", "reports.papers.registry"),
    "reports.urls_public": ("reports.views",),
}
# The modules of the installation: each imports those of the lines above its own.
SAKIP = (
    ("addresses", "networks", "setting_values", "database_url"),
    (
        "version",
        "labelled",
        "refusals",
        "sentences",
        "dates",
        "formats",
        "network",
        "origin",
        "converters",
        "limits",
        "locked_folder",
        "held_files",
        "stored_names",
        "triggers",
        "static_files",
        "charts",
    ),
    ("file_store",),
    ("object_store",),
    ("apart", "photo", "forwarded", "source", "schema"),
    ("pictures",),
    ("files",),
    (
        "date_fields",
        "templatetags",
        "digits",
        "room",
        "owners",
        "orphans",
        "disks",
        "sqlite3",
        "runtime_role",
        "sign_in.hashing",
        "sign_in.slowing",
        "sign_in.events",
        "sign_in.browsers",
        "sign_in.devices",
        "sign_in.readable",
        "sign_in.sealing",
        "sign_in.addresses",
        "sign_in.roles",
    ),
    ("sign_in.models", "sign_in.codes", "whole_body"),
    ("sign_in.sessions", "sign_in.trusted"),
    ("outages", "waiting_files"),
    ("storage", "logs"),
    ("waiting",),
    ("environment", "environment_file", "posted"),
    ("mail_settings",),
    ("settings", "answers", "metrics", "delivery"),
    ("request_log",),
    ("sign_in.attempts", "sign_in.services"),
    ("sign_in.counting", "sign_in.second_factor"),
    ("sign_in.forms", "sign_in.middleware", "sign_in.same_account", "sign_in.oidc", "sign_in.checks"),
    ("sign_in.signing_in",),
    ("sign_in.sso",),
    ("admin_site", "checks", "named_files"),
    ("store_checks",),
    ("pages",),
    ("views",),
    ("middleware", "sign_in.views", "sign_in.drafts"),
    ("sign_in.code_views", "sign_in.factor_views", "sign_in.sso_views"),
    ("sign_in.urls", "sign_in.apps"),
    ("apps", "urls", "wsgi"),
)
# The parts of keeping, likewise.
KEEPING = (
    ("progress", "refusals", "registry"),
    ("media",),
    ("encryption", "snapshots", "verify"),
    ("archive", "checks", "key_checks"),
    ("secret_files",),
    ("backup",),
    ("restore", "leftovers"),
    ("daily",),
    ("moving", "moving_files", "trial"),
)
# The parts of the readings of the installation, likewise: they ask jobs and keeping, which know nothing of them.
CONDITION = (
    ("conditions",),
    ("registry", "exposition"),
    ("server", "work", "backups"),
    ("middleware", "views"),
    ("urls", "apps"),
)
# What knows of requests: only the edge asks it.
REQUESTS = (
    "django.http",
    "django.shortcuts",
    *(
        f"sakip.{name}"
        for name in ("admin_site", "answers", "middleware", "network", "owners", "pages", "posted", "views")
    ),
)
EDGE = {
    "indicators.account_tasks",
    "indicators.admin",
    "indicators.denials",
    "indicators.management",
    "indicators.menu",
    "indicators.templatetags",
    "indicators.urls",
    "indicators.views",
    "reports.denials",
    "reports.management",
    "reports.menu",
    "reports.templatetags",
    "reports.urls",
    "reports.urls_public",
    "reports.views",
}
# Apps of the installation; all but the door have contracts of their own below.
ROOMS = ("sakip.condition", "sakip.jobs", "sakip.keeping", "sakip.sign_in")
# What Django calls to join all of an app, and the papers, which have contracts of their own below.
JOINING = {"indicators.apps", "reports.apps", "reports.papers", *ROOMS}
# The doors through which reports may enter indicators.
DOORS = (
    "indicators.acts",
    "indicators.selectors.reporting",
    "indicators.permissions",
    "indicators.capaian",
    "indicators.tingkat",
    "indicators.triwulan",
    "sakip.labelled",
    "indicators.services.jejak",
    "indicators.services.access",
    "indicators.services.stored_files",
)
# What the engine must not know: the database, settings, the clock.
IMPURE = ("django", "sakip", "datetime", "time", "locale", "random", "os")
# Reckoning with days is no clock.
DAYS = {
    "indicators.chain": ("datetime.UTC", "datetime.date", "datetime.datetime"),
    "indicators.triwulan": ("datetime.date",),
    "indicators.rules": ("datetime.date", "datetime.datetime", "datetime.timedelta", "sakip.dates.write_date"),
}


def modules(package: str) -> Iterator[tuple[str, Path]]:
    path = ROOT / Path(*package.split("."))
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    for file in files:
        parts = file.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts:
            yield ".".join(part for part in parts if part != "__init__"), file


@cache
def imports_of(file: Path) -> frozenset[str]:
    """Return every module that the file imports, also inside functions; `from a import b` counts as a.b and a."""
    found: set[str] = set()
    for node in nodes_of(tree_of(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def violations(package: str, forbidden: tuple[str, ...], allowed: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{module} imports {name}"
        for module, file in modules(package)
        for name in sorted(imports_of(file))
        if within(name, forbidden) and not within(name, allowed)
    ]


def test_indicators_never_imports_reports() -> None:
    assert violations("indicators", ("reports",)) == []


def test_reports_enters_indicators_only_through_its_doors() -> None:
    assert violations("reports", ("indicators",), DOORS) == []


@pytest.mark.parametrize("package", sorted(LAYERS))
def test_layer_imports_only_what_lies_below(package: str) -> None:
    assert violations(package, ("indicators", "reports"), (package, *LAYERS[package])) == []


@pytest.mark.parametrize("package", sorted(REPORTS))
def test_layer_of_reports_imports_only_what_lies_below(package: str) -> None:
    assert violations(package, ("reports",), (package, *REPORTS[package])) == []


def test_modules_of_the_installation_import_only_what_lies_below() -> None:
    below: tuple[str, ...] = ()
    for line in SAKIP:
        for name in line:
            nightly = ("sakip.jobs.registry",) if name.startswith("sign_in.") else ()
            # A package is one of them: its parts import each other.
            assert violations(f"sakip.{name}", ("sakip",), (f"sakip.{name}", *below, *nightly)) == []
        below = (*below, *(f"sakip.{name}" for name in line))


@pytest.mark.parametrize("package", sorted({*LAYERS, *REPORTS, "reports.papers", "sakip.jobs", "sakip.keeping"} - EDGE))
def test_nothing_below_the_edge_knows_of_requests(package: str) -> None:
    assert violations(package, REQUESTS) == []


def test_every_module_and_package_stands_in_a_contract() -> None:
    rooms = {
        f"{app}.{path.stem}"
        for app in APPS
        for path in (ROOT / app).iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem not in {"__init__", "migrations"}
    }
    assert rooms == {
        *LAYERS,
        *REPORTS,
        *JOINING,
        *(f"sakip.{name}" for line in SAKIP for name in line if "." not in name),
    }


@pytest.mark.parametrize("package", PURE)
def test_pure_module_knows_no_database_settings_or_clock(package: str) -> None:
    assert violations(package, IMPURE, ("sakip.labelled", *DAYS.get(package, ()))) == []


def test_sakip_holds_no_domain() -> None:
    assert violations("sakip", ("indicators", "reports")) == []


def test_jobs_know_neither_the_apps_nor_a_circle_among_themselves() -> None:
    """What is queued is a kind and keys; whoever does it registers itself."""
    assert (
        violations(
            "sakip.jobs",
            ("sakip", "indicators", "reports"),
            (
                "sakip.jobs",
                "sakip.labelled",
                "sakip.logs",
                "sakip.mail_settings",
                "sakip.outages",
                "sakip.schema",
                "sakip.sentences",
            ),
        )
        == []
    )
    below: tuple[str, ...] = ()
    for name in (
        "models",
        "registry",
        "services",
        "workers",
        "mail",
        "outbox",
        "error_mail",
        "runner",
        "schedule",
        "worker",
    ):
        assert violations(f"sakip.jobs.{name}", ("sakip.jobs",), below) == []
        below = (*below, f"sakip.jobs.{name}")


def test_keeping_knows_neither_the_apps_nor_a_circle_among_its_parts() -> None:
    """What apps say of their own rows they register themselves."""
    assert violations("sakip.keeping", ("indicators", "reports")) == []
    below: tuple[str, ...] = ()
    for line in KEEPING:
        for name in line:
            assert violations(f"sakip.keeping.{name}", ("sakip.keeping",), below) == []
        below = (*below, *(f"sakip.keeping.{name}" for name in line))


def test_the_condition_of_the_installation_knows_neither_the_apps_nor_a_circle_among_its_parts() -> None:
    """What apps say of their own rows they register themselves."""
    assert violations("sakip.condition", ("indicators", "reports")) == []
    below: tuple[str, ...] = ()
    for line in CONDITION:
        for name in line:
            assert violations(f"sakip.condition.{name}", ("sakip.condition",), below) == []
        below = (*below, *(f"sakip.condition.{name}" for name in line))


def test_rendering_and_signing_know_no_database() -> None:
    forbidden = ("reports.models", "reports.services", "reports.composition", "django.db", "indicators.models")
    assert violations("reports.rendering", forbidden) == []
    assert violations("reports.signing", forbidden) == []


PAPER_FOLDERS = sorted(path.name for path in (ROOT / "reports" / "papers").iterdir() if (path / "__init__.py").exists())


def test_the_form_of_a_paper_knows_none() -> None:
    """Nor does the engine, by the layers above."""
    assert violations("reports.papers.paper", ("reports",), ENGINE) == []


@pytest.mark.parametrize("key", PAPER_FOLDERS)
def test_a_paper_enters_the_engine_and_never_another_paper(key: str) -> None:
    assert (
        violations(f"reports.papers.{key}", ("reports",), (*ENGINE, "reports.papers.paper", f"reports.papers.{key}"))
        == []
    )


@pytest.mark.parametrize("key", PAPER_FOLDERS)
def test_a_paper_composes_without_django_and_prints_without_what_it_composed(key: str) -> None:
    own = f"reports.papers.{key}"
    printing = (f"{own}.rendering", "reports.rendering", "reports.signing")
    assert violations(f"{own}.composition", ("django", *printing)) == []
    forbidden = ("django", "indicators.models", "indicators.selectors", "reports.composition", f"{own}.composition")
    assert violations(f"{own}.rendering", forbidden) == []


def test_only_the_registry_knows_the_papers() -> None:
    folders = tuple(f"reports.papers.{key}" for key in PAPER_FOLDERS)
    found = violations("reports", folders)
    assert [text for text in found if not text.startswith((*folders, "reports.papers.registry "))] == []
    assert sorted(PAPERS) == PAPER_FOLDERS


def test_the_reader_of_imports_sees_a_violation(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("def late():\n    from reports.models import Dokumen\n", encoding="utf-8")
    assert within(next(iter(imports_of(file))), ("reports",))


# Points on paper and seconds of waiting; figures arrive there as printed text.
NOT_FIGURES = (
    "reports.rendering",
    *(f"reports.papers.{key}.rendering" for key in PAPER_FOLDERS),
    "reports.signing",
    "reports.services.signature",
)
# Counting is the database's work, arithmetic is the engine's.
ARITHMETIC_OF_THE_DATABASE = {"Sum", "Avg", "StdDev", "Variance", "Round"}

# The check constraint "whole Rupiah" compares a column with itself rounded; no figure comes of it.
CONSTRAINTS = {("indicators.models.anggaran", "Round")}


def floats_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Return line and name of all by which a float could come into a figure, or the database compute one."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"float", "round"}:
            yield node.lineno, f"{node.func.id}()"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield node.lineno, str(node.value)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db.models"):
            for alias in node.names:
                if alias.name == "FloatField" or alias.name in ARITHMETIC_OF_THE_DATABASE:
                    yield node.lineno, str(alias.name)
        elif isinstance(node, ast.Attribute) and node.attr in {"FloatField", *ARITHMETIC_OF_THE_DATABASE}:
            yield node.lineno, str(node.attr)
        elif isinstance(node, ast.arg | ast.AnnAssign) and names_float(node.annotation):
            yield node.lineno, "annotated as float"


def names_float(annotation: ast.AST | None) -> bool:
    parts = () if annotation is None else ast.walk(annotation)
    return any(isinstance(part, ast.Name) and part.id == "float" for part in parts)


@pytest.mark.parametrize("app", ["indicators", "reports"])
def test_no_figure_passes_through_a_float_or_is_computed_by_the_database(app: str) -> None:
    found = [
        f"{module}, line {line}: {what}"
        for module, file in modules(app)
        if not within(module, NOT_FIGURES)
        for line, what in floats_in(tree_of(file))
        if (module, what) not in CONSTRAINTS
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "x = float(y)",
        "x = y * 1.5",
        "x = round(y, 2)",
        "def f(x: float) -> None: ...",
        "x: float | None = None",
        "from django.db.models import FloatField",
        "x = models.FloatField()",
        "from django.db.models import Avg",
        "rows.aggregate(models.Sum('nilai'))",
    ],
)
def test_the_search_for_floats_finds_one(source: str) -> None:
    assert list(floats_in(ast.parse(source)))


# Where figures may be computed with; whoever else needs a sum, a difference or a share asks the engine for it.
COMPUTES = ("indicators.capaian",)
# What looks like arithmetic outside it, each with its reason.
NO_ARITHMETIC = {
    ("indicators.demo.accounts", "/"): "a path",
    ("indicators.demo.source", "/"): "a path",
    ("indicators.exchange.texts", ".quantize()"): "a cell that was read: 12.0 is written 12",
    ("indicators.exchange.texts", ".to_integral_value()"): "whether a cell that was read is a whole number",
    ("indicators.exchange.trial.turns", "/"): "seconds of waiting, and paths",
    ("indicators.management.commands.import_offices", "/"): "a path",
    ("indicators.models.fields", ".quantize()"): "a figure as its column keeps it",
    ("indicators.services.anggaran", ".to_integral_value()"): "whether an amount is in whole rupiah",
    ("reports.management.commands.ensure_demo_certificate", "/"): "a path",
    ("reports.views.pages", "/"): "a path",
}
ROUNDINGS = {"quantize", "to_integral_value", "limit_denominator", "as_integer_ratio"}


def arithmetic_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Return line and name of what makes a figure of figures: quotients, exact numbers, sums that start with one,
    roundings. Counting (`sum` of truths) and whole numbers are none."""
    for node in nodes_of(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield node.lineno, "/"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "Fraction" or (node.func.id == "sum" and len(node.args) + len(node.keywords) > 1):
                yield node.lineno, f"{node.func.id}()"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ROUNDINGS:
            yield node.lineno, f".{node.func.attr}()"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {str(getattr(node, "module", ""))}
            yield from ((node.lineno, name) for name in sorted(names & {"math", "statistics", "localcontext"}))


@pytest.mark.parametrize("app", ["indicators", "reports"])
def test_figures_are_made_of_figures_in_the_engine_only(app: str) -> None:
    found = [
        f"{module}, line {line}: {what}"
        for module, file in modules(app)
        if not within(module, (*COMPUTES, *NOT_FIGURES))
        for line, what in arithmetic_in(tree_of(file))
        if (module, what) not in NO_ARITHMETIC
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "x = a / b",
        "x /= b",
        "x = Fraction(a) - Fraction(b)",
        "x = sum(rows, Decimal(0))",
        "x = sum(rows, start=zero)",
        "x = y.quantize(Decimal(1))",
        "from statistics import mean",
        "import math",
        "from decimal import localcontext",
    ],
)
def test_the_search_for_arithmetic_finds_it(source: str) -> None:
    assert list(arithmetic_in(ast.parse(source)))


def test_counting_is_no_arithmetic() -> None:
    assert list(arithmetic_in(ast.parse("x = sum(row.ok for row in rows)\ny = size // 1024\nf: Fraction | None"))) == []


@pytest.mark.parametrize("app", APPS)
def test_modules_stay_readable(app: str) -> None:
    """A module far above 400 lines wants to be split."""
    long = [f"{module}: {n}" for module, file in modules(app) if (n := len(text_of(file).splitlines())) > 450]
    assert long == []
