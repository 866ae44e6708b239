"""What the templates of the numbers share: the colour of a state, the print of a figure."""

from collections.abc import Sequence

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.capaian import QuarterResult, Result
from indicators.selectors.course import CoursePoint
from indicators.selectors.derivation import Derivation, explain
from indicators.views.badges import badge_of, badge_of_predicate, badge_of_status
from indicators.views.course import draw_course
from sakip.labelled import Labelled

register = template.Library()


@register.filter
def status_badge(status: str) -> str:
    """Return the badge class of a state of a submission, a quarter or a PK."""
    return f"badge-{badge_of_status(status)}"


@register.filter
def badge(member: Labelled) -> str:
    """Return the badge class of what a list says: of a finding, of a row in the next year, of a node."""
    return f"badge-{badge_of(member)}"


@register.filter
def predikat_badge(predikat: str) -> str:
    """Return the badge class of a predicate of capaian."""
    return f"badge-{badge_of_predicate(predikat)}"


@register.filter
def persen(hasil: Result) -> str:
    """Print a result: "78,95 %", "n/a", or a dash while it is blank."""
    if hasil.nilai is None:
        return hasil.teks or "–"
    return f"{hasil.teks} %"


@register.inclusion_tag("indicators/_capaian.html")
def capaian(hasil: QuarterResult | Derivation) -> Derivation:
    """Show a capaian that opens to how it was computed: a result of now, or what a version kept of one."""
    return explain(hasil) if isinstance(hasil, QuarterResult) else hasil


@register.simple_tag
def course(points: Sequence[CoursePoint]) -> SafeString:
    """Draw the course of a row's year."""
    return draw_course(points)


@register.filter
def unbroken(text: str) -> str:
    """Keep the words of a name on one line: "TW II" in the head of a narrow column."""
    return text.replace(" ", "\u00a0")


@register.filter
def soft_breaks(text: str) -> SafeString:
    """Let a narrow column break "Orang/bulan" behind its stroke: browsers break there only when told, else inside."""
    if "/" not in text:
        return conditional_escape(text)
    first, *others = text.split("/")
    return format_html("{}{}", first, format_html_join("", "/<wbr>{}", ((part,) for part in others)))


@register.filter
def butir(mapping: dict[object, object], key: object) -> object:
    """Return an entry of a mapping by a key that is only known at run time; "" when there is none."""
    return mapping.get(key, "")
