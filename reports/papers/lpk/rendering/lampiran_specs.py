"""What the tables of Lampiran I and II print: their columns, and each cell from a row of the snapshot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from indicators.tingkat import IKU, Tingkat
from indicators.triwulan import LAST_QUARTER, QUARTERS, roman
from reports.papers.lpk.rendering.cells import named_with_unit
from reports.papers.lpk.schema import LEVELS, LampiranLevel, LampiranRow, SnapshotFigure

# Where nothing was entered, or nothing can be computed, although the quarter belongs to the report.
NOT_FILLED = "–"
NOT_AVAILABLE = "tidak tersedia"


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
    groups: Callable[[LampiranRow], tuple[str, ...]]
    values: Callable[[LampiranRow, int], tuple[tuple[str, ...], ...]]
    ends: Callable[[LampiranRow], tuple[str, ...]]

    def texts(self, row: LampiranRow) -> tuple[str, ...]:
        return (named_with_unit(row),)

    def columns_of(self, kind: str) -> list[int]:
        return [index for index, column in enumerate(self.columns) if column.kind == kind]


def notes_of(row: LampiranRow) -> tuple[str, ...]:
    """Return the remarks that stand small under an indicator."""
    return tuple(row["catatan"])


def printed_realisasi(row: LampiranRow, quarter: int, last: int) -> str:
    """Return what stands in the realisasi cell: value, mark of a gap, or nothing."""
    value = row["realisasi"][quarter]
    if value:
        return value
    if quarter >= last:
        return ""
    status = row["capaian"][quarter]["status"]
    return NOT_AVAILABLE if status == "tidak_tersedia" else NOT_FILLED


def printed_target(row: LampiranRow, quarter: int) -> str:
    """Return the target of a quarter, or a dash where the plan has none."""
    return row["target"][quarter] or NOT_FILLED


def printed_result(figures: Sequence[SnapshotFigure], quarter: int, last: int) -> str:
    """Return a quarter's figure of capaian or progres; later quarters than the report's are blank."""
    if quarter >= last:
        return ""
    return figures[quarter]["teks"] or NOT_FILLED


def _rows_by_quarter(row: LampiranRow, last: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            roman(quarter + 1),
            printed_target(row, quarter),
            printed_realisasi(row, quarter, last),
            printed_result(row["capaian"], quarter, last),
            printed_result(row["progres"], quarter, last),
        )
        for quarter in range(len(QUARTERS))
    )


def _one_row(row: LampiranRow, last: int) -> tuple[tuple[str, ...], ...]:
    quarters = range(len(QUARTERS))
    return (
        (
            *(printed_target(row, quarter) for quarter in quarters),
            *(printed_realisasi(row, quarter, last) for quarter in quarters),
            *(printed_result(row["capaian"], quarter, last) for quarter in quarters),
            *(printed_result(row["progres"], quarter, last) for quarter in quarters),
        ),
    )


def _year_predicate(row: LampiranRow) -> tuple[str, ...]:
    return (row["tahun"]["predikat"] or NOT_FILLED,)


def _no_ends(_: LampiranRow) -> tuple[str, ...]:
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

# The labels over several indicators, as the row names them: "sasaran" is the node's own sentence.
Label = Literal["tujuan", "sasaran_strategis", "program", "kegiatan", "sub_kegiatan", "sasaran"]
_LABELS: dict[Tingkat, Label] = {
    Tingkat.TUJUAN: "tujuan",
    Tingkat.SASARAN: "sasaran_strategis",
    Tingkat.PROGRAM: "program",
    Tingkat.KEGIATAN: "kegiatan",
    Tingkat.SUB_KEGIATAN: "sub_kegiatan",
}


def _path_of(tingkat: Tingkat) -> tuple[Tingkat, ...]:
    """Return the levels that stand beside an indicator: from its Sasaran down to its own."""
    return (*tingkat.above[Tingkat.SASARAN.depth :], tingkat)


def _group_reader(names: Sequence[Label]) -> Callable[[LampiranRow], tuple[str, ...]]:
    return lambda row: tuple(row[name] or "" for name in names)


def _ends(last: int) -> tuple[tuple[Column, ...], Callable[[LampiranRow], tuple[str, ...]]]:
    """Return the columns behind the figures: the year's predicate, which only the year's report has."""
    return ((_PREDICATE,), _year_predicate) if last == LAST_QUARTER else ((), _no_ends)


def lampiran_1_spec(level: LampiranLevel, last: int) -> TableSpec:
    """Return the table of sub kegiatan, kegiatan or program: four rows each, up to quarter ``last``."""
    tingkat = Tingkat(level)
    name, path = tingkat.judul, _path_of(tingkat)
    fields: tuple[Label, ...] = (*(_LABELS[up] for up in path), "sasaran")
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
_IKU_GROUPS = tuple(_LABELS[level] for level in IKU)
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
