"""How the indicators of a quarter stand, as its report says it: which are below their target, in which program, and
what became of them since another quarter. Pure: made of the means of a summary, which measured every row already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.capaian import (
    BELOW,
    Assessment,
    CapaianClass,
    Result,
    ValueKind,
    YearResult,
    is_below_target,
    printed_unit,
    write_percent,
)
from indicators.selectors.quarter_sheet import SheetRow, print_consolidated
from indicators.selectors.summary import TingkatMean
from indicators.tingkat import TingkatCapaian
from indicators.triwulan import LAST_QUARTER

REACHED = (CapaianClass.MELAMPAUI, CapaianClass.TERCAPAI)


@dataclass(frozen=True)
class RowStanding:
    """One indicator and its class in the quarter, in TW IV by the year's figures; texts are as the report prints."""

    tingkat: TingkatCapaian
    baris: SheetRow
    penilaian: Assessment

    @property
    def hasil(self) -> Result:
        return self.penilaian.hasil

    @property
    def belum_dinilai(self) -> bool:
        """Whether the figure is below its target while nobody may judge it before the year's end (DOMAIN 4)."""
        return self.penilaian.kelas is CapaianClass.DI_BAWAH_BELUM_DINILAI

    @property
    def di_bawah(self) -> bool:
        return self.penilaian.kelas in BELOW

    @property
    def target(self) -> str:
        kini = self.baris.kini
        return self.baris.target_tahun_teks if kini.triwulan == LAST_QUARTER else kini.target_teks

    @property
    def realisasi(self) -> str:
        return print_consolidated(self.baris.kini)

    @property
    def satuan(self) -> str:
        return printed_unit(self.baris.butir.satuan, ValueKind(self.baris.butir.jenis_nilai))

    @property
    def kendala(self) -> list[str]:
        """What stood in the way: the obstacle and the hindering factor, whichever were written."""
        item = self.baris.kini.realisasi
        return [] if item is None else [text for text in (item.kendala, item.faktor_penghambat) if text]

    @property
    def tindak_lanjut(self) -> str:
        item = self.baris.kini.realisasi
        return "" if item is None else item.tindak_lanjut


def stand_of(levels: Sequence[TingkatMean]) -> list[RowStanding]:
    """Return every row of a quarter with its class, level by level in the order of the sheet."""
    return [
        RowStanding(level.tingkat, row, _assessment(row, hasil))
        for level in levels
        for row, hasil in (level.tahun or level.capaian).anggota
    ]


def _assessment(row: SheetRow, hasil: Result) -> Assessment:
    return Assessment.of_year(hasil) if isinstance(hasil, YearResult) else Assessment.of_quarter(row.kini.hasil)


@dataclass(frozen=True)
class ProgramTally:
    """The indicators of a program, its own and those of its kegiatan and sub kegiatan, each counted once."""

    nama: str
    tercapai: int
    di_bawah: int
    belum_dinilai: int
    lainnya: int

    @property
    def jumlah(self) -> int:
        return self.tercapai + self.di_bawah + self.belum_dinilai + self.lainnya


def tally_programs(rows: Sequence[RowStanding]) -> list[ProgramTally]:
    """Return the programs in the order of the plan; the IKU stand above them and are in none."""
    by_program: dict[str, list[RowStanding]] = {}
    for row in sorted(rows, key=lambda row: row.baris.jalur.urutan):
        if row.baris.jalur.program is not None:
            by_program.setdefault(row.baris.jalur.program, []).append(row)
    return [_tally(nama, own) for nama, own in by_program.items()]


def _tally(nama: str, rows: Sequence[RowStanding]) -> ProgramTally:
    reached = sum(row.penilaian.kelas in REACHED for row in rows)
    waiting = sum(row.belum_dinilai for row in rows)
    below = sum(row.di_bawah for row in rows) - waiting
    return ProgramTally(nama, reached, below, waiting, len(rows) - reached - waiting - below)


@dataclass(frozen=True)
class Crossing:
    """An indicator that crossed its target since another quarter, with the figure that it had then."""

    kini: RowStanding
    semula: Decimal

    @property
    def semula_teks(self) -> str:
        return write_percent(self.semula)


@dataclass(frozen=True)
class MeanChange:
    """The mean of a level then and now; both and their difference, in points, are of the printed figures."""

    semula: Decimal
    kini: Decimal

    @property
    def selisih(self) -> Decimal:
        return self.kini - self.semula


@dataclass(frozen=True)
class Movement:
    """What became of a quarter since another one: its means, and who crossed the target among the `dibandingkan`
    indicators that have a figure in both."""

    label: str
    rata_rata: Mapping[TingkatCapaian, MeanChange]
    dibandingkan: int
    baru_di_bawah: tuple[Crossing, ...]
    baru_tercapai: tuple[Crossing, ...]


def compare_standing(
    label: str,
    rows: Sequence[RowStanding],
    levels: Sequence[TingkatMean],
    figures: Mapping[int, Decimal],
    means: Mapping[TingkatCapaian, Decimal],
) -> Movement | None:
    """Return what became of the rows since a quarter, None where nothing can be compared: no row and no level has a
    figure on both sides. `figures` are the printed capaian of that quarter by indicator, `means` those of its levels.
    """
    pairs = [
        Crossing(row, then)
        for row in rows
        if row.hasil.dihitung and (then := figures.get(row.baris.indikator.pk)) is not None
    ]
    changes = {
        level.tingkat: MeanChange(then, now)
        for level in levels
        if (now := level.penilaian.rata.angka) is not None and (then := means.get(level.tingkat)) is not None
    }
    if not pairs and not changes:
        return None
    return Movement(
        label,
        changes,
        len(pairs),
        tuple(pair for pair in pairs if pair.kini.di_bawah and not is_below_target(pair.semula)),
        tuple(pair for pair in pairs if not pair.kini.di_bawah and is_below_target(pair.semula)),
    )
