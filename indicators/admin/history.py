"""The history page of an object: our own audit rows in place of Django's log."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from indicators.audit_words import action_of, changes_of, names_of
from indicators.models import Jejak
from indicators.models.jejak import kind_of
from sakip.pages import render_page

PER_PAGE = 50


class HistoryMixin:
    """Of every model of an office, see `ScopedAdmin`. Of an account that several offices have, each reads what was done
    in it."""

    def history_related(self, obj: Any) -> Iterable[models.Model]:
        """Return rows that are kept on the object's own page and whose changes belong to its history."""
        return ()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        admin: Any = self
        if not admin.has_view_permission(request):
            raise PermissionDenied
        obj = admin.get_object(request, object_id)
        if obj is None:
            raise Http404
        rows = [obj, *self.history_related(obj)]
        wanted = Q(pk__in=[])
        for model, ids in _ids_by_model(rows).items():
            wanted |= Q(objek_jenis=kind_of(model), objek_id__in=ids)
        here = Q(opd_nomor=None) | Q(opd_nomor__in=[opd.pk for opd in admin.offices(request)])
        page = Paginator(Jejak.objects.filter(wanted, here, ditolak=False), PER_PAGE).get_page(request.GET.get("p"))
        entries = list(page)
        names = names_of(entries, rows)
        context = {
            **(extra_context or {}),
            "opts": admin.opts,
            "object": obj,
            "page": page,
            "daftar": [(entry, action_of(entry), changes_of(entry, names)) for entry in entries],
        }
        return render_page(request, "admin/indicators/history.html", context, title=f"Riwayat: {obj}")


def _ids_by_model(rows: Iterable[models.Model]) -> dict[type[models.Model], list[str]]:
    found: dict[type[models.Model], list[str]] = defaultdict(list)
    for row in rows:
        found[type(row)].append(str(row.pk))
    return found
