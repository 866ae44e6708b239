"""A year at a glance: units by quarters, each with where it stands, what it lacks and how late it is.

Counts come from the tables; the engine is asked only for the quarters that are not approved, where what is odd still
matters. The queries do not grow with units or rows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indicators.capaian import EntryStatus
from indicators.models import BarisDikembalikan, BuktiDukung, ButirPK, Pengajuan, Realisasi, Triwulan, UnitKerja
from indicators.rules.tenggat import Keterlambatan
from indicators.selectors.kewajaran import find_in_rows
from indicators.selectors.lateness import lateness_of, list_hand_ins
from indicators.selectors.pk_triwulan import list_pk_by_quarter
from indicators.selectors.quarter_sheet import list_rows
from indicators.selectors.summary import QuarterSummary
from indicators.triwulan import LAST_QUARTER, QUARTERS, short_name
from indicators.workflow import EDITABLE, StatusPengajuan


@dataclass
class UnitQuarter:
    """One unit in one quarter. `berbukti` counts rows with evidence; `janggal` is None where nobody asks any more;
    `alasan` is the oldest reason that still waits for the unit."""

    pengajuan: Pengajuan | None = None
    total: int = 0
    terisi: int = 0
    berbukti: int = 0
    janggal: int | None = None
    keterlambatan: Keterlambatan | None = None
    alasan: str = ""

    @property
    def status(self) -> StatusPengajuan | None:
        return None if self.pengajuan is None else StatusPengajuan(self.pengajuan.status)

    @property
    def terlambat(self) -> bool:
        """Late, and it is the unit's turn."""
        return self.keterlambatan is not None and (self.status is None or self.status in EDITABLE)


@dataclass(frozen=True)
class UnitYear:
    """A unit with a cell for each column of the board; None: it owns no row of that quarter, or it is not open."""

    unit: UnitKerja
    sel: list[tuple["YearColumn", UnitQuarter | None]]

    @property
    def terlambat(self) -> bool:
        return any(cell is not None and cell.terlambat for _, cell in self.sel)

    @property
    def janggal(self) -> bool:
        return any(cell is not None and bool(cell.janggal) for _, cell in self.sel)


@dataclass(frozen=True)
class YearColumn:
    """A quarter of the year; `triwulan` None: not opened yet."""

    label: str
    triwulan: Triwulan | None
    ditampilkan: bool


@dataclass(frozen=True)
class YearBoard:
    tahun: int
    kolom: list[YearColumn]
    unit: list[UnitYear]


def load_year_board(
    quarters: Sequence[Triwulan], shown: QuarterSummary, keep: Callable[[UnitYear], bool] | None = None
) -> YearBoard:
    """Return the board of the year of `shown`; `quarters` are the office's opened quarters. `keep` says which units
    stay; None: all."""
    of_year = sorted(
        (quarter for quarter in quarters if quarter.tahun == shown.triwulan.tahun), key=lambda quarter: quarter.triwulan
    )
    cells, units = _count_rows(of_year)
    _count_answers(cells, of_year)
    _add_submissions(cells, of_year)
    for quarter in of_year:
        if not quarter.locked:
            _add_oddities(cells, quarter, shown)
    opened = {quarter.triwulan: quarter for quarter in of_year}
    columns = [YearColumn(short_name(q), opened.get(q), q == shown.triwulan.triwulan) for q in QUARTERS]
    rows = [
        UnitYear(unit, [(column, cells.get((_key(column), unit.pk))) for column in columns])
        for unit in sorted(units.values(), key=lambda unit: unit.path)
    ]
    return YearBoard(shown.triwulan.tahun, columns, [row for row in rows if keep is None or keep(row)])


def _key(column: YearColumn) -> int:
    return 0 if column.triwulan is None else column.triwulan.pk


Cells = dict[tuple[int, int], UnitQuarter]
_Owners = dict[tuple[int, int], int]


class _Board(Cells):
    """The cells by quarter and unit, and which unit owns each row of a quarter."""

    def __init__(self) -> None:
        super().__init__()
        self.owners: _Owners = {}


def _count_rows(quarters: Sequence[Triwulan]) -> tuple[_Board, dict[int, UnitKerja]]:
    cells, units = _Board(), dict[int, UnitKerja]()
    if not quarters:
        return cells, units
    by_quarter = list_pk_by_quarter(quarters[0].opd_id, quarters[0].tahun, LAST_QUARTER)
    butir: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = ButirPK.objects.filter(pk_induk__in={pk.pk for pk in by_quarter.values()})
    for pk_id, unit_id, indikator_id in rows.values_list("pk_induk_id", "unit_id", "indikator_id"):
        butir[pk_id].append((unit_id, indikator_id))
    for quarter in quarters:
        pk = by_quarter.get(quarter.triwulan)
        for unit_id, indikator_id in butir[pk.pk] if pk is not None else ():
            cells.setdefault((quarter.pk, unit_id), UnitQuarter()).total += 1
            cells.owners[quarter.pk, indikator_id] = unit_id
    units = UnitKerja.objects.in_bulk({unit_id for _, unit_id in cells})
    return cells, units


def _count_answers(cells: _Board, quarters: Sequence[Triwulan]) -> None:
    answered = Realisasi.objects.filter(triwulan__in=quarters).exclude(status=EntryStatus.BELUM_DIISI.value)
    for key in answered.values_list("triwulan_id", "indikator_id"):
        if key in cells.owners:
            cells[key[0], cells.owners[key]].terisi += 1
    files = BuktiDukung.objects.filter(
        realisasi__triwulan__in=quarters, ditarik_pada__isnull=True, pengganti__isnull=True
    )
    for key in files.order_by().values_list("realisasi__triwulan_id", "realisasi__indikator_id").distinct():
        if key in cells.owners:
            cells[key[0], cells.owners[key]].berbukti += 1


def _add_submissions(cells: _Board, quarters: Sequence[Triwulan]) -> None:
    by_pk = {quarter.pk: quarter for quarter in quarters}
    submissions = list(Pengajuan.objects.filter(triwulan__in=quarters).select_related("unit__opd"))
    handed_in = list_hand_ins(submissions)
    reasons: dict[int, str] = {}
    returned = BarisDikembalikan.objects.filter(pengajuan__in=[row.pk for row in submissions]).order_by("pada", "pk")
    for pk, alasan in returned.values_list("pengajuan_id", "alasan"):
        reasons.setdefault(pk, alasan)
    for row in submissions:
        row.triwulan = by_pk[row.triwulan_id]
        cell = cells.get((row.triwulan_id, row.unit_id))
        if cell is not None:
            cell.pengajuan, cell.alasan = row, reasons.get(row.pk, "")
            cell.keterlambatan = lateness_of(row, handed_in)


def _add_oddities(cells: _Board, quarter: Triwulan, shown: QuarterSummary) -> None:
    """Count what is odd in each unit of a quarter; that of the shown one is counted already."""
    if quarter.pk == shown.triwulan.pk:
        found = Counter({row.unit.pk: row.oddity_count for row in shown.unit})
    else:
        rows = list_rows(quarter.opd, quarter.tahun, quarter.triwulan, with_bukti=True)
        temuan = find_in_rows(quarter, rows)
        found = Counter()
        for row in rows:
            found[row.unit.pk] += len(temuan[row.indikator.pk])
    for unit_id, number in found.items():
        cells[quarter.pk, unit_id].janggal = number
