"""What every page says of the program: its name, its release, and where its source is."""

from django import template
from django.conf import settings
from django.urls import reverse

from sakip.version import VERSION

register = template.Library()


@register.inclusion_tag("_program.html")
def program() -> dict[str, str]:
    """Return what the foot of a page says; it asks no database."""
    return {"versi": VERSION, "sumber": settings.SOURCE_URL or reverse("source")}
