"""How a page asks for its script."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sakip.static_files import list_modules

register = template.Library()


@register.simple_tag
def module(entry: str) -> SafeString:
    """Write the script element of an ES module, and a line for each module that it loads: the browser asks for all of
    them at once instead of finding out, one round trip after another, what the last one imports."""
    _, *others = list_modules(entry)
    ahead = format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(name),) for name in others))
    return format_html('{}\n<script type="module" src="{}"></script>', ahead, static(entry))
