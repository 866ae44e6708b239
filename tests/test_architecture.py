"""The direction of imports, read from the source: folder names are the architecture."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("sakip", "indicators", "reports")

# What each layer of `indicators` may import of `indicators` (STYLE of the house: the arrow reads "is imported by").
PURE = ("indicators.capaian", "indicators.workflow", "indicators.permissions", "indicators.penjenjangan")
LAYERS: dict[str, tuple[str, ...]] = {
    "indicators.capaian": ("indicators.capaian",),
    "indicators.permissions": ("indicators.permissions",),
    "indicators.penjenjangan": ("indicators.penjenjangan",),
    "indicators.workflow": (*PURE,),
    "indicators.models": (*PURE, "indicators.models", "indicators.rules", "indicators.lencana"),
    "indicators.selectors": (
        *PURE,
        "indicators.models",
        "indicators.selectors",
        "indicators.rules",
        "indicators.lencana",
    ),
    "indicators.services": (
        *PURE,
        "indicators.models",
        "indicators.selectors",
        "indicators.services",
        "indicators.rules",
        "indicators.lencana",
    ),
}
# The doors through which reports may enter indicators.
DOORS = (
    "indicators.selectors.reporting",
    "indicators.permissions",
    "indicators.capaian",
    "indicators.services.jejak",
    "indicators.services.akses",
    "indicators.services.errors",
)
# What the engine must not know: the database, settings, the clock.
IMPURE = ("django", "sakip", "datetime", "time", "locale", "random", "os")


def modules(package: str) -> Iterator[tuple[str, Path]]:
    path = ROOT / Path(*package.split("."))
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    for file in files:
        parts = file.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts:
            yield ".".join(part for part in parts if part != "__init__"), file


def imports_of(file: Path) -> set[str]:
    """Return every module that the file imports, also inside functions; `from a import b` counts as a.b and a."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


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
    assert violations(package, ("indicators", "reports"), LAYERS[package]) == []


@pytest.mark.parametrize("package", PURE)
def test_pure_module_knows_no_database_settings_or_clock(package: str) -> None:
    assert violations(package, IMPURE) == []


def test_sakip_holds_no_domain() -> None:
    assert violations("sakip", ("indicators", "reports")) == []


def test_rendering_and_signing_know_no_database() -> None:
    forbidden = ("reports.models", "reports.services", "reports.composition", "django.db", "indicators.models")
    assert violations("reports.rendering", forbidden) == []
    assert violations("reports.signing", forbidden) == []


def test_the_reader_of_imports_sees_a_violation(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("def late():\n    from reports.models import Dokumen\n", encoding="utf-8")
    assert within(next(iter(imports_of(file))), ("reports",))


@pytest.mark.parametrize("app", APPS)
def test_modules_stay_readable(app: str) -> None:
    """A module far above 400 lines wants to be split."""
    long = [f"{module}: {n}" for module, file in modules(app) if (n := len(file.read_text().splitlines())) > 450]
    assert long == []
