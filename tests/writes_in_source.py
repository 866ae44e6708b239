"""Reads from the source of a module which models it writes, as far as names and annotations tell."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from tests.source import nodes_of

WRITES = {"create", "bulk_create", "bulk_update", "update", "get_or_create", "update_or_create", "delete", "save"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
QUERIES = {"filter", "exclude", "order_by", "select_for_update", "select_related", "prefetch_related", "only", "defer"}
QUERIES |= {"all", "get", "first", "last", "earliest", "latest", "in_bulk", "create", "bulk_create"}
# The functions that write what they are given, and those that return it, or rows of it.
HELPERS = {"save_checked", "save_many", "write_rows", "delete_checked", "delete_rows", "move_rows"}
SAME_AS_GIVEN = {"lock_stored", "save_checked", "lock_many", "list", "sorted", "type"}


class Written:
    """What a module writes: models by name, and the calls whose model the source does not tell."""

    def __init__(self) -> None:
        self.models: set[str] = set()
        self.unknown: set[str] = set()


def written_in(tree: ast.Module, known: set[str], returned: Mapping[str, str] | None = None) -> Written:
    """Return what a module writes. `returned` is the model of what a function returns, see `returned_in`."""
    reader = _Reader(tree, known, dict(returned or {}))
    own = {name: model for name, model in reader.types_in(tree, {}).items() if name.startswith("self.")}
    found = Written()
    for scope in _functions(tree):
        types = reader.types_in(scope, own)
        for node in ast.walk(scope):
            if isinstance(node, ast.Call):
                reader.read(node, types, found)
    return found


def returned_in(trees: Iterable[ast.Module], known: set[str]) -> dict[str, str]:
    """Return the model that each function says it returns; a name that says two things tells nothing."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for tree in trees:
        reader = _Reader(tree, known, {})
        for node in _functions(tree):
            if node.returns is not None:
                said[node.name].add(reader.named(node.returns))
    return {name: next(iter(found)) for name, found in said.items() if len(found) == 1 and found != {""}}


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in nodes_of(tree) if isinstance(node, ast.FunctionDef))


class _Reader:
    def __init__(self, tree: ast.Module, known: set[str], returned: Mapping[str, str]) -> None:
        self.known, self.returned = known, returned
        self.type_vars: dict[str, str] = {}
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                bound = next((item.value for item in node.value.keywords if item.arg == "bound"), None)
                if bound is not None and (model := self.named(bound)):
                    self.type_vars[ast.unparse(node.targets[0])] = model

    def named(self, annotation: ast.AST) -> str:
        """Return the model that an annotation names; what holds two models tells nothing."""
        names = [node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)]
        found = {self.type_vars.get(name, name) for name in names} & self.known
        return next(iter(found)) if len(found) == 1 else ""

    def types_in(self, scope: ast.AST, own: Mapping[str, str]) -> dict[str, str]:
        """Return the model of each name of the scope: by its annotation, or by what is assigned to it."""
        types = dict(own)
        for node in ast.walk(scope):
            if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
                name = node.arg if isinstance(node, ast.arg) else ast.unparse(node.target)
                if model := self.named(node.annotation):
                    types[name] = model
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign):
                self._take(node.targets[0], node.value, types)
            elif isinstance(node, ast.For | ast.comprehension):
                self._take(node.target, node.iter, types)
        return types

    def _take(self, target: ast.AST, value: ast.AST, types: dict[str, str]) -> None:
        if isinstance(target, ast.Tuple):
            target = target.elts[0]
        if isinstance(target, ast.Name) and (model := self.model_of(value, types)):
            types.setdefault(target.id, model)

    def model_of(self, node: ast.AST | None, types: Mapping[str, str]) -> str:
        """Return the model whose object, rows or manager an expression is."""
        if node is None:
            return ""
        if ast.unparse(node) in types:
            return types[ast.unparse(node)]
        if isinstance(node, ast.Name):
            return node.id if node.id in self.known else ""
        if isinstance(node, ast.BoolOp | ast.IfExp):
            parts = node.values if isinstance(node, ast.BoolOp) else [node.body, node.orelse]
            return next((model for part in parts if (model := self.model_of(part, types))), "")
        if isinstance(node, ast.ListComp | ast.GeneratorExp):
            return self.model_of(node.elt, types)
        if isinstance(node, ast.List):
            return self.model_of(node.elts[0], types) if node.elts else ""
        if isinstance(node, ast.Subscript):
            return self.model_of(node.value, types)
        if isinstance(node, ast.Attribute):
            owner = self.model_of(node.value, types)
            return owner if node.attr in MANAGERS else _related(owner, node.attr)
        return self._called(node, types) if isinstance(node, ast.Call) else ""

    def _called(self, node: ast.Call, types: Mapping[str, str]) -> str:
        name = ast.unparse(node.func).rpartition(".")[2]
        if name in self.returned:
            return self.returned[name]
        if isinstance(node.func, ast.Attribute):
            return self.model_of(node.func.value, types) if node.func.attr in QUERIES else ""
        if name in SAME_AS_GIVEN:
            return self.model_of(node.args[0], types) if node.args else ""
        return name if name in self.known else ""

    def read(self, call: ast.Call, types: Mapping[str, str], found: Written) -> None:
        """Take down what the call writes, if it writes."""
        function = call.func
        if isinstance(function, ast.Name) and function.id in HELPERS:
            given = [
                *call.args[:1],
                *(item.value for item in call.keywords if item.arg in ("instance", "instances", "rows")),
            ]
            models = {self.model_of(item, types) for item in given}
        elif isinstance(function, ast.Attribute) and function.attr in WRITES and not _no_row(call):
            models = {self.model_of(function.value, types)}
        else:
            return
        found.models |= models - {""}
        if "" in models:
            found.unknown.add(ast.unparse(function))


def _no_row(call: ast.Call) -> bool:
    """Whether the call only looks like a write: of a mapping, of a file, or of a form that is told not to."""
    named = {item.arg: item.value for item in call.keywords}
    told = next((named[name] for name in ("save", "commit") if name in named), None)
    if isinstance(told, ast.Constant) and told.value is False:
        return True
    function = ast.unparse(call.func)
    return "storage." in function or (function.endswith(".update") and bool(call.args))


def _related(owner: str, name: str) -> str:
    """Return the model behind a relation of a model, either way."""
    if not owner:
        return ""
    found = [model for model in apps.get_models() if model.__name__ == owner]
    try:
        related = found[0]._meta.get_field(name).related_model if found else None
    except FieldDoesNotExist:
        return ""
    return "" if related is None or isinstance(related, str) else related.__name__
