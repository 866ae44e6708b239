"""Lampiran I and II: from the rows of a snapshot to pages of a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reports.papers.lpk.rendering.lampiran_specs import TableSpec, notes_of
from reports.papers.lpk.schema import LampiranRow
from reports.rendering.columns import SMALLEST_PT, Fit, Need, fit_columns, type_sizes
from reports.rendering.figures import as_measured, hard_tokens, soft_tokens
from reports.rendering.geometry import Geometry
from reports.rendering.measuring import PX_PER_MM, TypeCase
from reports.rendering.pagination import Block, Metrics, TablePage, paginate

# A text that would fill more of a page than this is printed whole below the table.
LONGEST_SHARE = 0.7


@dataclass(frozen=True)
class Note:
    """A text too long for its cell, printed in full below the table."""

    number: int
    column: str
    text: str


@dataclass
class LampiranTable:
    """A table cut into pages, with the widths of its columns in px and the sizes of its type."""

    spec: TableSpec
    geometry: Geometry
    widths: list[float]
    pages: list[TablePage]
    notes: list[Note] = field(default_factory=list)


def note_pt(table_pt: float) -> float:
    """Return the size of the remarks under an indicator, in points."""
    return max(table_pt - 1, SMALLEST_PT)


class TableBuilder:
    """Chooses a table's form, type and column widths, and cuts its pages."""

    def __init__(self, geometry: Geometry, types: TypeCase) -> None:
        self.geometry = geometry
        self.types = types

    def build(
        self,
        specs: Sequence[TableSpec],
        rows: Sequence[LampiranRow],
        last_quarter: int,
        rooms: tuple[float, float],
        tail: float = 0.0,
    ) -> LampiranTable:
        """Return the pages of a table.

        ``specs`` are its forms, the preferred one first: the first that keeps every word whole is taken, else the
        last. ``rooms`` is the height in px that the table may take on its first and on the following pages, ``tail``
        that of the legend below its last row.
        """
        for spec in specs:
            blocks = [_block(spec, number, row, last_quarter) for number, row in enumerate(rows, start=1)]
            fit = self._fit(spec, blocks, break_words=spec is specs[-1])
            if fit is not None:
                geometry = replace(self.geometry, table_pt=fit.pt)
                return _Cutting(spec, geometry, self.types, fit.widths).cut(blocks, rooms, tail)
        raise AssertionError("the last form of a table is taken whatever it holds")

    def _fit(self, spec: TableSpec, blocks: Sequence[Block], *, break_words: bool) -> Fit | None:
        total, sizes = self.geometry.landscape_width, type_sizes(self.geometry.table_pt)
        tokens = _tokens(spec, blocks)

        def needs_at(pt: float) -> list[Need]:
            return [self._need(spec, index, tokens[index], pt) for index in range(len(spec.columns))]

        fit = fit_columns(needs_at, total, sizes, break_words=break_words)
        if fit is None and break_words:
            # Not even the figures fit: everything shares what there is.
            least = [need.least for need in needs_at(sizes[-1])]
            return Fit(sizes[-1], [width * total / sum(least) for width in least])
        return fit

    def _need(self, spec: TableSpec, index: int, tokens: tuple[set[str], set[str]], pt: float) -> Need:
        column = spec.columns[index]
        frame = 2 * self.geometry.padding_x_px + self.geometry.border_px + 1
        body, bold = self.types.at(pt), self.types.at(pt, bold=True)
        figures, words = tokens
        heading = max(map(bold.width, soft_tokens(column.heading)), default=0.0)
        if column.kind == "nilai":
            above = _head_above(spec, index)
            heading = max(heading, *(bold.width(word) / above[1] for word in soft_tokens(above[0])))
        is_text = column.kind in ("induk", "teks")
        return Need(
            figure=max(map(body.width, figures), default=0.0) + frame,
            word=max(max(map(body.width, words), default=0.0), heading) + frame,
            wish=0.0 if is_text else column.size * PX_PER_MM,
            share=column.size if is_text else 0.0,
            twins=column.twins,
        )


def _head_above(spec: TableSpec, index: int) -> tuple[str, int]:
    """Return the heading over a column of values and how many columns it spans."""
    place = spec.columns_of("nilai").index(index)
    for heading, count in spec.value_heads:
        if place < count:
            return heading, count
        place -= count
    raise AssertionError("every column of values has a heading over it")


def _block(spec: TableSpec, number: int, row: LampiranRow, last: int) -> Block:
    return Block(str(number), spec.groups(row), spec.texts(row), spec.values(row, last), spec.ends(row), notes_of(row))


def _cells(block: Block) -> Iterator[tuple[int, str]]:
    """Yield every text of a block with the number of its column."""
    yield 0, block.number
    texts = (*block.groups, *block.texts)
    yield from enumerate(texts, start=1)
    first = 1 + len(texts)
    for row in block.values:
        yield from enumerate(row, start=first)
    yield from enumerate(block.ends, start=first + len(block.values[0]))
    for note in block.notes:
        yield first - 1, note


def _tokens(spec: TableSpec, blocks: Sequence[Block]) -> list[tuple[set[str], set[str]]]:
    """Return, column by column, what must and what should stay on one line."""
    texts: list[set[str]] = [set() for _ in spec.columns]
    for block in blocks:
        for column, text in _cells(block):
            texts[column].add(text)
    return [
        ({token for text in column for token in hard_tokens(text)}, {w for text in column for w in soft_tokens(text)})
        for column in texts
    ]


class _Cutting:
    """One table at its final widths: shortens what no cell can hold, and cuts the pages."""

    def __init__(self, spec: TableSpec, geometry: Geometry, types: TypeCase, widths: list[float]) -> None:
        self.spec = spec
        self.geometry = geometry
        self.widths = widths
        self.inner = [width - 2 * geometry.padding_x_px - geometry.border_px for width in widths]
        self.body = types.at(geometry.table_pt)
        self.heads = types.at(geometry.table_pt, bold=True)
        self.small = types.at(note_pt(geometry.table_pt))
        self.notes: list[Note] = []
        self._shortened: dict[tuple[str, str], str] = {}

    def cut(self, blocks: Sequence[Block], rooms: tuple[float, float], tail: float) -> LampiranTable:
        head = self.head_height()
        first, following = (room - head for room in rooms)
        most = max(int(min(first, following) * LONGEST_SHARE / self.geometry.line_px) - 1, 4)
        short = [self._shorten(block, most) for block in blocks]
        pages = paginate(short, self._metrics(first, following), tail=tail)
        return LampiranTable(self.spec, self.geometry, self.widths, pages, self.notes)

    def lines(self, text: str, column: int) -> int:
        return self.body.lines(as_measured(text), self.inner[column])

    def head_height(self) -> float:
        """Return the height in px of the two heading rows."""
        height, values, texts = self.geometry.cell_height, 1, 1
        for index, column in enumerate(self.spec.columns):
            lines = self.heads.lines(column.heading, self.inner[index])
            if column.kind == "nilai":
                values = max(values, lines)
            else:
                texts = max(texts, lines)
        above, place = 1, self.spec.columns_of("nilai")[0]
        for heading, count in self.spec.value_heads:
            span = sum(self.widths[place : place + count]) - 2 * self.geometry.padding_x_px - self.geometry.border_px
            above = max(above, self.heads.lines(heading, span))
            place += count
        return max(height(above) + height(values), height(texts))

    def _fit_text(self, text: str, index: int, limit: int) -> str:
        """Return the text, or its beginning and a note where it takes more than ``limit`` lines."""
        if self.lines(text, index) <= limit:
            return text
        heading = self.spec.columns[index].heading
        if (heading, text) not in self._shortened:
            number = len(self.notes) + 1
            mark = f" … (selengkapnya pada catatan {number})"
            room = max(limit - self.lines(mark, index), 1)
            end = self.body.break_points(as_measured(text), self.inner[index])[room - 1]
            self._shortened[heading, text] = text[:end].rstrip() + mark
            self.notes.append(Note(number, heading, text))
        return self._shortened[heading, text]

    def _shorten(self, block: Block, most: int) -> Block:
        """Replace texts that would fill a page by their beginning and a note."""
        first_text = 1 + len(block.groups)
        first_value = first_text + len(block.texts)
        first_end = first_value + len(block.values[0])
        row_limit = max(most // len(block.values), 2)
        note_limit = max(most // (3 * max(len(block.notes), 1)), 2)

        def fit_all(texts: Sequence[str], first: int, limit: int) -> tuple[str, ...]:
            return tuple(self._fit_text(text, first + i, limit) for i, text in enumerate(texts))

        return Block(
            block.number,
            fit_all(block.groups, 1, most),
            fit_all(block.texts, first_text, most if not block.notes else most // 2),
            tuple(fit_all(row, first_value, row_limit) for row in block.values),
            fit_all(block.ends, first_end, most),
            tuple(self._fit_text(note, first_value - 1, note_limit) for note in block.notes),
        )

    def _notes_height(self, notes: Sequence[str]) -> float:
        column = self.spec.columns_of("teks")[-1]
        lines = sum(self.small.lines(as_measured(note), self.inner[column]) for note in notes)
        return lines * self.small.size_px * self.geometry.table_line

    def _metrics(self, first: float, following: float) -> Metrics:
        columns: dict[str, list[int]] = {
            kind: self.spec.columns_of(kind) for kind in ("induk", "teks", "nilai", "akhir")
        }
        height = self.geometry.cell_height

        def group_height(level: int, text: str, continued: bool) -> float:
            return height(self.lines(text, columns["induk"][level]) + int(continued))

        def text_height(column: int, text: str, notes: Sequence[str]) -> float:
            own = (*columns["teks"], *columns["akhir"])
            return height(self.lines(text, own[column])) + self._notes_height(notes)

        def row_height(row: tuple[str, ...]) -> float:
            return height(max(self.lines(text, columns["nilai"][i]) for i, text in enumerate(row)))

        return Metrics(group_height, text_height, row_height, first, following)
