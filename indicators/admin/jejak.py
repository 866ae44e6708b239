"""The audit trail, to read and to search."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from indicators.admin.base import ScopedAdmin, user_of
from indicators.models import Jejak
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan


@admin.register(Jejak)
class JejakAdmin(ScopedAdmin[Jejak]):
    """Rows of the user's own offices; nobody changes them, the database refuses it too."""

    izin_lihat = Izin.LIHAT_JEJAK
    izin_ubah = Izin.LIHAT_JEJAK
    list_display = ("waktu", "pelaku", "tindakan", "objek", "alasan", "ditolak")
    list_filter = ("ditolak", "tindakan")
    search_fields = ("pelaku", "objek", "tindakan", "alasan", "unit")
    date_hierarchy = "waktu"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Jejak]:
        offices = get_kewenangan(user_of(request)).opd_ids(Izin.LIHAT_JEJAK)
        return Jejak.objects.filter(opd_nomor__in=offices)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return get_kewenangan(user_of(request)).may_anywhere(Izin.LIHAT_JEJAK)
