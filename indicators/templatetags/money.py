"""How the pages of the money print a figure; blank says so with a dash."""

from decimal import Decimal
from fractions import Fraction

from django import template

from indicators.capaian import write_number, write_percent

register = template.Library()
KOSONG = "–"


@register.filter
def money(value: Decimal | Fraction | None) -> str:
    """Print an amount of rupiah without "Rp", which the head of its column says."""
    return KOSONG if value is None else write_number(value)


@register.filter
def persen(value: Decimal | Fraction | None) -> str:
    """Print a share with two decimals."""
    return KOSONG if value is None else write_percent(value)
