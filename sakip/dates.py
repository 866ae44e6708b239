"""Dates as Indonesians type and print them; knows no setting and no clock."""

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


def read_date(text: str) -> date:
    """Return the day that "31-12-2023", "31/12/2023" or "2023-12-31" names. Raises ValueError for anything else."""
    for form in TYPED_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise ValueError(text)


def write_date(day: date) -> str:
    """Return "31 Desember 2023"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
