"""Which part of a plan's tree a page shows at once: what a search finds, and of a large tree what was opened."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from indicators.selectors.plan_tree import FarBelow, PlanTree, TreeIndikator, TreeSimpul
from indicators.tingkat import Tingkat

# Indicators that a page shows at once; with their nodes they are about 500 kB.
AT_ONCE = 300
# Below these a large tree is opened one by one.
STEPS = (Tingkat.PROGRAM, Tingkat.KEGIATAN)


@dataclass(frozen=True)
class FoundPart:
    """What a search found: the tree of it, how many nodes and indicators match, and how many of them it shows."""

    pohon: PlanTree
    jumlah: int
    tampak: int


def count_indikator(pohon: PlanTree) -> int:
    return sum(len(node.indikator) for node in pohon.walk())


def in_steps(pohon: PlanTree) -> PlanTree:
    """Return the tree as it is, or without what hangs below its programs where that is too much for a page."""
    return pohon if count_indikator(pohon) <= AT_ONCE else replace(pohon, akar=[_cut(row) for row in pohon.akar])


def _cut(node: TreeSimpul) -> TreeSimpul:
    if node.anak and node.tingkat in STEPS:
        return _without_children(node)
    return replace(node, anak=[_cut(row) for row in node.anak])


def _without_children(node: TreeSimpul) -> TreeSimpul:
    below = list(node.walk())[1:]
    return replace(node, anak=[], jauh=FarBelow(len(below), sum(len(row.indikator) for row in below)))


def open_node(pohon: PlanTree, kunci: str) -> TreeSimpul | None:
    """Return the node of this key with what is below it, cut at the next step where that is too much; None when there
    is no such node."""
    found = next((row for row in pohon.walk() if row.kunci == kunci), None)
    if found is None or sum(len(row.indikator) for row in found.walk()) <= AT_ONCE:
        return found
    return replace(found, anak=[_cut(row) for row in found.anak])


def find_in_tree(pohon: PlanTree, text: str) -> FoundPart:
    """Return the nodes and indicators whose code, name or unit has every word of the text, and the nodes above them.

    The tree ends with the first so many that a page shows at once.
    """
    words = text.casefold().split()
    count = 0

    def matches(*texts: str) -> bool:
        nonlocal count
        said = " ".join(texts).casefold()
        if not all(word in said for word in words):
            return False
        count += 1
        return count <= AT_ONCE

    kept = [row for node in pohon.akar if (row := _kept(node, matches)) is not None]
    return FoundPart(replace(pohon, akar=kept), count, min(count, AT_ONCE))


def _kept(node: TreeSimpul, matches: Callable[..., bool]) -> TreeSimpul | None:
    own = matches(node.node.kode, node.node.nama)
    rows = [row for row in node.indikator if _is_found(row, matches)]
    below = [child for row in node.anak if (child := _kept(row, matches)) is not None]
    return replace(node, indikator=rows, anak=below) if own or rows or below else None


def _is_found(row: TreeIndikator, matches: Callable[..., bool]) -> bool:
    return matches(row.indikator.nama, row.unit.nama)
