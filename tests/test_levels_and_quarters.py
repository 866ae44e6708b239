"""Levels and quarters are named in one place each: nothing else spells the word of a level, a numeral or "TW II"."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.tingkat import Tingkat
from tests.source import nodes_of, tree_of

ROOT = Path(__file__).resolve().parent.parent
APPS = ("indicators", "reports", "sakip", "benchmarks")
HOMES = ("indicators/tingkat.py", "indicators/triwulan.py")
STORED = {level.value for level in Tingkat}
READ = {text for level in Tingkat for text in (level.label, level.label.lower(), level.judul)} - STORED
ROMAN = "(?:IV|I{1,3})"
# A numeral alone; a quarter by its name; a name that is put together ("TW {...}").
QUARTER = re.compile(rf"{ROMAN}|.*\b(?:TW|Triwulan) {ROMAN}\b.*|.*\b(?:TW|Triwulan) ", re.DOTALL)
IN_TEMPLATE = re.compile(rf"\b(?:TW|Triwulan)(?: |&nbsp;){ROMAN}\b")
# Fields of a model, which Django and its type checker read as they are written: in models, in the admin, in lookups.
FIELDS = ("indicators/models/", "indicators/admin/")
LOOKUPS = {"select_related", "values_list"}
# By the name of the file, which may move: what is written there and is another word, or only looks like one of ours.
OTHERS = {
    "anggaran.py": {"pagu perubahan mulai Triwulan "},  # the number, as its field takes it
    "backup.py": {"program"},  # the version of this program that wrote an archive
    "flat_headings.py": {"sasaran"},  # a heading, which may mean the level or the sentence of a node
    "moving.py": {"tujuan"},  # the alias of the database to which an installation moves
    "restore.py": {"program"},  # the version of this program that wrote an archive
    "lampiran_specs.py": {"sasaran"},  # in a row of the snapshot: the sentence of the node
    "plan.py": {"sasaran"},  # a column of the demo's files: the sentence of the node
    "words.py": {"kegiatan"},  # a unit of measure
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            name = str(file.relative_to(ROOT))
            if "migrations" not in name and name not in HOMES:
                yield name, tree_of(file)


def spelt_in(name: str, tree: ast.Module) -> list[str]:
    """Return what the module spells of levels and quarters itself, as "line: text"."""
    passed = {id(node) for node in _no_names(tree, name)}
    return [
        f"{node.lineno}: {node.value}"
        for node in nodes_of(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed
        if _is_spelt(node.value, fields=name.startswith(FIELDS)) and node.value not in OTHERS.get(Path(name).name, ())
    ]


def _is_spelt(text: str, *, fields: bool) -> bool:
    return text in READ or (text in STORED and not fields) or QUARTER.fullmatch(text) is not None


def _no_names(tree: ast.Module, name: str) -> Iterator[ast.AST]:
    """Yield the texts that name no level: docstrings, `__all__`, lookups, and in `reports` the keys of the snapshot."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            yield from ast.walk(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOOKUPS:
            yield from node.args
        elif name.startswith("reports/") and isinstance(node, ast.Dict):
            yield from (key for key in node.keys if key is not None)
        elif name.startswith("reports/") and isinstance(node, ast.Subscript):
            yield from ast.walk(node.slice)


def test_no_module_spells_a_level_or_a_quarter_itself() -> None:
    assert [f"{name}:{found}" for name, tree in sources() for found in spelt_in(name, tree)] == []


def test_no_template_spells_a_quarter_itself() -> None:
    found = [
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / "templates").rglob("*.html"))
        if IN_TEMPLATE.search(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_exception_is_still_needed() -> None:
    written = {
        (Path(name).name, node.value)
        for name, tree in sources()
        for node in nodes_of(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [(name, text) for name, texts in OTHERS.items() for text in texts if (name, text) not in written] == []


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("indicators/selectors/x.py", 'BELOW = {"program": "kegiatan"}', ["1: program", "1: kegiatan"]),
        ("indicators/selectors/x.py", 'LABEL = "Sub Kegiatan"', ["1: Sub Kegiatan"]),
        ("indicators/selectors/x.py", 'LABEL = "sub kegiatan"', ["1: sub kegiatan"]),
        ("indicators/selectors/x.py", 'ROMAN = ("", "I", "II")', ["1: I", "1: II"]),
        ("indicators/selectors/x.py", 'text = f"Target TW {roman}"', ["1: Target TW "]),
        ("indicators/selectors/x.py", 'text = "Isi TW IV lebih dahulu."', ["1: Isi TW IV lebih dahulu."]),
        ("indicators/models/x.py", 'label = "Sasaran strategis"', ["1: Sasaran strategis"]),
        ("indicators/models/x.py", 'field(related_name="program")', []),
        ("indicators/selectors/x.py", 'rows.select_related("program")', []),
        ("indicators/selectors/x.py", 'rows.filter(level="program")', ["1: program"]),
        ("indicators/selectors/x.py", 'def f():\n    """TW IV"""', []),
        ("reports/composition/x.py", 'row = {"program": path["program"]}', []),
        ("reports/composition/x.py", 'levels = ("program",)', ["1: program"]),
        ("indicators/selectors/x.py", 'text = "Pilih triwulan dan programnya."', []),
    ],
)
def test_what_counts_as_spelling(name: str, source: str, expected: list[str]) -> None:
    assert spelt_in(name, ast.parse(source)) == expected
