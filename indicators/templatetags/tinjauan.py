"""What the templates of the numbers share: the colour of a state, the print of a figure."""

from django import template

from indicators.capaian import Hasil, HasilTriwulan
from indicators.selectors.hitungan import Hitungan, explain
from indicators.views.badges import badge_of, badge_of_predicate, badge_of_status
from sakip.labelled import Labelled

register = template.Library()


@register.filter
def lencana_status(status: str) -> str:
    """Return the badge class of a state of a submission, a quarter or a PK."""
    return f"lencana-{badge_of_status(status)}"


@register.filter
def lencana(member: Labelled) -> str:
    """Return the badge class of what a list says: of a finding, of a row in the next year, of a node."""
    return f"lencana-{badge_of(member)}"


@register.filter
def lencana_predikat(predikat: str) -> str:
    """Return the badge class of a predicate of capaian."""
    return f"lencana-{badge_of_predicate(predikat)}"


@register.filter
def persen(hasil: Hasil) -> str:
    """Print a result: "78,95 %", "n/a", or a dash while it is blank."""
    if hasil.nilai is None:
        return hasil.teks or "–"
    return f"{hasil.teks} %"


@register.inclusion_tag("indicators/_capaian.html")
def capaian(hasil: HasilTriwulan | Hitungan) -> Hitungan:
    """Show a capaian that opens to how it was computed: a result of now, or what a version kept of one."""
    return explain(hasil) if isinstance(hasil, HasilTriwulan) else hasil


@register.filter
def unbroken(text: str) -> str:
    """Keep the words of a name on one line: "TW II" in the head of a narrow column."""
    return text.replace(" ", "\u00a0")


@register.filter
def butir(mapping: dict[object, object], key: object) -> object:
    """Return an entry of a mapping by a key that is only known at run time; "" when there is none."""
    return mapping.get(key, "")
