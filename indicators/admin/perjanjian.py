"""The yearly agreement in the admin: its rows with targets, copying a year, fixing it for good."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from indicators.admin.base import user_of
from indicators.admin.filters import OwnOfficeFilter
from indicators.admin.forms import (
    MEASURE_FIELDS,
    MEASURE_NOTE,
    ORDER,
    UPPER_LABELS,
    ButirForm,
    target_texts,
    upper_field_of,
)
from indicators.admin.rencana import RencanaAdmin
from indicators.capaian.target_triwulan import TargetStyle
from indicators.exchange import perjanjian as sumber
from indicators.models import ButirPK, Pengguna, PerjanjianKinerja, Target
from indicators.models.perjanjian import TAHUN, StatusPK
from indicators.permissions import Izin
from indicators.rules.facts import Finding, Severity
from indicators.rules.measuring import check_row
from indicators.selectors.comparison import TARGET_LABELS, choose_earlier, compare_pk, list_earlier
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.lembar_pk import is_stale, list_lembar, show_lembar
from indicators.selectors.measure_facts import facts_of
from indicators.selectors.penetapan import list_anew, seen_fixing
from indicators.selectors.perjanjian import list_butir, list_sources, print_per_quarter, print_targets
from indicators.selectors.plan_health import check_pk, group_findings
from indicators.selectors.roll_over import get_roll_over
from indicators.services import penetapan, perjanjian
from indicators.services.butir_entry import field_of
from indicators.services.target_entry import TargetEntry
from indicators.triwulan import QUARTERS, short_name
from indicators.views.badges import badge_of_status
from indicators.views.findings import show_groups
from indicators.views.support import warn_replaced
from sakip.dates import write_date
from sakip.pages import attempt, render_page, report_refusal, report_success

TARGET_NOTE = (
    "Tulis seperti 81,18 atau 2.360.141.080; kosong berarti belum ada target. Dengan pola tetap cukup isi target tahun."
)
UPPER_NOTE = "Hanya untuk polaritas rentang: target di atas adalah batas bawahnya."
FROZEN_NOTE = "PK ini sudah ditetapkan, jadi hanya dapat dilihat. Buat PK perubahan bila target harus diganti."


class CopyForm(forms.Form):
    """Which PK the rows are copied from."""

    sumber = forms.ModelChoiceField(PerjanjianKinerja.objects.none(), label="Salin butir dari", empty_label=None)

    def __init__(self, pk: PerjanjianKinerja, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sumber"].queryset = list_sources(pk)  # type: ignore[attr-defined]  # a ModelChoiceField


@admin.register(PerjanjianKinerja)
class PerjanjianKinerjaAdmin(RencanaAdmin[PerjanjianKinerja]):
    resource_classes = (sumber.SumberPK,)
    change_form_template = "admin/indicators/perjanjiankinerja/change_form.html"
    list_display = ("__str__", "opd", "status_badge", "berlaku_mulai", "nomor", "butir_count")
    list_filter = ("status", "tahun")
    list_select_related = ("opd",)
    search_fields = ("tahun", "nomor", "alasan")
    fieldsets = ((None, {"fields": ("opd", ("tahun", "perubahan"), "berlaku_mulai", "nomor", "alasan")}),)

    def frozen(self, obj: PerjanjianKinerja | None) -> bool:
        return obj is not None and obj.frozen

    def get_queryset(self, request: HttpRequest) -> QuerySet[PerjanjianKinerja]:
        return super().get_queryset(request).annotate(butir_count=models.Count("butir"))

    @admin.display(description="status", ordering="status")
    def status_badge(self, obj: PerjanjianKinerja) -> str:
        status = StatusPK(obj.status)
        return format_html('<span class="badge badge-{}">{}</span>', badge_of_status(status), status.label)

    @admin.display(description="butir", ordering="butir_count")
    def butir_count(self, obj: Any) -> int:
        return int(obj.butir_count)

    def history_related(self, obj: PerjanjianKinerja) -> Iterable[models.Model]:
        return list_lembar(obj)

    def fixed_fields(self, obj: PerjanjianKinerja | None) -> tuple[str, ...]:
        return () if obj is None else ("opd", "tahun", "perubahan")

    def perform_save(self, by: Pengguna, obj: PerjanjianKinerja, form: ModelForm[PerjanjianKinerja]) -> None:
        perjanjian.save_pk(by=by, pk=obj)

    def perform_delete(self, by: Pengguna, obj: PerjanjianKinerja) -> None:
        perjanjian.delete_pk(by=by, pk=obj)

    # --- the page of one PK -----------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if obj is not None:
            changeable = self.has_change_permission(request, obj)
            context.update(
                butir=list_butir(obj),
                nama_triwulan=[short_name(quarter) for quarter in QUARTERS],
                pk=obj,
                frozen_note=FROZEN_NOTE if obj.frozen else "",
                salin_form=CopyForm(obj) if changeable else None,
                dapat_ubah=changeable,
                dapat_tetapkan=self._may_fix(request, obj),
                pergantian=get_roll_over(obj.opd_id, obj.tahun) if changeable and not obj.perubahan else None,
                dapat_perubahan=obj.frozen and self._may(request, self.izin_ubah, obj),
                pembanding=list_earlier(obj).exists(),
            )
        return super().change_view(request, object_id, form_url, context)

    def _may_fix(self, request: HttpRequest, obj: PerjanjianKinerja) -> bool:
        return get_kewenangan(user_of(request)).may(Izin.TETAPKAN_PK, opd_id=obj.opd_id) and not obj.frozen

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "<angka:pk>/salin/",
                self.admin_site.admin_view(self.copy_view),
                name="indicators_perjanjiankinerja_copy",
            ),
            path(
                "<angka:pk>/tetapkan/",
                self.admin_site.admin_view(self.fix_view),
                name="indicators_perjanjiankinerja_fix",
            ),
        ]
        return [*own, *super().get_urls()]

    def _pk_or_404(self, request: HttpRequest, pk: int) -> PerjanjianKinerja:
        found = self.get_object(request, str(pk))
        if found is None:
            raise Http404
        return found

    def _page_of(self, pk: PerjanjianKinerja) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:indicators_perjanjiankinerja_change", args=[pk.pk]))

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        target = self._pk_or_404(request, pk)
        if not self._may(request, self.izin_ubah, target):
            raise PermissionDenied
        form = CopyForm(target, request.POST) if request.method == "POST" else None
        if form is None:
            return self._page_of(target)
        if not form.is_valid():
            report_refusal(request, "Pilih PK yang butirnya disalin.")
            return self._page_of(target)
        by, source = user_of(request), form.cleaned_data["sumber"]
        hasil = attempt(request, lambda: perjanjian.copy_rows(by=by, from_pk=source, to_pk=target))
        if hasil is not None:
            report_success(request, f"{len(hasil.ditambah)} butir disalin dari {source}.")
            warn_replaced(request, hasil.diganti)
        return self._page_of(target)

    def fix_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask once more, then fix the PK for good."""
        target = self._pk_or_404(request, pk)
        if not get_kewenangan(user_of(request)).may(Izin.TETAPKAN_PK, opd_id=target.opd_id):
            raise PermissionDenied
        if target.frozen:
            messages.info(request, f"{target} sudah ditetapkan.")
            return self._page_of(target)
        if request.method == "POST":
            by, seen, agreed = user_of(request), request.POST.get("dilihat", ""), "setuju" in request.POST
            fixed = attempt(request, lambda: penetapan.fix_pk(by=by, pk=target, dilihat=seen, disetujui=agreed))
            if fixed is None:
                return HttpResponseRedirect(request.path)
            report_success(request, f"{target} ditetapkan dan berlaku mulai {write_date(target.berlaku_mulai)}.")
            return self._page_of(target)
        rows = list_butir(target)
        sheets, _ = show_lembar(target)
        before = choose_earlier(target, list(list_earlier(target))) if target.perubahan else None
        findings, anew = check_pk(target), list_anew(target)
        context = {
            "kelompok": show_groups(request, group_findings(findings), target.pk),
            "salah": sum(row.temuan.keparahan is Severity.SALAH for row in findings),
            "isian_ulang": anew,
            "pk": target,
            "opts": self.opts,
            "jumlah": len(rows),
            "dilihat": seen_fixing(
                target, rows, [sheet.lembar for sheet in sheets], findings, [row.realisasi for row in anew]
            ),
            "lembar": sheets,
            "kurang": list(dict.fromkeys(text for sheet in sheets for text in sheet.kurang)),
            "lembar_usang": is_stale(target),
            "perubahan": None if before is None else compare_pk(before, target),
            "sebelum": before,
        }
        return render_page(request, "admin/indicators/perjanjiankinerja/fix.html", context, title=f"Tetapkan {target}")


@admin.register(ButirPK)
class ButirPKAdmin(RencanaAdmin[ButirPK]):
    resource_classes = (sumber.SumberButir,)
    form = ButirForm
    opd_path = "pk_induk__opd_id"
    list_display = ("indikator", "pk_induk", "unit", "satuan", "target_text", "pola_target")
    list_filter = (("pk_induk", OwnOfficeFilter), ("unit", OwnOfficeFilter), "pola_target", "polaritas")
    search_fields = ("indikator__nama", "unit__nama")
    autocomplete_fields = ("indikator",)
    ordering = ("-pk_induk__tahun", "-pk_induk__perubahan", "urutan", "pk")

    def frozen(self, obj: ButirPK | None) -> bool:
        return obj is not None and obj.pk_induk.frozen

    def get_queryset(self, request: HttpRequest) -> QuerySet[ButirPK]:
        queryset = super().get_queryset(request).select_related("indikator", "pk_induk__opd", "unit")
        return queryset.prefetch_related(Prefetch("target", queryset=Target.objects.order_by("triwulan")))

    def choices_for(self, model: type[models.Model], request: HttpRequest) -> QuerySet[Any] | None:
        queryset = super().choices_for(model, request)
        if queryset is not None and model is PerjanjianKinerja:
            return queryset.filter(status=StatusPK.DRAF.value)
        return queryset

    @admin.display(description="target tahun")
    def target_text(self, obj: ButirPK) -> str:
        return print_targets(obj)[TAHUN] or "-"

    def fixed_fields(self, obj: ButirPK | None) -> tuple[str, ...]:
        return () if obj is None else ("pk_induk", "indikator")

    def get_fieldsets(self, request: HttpRequest, obj: ButirPK | None = None) -> Any:
        targets = tuple(field_of(quarter) for quarter in ORDER)
        uppers = tuple(upper_field_of(quarter) for quarter in ORDER)
        note = TARGET_NOTE if obj is None or self.has_change_permission(request, obj) else ""
        measure = [("Cara mengukur", {"fields": MEASURE_FIELDS, "description": MEASURE_NOTE})]
        fieldsets = [
            (None, {"fields": ("pk_induk", "indikator", "unit")}),
            *(measure if obj is not None else []),
            ("Target", {"fields": ("cara_target", targets[:4], targets[4]), "description": note}),
            ("Batas atas", {"fields": (uppers[:4], uppers[4]), "description": UPPER_NOTE, "classes": ("collapse",)}),
        ]
        return self.without_dead_links(request, obj, fieldsets)

    def perform_save(self, by: Pengguna, obj: ButirPK, form: Any) -> None:
        perjanjian.save_butir(by=by, butir=obj, target=form.isian, per_triwulan=form.per_triwulan)

    def shown_rows(self, obj: ButirPK) -> Iterable[models.Model]:
        return obj.target.all()

    def findings(self, obj: ButirPK) -> list[Finding]:
        return check_row(facts_of(obj, {row.triwulan: row for row in Target.objects.filter(butir=obj)}))

    @admin.display(description="Target triwulan ditulis")
    def cara_target(self, obj: ButirPK) -> str:
        parts = print_per_quarter(obj).values()
        apart = f"; per triwulan: {', '.join(part or '-' for part in parts)}" if any(parts) else ""
        return f"{TargetStyle.SEJAK_AWAL_TAHUN.label}{apart}"

    def perform_delete(self, by: Pengguna, obj: ButirPK) -> None:
        perjanjian.remove_butir(by=by, butir=obj)

    def response_post_save_add(self, request: HttpRequest, obj: ButirPK) -> HttpResponse:  # type: ignore[override]  # a redirect is a response
        return self._to_pk(obj)

    def response_post_save_change(self, request: HttpRequest, obj: ButirPK) -> HttpResponse:  # type: ignore[override]  # see above
        return self._to_pk(obj)

    def _to_pk(self, obj: ButirPK) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:indicators_perjanjiankinerja_change", args=[obj.pk_induk_id]))


def _reader_of(quarter: int, *, upper: bool) -> Callable[[ButirPK], str]:
    """Return what a page to look at shows in the place of a target's input."""

    @admin.display(description=UPPER_LABELS[quarter] if upper else TARGET_LABELS[quarter])
    def text(obj: ButirPK) -> str:
        stored = next((row for row in obj.target.all() if row.triwulan == quarter), None)
        if stored is None:
            return "-"
        lower, above = target_texts(obj, TargetEntry.of(stored))
        return (above if upper else lower) or "-"

    return text


for _quarter in ORDER:
    setattr(ButirPKAdmin, field_of(_quarter), staticmethod(_reader_of(_quarter, upper=False)))
    setattr(ButirPKAdmin, upper_field_of(_quarter), staticmethod(_reader_of(_quarter, upper=True)))
