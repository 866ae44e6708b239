"""The audit trail, to read and to search."""

from django.contrib import admin

from indicators.admin.base import ScopedAdmin
from indicators.models import Jejak
from indicators.permissions import Izin


@admin.register(Jejak)
class JejakAdmin(ScopedAdmin[Jejak]):
    """Rows of the user's own offices; nobody changes them, the database refuses it too."""

    izin_lihat = Izin.LIHAT_JEJAK
    izin_ubah = Izin.LIHAT_JEJAK
    opd_path = "opd_nomor"
    list_display = ("waktu", "pelaku", "tindakan", "objek", "alasan", "ditolak")
    list_filter = ("ditolak", "tindakan")
    search_fields = ("pelaku", "objek", "tindakan", "alasan", "unit")
    date_hierarchy = "waktu"
