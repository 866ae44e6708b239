"""Targets by month as targets by quarter, year to date (DOMAIN 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from indicators.capaian import write_number
from indicators.capaian.exact import total_of_decimals
from indicators.exchange.cells import AmbiguousCell, WrongCell, figure_in
from indicators.exchange.texts import is_blank
from indicators.triwulan import ALL_QUARTERS, QUARTERS, last_month_of
from sakip.dates import MONTHS

LAST = "Target bulanan dijadikan target triwulan: yang dipakai angka Maret, Juni, September, dan Desember."
SUMS = (
    "Target bulanan dijumlahkan menjadi target sampai triwulan, karena jumlah setahunnya sama dengan target tahun. "
    "Bila Konsolidasi tidak diisi, indikator barunya memakai kumulatif."
)
TWO_READINGS = (
    "Target bulanan ini dapat dibaca dua cara: per bulan (setahun {jumlah}) atau sampai bulan itu (setahun {akhir}). "
    "Isi Target tahun dengan salah satunya. Bila sampai bulan itu, dapat juga diisi Konsolidasi kumulatif atau posisi "
    "akhir, atau “Sejak awal tahun” di kolom “Target triwulan ditulis”."
)
UNSURE = (
    "Tidak dapat dipastikan apakah target bulanan ini per bulan atau sampai bulan itu. "
    f"Tulis target tahunnya, atau Target {ALL_QUARTERS}."
)
NEITHER = (
    "Target tahun {tahun} bukan jumlah target bulanannya ({jumlah}) dan bukan target Desember ({akhir}). "
    "Perbaiki salah satunya."
)
UNREAD = "Target bulanan belum dapat dijadikan target triwulan. {nama}: {kalimat}"
INCOMPLETE = f"Target bulanannya tidak lengkap. Tulis keduabelas bulan, atau Target {ALL_QUARTERS}."
_LAST_MONTHS = {quarter: last_month_of(quarter) for quarter in QUARTERS}


@dataclass(frozen=True)
class MonthlyTarget:
    """What targets by month mean: the targets by quarter, none where `tanya`, and the sentence about them.

    `dijumlahkan`: they are amounts of each month, added up.
    """

    kalimat: str
    target: dict[int, Any] = field(default_factory=dict)
    tanya: bool = False
    dijumlahkan: bool = False


def months_to_quarters(
    months: Mapping[int, Any], year: Any, satuan: str, *, sampai_bulan: bool = False, keadaan: bool = False
) -> MonthlyTarget:
    """Return the targets by quarter of targets by month, or what has to be asked about them.

    Months are either year to date, then the last one of each quarter counts, or by month, then they are added up: the
    year's target tells which. Without it the file may say so: `sampai_bulan`, that they are year to date, which
    falling ones cannot be; `keadaan`, that each is how things stand, which may fall. What cannot be read is asked
    about: guessed, the sums and with them the targets were of another size.
    """
    if all(_is_word(value, satuan) for value in months.values()):
        # Letters of a scale are not added up; what they are not, is refused where it stands.
        return MonthlyTarget(LAST, {number: months[last] for number, last in _LAST_MONTHS.items() if last in months})
    figures: dict[int, Decimal | None] = {}
    for month, value in {**months, 0: year}.items():
        try:
            figures[month] = figure_in(None if is_blank(value) else value, satuan=satuan)
        except WrongCell as wrong:
            nama = MONTHS[month - 1] if month else "Target tahun"
            return MonthlyTarget(UNREAD.format(nama=nama, kalimat=wrong), tanya=True)
    whole = figures.pop(0)
    read = {month: figure for month, figure in figures.items() if figure is not None}
    if not set(_LAST_MONTHS.values()) <= read.keys():
        return MonthlyTarget(INCOMPLETE, tanya=True)
    last = MonthlyTarget(LAST, {quarter: read[last] for quarter, last in _LAST_MONTHS.items()})
    total = total_of_decimals(read.values())
    texts = {"jumlah": write_number(total), "akhir": write_number(read[12])}
    if whole is None:
        rising = all(first <= second for first, second in pairwise(read[month] for month in sorted(read)))
        if keadaan or (rising and (sampai_bulan or total == read[12])):
            return last
        return MonthlyTarget(TWO_READINGS.format(**texts) if rising else UNSURE, tanya=True)
    if read[12] == whole:
        return last
    if total == whole:
        sums = {quarter: _sum_until(read, last_month_of(quarter)) for quarter in last.target}
        return MonthlyTarget(SUMS, sums, dijumlahkan=True)
    return MonthlyTarget(NEITHER.format(tahun=write_number(whole), **texts), tanya=True)


def _is_word(value: Any, satuan: str) -> bool:
    """Say whether a cell holds no figure at all, not even one with two readings."""
    try:
        figure_in(value, satuan=satuan)
    except AmbiguousCell:
        return False
    except WrongCell:
        return True
    return False


def _sum_until(read: Mapping[int, Decimal], month: int) -> Decimal:
    return total_of_decimals(figure for number, figure in read.items() if number <= month)
