"""What the engine says of rows of the sheet: the year's figure of one, and what may be said of a level."""

from collections.abc import Sequence

from indicators.capaian import Hasil, HasilTahun, PengaturanUkur, Penilaian, PenilaianTingkat, assess, measure_year
from indicators.selectors.lembar import Baris
from indicators.triwulan import LAST_QUARTER


def year_of(row: Baris, pengaturan: PengaturanUkur) -> HasilTahun:
    """Return the year's result of a row of TW IV, judged by the last PK."""
    return measure_year(row.aturan, target_tahun=row.target_tahun, realisasi=row.nilai, pengaturan=pengaturan)


def year_result(row: Baris, triwulan: int, pengaturan: PengaturanUkur) -> Hasil:
    """Return how the row stands against the year's target: its progress, in TW IV the year's result."""
    if triwulan < LAST_QUARTER or not row.berlaku[triwulan - 1]:
        return row.hasil[triwulan - 1].progres
    return year_of(row, pengaturan)


def assess_quarter(rows: Sequence[Baris], triwulan: int, pengaturan: PengaturanUkur) -> PenilaianTingkat:
    """Judge a level by its figures of the quarter."""
    return assess((Penilaian.of_quarter(row.hasil[triwulan - 1]) for row in rows), pengaturan)


def assess_year(rows: Sequence[Baris], pengaturan: PengaturanUkur) -> PenilaianTingkat:
    """Judge a level by the year's figures, of rows of TW IV."""
    return assess((Penilaian.of_year(year_of(row, pengaturan)) for row in rows), pengaturan)
