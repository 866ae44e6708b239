"""The quarters of a year, 1 to 4: how they are written and read, which months and days they hold. Pure."""

import re
from calendar import monthrange
from datetime import date

QUARTERS = (1, 2, 3, 4)
LAST_QUARTER = QUARTERS[-1]
MONTHS_OF_QUARTER = 3
_ROMAN = dict(zip(QUARTERS, ("I", "II", "III", "IV"), strict=True))
_BY_TEXT = {text: quarter for quarter in QUARTERS for text in (_ROMAN[quarter].lower(), str(quarter))}


def roman(quarter: int) -> str:
    """Return "I" to "IV"."""
    return _ROMAN[quarter]


def short_name(quarter: int) -> str:
    """Return "TW I": in headings of columns and in sentences about figures."""
    return f"TW {roman(quarter)}"


def long_name(quarter: int) -> str:
    """Return "Triwulan I": in titles, in choices and in sentences about the quarter itself."""
    return f"Triwulan {roman(quarter)}"


# How a sentence names all of them.
ALL_QUARTERS = f"{short_name(QUARTERS[0])} sampai {short_name(LAST_QUARTER)}"

# What people write, in small letters, for patterns: a Roman numeral; either kind of number; a quarter with its number
# in one group.
ROMAN_PATTERN = "|".join(sorted((text.lower() for text in _ROMAN.values()), key=len, reverse=True))
NUMBER_PATTERN = f"{ROMAN_PATTERN}|[{QUARTERS[0]}-{LAST_QUARTER}]"
QUARTER_PATTERN = rf"(?:tw|triwulan)?\.? ?({NUMBER_PATTERN})"


def number_of(text: str) -> int:
    """Return the quarter of a text that NUMBER_PATTERN took: "iv" or "4". Raises KeyError."""
    return _BY_TEXT[text]


def quarter_of(text: str) -> int | None:
    """Return the quarter that "tw ii", "triwulan 2", "ii" or "2" names, None for any other text."""
    found = re.fullmatch(QUARTER_PATTERN, text)
    return None if found is None else number_of(found[1])


def quarters_until(quarter: int) -> tuple[int, ...]:
    """Return the quarters from the first up to and with this one."""
    return QUARTERS[:quarter]


def quarters_before(quarter: int) -> tuple[int, ...]:
    return tuple(earlier for earlier in QUARTERS if earlier < quarter)


def last_month_of(quarter: int) -> int:
    return quarter * MONTHS_OF_QUARTER


def quarter_end(tahun: int, quarter: int) -> date:
    """Return the last day of a quarter."""
    month = last_month_of(quarter)
    return date(tahun, month, monthrange(tahun, month)[1])
