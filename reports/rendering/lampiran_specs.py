"""What the tables of Lampiran I and II print: their columns, and each cell from a row of the snapshot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.tingkat import IKU, NOMENKLATUR, Tingkat
from indicators.triwulan import LAST_QUARTER, QUARTERS, roman

# Where nothing was entered, or nothing can be computed, although the quarter belongs to the report.
NOT_FILLED = "–"
NOT_AVAILABLE = "tidak tersedia"

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column: heading, kind, weight or least width in mm, the columns that it is as wide as.

    Kinds from left to right: nomor, induk (a label over several indicators), teks (the indicator's own),
    nilai (a figure per row), akhir (one for all rows of an indicator).
    """

    heading: str
    kind: str
    size: float
    twins: str = ""


@dataclass(frozen=True)
class TableSpec:
    """What a Lampiran table looks like and where its cells come from."""

    key: str
    label: str
    title: str
    columns: tuple[Column, ...]
    value_heads: tuple[tuple[str, int], ...]
    groups: Callable[[Row], tuple[str, ...]]
    values: Callable[[Row, int], tuple[tuple[str, ...], ...]]
    ends: Callable[[Row], tuple[str, ...]]

    def texts(self, row: Row) -> tuple[str, ...]:
        return (named_with_unit(row),)

    def columns_of(self, kind: str) -> list[int]:
        return [index for index, column in enumerate(self.columns) if column.kind == kind]


def _text(value: Any) -> str:
    return str(value) if value is not None else ""


def named_with_unit(row: Row) -> str:
    """Return the indicator with its unit, which is printed here and nowhere else in the row (Rupiah has none)."""
    satuan, indikator = _text(row.get("satuan")), _text(row["indikator"])
    return f"{indikator} ({satuan})" if satuan else indikator


def notes_of(row: Row) -> tuple[str, ...]:
    """Return the remarks that stand small under an indicator."""
    return tuple(str(note) for note in row.get("catatan") or () if note)


def printed_realisasi(row: Row, quarter: int, last: int) -> str:
    """Return what stands in the realisasi cell: value, mark of a gap, or nothing."""
    value = row["realisasi"][quarter]
    if value not in (None, ""):
        return str(value)
    if quarter >= last:
        return ""
    status = row["capaian"][quarter].get("status")
    return NOT_AVAILABLE if status == "tidak_tersedia" else NOT_FILLED


def printed_target(row: Row, quarter: int) -> str:
    """Return the target of a quarter, or a dash where the plan has none."""
    return _text(row["target"][quarter]) or NOT_FILLED


def printed_result(row: Row, name: str, quarter: int, last: int) -> str:
    """Return capaian or progres of a quarter; later quarters than the report's are blank."""
    if quarter >= last:
        return ""
    return _text(row[name][quarter].get("teks")) or NOT_FILLED


def _rows_by_quarter(row: Row, last: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            roman(quarter + 1),
            printed_target(row, quarter),
            printed_realisasi(row, quarter, last),
            printed_result(row, "capaian", quarter, last),
            printed_result(row, "progres", quarter, last),
        )
        for quarter in range(len(QUARTERS))
    )


def _one_row(row: Row, last: int) -> tuple[tuple[str, ...], ...]:
    quarters = range(len(QUARTERS))
    return (
        (
            *(printed_target(row, quarter) for quarter in quarters),
            *(printed_realisasi(row, quarter, last) for quarter in quarters),
            *(printed_result(row, "capaian", quarter, last) for quarter in quarters),
            *(printed_result(row, "progres", quarter, last) for quarter in quarters),
        ),
    )


def _year_predicate(row: Row) -> tuple[str, ...]:
    return (_text((row.get("tahun") or {}).get("predikat")) or NOT_FILLED,)


def _no_ends(_: Row) -> tuple[str, ...]:
    return ()


_QUARTER_COLUMNS = (
    Column("TW", "nilai", 7),
    Column("Target", "nilai", 13),
    Column("Realisasi", "nilai", 14),
    Column("Capaian (%)", "nilai", 14),
    Column("Progres (%)", "nilai", 14),
)
_QUARTER_HEADS = (("Kinerja per Triwulan Akumulatif", len(_QUARTER_COLUMNS)),)
_PREDICATE = Column("Predikat Tahun", "akhir", 14)

# The tables of Lampiran I in their order.
LEVELS = tuple(reversed(NOMENKLATUR))
# In a row of the snapshot "sasaran" is the node's own sentence.
_SASARAN = "sasaran_strategis"


def _path_of(level: Tingkat) -> tuple[Tingkat, ...]:
    """Return the levels that stand beside an indicator: from its Sasaran down to its own."""
    return (*level.above[Tingkat.SASARAN.depth :], level)


def _group_reader(names: Sequence[str]) -> Callable[[Row], tuple[str, ...]]:
    return lambda row: tuple(_text(row.get(name)) for name in names)


def _ends(last: int) -> tuple[tuple[Column, ...], Callable[[Row], tuple[str, ...]]]:
    """Return the columns behind the figures: the year's predicate, which only the year's report has."""
    return ((_PREDICATE,), _year_predicate) if last == LAST_QUARTER else ((), _no_ends)


def lampiran_1_spec(level: Tingkat, last: int) -> TableSpec:
    """Return the table of sub kegiatan, kegiatan or program: four rows each, up to quarter ``last``."""
    name, path = level.judul, _path_of(level)
    fields = (*(_SASARAN if up is Tingkat.SASARAN else up.value for up in path), "sasaran")
    end_columns, ends = _ends(last)
    return TableSpec(
        key=f"lampiran-1-{level.replace('_', '-')}",
        label=f"Lampiran I.{LEVELS.index(level) + 1}",
        title=f"Evaluasi Kinerja Tingkat {name}",
        columns=(
            Column("No", "nomor", 8),
            *(Column(up.judul, "induk", 10) for up in path),
            Column(f"Sasaran {name}", "induk", 11),
            Column(f"Indikator {name}", "teks", 13),
            *_QUARTER_COLUMNS,
            *end_columns,
        ),
        value_heads=_QUARTER_HEADS,
        groups=_group_reader(fields),
        values=_rows_by_quarter,
        ends=ends,
    )


_IKU_COLUMNS = (
    Column("No", "nomor", 7),
    *(Column(level.judul, "induk", 10) for level in IKU),
    Column("Indikator Kinerja", "teks", 10),
)
_IKU_GROUPS = (Tingkat.TUJUAN.value, _SASARAN)
_IKU_HEADS = ("Target Kinerja Sasaran Akumulatif", "Realisasi Kinerja Sasaran", "Capaian (%)", "Progres Tahun (%)")


def lampiran_2_specs(last: int) -> tuple[TableSpec, TableSpec]:
    """Return the table of the IKU in its two forms: the quarters side by side, as the office's form has them, and
    one below the other for figures that are too long for that."""
    end_columns, ends = _ends(last)
    quarters = tuple(f"Trw {quarter}" for quarter in QUARTERS)
    side_by_side = TableSpec(
        key="lampiran-2",
        label="Lampiran II",
        title="Evaluasi Indikator Kinerja Utama",
        columns=(
            *_IKU_COLUMNS,
            *(Column(quarter, "nilai", 10, twins=head) for head in _IKU_HEADS for quarter in quarters),
            *end_columns,
        ),
        value_heads=tuple((head, 4) for head in _IKU_HEADS),
        groups=_group_reader(_IKU_GROUPS),
        values=_one_row,
        ends=ends,
    )
    below = TableSpec(
        key=side_by_side.key,
        label=side_by_side.label,
        title=side_by_side.title,
        columns=(*_IKU_COLUMNS, *_QUARTER_COLUMNS, *end_columns),
        value_heads=_QUARTER_HEADS,
        groups=side_by_side.groups,
        values=_rows_by_quarter,
        ends=ends,
    )
    return side_by_side, below
