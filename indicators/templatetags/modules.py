"""How a page asks for its script."""

from functools import cache

from django import template
from django.conf import STATICFILES_STORAGE_ALIAS
from django.core.files.storage import Storage, storages
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sakip.static_files import list_modules

register = template.Library()


@register.simple_tag
def module(entry: str) -> SafeString:
    """Write the script element of an ES module, and a line for each module that it loads: the browser asks for all of
    them at once instead of finding out, one round trip after another, what the last one imports."""
    return _elements(entry, storages[STATICFILES_STORAGE_ALIAS])


@cache
def _elements(entry: str, storage: Storage) -> SafeString:
    """The names do not change while a process lives: they are looked up once."""
    _, *others = list_modules(entry)
    ahead = format_html_join("\n", '<link rel="modulepreload" href="{}">', ((storage.url(name),) for name in others))
    return format_html('{}\n<script type="module" src="{}"></script>', ahead, storage.url(entry))
