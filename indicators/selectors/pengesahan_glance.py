"""A quarter before whoever approves it, on one screen: its means through the year and beside last year's, what is below
its target, what became of it since. The summary measured every row already; last year's figures are those that were
approved. A constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from indicators.acts import Act
from indicators.capaian import MeasureSettings, mean, read_percent
from indicators.models import Jejak, Triwulan
from indicators.models.jejak import kind_of
from indicators.selectors.dropped import list_dropped
from indicators.selectors.lineage import carry_on, list_lines
from indicators.selectors.pengesahan_content import PengesahanFigures
from indicators.selectors.pengesahan_figures import get_approved_year
from indicators.selectors.pengesahan_standing import (
    Movement,
    ProgramTally,
    RowStanding,
    compare_standing,
    stand_of,
    tally_programs,
)
from indicators.selectors.quarter_sheet import SheetRow
from indicators.selectors.settings import get_settings
from indicators.selectors.summary import QuarterSummary, TingkatMean
from indicators.tingkat import TingkatCapaian, capaian_level_of
from indicators.triwulan import QUARTERS, quarters_until, short_name
from indicators.workflow import StatusTriwulan


@dataclass(frozen=True)
class MeanPoint:
    """The mean of a level in one quarter: as printed, exactly (of an approval as printed too), and of how many."""

    teks: str
    nilai: Fraction | Decimal
    dihitung: int | None
    jumlah: int | None


@dataclass(frozen=True)
class LevelTrend:
    """The means of a level by quarter, this year up to the quarter that is looked at, and last year's as approved; None
    where there is none."""

    kini: Mapping[int, MeanPoint | None]
    lalu: Mapping[int, MeanPoint | None]


@dataclass(frozen=True)
class GlanceLevel:
    """A level of the quarter with its means and their course."""

    rata: TingkatMean
    arah: LevelTrend


@dataclass(frozen=True)
class Attention:
    """How many rows want a look before the quarter is approved, though none of them stops it."""

    perlu_dicermati: int
    tidak_tersedia: int
    tanpa_bukti: int
    tanpa_kendala: int
    tanpa_tindak_lanjut: int

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class QuarterGlance:
    """What the Kepala Dinas sees of a quarter. `sejak_triwulan` is None in TW I, whose year has just begun; either
    comparison is None where there are no figures on both sides."""

    triwulan: Triwulan
    tingkat: tuple[GlanceLevel, ...]
    baris: tuple[RowStanding, ...]
    program: tuple[ProgramTally, ...]
    sejak_triwulan: Movement | None
    sejak_tahun_lalu: Movement | None
    perhatian: Attention

    @property
    def di_bawah(self) -> list[RowStanding]:
        """What is below its target and may be judged."""
        return [row for row in self.baris if row.di_bawah and not row.belum_dinilai]

    @property
    def belum_dinilai(self) -> list[RowStanding]:
        return [row for row in self.baris if row.belum_dinilai]

    @property
    def dihitung(self) -> int:
        return sum(row.hasil.dihitung for row in self.baris)

    @property
    def gerakan(self) -> list[Movement]:
        """What became of the quarter since the one before and since last year, where that can be compared."""
        return [found for found in (self.sejak_triwulan, self.sejak_tahun_lalu) if found is not None]

    @property
    def ada_tahun_lalu(self) -> bool:
        return any(point is not None for level in self.tingkat for point in level.arah.lalu.values())


def glance_at(quarter: Triwulan, ringkasan: QuarterSummary) -> QuarterGlance:
    """Return the quarter of a summary as its approver looks at it: five queries."""
    rows = stand_of(ringkasan.rata_rata)
    measured = [*ringkasan.baris, *list_dropped(quarter.opd, quarter.tahun, quarter.triwulan)]
    pengaturan = get_settings(quarter.opd_id, quarter.tahun)
    last_year = get_approved_year(quarter.opd_id, quarter.tahun - 1)
    levels = tuple(
        GlanceLevel(level, _trend(level.tingkat, quarter, measured, last_year, pengaturan))
        for level in ringkasan.rata_rata
    )
    return QuarterGlance(
        quarter,
        levels,
        tuple(rows),
        tuple(tally_programs(rows)),
        _since_quarter(quarter, rows, levels),
        _since_last_year(quarter, rows, levels, last_year.get(quarter.triwulan)),
        _attention(ringkasan, rows),
    )


def _attention(ringkasan: QuarterSummary, rows: Sequence[RowStanding]) -> Attention:
    below = [row for row in rows if row.di_bawah]
    return Attention(
        ringkasan.oddity_count,
        sum(unit.tidak_tersedia for unit in ringkasan.unit),
        sum(unit.tanpa_bukti for unit in ringkasan.unit),
        sum(not row.kendala for row in below),
        sum(not row.tindak_lanjut for row in below),
    )


def _trend(
    tingkat: TingkatCapaian,
    quarter: Triwulan,
    rows: Sequence[SheetRow],
    last_year: dict[int, PengesahanFigures],
    pengaturan: MeasureSettings,
) -> LevelTrend:
    own = [row for row in rows if capaian_level_of(row.tingkat) is tingkat]
    return LevelTrend(
        {number: _point(own, number, pengaturan) for number in quarters_until(quarter.triwulan)},
        {number: _approved_point(tingkat, last_year.get(number)) for number in QUARTERS},
    )


def _point(rows: Sequence[SheetRow], number: int, pengaturan: MeasureSettings) -> MeanPoint | None:
    """Return the mean of the rows that the quarter's own PK held, as its report prints it."""
    held = [entry.hasil.capaian for row in rows if (entry := row.triwulan[number]).berlaku]
    rata = mean(held, pengaturan)
    return None if rata.nilai is None else MeanPoint(rata.teks, rata.nilai, rata.jumlah_dihitung, rata.jumlah)


def _approved_point(tingkat: TingkatCapaian, figures: PengesahanFigures | None) -> MeanPoint | None:
    for kept in () if figures is None else figures["rata_rata"]:
        if kept["label"] == tingkat.label and (nilai := read_percent(kept["nilai"])) is not None:
            return MeanPoint(kept["nilai"], nilai, kept["dihitung"], kept["jumlah"])
    return None


def _since_quarter(quarter: Triwulan, rows: Sequence[RowStanding], levels: Sequence[GlanceLevel]) -> Movement | None:
    before = quarter.triwulan - 1
    if before not in QUARTERS:
        return None
    entries = {row.baris.indikator.pk: row.baris.triwulan[before] for row in rows}
    figures = {pk: angka for pk, entry in entries.items() if (angka := entry.hasil.capaian.angka) is not None}
    means = _printed({level.rata.tingkat: level.arah.kini[before] for level in levels})
    found = [level.rata for level in levels]
    return compare_standing(f"{short_name(before)} {quarter.tahun}", rows, found, figures, means)


def _since_last_year(
    quarter: Triwulan, rows: Sequence[RowStanding], levels: Sequence[GlanceLevel], figures: PengesahanFigures | None
) -> Movement | None:
    """Compare with the same quarter of last year (DOMAIN 4), an indicator with the one that it continues."""
    if figures is None:
        return None
    lines = list_lines(quarter.opd_id, [row.baris.indikator.pk for row in rows])
    printed = {row["indikator_id"]: read_percent(row["capaian"]) for row in figures["baris"]}
    known = {pk: angka for pk, angka in printed.items() if angka is not None}
    means = _printed({level.rata.tingkat: level.arah.lalu[quarter.triwulan] for level in levels})
    label = f"{short_name(quarter.triwulan)} {quarter.tahun - 1}"
    return compare_standing(label, rows, [level.rata for level in levels], carry_on(lines, known), means)


def _printed(points: dict[TingkatCapaian, MeanPoint | None]) -> dict[TingkatCapaian, Decimal]:
    printed = {tingkat: None if point is None else read_percent(point.teks) for tingkat, point in points.items()}
    return {tingkat: angka for tingkat, angka in printed.items() if angka is not None}


@dataclass(frozen=True)
class Reopening:
    """Why a quarter is open again, or its approval suspended: by whom, when, and which later quarters wait for it."""

    oleh: str
    pada: datetime
    alasan: str
    ditangguhkan: tuple[Triwulan, ...]


def why_opened(quarter: Triwulan, year: Sequence[Triwulan]) -> Reopening | None:
    """Return who opened a quarter again and why, from the trail, None while it is approved or was never; `year` are the
    opened quarters of its office. One query where there is something to tell, none elsewhere."""
    if quarter.status not in (StatusTriwulan.DIBUKA_KEMBALI, StatusTriwulan.DITANGGUHKAN):
        return None
    acts = (Act.BUKA_KEMBALI_TRIWULAN.value, Act.TANGGUHKAN_TRIWULAN.value)
    told = Jejak.objects.filter(
        objek_jenis=kind_of(Triwulan), objek_id=str(quarter.pk), tindakan__in=acts, ditolak=False
    )
    last = told.order_by("-waktu", "-pk").first()
    if last is None:
        return None
    own = [row for row in year if (row.opd_id, row.tahun) == (quarter.opd_id, quarter.tahun)]
    later = [row for row in own if row.triwulan > quarter.triwulan and row.status == StatusTriwulan.DITANGGUHKAN]
    return Reopening(last.pelaku, last.waktu, last.alasan, tuple(sorted(later, key=lambda row: row.triwulan)))
