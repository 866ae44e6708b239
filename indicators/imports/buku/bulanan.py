"""Targets by month as targets by quarter, year to date (DOMAIN 3)."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from indicators.imports.sel import SelSalah, SelTanya, figure_in
from indicators.imports.teks import is_blank
from sakip.dates import MONTHS

LAST = "Target bulanan dijadikan target triwulan: yang dipakai angka Maret, Juni, September, dan Desember."
SUMS = "Target bulanan dijumlahkan menjadi target sampai triwulan, karena jumlah setahunnya sama dengan target tahun."
UNSURE = (
    "Tidak dapat dipastikan apakah target bulanan ini per bulan atau sampai bulan itu. "
    "Tulis target tahunnya, atau Target TW I sampai TW IV."
)
UNREAD = "Target bulanan belum dapat dijadikan target triwulan. {nama}: {kalimat}"
INCOMPLETE = "Target bulanannya tidak lengkap. Tulis keduabelas bulan, atau Target TW I sampai TW IV."


def months_to_quarters(months: Mapping[int, Any], year: Any, satuan: str) -> tuple[dict[int, Any], str, bool]:
    """Return the targets by quarter, what to say about them, and whether that is a question.

    Months are either year to date, then the last one of each quarter counts, or by month, then they are added up: the
    year's target tells which. Without it, falling figures cannot be year to date, rising ones are taken as such, and
    one figure repeated may be either. What cannot be read is asked about: guessed, the sums and with them the
    targets were of another size.
    """
    if all(_is_word(value, satuan) for value in months.values()):
        # Letters of a scale are not added up; what they are not, is refused where it stands.
        return {month // 3: value for month, value in months.items() if month % 3 == 0}, LAST, False
    figures: dict[int, Decimal | None] = {}
    for month, value in {**months, 0: year}.items():
        try:
            figures[month] = figure_in(None if is_blank(value) else value, satuan=satuan)
        except SelSalah as wrong:
            nama = MONTHS[month - 1] if month else "Target tahun"
            return {}, UNREAD.format(nama=nama, kalimat=wrong), True
    whole = figures.pop(0)
    read = {month: figure for month, figure in figures.items() if figure is not None}
    if not {3, 6, 9, 12} <= read.keys():
        return {}, INCOMPLETE, True
    last: dict[int, Any] = {quarter: read[quarter * 3] for quarter in (1, 2, 3, 4)}
    order = [read[month] for month in sorted(read)]
    total = sum(order, Decimal(0))
    rising = all(first <= second for first, second in pairwise(order))
    if whole is None:
        return (last, LAST, False) if rising and (order[0] != order[-1] or not total) else ({}, UNSURE, True)
    if read[12] == whole:
        return last, LAST, False
    if total == whole:
        return {quarter: _sum_until(read, quarter * 3) for quarter in last}, SUMS, False
    return {}, UNSURE, True


def _is_word(value: Any, satuan: str) -> bool:
    """Say whether a cell holds no figure at all, not even one with two readings."""
    try:
        figure_in(value, satuan=satuan)
    except SelTanya:
        return False
    except SelSalah:
        return True
    return False


def _sum_until(read: Mapping[int, Decimal], month: int) -> Decimal:
    return sum((read.get(number, Decimal(0)) for number in range(1, month + 1)), Decimal(0))
