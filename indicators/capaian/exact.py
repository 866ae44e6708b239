"""Exact helpers: rationals inside, integers for rounding, never the decimal context.

`Decimal` arithmetic obeys a mutable, per-thread precision; only construction and comparison are exact.
Therefore every sum, quotient and rounding of the engine is done with `Fraction` and `int`.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import cast

#: What the engine takes as a figure. Floats are refused: they are not the number that was typed.
Angka = Decimal | Fraction | int

#: Significant digits of a value: SQLite keeps decimals as floating point, which is exact up to 15 (DOMAIN 5).
MAX_DIGITS = 15
#: As many decimals are typed and printed.
MAX_DECIMALS = 4

# Far beyond any stored value (15 digits); keeps a hostile "1E+999999" from filling the memory.
_MAX_MAGNITUDE = 60
_TOO_LARGE = 10 ** (_MAX_MAGNITUDE + 1)


class InvalidValue(ValueError):
    """A value that no form or import can have produced: a float, not finite, or contradictory."""


def check_number(value: object, what: str) -> None:
    """Refuse everything that is not an exact, finite figure of sane size.

    Raises InvalidValue; `what` names the value in its sentence.
    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, Fraction, int)):
        raise InvalidValue(f"{what} harus Decimal, Fraction, atau bilangan bulat, bukan {type(value).__name__}.")
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InvalidValue(f"{what} harus angka berhingga, bukan {value}.")
        exponent = value.as_tuple().exponent
        if abs(value.adjusted()) > _MAX_MAGNITUDE or abs(int(exponent)) > _MAX_MAGNITUDE:
            raise InvalidValue(f"{what} di luar jangkauan yang dapat dihitung.")
    elif abs(value) >= _TOO_LARGE:
        raise InvalidValue(f"{what} di luar jangkauan yang dapat dihitung.")


def as_fraction(value: Angka, what: str = "Nilai") -> Fraction:
    """The same figure as a rational. Raises InvalidValue."""
    check_number(value, what)
    return Fraction(value)


def total(values: Iterable[Angka]) -> Fraction:
    """The sum; of nothing 0."""
    return sum((as_fraction(value) for value in values), Fraction(0))


def total_of_decimals(values: Iterable[Decimal]) -> Decimal:
    """The sum of decimals, which is one again; of nothing 0."""
    # The expansion of a sum ends where those of its terms do.
    return cast(Decimal, as_decimal_if_exact(total(values)))


def difference(value: Angka, other: Angka) -> Fraction:
    """`value` less `other`."""
    return as_fraction(value) - as_fraction(other)


def ratio(value: Angka, other: Angka) -> Fraction:
    """How many times `other` is `value`; `other` is not 0."""
    return as_fraction(value) / as_fraction(other)


def plain_digits(value: Decimal) -> str:
    """A stored figure as text without trailing zeros and grouping, "1234.5": the same whichever database kept it."""
    return f"{value.normalize():f}"


def as_decimal_if_exact(value: Fraction) -> Decimal | Fraction:
    """The figure as a Decimal when its decimal expansion ends, else unchanged."""
    denominator = value.denominator
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    if denominator != 1:
        return value
    places = max(twos, fives)
    return Decimal(f"{int(value * 10**places)}E-{places}")


def round_half_up(value: Fraction, places: int) -> int:
    """`value` x 10**places as an integer, halves away from zero (as people round)."""
    # Integers, not Fraction arithmetic: every figure and every sentence passes here.
    scale: int = 10**places
    numerator, denominator = value.numerator, value.denominator
    whole = (2 * abs(numerator) * scale + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole


def write_fixed(value: Fraction, *, places: int, minimum: int) -> str:
    """`value` with dots between thousands and a decimal comma, half up at `places`.

    Trailing zeros beyond `minimum` decimals are dropped; minus zero is 0.
    """
    rounded = round_half_up(value, places)
    digits = str(abs(rounded)).rjust(places + 1, "0")
    head, tail = (digits[:-places], digits[-places:]) if places else (digits, "")
    while len(tail) > minimum and tail.endswith("0"):
        tail = tail[:-1]
    grouped = f"{int(head):,}".replace(",", ".")
    return ("-" if rounded < 0 else "") + grouped + (f",{tail}" if tail else "")
