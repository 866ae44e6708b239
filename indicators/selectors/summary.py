"""The quarter at a glance: per unit where it stands, what is missing and odd; per level the means. Constant queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from indicators.capaian import EntryStatus, LevelAssessment, MeanResult, MeasureSettings, QuarterResult, Result, mean
from indicators.models import (
    Pengajuan,
    Pengguna,
    PerangkatDaerah,
    PerjanjianKinerja,
    Triwulan,
    UnitKerja,
)
from indicators.permissions import Izin
from indicators.rules.tenggat import Keterlambatan, find_lateness
from indicators.selectors.assessment import assess_quarter, assess_year, year_of
from indicators.selectors.kewajaran import Temuan, find_in_rows
from indicators.selectors.kewenangan import get_kewenangan, today_in
from indicators.selectors.lateness import lateness_of, list_hand_ins
from indicators.selectors.pengajuan import WaitingActs, with_rows
from indicators.selectors.pk_triwulan import rows_in_force
from indicators.selectors.quarter_sheet import SheetRow, list_rows, pk_of
from indicators.selectors.settings import get_settings
from indicators.tingkat import TingkatCapaian, capaian_level_of
from indicators.triwulan import LAST_QUARTER
from indicators.workflow import EDITABLE, IN_REVIEW, LOCKED, StatusPengajuan, StatusTriwulan


@dataclass(frozen=True)
class OddRow:
    """A row of which something is odd, with its result of the quarter."""

    baris: SheetRow
    kejanggalan: Sequence[Temuan]
    hasil: QuarterResult


@dataclass
class UnitSummary:
    """One unit's quarter. `keterlambatan` is None when in time; `menunggu` says whose turn it is."""

    unit: UnitKerja
    pengajuan: Pengajuan | None
    terisi: int = 0
    total: int = 0
    tidak_tersedia: int = 0
    kosong: list[SheetRow] = field(default_factory=list)
    bukti: int = 0
    tanpa_bukti: int = 0
    janggal: list[OddRow] = field(default_factory=list)
    menunggu: str = ""
    diajukan_pada: datetime | None = None
    diajukan_oleh: str = ""
    keterlambatan: Keterlambatan | None = None

    @property
    def status(self) -> StatusPengajuan | None:
        return None if self.pengajuan is None else StatusPengajuan(self.pengajuan.status)

    @property
    def selesai(self) -> bool:
        return self.status in (StatusPengajuan.DIVALIDASI, StatusPengajuan.DISAHKAN)

    @property
    def belum_diajukan(self) -> bool:
        return self.status is None or self.status in EDITABLE

    @property
    def terlambat(self) -> bool:
        """Late, and it is the unit's turn."""
        return self.keterlambatan is not None and self.belum_diajukan

    @property
    def persen(self) -> int:
        """Rows answered of all, in whole per cent rounded down, for the bar."""
        return self.terisi * 100 // self.total if self.total else 0

    @property
    def oddity_count(self) -> int:
        return sum(len(row.kejanggalan) for row in self.janggal)

    @property
    def oddity_kinds(self) -> list[tuple[str, int]]:
        """What is odd, by kind: the badge and how many rows."""
        return list(Counter(found.label for row in self.janggal for found in row.kejanggalan).items())


@dataclass(frozen=True)
class ShownMean:
    """A mean with what it was made of, so that a page can show which indicators it averages and which it leaves out."""

    hasil: MeanResult
    anggota: tuple[tuple[SheetRow, Result], ...]

    @property
    def dihitung(self) -> list[tuple[SheetRow, Result]]:
        return [(row, hasil) for row, hasil in self.anggota if hasil.dihitung]

    @property
    def tanpa_nilai(self) -> list[tuple[SheetRow, Result]]:
        return [(row, hasil) for row, hasil in self.anggota if not hasil.dihitung]


@dataclass(frozen=True)
class TingkatMean:
    """The mean of a level in the quarter, against the quarter's targets and against the year's; `tahun` in TW IV.

    `penilaian` is what the report says of the level: by the quarter, in TW IV by the year.
    """

    tingkat: TingkatCapaian
    capaian: ShownMean
    progres: ShownMean
    tahun: ShownMean | None
    penilaian: LevelAssessment


@dataclass
class QuarterSummary:
    triwulan: Triwulan
    unit: list[UnitSummary]
    rata_rata: list[TingkatMean]
    tenggat: date | None
    hari_ini: date
    pk: PerjanjianKinerja | None
    baris: list[SheetRow]

    @property
    def unfinished(self) -> list[UnitSummary]:
        return [row for row in self.unit if not row.selesai]

    @property
    def finished_count(self) -> int:
        return len(self.unit) - len(self.unfinished)

    @property
    def terlambat(self) -> list[UnitSummary]:
        return [row for row in self.unit if row.terlambat]

    @property
    def oddity_count(self) -> int:
        return sum(row.oddity_count for row in self.unit)

    @property
    def kosong(self) -> int:
        return sum(len(row.kosong) for row in self.unit)

    @property
    def days_left(self) -> int | None:
        return None if self.tenggat is None else (self.tenggat - self.hari_ini).days


def summarise_quarter(quarter: Triwulan) -> QuarterSummary:
    """Return the board of a quarter: every unit that owns rows of the PK in force or has a submission."""
    opd, number = quarter.opd, quarter.triwulan
    today = today_in(opd)
    jadwal = getattr(quarter, "jadwal", None)
    tenggat = None if jadwal is None else jadwal.tenggat
    rows = list_rows(opd, quarter.tahun, number, with_bukti=True)
    temuan = find_in_rows(quarter, rows)
    # Of a unit without a submission: a PK brought it in, and nobody opened the quarter for it.
    missing = None if quarter.locked else find_lateness(tenggat, handed_in=None, today=today)
    units: dict[int, UnitSummary] = {}
    for row in rows:
        summary = units.setdefault(row.unit.pk, UnitSummary(row.unit, None, keterlambatan=missing))
        _add_row(summary, row, temuan[row.indikator.pk])
    submissions = list(
        Pengajuan.objects.filter(triwulan=quarter, unit_id__in=units).select_related("unit__opd", "posisi")
    )
    antrean = WaitingActs(submissions)
    handed_in = list_hand_ins(submissions)
    for pengajuan in submissions:
        summary = units[pengajuan.unit_id]
        pengajuan.triwulan, pengajuan.unit.opd = quarter, opd
        summary.pengajuan = pengajuan
        summary.keterlambatan = lateness_of(pengajuan, handed_in)
        summary.menunggu = describe_turn(pengajuan, antrean)
        versions = handed_in.get(pengajuan.pk, [])
        if versions:
            summary.diajukan_pada, summary.diajukan_oleh = versions[-1]
    return QuarterSummary(
        quarter,
        sorted(units.values(), key=lambda summary: summary.unit.path),
        mean_by_level(rows, quarter),
        tenggat,
        today,
        pk_of(rows),
        rows,
    )


def _add_row(summary: UnitSummary, row: SheetRow, temuan: Sequence[Temuan]) -> None:
    item = row.kini.realisasi
    summary.total += 1
    summary.bukti += len(row.bukti)
    if item is None or item.status == EntryStatus.BELUM_DIISI:
        summary.kosong.append(row)
        return
    summary.terisi += 1
    summary.tidak_tersedia += item.status == EntryStatus.TIDAK_TERSEDIA
    summary.tanpa_bukti += not row.bukti
    if temuan:
        summary.janggal.append(OddRow(row, temuan, row.kini.hasil))


def describe_turn(pengajuan: Pengajuan, antrean: WaitingActs) -> str:
    """Say whose turn it is: a name for "Menunggu ...", empty when nobody's."""
    status = StatusPengajuan(pengajuan.status)
    if status in EDITABLE:
        return "unit mengisi" if status == StatusPengajuan.DRAF else "perbaikan unit"
    if status in IN_REVIEW:
        left = antrean.left(pengajuan)
        return antrean.head_in_words(pengajuan, left[0]) if left else antrean.validator_stage(pengajuan)
    return "Kepala Dinas" if status == StatusPengajuan.DIVALIDASI else ""


def mean_by_level(rows: Sequence[SheetRow], quarter: Triwulan) -> list[TingkatMean]:
    """Return the engine's means of each level that has rows, as the report prints them."""
    pengaturan = get_settings(quarter.opd_id, quarter.tahun)
    return [
        _level_mean(tingkat, own, quarter.triwulan, pengaturan)
        for tingkat in TingkatCapaian
        if (own := [row for row in rows if capaian_level_of(row.tingkat) is tingkat])
    ]


def _level_mean(
    tingkat: TingkatCapaian, rows: Sequence[SheetRow], triwulan: int, pengaturan: MeasureSettings
) -> TingkatMean:
    of_year = triwulan == LAST_QUARTER
    results = [(row, row.kini.hasil) for row in rows]
    return TingkatMean(
        tingkat,
        _mean_of([(row, hasil.capaian) for row, hasil in results], pengaturan),
        _mean_of([(row, hasil.progres) for row, hasil in results], pengaturan),
        _mean_of([(row, year_of(row, pengaturan)) for row in rows], pengaturan) if of_year else None,
        assess_year(rows, pengaturan) if of_year else assess_quarter(rows, pengaturan),
    )


def _mean_of(anggota: Sequence[tuple[SheetRow, Result]], pengaturan: MeasureSettings) -> ShownMean:
    return ShownMean(mean((hasil for _, hasil in anggota), pengaturan), tuple(anggota))


def list_quarters(opd: PerangkatDaerah) -> list[Triwulan]:
    """Return the office's opened quarters, the latest first."""
    return list(Triwulan.objects.filter(opd=opd).select_related("opd__pemda", "jadwal").order_by("-tahun", "-triwulan"))


def current_quarter(quarters: Sequence[Triwulan]) -> Triwulan | None:
    """Return the quarter that a page opens with: the oldest that is not approved, or else the latest."""
    unfinished = [quarter for quarter in quarters if quarter.status != StatusTriwulan.DISAHKAN]
    return unfinished[-1] if unfinished else (quarters[0] if quarters else None)


def count_ready_quarters(user: Pengguna) -> Counter[int]:
    """Return how many quarters wait for the user's approval, by office."""
    return Counter(quarter.opd_id for quarter in list_ready_quarters(user))


def list_ready_quarters(user: Pengguna) -> list[Triwulan]:
    """Return the quarters that wait for the user's approval: every unit that owns rows of them is validated, and every
    earlier quarter of the year that was opened is approved."""
    opd_ids = get_kewenangan(user).opd_ids(Izin.SAHKAN)
    if not opd_ids:
        return []
    waiting = Triwulan.objects.filter(
        opd=OuterRef("opd"), tahun=OuterRef("tahun"), triwulan__lt=OuterRef("triwulan")
    ).exclude(status=StatusTriwulan.DISAHKAN.value)
    validated = Pengajuan.objects.filter(
        triwulan=OuterRef(OuterRef("pk")), unit=OuterRef("unit"), status=StatusPengajuan.DIVALIDASI.value
    )
    ready = (
        Triwulan.objects.filter(Exists(rows_in_force()), opd_id__in=opd_ids)
        .exclude(status=StatusTriwulan.DISAHKAN.value)
        .exclude(Exists(rows_in_force().exclude(Exists(validated))))
        .exclude(Exists(waiting))
    )
    return list(ready.select_related("opd__pemda", "jadwal").order_by("tahun", "triwulan", "opd"))


def count_to_fill(user: Pengguna) -> dict[int, int]:
    """Return how many submissions wait for the user's own units, by office: not handed in, or returned."""
    unit_ids = {tugas.unit_id for tugas in get_kewenangan(user).units_of(Izin.ISI_REALISASI)}
    if not unit_ids:
        return {}
    own = Pengajuan.objects.filter(unit_id__in=unit_ids, status__in=[status.value for status in EDITABLE])
    waiting = with_rows(own.exclude(triwulan__status__in=LOCKED))
    return Counter(waiting.order_by().values_list("unit__opd_id", flat=True))
