"""Quarter targets as planners write them, per quarter or year to date, and what stands for the other. Exact.

Stored and printed is year to date (DOMAIN 3): of a `penjumlahan` the sum so far, of a `rata_rata` the running mean.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from indicators.capaian.exact import MAX_DECIMALS, MAX_DIGITS, as_decimal_if_exact, difference, total
from indicators.capaian.kinds import Konsolidasi
from indicators.capaian.writing import write_number
from sakip.labelled import Labelled

# The konsolidasi whose targets can be written both ways.
TWO_WAYS = (Konsolidasi.PENJUMLAHAN, Konsolidasi.RATA_RATA)


class TargetStyle(Labelled):
    """How quarter targets were written. Blank in a file means the first."""

    SEJAK_AWAL_TAHUN = "sejak_awal_tahun", "Sejak awal tahun"
    PER_TRIWULAN = "per_triwulan", "Per triwulan"


class NotExact(Exception):
    """A year-to-date target that cannot be stored exactly. `triwulan` is 1 to 4; `str()` says what to do."""

    def __init__(self, triwulan: int, nilai: Fraction) -> None:
        self.triwulan = triwulan
        super().__init__(
            f"Target sejak awal tahun sampai triwulan ini adalah {write_number(nilai)}, yang tidak dapat disimpan "
            f"tepat (paling banyak {MAX_DECIMALS} desimal dan {MAX_DIGITS} angka). Tulis target sejak awal tahun, "
            "atau ubah target triwulannya."
        )


def to_date(konsolidasi: Konsolidasi, figures: Sequence[Decimal | Fraction]) -> list[Fraction]:
    """Return the year-to-date figures of figures per quarter: sums so far of a `penjumlahan`, else running means."""
    sums = [total(figures[:number]) for number in range(1, len(figures) + 1)]
    if konsolidasi == Konsolidasi.PENJUMLAHAN:
        return sums
    return [value / number for number, value in enumerate(sums, start=1)]


def add_up(konsolidasi: Konsolidasi, figures: Sequence[Decimal]) -> list[Decimal]:
    """Return the year-to-date targets of four targets per quarter. Raises TidakTepat."""
    found = []
    for number, value in enumerate(to_date(konsolidasi, figures), start=1):
        exact = as_decimal_if_exact(value)
        if not isinstance(exact, Decimal) or not _storable(exact):
            raise NotExact(number, value)
        found.append(exact)
    return found


def _storable(value: Decimal) -> bool:
    plain = value.normalize() if value else Decimal(0)
    places = max(0, -int(plain.as_tuple().exponent))
    whole = max(0, plain.adjusted() + 1)
    return places <= MAX_DECIMALS and whole + places <= MAX_DIGITS


def take_apart(
    konsolidasi: Konsolidasi, figures: Sequence[Decimal | Fraction | None]
) -> list[Decimal | Fraction | None]:
    """Return what each quarter adds to year-to-date targets; None where its target or the one before it is blank.

    Of another konsolidasi every quarter stands for itself: nothing.
    """
    if konsolidasi not in TWO_WAYS:
        return [None] * len(figures)
    found: list[Decimal | Fraction | None] = []
    before: Decimal | Fraction | None = Decimal(0)
    for number, figure in enumerate(figures, start=1):
        if figure is None or before is None:
            found.append(None)
        elif konsolidasi == Konsolidasi.PENJUMLAHAN:
            found.append(as_decimal_if_exact(difference(figure, before)))
        else:
            found.append(as_decimal_if_exact(number * Fraction(figure) - (number - 1) * Fraction(before)))
        before = figure
    return found
