"""Numbers in print, by kind of value (DOMAIN 5): 81,18; 2,0 Indeks Poin; Rp2.360.141.080; 1:17,9; 3,5 jam; BB.

`numbers` reads them back. A duration is a figure with its unit of time, never "2:30"; a predicate prints its letters.
"""

import re
from decimal import Decimal

from indicators.capaian.exact import MAX_DECIMALS, MAX_DIGITS, Angka, InvalidValue, as_fraction, write_fixed
from indicators.capaian.kinds import ValueKind
from indicators.capaian.words import printed_unit

_PRINTED_PERCENT = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]{2}")


def write_number(
    value: Angka, *, jenis: ValueKind = ValueKind.JUMLAH, desimal_minimal: int = 0, satuan: str = ""
) -> str:
    """A value as print shows it: "43.000", "2,0 Indeks Poin", "Rp2.360.141.080", "1:17,9".

    At most four decimals, half up beyond; at least `desimal_minimal`. The unit follows when `satuan` is given (for
    Rupiah only what "Rp" does not say yet: "Rp2,5 juta"). `read_number` with the same kind and unit reads it back. A
    predicate prints letters (`SkalaPredikat.huruf`), never its score. Raises InvalidValue.
    """
    if jenis == ValueKind.PREDIKAT:
        raise InvalidValue("Skor predikat tidak dicetak; cetak hurufnya dari skala predikat.")
    if not 0 <= desimal_minimal <= MAX_DECIMALS:
        raise InvalidValue(f"Desimal minimal harus 0 sampai {MAX_DECIMALS}, bukan {desimal_minimal}.")
    number = write_fixed(as_fraction(value), places=MAX_DECIMALS, minimum=desimal_minimal)
    unit = printed_unit(satuan, jenis)
    if jenis == ValueKind.RUPIAH:
        number = f"-Rp{number[1:]}" if number.startswith("-") else f"Rp{number}"
    elif jenis == ValueKind.RASIO:
        number = f"1:{number}"
    if not unit:
        return number
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}"


def write_exact(value: Angka) -> str:
    """A value with every decimal that is kept, also where print rounds it ("80,123459"): for who tells what changed."""
    return write_fixed(as_fraction(value), places=MAX_DIGITS, minimum=0)


def is_rounded(value: Angka) -> bool:
    """Whether print shows the figure rounded: it has more than four decimals."""
    steps: int = 10**MAX_DECIMALS
    return (as_fraction(value) * steps).denominator != 1


def write_range(
    lower: Angka,
    upper: Angka | None,
    *,
    jenis: ValueKind = ValueKind.JUMLAH,
    desimal_minimal: int = 0,
    satuan: str = "",
) -> str:
    """A figure in print, or both bounds of a range: "60 - 70". The unit stands once, behind the upper bound, but an
    amount without its size would read as another: "Rp2 juta - Rp3 juta". Raises InvalidValue."""
    if upper is None:
        return write_number(lower, jenis=jenis, desimal_minimal=desimal_minimal, satuan=satuan)
    own = satuan if jenis == ValueKind.RUPIAH else ""
    head = write_number(lower, jenis=jenis, desimal_minimal=desimal_minimal, satuan=own)
    return f"{head} - {write_number(upper, jenis=jenis, desimal_minimal=desimal_minimal, satuan=satuan)}"


def write_percent(value: Angka) -> str:
    """A capaian as print shows it: two decimals, half up ("78,95", "1.250,00"). Raises InvalidValue."""
    return write_fixed(as_fraction(value, "Capaian"), places=2, minimum=2)


def read_percent(text: str) -> Decimal | None:
    """Read back what `write_percent` printed; None for what it never prints: blank, or n/a."""
    if not _PRINTED_PERCENT.fullmatch(text):
        return None
    return Decimal(text.replace(".", "").replace(",", "."))


def plain_figure(value: Decimal) -> Decimal:
    """Return the figure without idle zeros and without an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def text_of_figure(value: Decimal) -> str:
    """Return a figure as text that is read back without a question: no grouping, never three decimals ("1,2340")."""
    text = f"{plain_figure(value):f}"
    head, _, tail = text.partition(".")
    if len(tail) == 3:
        tail += "0"
    return f"{head},{tail}" if tail else head
