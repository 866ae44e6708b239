"""Dates and moments as Indonesians type and print them: the one place that spells their forms.

A moment is told in the zone in force, which on an office's page is the office's (`sakip.owners`), or in the one that is
given: lists over several offices and mails say whose. It names its zone where that is not the installation's.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

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
# The day first, but for the form of machines and of pages that were filled in before the day had a field of its own.
_FIGURES = re.compile(
    r"(?P<hari>[0-9]{1,2})(?P<tanda>[-/.])(?P<bulan>[0-9]{1,2})(?P=tanda)(?P<tahun>[0-9]{4})"
    r"|(?P<tahun_dulu>[0-9]{4})-(?P<bulan_dulu>[0-9]{1,2})-(?P<hari_dulu>[0-9]{1,2})"
)
# What a page says where it cannot read one.
UNREADABLE_DATE = "Tulis tanggal seperti 31/12/2024 atau 31 Desember 2024, atau pilih dari kalender."
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
    """Return the day that "31/12/2023", "31-12-2023", "31.12.2023", "2023-12-31" or "31 Desember 2023" names.

    Raises ValueError.
    """
    plain = " ".join(text.split()).lower()
    if (named := _NAMED.fullmatch(plain)) is not None:
        return date(int(named["tahun"]), _month_of(named["bulan"]), int(named["hari"]))
    if (found := _FIGURES.fullmatch(plain)) is None:
        raise ValueError(text)
    parts = (found[name] or found[f"{name}_dulu"] for name in ("tahun", "bulan", "hari"))
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        raise ValueError(text) from None


def _local(moment: datetime, zone: str | None) -> datetime:
    if timezone.is_naive(moment):
        return moment
    return timezone.localtime(moment, None if zone is None else ZoneInfo(zone))


def _day(value: date, zone: str | None) -> date:
    return _local(value, zone).date() if isinstance(value, datetime) else value


def write_date(value: date, zone: str | None = None) -> str:
    """Return "31 Desember 2023"."""
    day = _day(value, zone)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def write_short_date(value: date, zone: str | None = None) -> str:
    """Return "31 Des 2023", for narrow columns."""
    day = _day(value, zone)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def write_time(moment: datetime, zone: str | None = None, *, seconds: bool = False) -> str:
    """Return "14.05", or "14.05.09"; "14.05 WIT" where the installation's clock shows another time."""
    local = _local(moment, zone)
    clock = f"{local:%H.%M.%S}" if seconds else f"{local:%H.%M}"
    return f"{clock} {local:%Z}" if _is_elsewhere(local) else clock


def _is_elsewhere(local: datetime) -> bool:
    here = timezone.get_default_timezone()
    return timezone.is_aware(local) and local.utcoffset() != local.astimezone(here).utcoffset()


def write_moment(moment: datetime, zone: str | None = None) -> str:
    """Return "31 Desember 2023 14.05"."""
    return f"{write_date(moment, zone)} {write_time(moment, zone)}"


def write_short_moment(moment: datetime, zone: str | None = None) -> str:
    """Return "31 Des 2023 14.05", for narrow columns."""
    return f"{write_short_date(moment, zone)} {write_time(moment, zone)}"


def write_in_figures(value: date) -> str:
    """Return "31/12/2023": how a field or a cell holds a day that people may type over."""
    return f"{_day(value, None):%d/%m/%Y}"
