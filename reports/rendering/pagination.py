"""Cuts a long table into pages so that every page can be read on its own.

A block is one indicator with its value rows (four in Lampiran I, one in Lampiran II).
Blocks are never parted. Labels that span several blocks (Sasaran Strategis, Program,
Kegiatan ...) are cut where the page ends and named again, marked as continued, on the
next page. Pure arithmetic over measured heights: the engine is not needed here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Block:
    """One indicator: its labels from the outside in, own texts, rows of values, what stands behind the values for
    all rows, and the remarks under its last own text."""

    number: str
    groups: tuple[str, ...]
    texts: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    ends: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metrics:
    """Heights in px, asked for by column (own texts and ends are counted through); ``room`` is what the rows may
    fill."""

    group_height: Callable[[int, str, bool], float]
    text_height: Callable[[int, str, Sequence[str]], float]
    row_height: Callable[[tuple[str, ...]], float]
    first_room: float
    next_room: float


@dataclass
class GroupCell:
    """A label at the block where it starts on this page, with how far it reaches."""

    text: str
    continued: bool
    rows: int


@dataclass
class PageBlock:
    """A block as placed on a page: the cells that start here and its row heights."""

    block: Block
    groups: list[GroupCell | None]
    row_heights: list[float]


@dataclass
class TablePage:
    """What stands in one table, on one page."""

    blocks: list[PageBlock] = field(default_factory=list)
    height: float = 0.0


def _runs(blocks: Sequence[Block], level: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of neighbours that share their labels down to ``level``."""
    start = 0
    for index in range(1, len(blocks) + 1):
        if index == len(blocks) or blocks[index].groups[: level + 1] != blocks[start].groups[: level + 1]:
            yield start, index
            start = index


def _continues(before: Block | None, block: Block, level: int) -> bool:
    return before is not None and (before.groups[: level + 1] == block.groups[: level + 1])


def _block_rows(block: Block, metrics: Metrics) -> list[float]:
    """Return the heights of a block's rows, stretched to hold its own texts."""
    rows = [metrics.row_height(row) for row in block.values]
    noted = len(block.texts) - 1
    needed = max(
        (
            metrics.text_height(column, text, block.notes if column == noted else ())
            for column, text in enumerate((*block.texts, *block.ends))
        ),
        default=0.0,
    )
    lack = needed - sum(rows)
    return [height + lack / len(rows) for height in rows] if lack > 0 else rows


def _page_rows(blocks: Sequence[Block], before: Block | None, metrics: Metrics) -> list[list[float]]:
    """Return the row heights of blocks that share a page, labels included."""
    rows = [_block_rows(block, metrics) for block in blocks]
    levels = len(blocks[0].groups) if blocks else 0
    for level in reversed(range(levels)):
        for start, end in _runs(blocks, level):
            continued = start == 0 and _continues(before, blocks[0], level)
            needed = metrics.group_height(level, blocks[start].groups[level], continued)
            lack = needed - sum(sum(rows[index]) for index in range(start, end))
            if lack > 0:
                count = sum(len(rows[index]) for index in range(start, end))
                for index in range(start, end):
                    rows[index] = [height + lack / count for height in rows[index]]
    return rows


def _height(rows: list[list[float]]) -> float:
    return sum(sum(block) for block in rows)


def _build_page(blocks: Sequence[Block], before: Block | None, rows: list[list[float]]) -> TablePage:
    page = TablePage(height=_height(rows))
    levels = len(blocks[0].groups)
    cells: list[list[GroupCell | None]] = [[None] * levels for _ in blocks]
    for level in range(levels):
        for start, end in _runs(blocks, level):
            cells[start][level] = GroupCell(
                text=blocks[start].groups[level],
                continued=start == 0 and _continues(before, blocks[0], level),
                rows=sum(len(block.values) for block in blocks[start:end]),
            )
    for block, groups, heights in zip(blocks, cells, rows, strict=True):
        page.blocks.append(PageBlock(block, groups, heights))
    return page


def paginate(blocks: Sequence[Block], metrics: Metrics, *, tail: float = 0.0) -> list[TablePage]:
    """Return the pages of a table; a block taller than a page stands alone on one.

    ``tail`` is the height of what follows the last row. Where it would land on a page
    of its own, the last page is parted so that some rows go with it.
    """
    spans = _spans(blocks, metrics)
    if spans and tail:
        start, end = spans[-1]
        room = metrics.first_room if len(spans) == 1 else metrics.next_room
        rows = _page_rows(blocks[start:end], _before(blocks, start), metrics)
        if _height(rows) + tail > room and end - start > 1:
            middle = start + (end - start + 1) // 2
            spans[-1:] = [(start, middle), (middle, end)]
    pages = []
    for start, end in spans:
        before = _before(blocks, start)
        rows = _page_rows(blocks[start:end], before, metrics)
        pages.append(_build_page(blocks[start:end], before, rows))
    return pages


def _before(blocks: Sequence[Block], start: int) -> Block | None:
    return blocks[start - 1] if start else None


def _spans(blocks: Sequence[Block], metrics: Metrics) -> list[tuple[int, int]]:
    """Return which blocks share a page: as many as fit, one at least."""
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(blocks):
        room = metrics.next_room if spans else metrics.first_room
        before = _before(blocks, start)
        end = start + 1
        while end < len(blocks):
            longer = _page_rows(blocks[start : end + 1], before, metrics)
            if _height(longer) > room:
                break
            end += 1
        spans.append((start, end))
        start = end
    return spans
