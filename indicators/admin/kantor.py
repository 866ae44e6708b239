"""The office in the admin: agency, units, officials, settings of a year."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest

from indicators.admin.base import ScopedAdmin
from indicators.admin.figures import FigureFormField
from indicators.models import Pejabat, PengaturanTahun, Pengguna, PerangkatDaerah, UnitKerja
from indicators.permissions import Izin
from indicators.services import kantor


class KantorAdmin(ScopedAdmin[Any]):
    """What the administrator keeps and nobody else sees here."""

    izin_lihat = Izin.KELOLA_KANTOR
    izin_ubah = Izin.KELOLA_KANTOR
    can_save = True


@admin.register(PerangkatDaerah)
class PerangkatDaerahAdmin(KantorAdmin):
    """An office is created by the command `create_opd`; here it is kept."""

    opd_path = "pk"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ("nama", "kode", "pemda")
    search_fields = ("nama", "kode")
    list_select_related = ("pemda",)
    readonly_fields = ("pemda",)
    fieldsets = (
        (None, {"fields": ("pemda", "kode", "nama", "singkatan", "alamat", "telepon", "surel", "situs")}),
        (
            "Laporan",
            {
                "fields": ("logo", "kertas", "huruf", "zona_waktu", "teks_kaki_tte"),
                "description": (
                    "Catatan kaki ditulis di setiap halaman bersama tanda tangan elektronik pertama; {penerbit} di "
                    "dalamnya diganti nama penerbit sertifikat."
                ),
            },
        ),
    )

    def perform_save(self, by: Pengguna, obj: PerangkatDaerah, form: ModelForm[PerangkatDaerah]) -> None:
        kantor.save_opd(by=by, opd=obj)


@admin.register(UnitKerja)
class UnitKerjaAdmin(KantorAdmin):
    """The unit tree; a unit that changes its superior takes its own units along."""

    can_add = True
    can_delete_rows = True
    list_display = ("indented_name", "kode", "jenjang", "berlaku_dari", "berlaku_sampai")
    list_filter = ("jenjang",)
    search_fields = ("nama", "kode", "singkatan")
    ordering = ("opd", "path")
    fields = ("opd", "induk", "kode", "nama", "singkatan", "jenjang", "urutan", "berlaku_dari", "berlaku_sampai")

    @admin.display(description="nama", ordering="path")
    def indented_name(self, obj: UnitKerja) -> str:
        return f"{'— ' * obj.tingkat}{obj.nama}"

    def perform_save(self, by: Pengguna, obj: UnitKerja, form: ModelForm[UnitKerja]) -> None:
        kantor.save_unit(by=by, unit=obj)

    def perform_delete(self, by: Pengguna, obj: UnitKerja) -> None:
        kantor.delete_unit(by=by, unit=obj)


@admin.register(Pejabat)
class PejabatAdmin(KantorAdmin):
    can_add = True
    can_delete_rows = True
    list_display = ("nama", "jabatan", "unit", "penanda_tangan", "mulai", "sampai")
    list_filter = ("penanda_tangan",)
    list_select_related = ("unit",)
    search_fields = ("nama", "nip", "jabatan")
    fields = ("opd", "unit", "nama", "nip", "pangkat", "jabatan", "penanda_tangan", "mulai", "sampai")

    def perform_save(self, by: Pengguna, obj: Pejabat, form: ModelForm[Pejabat]) -> None:
        kantor.save_pejabat(by=by, pejabat=obj)

    def perform_delete(self, by: Pengguna, obj: Pejabat) -> None:
        kantor.delete_pejabat(by=by, pejabat=obj)


@admin.register(PengaturanTahun)
class PengaturanTahunAdmin(KantorAdmin):
    can_add = True
    formfield_overrides = {models.DecimalField: {"form_class": FigureFormField}}
    list_display = ("tahun", "opd", "batas_capaian", "nilai_tetap_tiap_triwulan", "cakupan_minimal")
    list_select_related = ("opd",)

    def get_readonly_fields(self, request: HttpRequest, obj: PengaturanTahun | None = None) -> tuple[str, ...]:
        return () if obj is None else ("opd", "tahun")

    def perform_save(self, by: Pengguna, obj: PengaturanTahun, form: ModelForm[PengaturanTahun]) -> None:
        kantor.save_settings(by=by, pengaturan=obj)
