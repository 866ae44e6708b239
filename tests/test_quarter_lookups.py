"""What belongs to a quarter is found by the quarter's number: nobody counts its place in a list."""

import ast
from pathlib import Path

import pytest

from tests.source import nodes_of, tree_of

ROOT = Path(__file__).resolve().parent.parent
# The engine takes a year's targets in their order, and print reads the lists of a stored snapshot: both say so.
IN_ORDER = {"measure.py", "lampiran_specs.py"}
QUARTER = ("triwulan", "quarter", "q", "tw")


def names_quarter(node: ast.expr) -> bool:
    """Whether an expression is a quarter's number by its name: `q`, `triwulan`, `pengajuan.triwulan.triwulan`."""
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in QUARTER


def counted_places(tree: ast.AST) -> list[int]:
    """Return the lines that look something up at, or cut it off before, a quarter's number minus one."""
    found = []
    for node in nodes_of(tree):
        if not isinstance(node, ast.Subscript):
            continue
        parts = (node.slice.lower, node.slice.upper) if isinstance(node.slice, ast.Slice) else (node.slice,)
        for part in parts:
            if isinstance(part, ast.BinOp) and isinstance(part.op, (ast.Sub, ast.Add)) and names_quarter(part.left):
                found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("row.hasil[triwulan - 1]", [1]),
        ("x = 1\nrow.nilai[: pengajuan.triwulan.triwulan - 1]", [2]),
        ("names[q + 1]", [1]),
        ("row.triwulan[q]", []),
        ("MONTHS[day.month - 1]", []),
    ],
)
def test_counted_places_are_seen(source: str, lines: list[int]) -> None:
    assert counted_places(ast.parse(source)) == lines


def test_nobody_counts_the_place_of_a_quarter() -> None:
    files = [path for app in ("indicators", "reports", "sakip") for path in (ROOT / app).rglob("*.py")]
    assert len(files) > 200
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in files
        if path.name not in IN_ORDER and "migrations" not in path.parts
        for line in counted_places(tree_of(path))
    }
    assert found == set()
