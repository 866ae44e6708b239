"""What the templates of the numbers share: the colour of a state, the print of a figure."""

from django import template

from indicators.capaian import Hasil
from indicators.lencana import badge_of_predicate, badge_of_status

register = template.Library()


@register.filter
def lencana_status(status: str) -> str:
    """Return the badge class of a state of a submission or a quarter."""
    return f"lencana-{badge_of_status(status)}"


@register.filter
def lencana_predikat(predikat: str) -> str:
    """Return the badge class of a predicate of capaian; neutral while it is not judged."""
    return f"lencana-{badge_of_predicate(predikat)}"


@register.filter
def persen(hasil: Hasil) -> str:
    """Print a result: "78,95 %", "n/a", or a dash while it is blank."""
    if hasil.nilai is None:
        return hasil.teks or "–"
    return f"{hasil.teks} %"


@register.filter
def butir(mapping: dict[object, object], key: object) -> object:
    """Return an entry of a mapping by a key that is only known at run time; "" when there is none."""
    return mapping.get(key, "")
