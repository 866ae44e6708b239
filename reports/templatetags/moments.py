"""Moments in words, in the zone of the office that they are about."""

from datetime import datetime

from django import template

from reports.signing.stamp import indonesian_moment

register = template.Library()


@register.filter
def moment(value: datetime | None, zona: str) -> str:
    """Return "31 Desember 2023 pukul 14.05 WIB"; blank without a moment."""
    return "" if value is None else indonesian_moment(value, zona)
