"""What file fields of evidence accept, from the one list that uploads are judged by."""

from django import template

from sakip.files import ACCEPTED_ENDINGS, ACCEPTED_NAMES

register = template.Library()


@register.simple_tag
def accepted_endings() -> str:
    """Return the endings for `accept` of a file field."""
    return ACCEPTED_ENDINGS


@register.simple_tag
def accepted_names() -> str:
    """Return the kinds in words, for the line below a file field."""
    return ", ".join(ACCEPTED_NAMES)
