"""One rule has one service: read from the source, every model is written by one service module."""

import ast
from collections import defaultdict
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ("indicators/services", "reports/services")
WRITES = {"create", "bulk_create", "bulk_update", "update", "get_or_create", "update_or_create", "delete", "save"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# The functions that write what they are given.
HELPERS = {"save_checked", "save_many", "delete_checked", "write_many"}

# Modules that write for those that decide: they know no model of their own.
FRAMES = {"indicators.services.simpan", "indicators.services.massal"}
# Models that more than one service writes, each with its reason.
ALLOWED = {
    "ButirPK": "`urutan` numbers the rows of a PK when `perjanjian` fixes it; their order is its only column",
    "Dokumen": "made, rendered and signed by three services, each by a conditional update of its own step",
    "Indikator": "`urutan` orders siblings of any kind; their order is its only column",
    "Jejak": "append-only rows that `jejak.make_jejak` alone builds; a write adds its own in its own transaction",
    "Laporan": "`render` closes the revision of the report whose document it makes final, in that transaction",
    "Pekerjaan": "`dokumen` queues the job in the transaction of its document; `jobs` runs it",
    "Pengajuan": "`triwulan` opens a quarter's submissions and locks them all at once; `pengajuan` moves one",
    "Realisasi": "`bukti` makes the empty row that evidence hangs on; its values are `realisasi`'s alone",
}


def models() -> set[str]:
    return {model.__name__ for app in ("indicators", "reports") for model in apps.get_app_config(app).get_models()}


def written_in(source: str, known: set[str]) -> set[str]:
    """Return the models that a module writes, as far as names and annotations tell."""
    tree = ast.parse(source)
    own = {name: model for name, model in _types_in(tree, known).items() if name.startswith("self.")}
    found: set[str] = set()
    for scope in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        types = {**own, **_types_in(scope, known)}
        for node in ast.walk(scope):
            if isinstance(node, ast.Call):
                found |= _written_by(node, types, known)
    return found


def _types_in(scope: ast.AST, known: set[str]) -> dict[str, str]:
    """Return the model of each name of the scope: by its annotation, or by what is assigned to it."""
    types: dict[str, str] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            name = node.arg if isinstance(node, ast.arg) else ast.unparse(node.target)
            if model := _named(node.annotation, known):
                types[name] = model
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and (model := _made(node.value, known))
        ):
            types[node.targets[0].id] = model
    for node in ast.walk(scope):
        loops = [(node.target, node.iter)] if isinstance(node, ast.For | ast.comprehension) else []
        for target, source in loops:
            if isinstance(target, ast.Name) and isinstance(source, ast.Name) and source.id in types:
                types.setdefault(target.id, types[source.id])
    return types


def _named(annotation: ast.AST, known: set[str]) -> str:
    names = [node.id for node in ast.walk(annotation) if isinstance(node, ast.Name) and node.id in known]
    # `Mapping[int, X]` holds X; what holds two models tells nothing.
    return names[0] if len(set(names)) == 1 else ""


def _made(value: ast.AST, known: set[str]) -> str:
    """Return the model whose object or rows the expression makes."""
    node = value
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "list" and node.args:
            node = node.args[0]
        elif isinstance(node, ast.Call | ast.Subscript):
            node = node.func if isinstance(node, ast.Call) else node.value
        else:
            node = node.value
    if isinstance(node, ast.ListComp):
        return _made(node.elt, known)
    if isinstance(node, ast.List):
        return _made(node.elts[0], known) if node.elts else ""
    return node.id if isinstance(node, ast.Name) and node.id in known else ""


def _written_by(call: ast.Call, types: dict[str, str], known: set[str]) -> set[str]:
    function = call.func
    if isinstance(function, ast.Name) and function.id in HELPERS:
        given = [*call.args[:1], *(item.value for item in call.keywords if item.arg in ("instance", "instances"))]
        return {model for item in given if (model := _model_of(item, types, known))}
    if not isinstance(function, ast.Attribute) or function.attr not in WRITES:
        return set()
    if isinstance(function.value, ast.Name):
        model = types.get(function.value.id, "")
        return {model} if model and function.attr in {"save", "delete", "update"} else set()
    chain = [node for node in ast.walk(function.value) if isinstance(node, ast.Attribute) and node.attr in MANAGERS]
    return {model for node in chain if (model := _model_of(node.value, types, known))}


def _model_of(node: ast.AST, types: dict[str, str], known: set[str]) -> str:
    if isinstance(node, ast.Name):
        return node.id if node.id in known else types.get(node.id, "")
    if ast.unparse(node) in types:
        return types[ast.unparse(node)]
    return _made(node, known)


def writers() -> dict[str, set[str]]:
    known = models()
    found: defaultdict[str, set[str]] = defaultdict(set)
    for folder in SERVICES:
        for file in sorted((ROOT / folder).rglob("*.py")):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            if module not in FRAMES:
                for model in written_in(file.read_text(encoding="utf-8"), known):
                    found[model].add(module)
    return found


def test_every_model_is_written_by_one_service() -> None:
    twice = {model: sorted(modules) for model, modules in writers().items() if len(modules) > 1}
    assert {model: modules for model, modules in twice.items() if model not in ALLOWED} == {}


def test_no_exception_has_outlived_its_reason() -> None:
    twice = {model for model, modules in writers().items() if len(modules) > 1}
    assert set(ALLOWED) - twice == set()


def test_the_reader_of_services_sees_each_way_to_write() -> None:
    known = {"Unit", "Orang"}
    for source in (
        "def f():\n    Unit.objects.create(nama='a')",
        "def f():\n    Unit.objects.filter(pk=1).update(nama='a')",
        "def f(rows):\n    Unit._default_manager.bulk_create(rows)",
        "def f(unit: Unit):\n    unit.save()",
        "def f():\n    unit = Unit(nama='a')\n    unit.save(force_insert=True)",
        "def f(units: Sequence[Unit]):\n    for unit in units:\n        unit.delete()",
        "def f(units: Sequence[Unit]):\n    save_many(by=None, instances=units, stored={}, opd=None)",
        "def f():\n    save_checked(by=None, instance=Unit(nama='a'), stored=None, opd=None)",
        "def f():\n    rows = [Unit(nama='a')]\n    write_many(rows)",
        "class C:\n    def f(self):\n        self.a: list[Unit] = []\n\n    def g(self):\n        write_many(self.a)",
    ):
        assert written_in(source, known) == {"Unit"}, source
    assert written_in("def f(unit: Unit):\n    unit.path = Orang.objects.get().nama", known) == set()
