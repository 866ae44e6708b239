"""One rule has one service: read from the source, every model is written by one service module, and by nothing else."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin

from sakip.admin_site import SakipAdminSite
from tests.source import tree_of
from tests.writes_in_source import Written, returned_in, written_in

ROOT = Path(__file__).resolve().parent.parent
APPS = ("indicators", "reports", "sakip")
SERVICES = ("indicators.services", "reports.services", "sakip.jobs", "sakip.schema", "sakip.sign_in")

# Modules that write for those that decide: they know no model of their own.
FRAMES = {"indicators.services.saving", "sakip.file_store", "sakip.object_store"}
# Writes of services whose model the source does not tell, each with its reason.
UNTOLD = {
    ("indicators.services.pengguna", "save_many"): "accounts, split by office",
    ("indicators.services.jejak", "rows.update"): "moves what it is given on",
    ("indicators.services.locks", "rows.update"): "locks a row by writing what stands there",
    ("indicators.services.nomenklatur", "delete_rows"): "takes away what the change had made, of every level alike",
    ("indicators.services.rencana", "type(rows[0])._default_manager.bulk_update"): "numbers siblings of any level",
    ("indicators.services.rencana", "delete_checked"): "a node, or the period above all nodes",
}
# What outside services looks like a write of a row, each with its reason.
OUTSIDE = {
    ("sakip.waiting", "waiting.save"): "a file that waits for its confirmation",
    ("sakip.static_files", "self.delete"): "a style sheet",
    ("sakip.keeping.moving_files", "target.delete"): "a stored file",
    ("sakip.keeping.trial", "files.delete"): "a stored file",
    ("indicators.exchange.quarter_sheet", "book.save"): "a workbook",
    ("indicators.exchange.formats", "book.save"): "a workbook",
    ("indicators.exchange.workbook.writing", "book.save"): "a workbook",
    ("reports.rendering.finishing", "pdf.save"): "a PDF",
    ("sakip.photo", "picture.save"): "a picture",
    ("indicators.admin.perjanjian", "context.update"): "the context of a template",
}


def models() -> set[str]:
    """Return the names of our models, and of the base that all nodes of the plan share."""
    ours = {model.__name__ for model in apps.get_models() if model.__module__.partition(".")[0] in APPS}
    return ours | {"SimpulRencana"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                yield ".".join(parts), tree_of(file)


def is_service(module: str) -> bool:
    return module.startswith(tuple(f"{package}." for package in SERVICES))


@pytest.fixture(scope="module")
def written() -> dict[str, Written]:
    known, trees = models(), dict(sources())
    returned = returned_in(trees.values(), known)
    return {module: written_in(tree, known, returned) for module, tree in trees.items() if module not in FRAMES}


@pytest.fixture(scope="module")
def twice(written: dict[str, Written]) -> dict[str, list[str]]:
    writers: defaultdict[str, list[str]] = defaultdict(list)
    for module, found in written.items():
        if is_service(module):
            for model in found.models:
                writers[model].append(module)
    assert {"Realisasi", "Pengajuan", "Penugasan", "SimpulRencana", "Jejak"} <= set(writers)
    return {model: modules for model, modules in writers.items() if len(modules) > 1}


def test_every_model_is_written_by_one_service(twice: dict[str, list[str]]) -> None:
    assert twice == {}


def test_every_write_of_a_service_says_which_model_it_writes(written: dict[str, Written]) -> None:
    unknown = {(module, call) for module, found in written.items() if is_service(module) for call in found.unknown}
    assert unknown == set(UNTOLD)


def test_only_services_write(written: dict[str, Written]) -> None:
    """Admin, views, imports, commands, selectors and the making of documents ask a service."""
    outside = {module: found for module, found in written.items() if not is_service(module)}
    assert {module: found.models for module, found in outside.items() if found.models} == {}
    assert {(module, call) for module, found in outside.items() for call in found.unknown} == set(OUTSIDE)


def test_the_stock_admin_saves_and_deletes_nothing() -> None:
    """Its forms hand what was typed to the service; its log and its actions on many rows are off."""
    sites = [site for site in admin.sites.all_sites if isinstance(site, SakipAdminSite)]
    pages = [page for site in sites for page in site._registry.values()]
    assert len(pages) > 15
    for page in pages:
        own = ["save_model", "delete_model", "log_addition", "log_change", "log_deletions"]
        left = [name for name in own if not overridden(page, name)]
        if page.inlines and not overridden(page, "save_formset") and not overridden(page, "save_related"):
            left.append("save_formset")
        actions = [getattr(action, "__name__", action) for action in page.actions or ()]
        assert (left, "delete_selected" in actions) == ([], False), type(page).__name__


def overridden(page: admin.ModelAdmin[Any], name: str) -> bool:
    return getattr(type(page), name) is not getattr(admin.ModelAdmin, name)


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    Unit.objects.create(nama='a')",
        "def f():\n    Unit.objects.filter(pk=1).update(nama='a')",
        "def f(rows):\n    Unit._default_manager.bulk_create(rows)",
        "def f(unit: Unit):\n    unit.save()",
        "def f():\n    unit = Unit(nama='a')\n    unit.save(force_insert=True)",
        "def f(units: Sequence[Unit]):\n    for unit in units:\n        unit.delete()",
        "def f(units: Sequence[Unit]):\n    save_many(by=None, instances=units, stored={}, opd=None)",
        "def f(units: list[Unit]):\n    save_many(instances=[unit for unit in units if unit])",
        "def f():\n    save_checked(by=None, instance=Unit(nama='a'), stored=None, opd=None)",
        "def f():\n    rows = [Unit(nama='a')]\n    save_many(instances=rows)",
        "class C:\n    def f(self):\n        self.a: list[Unit] = []\n\n    def g(self):\n        self.a[0].save()",
        "def f(pk):\n    found = lock_stored(Unit(pk=pk))\n    found.save()",
        "def f(units: list[Unit]):\n    first, *_ = sorted(units)\n    first.delete()",
        "def f(pk):\n    unit = find_unit(pk)\n    unit.save()",
        "def f(pk):\n    unit = services.find_unit(pk) or Unit()\n    unit.save()",
        "def f(pk):\n    find_unit(pk).delete()",
        "U = TypeVar('U', bound=Unit)\n\ndef f(units: Sequence[U]):\n    save_many(instances=units)",
    ],
)
def test_the_reader_sees_each_way_to_write(source: str) -> None:
    found = written_in(ast.parse(source), {"Unit", "Orang"}, {"find_unit": "Unit"})
    assert (found.models, found.unknown) == ({"Unit"}, set())


def test_the_reader_follows_a_relation() -> None:
    found = written_in(ast.parse("def f(pengajuan: Pengajuan):\n    pengajuan.unit.save()"), models())
    assert (found.models, found.unknown) == ({"UnitKerja"}, set())


def test_the_reader_tells_a_write_of_what_it_does_not_know() -> None:
    found = written_in(ast.parse("def f(x):\n    x.delete()\n    save_many(instances=x)"), {"Unit"})
    assert (found.models, found.unknown) == (set(), {"x.delete", "save_many"})


@pytest.mark.parametrize(
    "source",
    [
        "def f(unit: Unit):\n    unit.path = Orang.objects.get().nama",
        "def f(a, b):\n    a.update(b)",
        "def f(formset):\n    formset.save(commit=False)",
        "def f(unit: Unit, data):\n    unit.logo.save('a', data, save=False)\n    default_storage.delete('a')",
    ],
)
def test_the_reader_leaves_what_is_no_write_alone(source: str) -> None:
    found = written_in(ast.parse(source), {"Unit", "Orang"})
    assert (found.models, found.unknown) == (set(), set())
