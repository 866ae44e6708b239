"""The budget in the admin: pagu, sources and RAK of a sub kegiatan on one page, written by one service call."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from indicators.admin.base import user_of
from indicators.admin.figures import FigureFormField
from indicators.admin.filters import OwnOfficeFilter
from indicators.admin.forms import LabelledFormSet
from indicators.admin.rencana import ChildRows, RencanaAdmin
from indicators.capaian import ValueKind, write_number
from indicators.exchange import anggaran as sumber
from indicators.models import Anggaran, Pengguna, RencanaKas, SumberDana
from indicators.models.anggaran import RAKDivision
from indicators.services import anggaran as services

SUMBER_NOTE = "Bila semua jumlahnya diisi, sumber dana harus sama dengan pagu yang berlaku pada akhir tahun."


class RupiahField(FigureFormField):
    """A figure of money: "Rp2.360.141.080" is read and printed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "jenis": ValueKind.RUPIAH})


class MoneyRows(ChildRows):
    formset = LabelledFormSet
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.DecimalField: {"form_class": RupiahField}}


class SumberDanaInline(MoneyRows):
    model = SumberDana
    fields = ("sumber", "nilai")


class RencanaKasInline(MoneyRows):
    model = RencanaKas
    fields = ("nomor", "nilai")
    ordering = ("nomor",)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(missing_periods(obj))


def missing_periods(anggaran: Anggaran | None) -> list[int]:
    """Return the months or quarters for which no RAK was written yet: their rows wait on the page."""
    if anggaran is None or anggaran._state.adding or not anggaran.cara_rak:
        return []
    there = set(anggaran.rak.values_list("nomor", flat=True))
    return [nomor for nomor in range(1, RAKDivision(anggaran.cara_rak).banyak + 1) if nomor not in there]


@admin.register(Anggaran)
class AnggaranAdmin(RencanaAdmin[Anggaran]):
    resource_classes = (sumber.SumberAnggaran,)
    list_display = ("sub_kegiatan", "tahun", "pagu_text", "final_pagu_text", "pptk")
    list_filter = (
        "tahun",
        ("sub_kegiatan__kegiatan__program", OwnOfficeFilter),
    )
    list_select_related = ("sub_kegiatan",)
    search_fields = ("sub_kegiatan__kode", "sub_kegiatan__nama", "pptk")
    autocomplete_fields = ("sub_kegiatan",)
    ordering = ("-tahun", "sub_kegiatan__kode", "pk")
    inlines = (SumberDanaInline, RencanaKasInline)
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.DecimalField: {"form_class": RupiahField}}
    fieldsets = (
        (None, {"fields": ("sub_kegiatan", "tahun", "pagu", "pptk")}),
        ("Pagu perubahan", {"fields": (("pagu_perubahan", "perubahan_mulai"),)}),
        ("Sumber dana dan rencana anggaran kas", {"fields": ("cara_rak",), "description": SUMBER_NOTE}),
    )

    def fixed_fields(self, obj: Anggaran | None) -> tuple[str, ...]:
        return () if obj is None else ("sub_kegiatan", "tahun")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fixed_fields(obj)

    @admin.display(description="pagu", ordering="pagu")
    def pagu_text(self, obj: Anggaran) -> str:
        return _print(obj.pagu)

    @admin.display(description="pagu akhir tahun")
    def final_pagu_text(self, obj: Anggaran) -> str:
        return _print(obj.pagu_akhir)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, RencanaKasInline):
            kwargs["initial"] = [{"nomor": nomor} for nomor in missing_periods(obj)]
        return kwargs

    def save_model(self, request: HttpRequest, obj: Anggaran, form: ModelForm[Anggaran], change: bool) -> None:
        """Nothing yet: the page is one write, see `save_related`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        kept: dict[type[models.Model], list[Any]] = {SumberDana: [], RencanaKas: []}
        for formset in formsets:
            formset.save(commit=False)
            dead = set(formset.deleted_forms)
            rows = [row for row in formset.initial_forms if row not in dead]
            rows += [row for row in formset.extra_forms if row.has_changed() and row not in dead]
            kept[formset.model] = [row.instance for row in rows]
        services.save_anggaran(
            by=user_of(request),
            anggaran=form.instance,
            sumber={row.sumber: row.nilai for row in kept[SumberDana]},
            rak={row.nomor: row.nilai for row in kept[RencanaKas]},
        )

    def shown_rows(self, obj: Anggaran) -> Iterable[models.Model]:
        return [*SumberDana.objects.filter(anggaran=obj), *RencanaKas.objects.filter(anggaran=obj)]

    def perform_delete(self, by: Pengguna, obj: Anggaran) -> None:
        services.delete_anggaran(by=by, anggaran=obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Anggaran]:
        return super().get_queryset(request).select_related("opd", "sub_kegiatan")


def _print(nilai: Decimal | None) -> str:
    return "-" if nilai is None else write_number(nilai, jenis=ValueKind.RUPIAH)
