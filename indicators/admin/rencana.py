"""The plan in the admin: Renstra, the nodes of the tree, indicators with their Renstra targets, scales."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from indicators.admin.base import M, ScopedAdmin, user_of
from indicators.admin.exchange import ExchangeMixin
from indicators.admin.figures import FigureFormField
from indicators.admin.filters import OwnOfficeFilter, TingkatFilter
from indicators.admin.forms import (
    MEASURE_FIELDS,
    MEASURE_NOTE,
    IndikatorForm,
    LabelledFormSet,
    TargetRenstraForm,
    TargetRenstraFormSet,
    target_texts,
)
from indicators.capaian import Konsolidasi, Polaritas
from indicators.exchange import indikator as sumber_indikator
from indicators.exchange import rencana as sumber
from indicators.exchange.cells import short_label
from indicators.models import (
    Indikator,
    Kegiatan,
    Pengguna,
    PeriodeRenstra,
    Program,
    Sasaran,
    SkalaPredikat,
    SubKegiatan,
    TargetRenstra,
    TingkatPredikat,
    Tujuan,
    UnitKerja,
)
from indicators.permissions import Izin
from indicators.rules.facts import Finding
from indicators.rules.measuring import check_row
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.measure_facts import facts_of
from indicators.selectors.plan_tree import list_support
from indicators.services import rencana
from indicators.services.skala import delete_skala, delete_tingkat, save_skala, save_tingkat
from indicators.services.target_entry import TargetEntry
from indicators.tingkat import Tingkat
from sakip.pages import report_warning

# Fields whose own pages only administrators open, and what shows them as text.
TEXTS = {"opd": "opd_text", "unit": "unit_text"}


class RencanaAdmin(ExchangeMixin, ScopedAdmin[M]):
    """What the perencana keeps: searched, filtered, imported, exported; everything goes through services."""

    can_add = True
    can_save = True
    can_delete_rows = True
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.DecimalField: {"form_class": FigureFormField}}

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/rencana.css"]}

    def fixed_fields(self, obj: Any) -> tuple[str, ...]:
        """Return the fields that are not changed any more once the row exists."""
        return ()

    def findings(self, obj: Any) -> list[Finding]:
        """Return what is odd about the object as it was just saved, though it is accepted."""
        return []

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        super().save_model(request, obj, form, change)
        for temuan in self.findings(obj):
            report_warning(request, f"{temuan.label}: {temuan.kalimat}")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.fixed_fields(obj), *TEXTS.values())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.without_dead_links(request, obj, super().get_fieldsets(request, obj))

    def without_dead_links(self, request: HttpRequest, obj: Any, fieldsets: Any) -> Any:
        """Show office and unit as text where the stock page would link to a page that the user may not open."""
        if obj is None or get_kewenangan(user_of(request)).may(Izin.KELOLA_KANTOR, opd_id=self.opd_id_of(obj)):
            return fieldsets
        changeable = self.has_change_permission(request, obj)
        dead = {name: text for name, text in TEXTS.items() if not changeable or name in self.fixed_fields(obj)}

        def replaced(fields: Any) -> Any:
            return tuple(replaced(name) if isinstance(name, list | tuple) else dead.get(name, name) for name in fields)

        return [(title, {**options, "fields": replaced(options["fields"])}) for title, options in fieldsets]

    @admin.display(description="perangkat daerah")
    def opd_text(self, obj: Any) -> str:
        return str(obj.opd)

    @admin.display(description="unit penanggung jawab")
    def unit_text(self, obj: Any) -> str:
        return str(obj.unit)

    def choices_for(self, model: type[models.Model], request: HttpRequest) -> QuerySet[Any] | None:
        queryset = super().choices_for(model, request)
        if queryset is not None and model is UnitKerja:
            return queryset.order_by("opd", "path")
        return queryset


@admin.register(PeriodeRenstra)
class PeriodeRenstraAdmin(RencanaAdmin[PeriodeRenstra]):
    resource_classes = (sumber.SumberPeriode,)
    list_display = ("__str__", "opd", "tahun_awal", "tahun_akhir")
    list_select_related = ("opd",)
    search_fields = ("tahun_awal", "tahun_akhir")
    fields = ("opd", "tahun_awal", "tahun_akhir")

    def perform_save(self, by: Pengguna, obj: PeriodeRenstra, form: ModelForm[PeriodeRenstra]) -> None:
        rencana.save_periode(by=by, periode=obj)

    def perform_delete(self, by: Pengguna, obj: PeriodeRenstra) -> None:
        rencana.delete_node(by=by, node=obj)


class SimpulAdmin(RencanaAdmin[M]):
    """A level of the tree. `induk` is the field of the parent."""

    induk: ClassVar[str]
    search_fields: ClassVar[tuple[str, ...]] = ("kode", "nama")
    ordering = ("urutan", "pk")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return self.with_office(request, ("nama", "kode", self.induk, "term", "urutan"))

    @admin.display(description="berlaku")
    def term(self, obj: Any) -> str:
        if obj.tahun_awal is None and obj.tahun_akhir is None:
            return "sepanjang Renstra"
        return f"{obj.tahun_awal or 'awal'} s.d. {obj.tahun_akhir or 'akhir'}"

    def perform_save(self, by: Pengguna, obj: Any, form: ModelForm[Any]) -> None:
        rencana.save_node(by=by, node=obj)

    def perform_delete(self, by: Pengguna, obj: Any) -> None:
        rencana.delete_node(by=by, node=obj)


@admin.register(Tujuan)
class TujuanAdmin(SimpulAdmin[Tujuan]):
    resource_classes = (sumber.SUMBER_OF[Tingkat.TUJUAN],)
    induk = Tingkat.TUJUAN.parent_field
    opd_path = f"{Tingkat.TUJUAN.way_to_periode}__opd_id"
    list_filter = (("periode", OwnOfficeFilter),)
    list_select_related = (f"{Tingkat.TUJUAN.way_to_periode}__opd",)
    fields = ("periode", "kode", "nama", "urutan", ("tahun_awal", "tahun_akhir"))


@admin.register(Sasaran)
class SasaranAdmin(SimpulAdmin[Sasaran]):
    resource_classes = (sumber.SUMBER_OF[Tingkat.SASARAN],)
    induk = Tingkat.SASARAN.parent_field
    opd_path = f"{Tingkat.SASARAN.way_to_periode}__opd_id"
    list_filter = (("tujuan__periode", OwnOfficeFilter), ("tujuan", OwnOfficeFilter))
    list_select_related = (f"{Tingkat.SASARAN.way_to_periode}__opd",)
    autocomplete_fields = ("tujuan",)
    fields = ("tujuan", "kode", "nama", "urutan", ("tahun_awal", "tahun_akhir"))


class NomenklaturAdmin(SimpulAdmin[M]):
    """Program and below: with their sasaran sentence and the node that they replace."""

    search_fields = ("kode", "nama", "sasaran_kinerja")

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (self.induk, "menggantikan")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (
            (None, {"fields": (self.induk, "kode", "nama", "sasaran_kinerja", "urutan")}),
            ("Masa berlaku", {"fields": (("tahun_awal", "tahun_akhir"), "versi_nomenklatur", "menggantikan")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ()


@admin.register(Program)
class ProgramAdmin(NomenklaturAdmin[Program]):
    resource_classes = (sumber.SUMBER_OF[Tingkat.PROGRAM],)
    induk = Tingkat.PROGRAM.parent_field
    opd_path = f"{Tingkat.PROGRAM.way_to_periode}__opd_id"
    list_filter = (("sasaran__tujuan__periode", OwnOfficeFilter), ("sasaran", OwnOfficeFilter))
    list_select_related = (f"{Tingkat.PROGRAM.way_to_periode}__opd",)


@admin.register(Kegiatan)
class KegiatanAdmin(NomenklaturAdmin[Kegiatan]):
    resource_classes = (sumber.SUMBER_OF[Tingkat.KEGIATAN],)
    induk = Tingkat.KEGIATAN.parent_field
    opd_path = f"{Tingkat.KEGIATAN.way_to_periode}__opd_id"
    list_filter = (("program", OwnOfficeFilter),)
    list_select_related = (f"{Tingkat.KEGIATAN.way_to_periode}__opd",)


@admin.register(SubKegiatan)
class SubKegiatanAdmin(NomenklaturAdmin[SubKegiatan]):
    resource_classes = (sumber.SUMBER_OF[Tingkat.SUB_KEGIATAN],)
    induk = Tingkat.SUB_KEGIATAN.parent_field
    opd_path = f"{Tingkat.SUB_KEGIATAN.way_to_periode}__opd_id"
    list_filter = (("kegiatan__program", OwnOfficeFilter), ("kegiatan", OwnOfficeFilter))
    list_select_related = (f"{Tingkat.SUB_KEGIATAN.way_to_periode}__opd",)


# --- Indicators ----------------------------------------------------------------------------------------------------


class ChildRows(admin.TabularInline[Any, Any]):
    """Rows kept on their parent's page: who may change the parent may change them."""

    extra = 0
    show_change_link = False

    def _parent(self, request: HttpRequest) -> ScopedAdmin[Any]:
        found = self.admin_site._registry[self.parent_model]
        assert isinstance(found, ScopedAdmin)  # noqa: S101  # every model of the plan is registered as one
        return found

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._parent(request).has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._parent(request).has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._parent(request).has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._parent(request).has_change_permission(request, obj)


class TargetRenstraInline(ChildRows):
    model = TargetRenstra
    form = TargetRenstraForm
    formset = TargetRenstraFormSet
    fields = ("tahun", "target", "atas")
    ordering = ("tahun",)

    # What a page to look at shows in the place of the two inputs.
    def target(self, obj: TargetRenstra) -> str:
        return target_texts(obj.indikator, TargetEntry.of(obj))[0] or "-"

    def atas(self, obj: TargetRenstra) -> str:
        return target_texts(obj.indikator, TargetEntry.of(obj))[1] or "-"

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(missing_years(obj))


def missing_years(indikator: Indikator | None) -> list[int]:
    """Return the years of the Renstra for which the indicator has no target yet: their rows wait on its page."""
    if indikator is None or indikator._state.adding:
        return []
    there = set(indikator.target_renstra.values_list("tahun", flat=True))
    return [year for year in rencana.periode_of(indikator).years if year not in there]


@admin.register(Indikator)
class IndikatorAdmin(RencanaAdmin[Indikator]):
    resource_classes = (sumber_indikator.SumberIndikator, sumber_indikator.SumberTargetRenstra)
    list_display = ("nama", "place", "unit", "satuan", "short_polaritas", "short_konsolidasi")
    list_filter = (
        TingkatFilter,
        ("unit", OwnOfficeFilter),
        "jenis_nilai",
        "polaritas",
        "konsolidasi",
        "pola_target",
    )
    list_select_related = ("unit", *Tingkat)
    search_fields = ("nama", "definisi_operasional", "sub_kegiatan__nama", "kegiatan__nama", "program__nama")
    autocomplete_fields = (*Tingkat, "menggantikan")
    form = IndikatorForm
    ordering = ("urutan", "pk")
    inlines = (TargetRenstraInline,)
    change_form_template = "admin/indicators/indikator/change_form.html"
    fieldsets = (
        (None, {"fields": ("nama", "unit", "urutan", "menggantikan")}),
        ("Tempat dalam rencana", {"fields": tuple(Tingkat), "description": "Pilih tepat satu simpul."}),
        ("Cara mengukur", {"fields": MEASURE_FIELDS, "description": MEASURE_NOTE}),
        ("Penjelasan", {"fields": ("definisi_operasional", "formula", "sumber_data", "penanggung_jawab")}),
    )

    @admin.display(description="tempat")
    def place(self, obj: Indikator) -> str:
        return f"{obj.tingkat.label.lower()}: {obj.simpul}"

    @admin.display(description="polaritas", ordering="polaritas")
    def short_polaritas(self, obj: Indikator) -> str:
        return short_label(Polaritas(obj.polaritas))

    @admin.display(description="konsolidasi", ordering="konsolidasi")
    def short_konsolidasi(self, obj: Indikator) -> str:
        return short_label(Konsolidasi(obj.konsolidasi))

    def history_related(self, obj: Indikator) -> Iterable[models.Model]:
        return obj.target_renstra.all()

    def shown_rows(self, obj: Indikator) -> Iterable[models.Model]:
        return obj.target_renstra.all()

    def findings(self, obj: Indikator) -> list[Finding]:
        return check_row(facts_of(obj))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context, obj = dict(extra_context or {}), self.get_object(request, object_id)
        if obj is not None:
            context["pendukung"], context["mendukung"] = list_support(obj)
        return super().change_view(request, object_id, form_url, context)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        kwargs["initial"] = [{"tahun": year} for year in missing_years(obj)]
        return kwargs

    def perform_save(self, by: Pengguna, obj: Indikator, form: ModelForm[Indikator]) -> None:
        rencana.save_indikator(by=by, indikator=obj)

    def perform_delete(self, by: Pengguna, obj: Indikator) -> None:
        rencana.delete_indikator(by=by, indikator=obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Set the targets of the years; a row whose year was changed leaves the old year."""
        by, indikator = user_of(request), form.instance
        formset.save(commit=False)
        moved = [obj.pk for obj, fields in formset.changed_objects if "tahun" in fields]
        for target in [*formset.deleted_objects, *TargetRenstra.objects.filter(pk__in=moved)]:
            target.indikator = indikator
            rencana.delete_target_renstra(by=by, target=target)
        rows = [obj for obj, _ in formset.changed_objects] + formset.new_objects
        targets = {row.tahun: TargetEntry.of(row) for row in rows}
        rencana.save_targets_renstra(by=by, isian=[(indikator, targets)] if targets else [])


# --- Scales --------------------------------------------------------------------------------------------------------


class TingkatPredikatInline(ChildRows):
    model = TingkatPredikat
    formset = LabelledFormSet
    fields = ("huruf", "skor")
    formfield_overrides = {models.DecimalField: {"form_class": FigureFormField}}


@admin.register(SkalaPredikat)
class SkalaPredikatAdmin(RencanaAdmin[SkalaPredikat]):
    resource_classes = (sumber.SumberSkala, sumber.SumberTingkat)
    list_display = ("nama", "opd", "letter_list")
    list_select_related = ("opd",)
    search_fields = ("nama",)
    inlines = (TingkatPredikatInline,)
    fields = ("opd", "nama")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SkalaPredikat]:
        return super().get_queryset(request).prefetch_related("tingkat")

    @admin.display(description="predikat")
    def letter_list(self, obj: SkalaPredikat) -> str:
        return ", ".join(row.huruf for row in obj.tingkat.all())

    def history_related(self, obj: SkalaPredikat) -> Iterable[models.Model]:
        return obj.tingkat.all()

    def shown_rows(self, obj: SkalaPredikat) -> Iterable[models.Model]:
        return obj.tingkat.all()

    def perform_save(self, by: Pengguna, obj: SkalaPredikat, form: ModelForm[SkalaPredikat]) -> None:
        save_skala(by=by, skala=obj)

    def perform_delete(self, by: Pengguna, obj: SkalaPredikat) -> None:
        delete_skala(by=by, skala=obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        by = user_of(request)
        formset.save(commit=False)
        for tingkat in formset.deleted_objects:
            delete_tingkat(by=by, tingkat=tingkat)
        for tingkat in [*(obj for obj, _ in formset.changed_objects), *formset.new_objects]:
            tingkat.skala = form.instance
            save_tingkat(by=by, tingkat=tingkat)
