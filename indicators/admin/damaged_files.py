"""Stored files that are missing or changed, to read: what the administrators of an office have restored."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from indicators.admin.base import ScopedAdmin
from indicators.models import DamagedFile
from indicators.permissions import Izin
from sakip.dates import write_moment


class StillDamaged(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("terbuka", "Belum pulih"), ("selesai", "Sudah pulih")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[DamagedFile]) -> QuerySet[DamagedFile]:
        if self.value() == "terbuka":
            return queryset.filter(selesai_pada__isnull=True)
        return queryset.filter(selesai_pada__isnull=False) if self.value() == "selesai" else queryset


@admin.register(DamagedFile)
class DamagedFileAdmin(ScopedAdmin[DamagedFile]):
    """Cases of the user's own offices; the program opens and closes them."""

    izin_lihat = Izin.KELOLA_KANTOR
    izin_ubah = Izin.KELOLA_KANTOR
    list_display = ("nama", "kode", "sebab", "ditemukan_pada", "terakhir_pada", "tindakan")
    list_filter = (StillDamaged, "sebab")
    search_fields = ("nama",)
    ordering = ("selesai_pada", "-terakhir_pada")

    @admin.display(description="kode")
    def kode(self, case: DamagedFile) -> str:
        return case.kode

    @admin.display(description="yang perlu dilakukan")
    def tindakan(self, case: DamagedFile) -> str:
        if case.selesai_pada is not None:
            return f"Tidak ada: pulih sejak {write_moment(case.selesai_pada)}."
        return (
            "Minta pengelola server memulihkannya dari cadangan, dengan kode ini. Lalu minta pemiliknya mengunduhnya "
            "sekali: bila isinya utuh, catatan ini selesai sendiri."
        )
