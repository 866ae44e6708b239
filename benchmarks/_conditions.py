"""The conditions by which queries tell rows apart, found in the source; a copy of the source that can leave one out."""

import ast
import builtins
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).resolve().parent.parent
APPS = ("indicators", "reports", "sakip")
# Migrations run once; what models say of their tables stands in the database already, held by tests of its own.
LEFT_OUT = {"migrations", "models"}
ASKING = {"filter", "exclude", "get", "get_or_create", "update_or_create", "Q", "When", "get_object_or_404"}
# What says whose row it is, or of when: the field in which a keyword ends, without its comparison.
TELLING = {
    "opd", "opd_nomor", "pemda", "kode", "unit", "periode", "tahun", "tahun_awal", "tahun_akhir", "triwulan",
    "pk_induk", "perubahan", "laporan", "pengajuan", "indikator", "realisasi", "anggaran", "pk", "versi", "nomor_versi",
    "objek", "objek_jenis", "pengguna",
}  # fmt: skip
COMPARED = {"in", "gt", "gte", "lt", "lte", "range", "iexact"}
_SWITCH = "_keeps_condition"


@dataclass(frozen=True)
class Condition:
    """`ordinal` counts conditions of the same keyword in one function."""

    file: str
    function: str
    keyword: str
    ordinal: int
    line: int
    call: str

    @property
    def key(self) -> str:
        """Name it so that it keeps its name when lines move."""
        number = f" ({self.ordinal})" if self.ordinal > 1 else ""
        return f"{self.file} {self.function} {self.keyword}{number}"

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.call}({self.keyword})"


class _Finder(ast.NodeTransformer):
    """Collects the conditions of a module; keywords `name=value` become `**({"name": value} if it is kept else {})`."""

    def __init__(self, file: str, first: int) -> None:
        self.file, self.first = file, first
        self.found: list[Condition] = []
        self.inside: list[str] = []

    def _visit_inside(self, node: ast.FunctionDef | ast.ClassDef) -> ast.AST:
        self.inside.append(node.name)
        self.generic_visit(node)
        self.inside.pop()
        return node

    visit_FunctionDef = visit_ClassDef = _visit_inside  # noqa: N815 - as ast.NodeTransformer looks for them

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in ASKING:
            node.keywords = [self._switch(keyword, called) for keyword in node.keywords]
        self.generic_visit(node)
        return node

    def _switch(self, keyword: ast.keyword, called: str) -> ast.keyword:
        name, given = _named(keyword)
        if given is None:
            return keyword
        function = ".".join(self.inside) or "<module>"
        ordinal = 1 + sum((before.function, before.keyword) == (function, name) for before in self.found)
        number = self.first + len(self.found)
        self.found.append(Condition(self.file, function, name, ordinal, keyword.value.lineno, called))
        test = ast.Call(ast.Name(_SWITCH, ast.Load()), [ast.Constant(number)], [])
        switched = ast.keyword(None, ast.IfExp(test, given, ast.Dict([], [])))
        for new in ast.walk(switched):
            if isinstance(new, ast.expr | ast.keyword) and not hasattr(new, "lineno"):
                ast.copy_location(new, keyword.value)
        return switched


def _named(keyword: ast.keyword) -> tuple[str, ast.Dict | None]:
    """Return the name of a condition that tells rows apart, and it as a dictionary; one that is none as None."""
    if keyword.arg is not None:
        last = next(part for part in reversed(keyword.arg.split("__")) if part not in COMPARED)
        given = ast.Dict([ast.Constant(keyword.arg)], [keyword.value])
        return keyword.arg, given if last.removesuffix("_id") in TELLING else None
    # `**{f"{way}__in": rows}`: a name that is made is made to say whose.
    if isinstance(keyword.value, ast.Dict) and len(keyword.value.keys) == 1 and keyword.value.keys[0] is not None:
        name = ast.unparse(keyword.value.keys[0])
        return name, keyword.value if "isnull" not in name else None
    return "", None


def find_conditions() -> "Conditions":
    found: list[Condition] = []
    trees: dict[str, ast.Module] = {}
    for file in sources():
        finder = _Finder(str(file.relative_to(ROOT)), len(found))
        tree = finder.visit(ast.parse(file.read_bytes()))
        if finder.found:
            found += finder.found
            trees[str(file)] = tree
    return Conditions(found, trees)


def sources() -> Iterator[Path]:
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            if not LEFT_OUT & set(file.relative_to(ROOT).parts):
                yield file


class Conditions:
    """All conditions by their number. Once installed, modules are loaded from the copies of their source: which
    conditions were `reached` is noted, and the `dropped` one is left out of its query."""

    def __init__(self, found: list[Condition], trees: dict[str, ast.Module]) -> None:
        self.found, self._trees = found, trees
        self.reached: set[int] = set()
        self.dropped: int | None = None

    def install(self) -> None:
        setattr(builtins, _SWITCH, self._keeps)
        sys.meta_path.insert(0, _Copies(self._trees))

    def _keeps(self, number: int) -> bool:
        self.reached.add(number)
        return number != self.dropped


class _Copies(MetaPathFinder):
    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self.trees = trees

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] not in APPS:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin in self.trees:
            spec.loader = _Copy(fullname, spec.origin, self.trees[spec.origin])
        return spec


class _Copy(SourceFileLoader):
    def __init__(self, fullname: str, path: str, tree: ast.Module) -> None:
        super().__init__(fullname, path)
        self.tree = tree

    def get_code(self, fullname: str) -> CodeType:
        """Compile the copy, past the compiled source that Python keeps."""
        compiled: Callable[..., CodeType] = compile
        return compiled(self.tree, self.path, "exec", dont_inherit=True)
