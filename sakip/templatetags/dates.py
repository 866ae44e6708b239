"""How templates write days and moments: as `sakip.dates` does, blank where there is none; in force in all of them.
A list over several offices names the zone of each."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django import template

from sakip import dates

register = template.Library()


def _or_blank(write: Callable[[Any, str | None], str]) -> Callable[[date | None, str | None], str]:
    @wraps(write)
    def written(value: date | None, zone: str | None = None) -> str:
        return write(value, zone) if value else ""

    return written


for _write in (dates.write_date, dates.write_short_date, dates.write_moment, dates.write_short_moment):
    register.filter(_write.__name__, _or_blank(_write))
