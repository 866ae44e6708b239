"""How far the trail is chained and sealed, above its list and on each of its rows."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from indicators.admin.base import ScopedAdmin
from indicators.models import Jejak
from indicators.selectors.rantai import ChainState, find_link, get_chain_state


class ChainMixin(ScopedAdmin[Jejak]):
    """Shows the chain; the list's template includes `_rantai.html`."""

    def chain_state(self, request: HttpRequest) -> ChainState:
        return get_chain_state(self.shown_ids(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # Asked by the page itself: whose it is stands only then.
        return super().changelist_view(request, {**(extra_context or {}), "rantai": partial(self.chain_state, request)})

    @admin.display(description="mata rantai")
    def link(self, entry: Jejak) -> str:
        found = find_link(entry)
        if found is None:
            return "Belum masuk rantai; biasanya masuk dalam satu menit."
        return format_html("Nomor {} dalam rantai, sidik jari <code>{}</code>", found.urutan, found.hash)
