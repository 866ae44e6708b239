"""Lampiran I and II: from the rows of a snapshot to pages of a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.rendering.geometry import Geometry
from reports.rendering.measuring import PX_PER_MM, TextMeasurer
from reports.rendering.pagination import Block, Metrics, TablePage, paginate

ROMAN = ("I", "II", "III", "IV")
# Where no realisasi was entered although the quarter belongs to the report.
NOT_FILLED = "–"
NOT_AVAILABLE = "tidak tersedia"
# A text that would fill more of a page than this is printed whole below the table.
LONGEST_SHARE = 0.7
MIN_TEXT_COLUMN_MM = 19.0
MAX_VALUE_COLUMN_MM = 33.0


@dataclass(frozen=True)
class Column:
    """A column: heading, kind (nomor, induk, teks, nilai), weight or least width."""

    heading: str
    kind: str
    size: float


@dataclass(frozen=True)
class TableSpec:
    """What a Lampiran table looks like and where its cells come from."""

    key: str
    label: str
    title: str
    columns: tuple[Column, ...]
    value_heads: tuple[tuple[str, int], ...]
    groups: Callable[[dict[str, Any]], tuple[str, ...]]
    texts: Callable[[dict[str, Any]], tuple[str, ...]]
    values: Callable[[dict[str, Any], int], tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Note:
    """A text too long for its cell, printed in full below the table."""

    number: int
    column: str
    text: str


@dataclass
class LampiranTable:
    """A table cut into pages, with the widths of its columns in px."""

    spec: TableSpec
    widths: list[float]
    pages: list[TablePage]
    notes: list[Note] = field(default_factory=list)


def _text(value: Any) -> str:
    return str(value) if value is not None else ""


def printed_realisasi(row: dict[str, Any], quarter: int, last: int) -> str:
    """Return what stands in the realisasi cell: value, mark of a gap, or nothing."""
    value = row["realisasi"][quarter]
    if value not in (None, ""):
        return str(value)
    if quarter >= last:
        return ""
    status = row["capaian"][quarter].get("status")
    return NOT_AVAILABLE if status == "tidak_tersedia" else NOT_FILLED


def printed_target(row: dict[str, Any], quarter: int) -> str:
    """Return the target of a quarter, or a dash where the plan has none."""
    return _text(row["target"][quarter]) or NOT_FILLED


def printed_capaian(row: dict[str, Any], quarter: int, last: int) -> str:
    """Return the capaian of a quarter; later quarters than the report's are blank."""
    if quarter >= last:
        return ""
    return _text(row["capaian"][quarter].get("teks")) or NOT_FILLED


def _rows_by_quarter(row: dict[str, Any], last: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            ROMAN[quarter],
            printed_target(row, quarter),
            printed_realisasi(row, quarter, last),
            printed_capaian(row, quarter, last),
        )
        for quarter in range(4)
    )


def _one_row(row: dict[str, Any], last: int) -> tuple[tuple[str, ...], ...]:
    return (
        tuple(printed_target(row, quarter) for quarter in range(4))
        + tuple(printed_realisasi(row, quarter, last) for quarter in range(4))
        + tuple(printed_capaian(row, quarter, last) for quarter in range(4)),
    )


def _with_unit(row: dict[str, Any]) -> tuple[str, ...]:
    satuan = _text(row.get("satuan"))
    indikator = _text(row["indikator"])
    name = f"{indikator} ({satuan})" if satuan else indikator
    return ("; ".join([name, *row.get("catatan", ())]),)


_QUARTER_COLUMNS = (
    Column("TW", "nilai", 8),
    Column("Target", "nilai", 15),
    Column("Realisasi", "nilai", 17),
    Column("Capaian (%)", "nilai", 16),
)
_QUARTER_HEADS = (("Kinerja per Triwulan Akumulatif", 4),)

_FIELDS = {
    "sub_kegiatan": (
        "Sub Kegiatan",
        ("sasaran_strategis", "program", "kegiatan", "sub_kegiatan", "sasaran"),
        ("Sasaran Strategis", "Program", "Kegiatan", "Sub Kegiatan"),
    ),
    "kegiatan": (
        "Kegiatan",
        ("sasaran_strategis", "program", "kegiatan", "sasaran"),
        ("Sasaran Strategis", "Program", "Kegiatan"),
    ),
    "program": (
        "Program",
        ("sasaran_strategis", "program", "sasaran"),
        ("Sasaran Strategis", "Program"),
    ),
}


def _group_reader(
    names: Sequence[str],
) -> Callable[[dict[str, Any]], tuple[str, ...]]:
    return lambda row: tuple(_text(row.get(name)) for name in names)


def lampiran_1_spec(level: str) -> TableSpec:
    """Return the table of sub kegiatan, kegiatan or program (four rows each)."""
    name, fields, headings = _FIELDS[level]
    number = list(_FIELDS).index(level) + 1
    return TableSpec(
        key=f"lampiran-1-{level.replace('_', '-')}",
        label=f"Lampiran I.{number}",
        title=f"Evaluasi Kinerja Tingkat {name}",
        columns=(
            Column("No", "nomor", 8),
            *(Column(heading, "induk", 10) for heading in headings),
            Column(f"Sasaran {name}", "induk", 11),
            Column(f"Indikator {name}", "teks", 13),
            *_QUARTER_COLUMNS,
        ),
        value_heads=_QUARTER_HEADS,
        groups=_group_reader(fields),
        texts=_with_unit,
        values=_rows_by_quarter,
    )


def lampiran_2_spec() -> TableSpec:
    """Return the table of the IKU: one row each, the quarters side by side."""
    quarters = tuple(f"Trw {quarter}" for quarter in range(1, 5))
    return TableSpec(
        key="lampiran-2",
        label="Lampiran II",
        title="Evaluasi Indikator Kinerja Utama",
        columns=(
            Column("No", "nomor", 8),
            Column("Tujuan", "induk", 10),
            Column("Sasaran Strategis", "induk", 10),
            Column("Indikator Kinerja", "teks", 8),
            *(Column(quarter, "nilai", 12.5) for quarter in quarters * 3),
        ),
        value_heads=(
            ("Target Kinerja Sasaran Akumulatif", 4),
            ("Realisasi Kinerja Sasaran", 4),
            ("Capaian (%)", 4),
        ),
        groups=_group_reader(("tujuan", "sasaran_strategis")),
        texts=_with_unit,
        values=_one_row,
    )


class TableBuilder:
    """Measures one table's texts, fixes its column widths and cuts its pages."""

    def __init__(self, geometry: Geometry, measurer: TextMeasurer, head_measurer: TextMeasurer) -> None:
        self.geometry = geometry
        self.measurer = measurer
        self.heads = head_measurer
        self.notes: list[Note] = []

    def build(
        self,
        spec: TableSpec,
        rows: Sequence[dict[str, Any]],
        last_quarter: int,
        rooms: tuple[float, float],
        tail: float = 0.0,
    ) -> LampiranTable:
        """Return the pages of a table.

        ``rooms`` is the height in px that the table may take on its first and on the
        following pages, ``tail`` that of the legend below its last row.
        """
        self.notes = []
        raw = [
            Block(str(number), spec.groups(row), spec.texts(row), values)
            for number, row in enumerate(rows, start=1)
            for values in [spec.values(row, last_quarter)]
        ]
        widths = self._widths(spec, raw)
        head = self.head_height(spec, widths)
        first, following = (room - head for room in rooms)
        blocks = self._shorten(spec, raw, widths, min(first, following))
        metrics = self._metrics(spec, widths, first, following)
        pages = paginate(blocks, metrics, tail=tail)
        return LampiranTable(spec, widths, pages, self.notes)

    def _inner(self, width: float) -> float:
        """Return the width that text has inside a column."""
        return width - 2 * self.geometry.padding_x_px - self.geometry.border_px

    def _widths(self, spec: TableSpec, blocks: Sequence[Block]) -> list[float]:
        """Return column widths: values as wide as they need, texts share the rest."""
        frame = 2 * self.geometry.padding_x_px + self.geometry.border_px + 1
        widths: list[float] = []
        value = 0
        for column in spec.columns:
            width = column.size * PX_PER_MM
            if column.kind == "nomor":
                words = [block.number for block in blocks]
            elif column.kind == "nilai":
                words = [word for block in blocks for row in block.values for word in row[value].split()]
                value += 1
            else:
                widths.append(0.0)
                continue
            widest = max(map(self.measurer.width, set(words)), default=0.0) + frame
            limit = max(width, MAX_VALUE_COLUMN_MM * PX_PER_MM)
            widths.append(min(max(width, widest), limit))
        return self._share(spec, widths)

    def _share(self, spec: TableSpec, widths: list[float]) -> list[float]:
        """Give the texts what the values leave, the values what the texts can miss."""
        total = self.geometry.landscape_width
        texts = [i for i, c in enumerate(spec.columns) if c.kind in ("induk", "teks")]
        least = MIN_TEXT_COLUMN_MM * PX_PER_MM * len(texts)
        excess = sum(widths) + least - total
        if excess > 0:
            values = [i for i, c in enumerate(spec.columns) if c.kind == "nilai"]
            used = sum(widths[i] for i in values)
            for i in values:
                widths[i] -= excess * widths[i] / used
        left = total - sum(widths)
        weights = sum(spec.columns[i].size for i in texts)
        for i in texts:
            widths[i] = left * spec.columns[i].size / weights
        return widths

    def head_height(self, spec: TableSpec, widths: Sequence[float]) -> float:
        """Return the height in px of the two heading rows."""
        texts, values = 1, 1
        for column, width in zip(spec.columns, widths, strict=True):
            lines = self.heads.lines(column.heading, self._inner(width))
            if column.kind == "nilai":
                values = max(values, lines)
            else:
                texts = max(texts, lines)
        value_width = sum(width for c, width in zip(spec.columns, widths, strict=True) if c.kind == "nilai")
        span = value_width / len(spec.value_heads)
        above = max(self.heads.lines(head, self._inner(span)) for head, _ in spec.value_heads)
        height = self.geometry.cell_height
        return max(height(above) + height(values), height(texts))

    def _shorten(
        self,
        spec: TableSpec,
        blocks: Sequence[Block],
        widths: Sequence[float],
        room: float,
    ) -> list[Block]:
        """Replace texts that would fill a page by their beginning and a note."""
        most = max(int(room * LONGEST_SHARE / self.geometry.line_px) - 1, 4)
        seen: dict[tuple[str, str], str] = {}

        def fit(text: str, index: int, limit: int) -> str:
            inner = self._inner(widths[index])
            heading = spec.columns[index].heading
            if self.measurer.lines(text, inner) <= limit:
                return text
            if (heading, text) not in seen:
                number = len(self.notes) + 1
                mark = f" … (selengkapnya pada catatan {number})"
                room_left = max(limit - self.measurer.lines(mark, inner), 1)
                cut = self.measurer.break_points(text, inner)[room_left - 1]
                seen[heading, text] = text[:cut].rstrip() + mark
                self.notes.append(Note(number, heading, text))
            return seen[heading, text]

        first_text = 1 + (len(blocks[0].groups) if blocks else 0)
        result = []
        for block in blocks:
            first_value = first_text + len(block.texts)
            row_limit = max(most // len(block.values), 2)
            result.append(
                Block(
                    block.number,
                    tuple(fit(t, 1 + i, most) for i, t in enumerate(block.groups)),
                    tuple(fit(t, first_text + i, most) for i, t in enumerate(block.texts)),
                    tuple(tuple(fit(t, first_value + i, row_limit) for i, t in enumerate(row)) for row in block.values),
                )
            )
        return result

    def _metrics(self, spec: TableSpec, widths: Sequence[float], first: float, following: float) -> Metrics:
        inner = [self._inner(width) for width in widths]
        kinds = [column.kind for column in spec.columns]
        group_at, text_at, value_at = (kinds.index(kind) for kind in ("induk", "teks", "nilai"))
        height = self.geometry.cell_height
        lines = self.measurer.lines

        def group_height(level: int, text: str, continued: bool) -> float:
            return height(lines(text, inner[group_at + level]) + int(continued))

        def text_height(column: int, text: str) -> float:
            return height(lines(text, inner[text_at + column]))

        def row_height(row: tuple[str, ...]) -> float:
            return height(max(lines(text, inner[value_at + i]) for i, text in enumerate(row)))

        return Metrics(group_height, text_height, row_height, first, following)
