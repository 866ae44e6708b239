"""Dates as Indonesians type and print them; knows no setting and no clock."""

import re
from datetime import date, datetime

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
# The day first; a browser's own picker sends the last one.
TYPED_FORMATS = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d")
# The month by name, as it is printed, or by its first letters: "31 Desember 2023", "1 Jan 2024", "17 Agt 2024".
_NAMED = re.compile(r"(?P<hari>[0-9]{1,2}) +(?P<bulan>[a-z]{3,9})\.? +(?P<tahun>[0-9]{4})")
# The numbers of the months by their first letters, as they are and as they were spelt.
MONTH_STEMS = {name.lower()[:3]: number for number, name in enumerate(MONTHS, start=1)}
MONTH_STEMS |= {"agt": 8, "ags": 8, "nop": 11, "peb": 2}
_WHOLE = {name.lower(): number for number, name in enumerate(MONTHS, start=1)} | {"nopember": 11, "pebruari": 2}


def _month_of(word: str) -> int:
    """Raises ValueError."""
    found = _WHOLE.get(word) or MONTH_STEMS.get(word)
    if found is None:
        raise ValueError(word)
    return found


def read_date(text: str) -> date:
    """Return the day that "31-12-2023", "31/12/2023", "2023-12-31" or "31 Desember 2023" names. Raises ValueError."""
    named = _NAMED.fullmatch(" ".join(text.split()).lower())
    if named is not None:
        return date(int(named["tahun"]), _month_of(named["bulan"]), int(named["hari"]))
    for form in TYPED_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise ValueError(text)


def write_date(day: date) -> str:
    """Return "31 Desember 2023"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
