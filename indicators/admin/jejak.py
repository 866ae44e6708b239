"""The audit trail, to read and to search."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from indicators.admin.base import ScopedAdmin
from indicators.admin.tindakan import action_label
from indicators.models import Jejak
from indicators.permissions import Izin


class SaringTindakan(admin.SimpleListFilter):
    """The actions that occur, in words; codes that mean the same stand under one word."""

    title = "tindakan"
    parameter_name = "tindakan"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Iterable[tuple[str, str]]:
        codes = model_admin.get_queryset(request).order_by().values_list("tindakan", flat=True).distinct()
        labels = sorted({action_label(code) for code in codes})
        return [(label, label) for label in labels]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Jejak]) -> QuerySet[Jejak]:
        wanted = self.value()
        if wanted is None:
            return queryset
        codes = set(queryset.order_by().values_list("tindakan", flat=True).distinct())
        return queryset.filter(tindakan__in=[code for code in codes if action_label(code) == wanted])


@admin.register(Jejak)
class JejakAdmin(ScopedAdmin[Jejak]):
    """Rows of the user's own offices; nobody changes them, the database refuses it too."""

    izin_lihat = Izin.LIHAT_JEJAK
    izin_ubah = Izin.LIHAT_JEJAK
    opd_path = "opd_nomor"
    list_display = ("waktu", "pelaku", "sebutan", "objek", "alasan", "hasil")
    list_filter = ("ditolak", SaringTindakan)
    search_fields = ("pelaku", "objek", "tindakan", "alasan", "unit")
    date_hierarchy = "waktu"

    @admin.display(description="tindakan", ordering="tindakan")
    def sebutan(self, entry: Jejak) -> str:
        return action_label(entry.tindakan)

    @admin.display(description="hasil", ordering="ditolak")
    def hasil(self, entry: Jejak) -> str:
        """In words: the stock tick would be green for what was refused."""
        return "Ditolak" if entry.ditolak else "Berhasil"

    def get_fields(self, request: HttpRequest, obj: Jejak | None = None) -> list[Any]:
        names = [name for name in super().get_fields(request, obj) if name not in ("sebutan", "hasil")]
        shown = {"tindakan": "sebutan", "ditolak": "hasil"}
        return [shown.get(str(name), name) for name in names]

    def get_readonly_fields(self, request: HttpRequest, obj: Jejak | None = None) -> list[Any]:
        return [*(str(name) for name in super().get_readonly_fields(request, obj)), "sebutan", "hasil"]
