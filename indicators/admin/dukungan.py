"""The cascade in the admin: which indicator supports which."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from indicators.admin.filters import OwnOfficeFilter
from indicators.admin.rencana import RencanaAdmin
from indicators.exchange import dukungan as sumber
from indicators.models import Dukungan, Pengguna
from indicators.services import dukungan


@admin.register(Dukungan)
class DukunganAdmin(RencanaAdmin[Dukungan]):
    resource_classes = (sumber.SumberDukungan,)
    opd_path = "didukung__opd_id"
    list_display = ("pendukung", "didukung", "menjumlah", "across_units", "keterangan")
    list_filter = ("menjumlah", ("didukung__unit", OwnOfficeFilter), ("pendukung__unit", OwnOfficeFilter))
    search_fields = ("pendukung__nama", "didukung__nama", "keterangan")
    autocomplete_fields = ("pendukung", "didukung")
    fields = ("pendukung", "didukung", "menjumlah", "keterangan")
    ordering = ("didukung__urutan", "didukung_id", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dukungan]:
        return super().get_queryset(request).select_related("pendukung__unit", "didukung__unit", "didukung__opd")

    @admin.display(description="lintas unit", boolean=True)
    def across_units(self, obj: Dukungan) -> bool:
        return obj.cross_cutting

    def perform_save(self, by: Pengguna, obj: Dukungan, form: ModelForm[Any]) -> None:
        dukungan.save_dukungan(by=by, dukungan=obj)

    def perform_delete(self, by: Pengguna, obj: Dukungan) -> None:
        dukungan.delete_dukungan(by=by, dukungan=obj)
