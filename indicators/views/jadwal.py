"""The Sekretaris's calendar: open a quarter, change its dates."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators.models import PerangkatDaerah, Triwulan
from indicators.permissions import Izin
from indicators.selectors.kewenangan import today_in
from indicators.selectors.summary import list_quarters
from indicators.selectors.triwulan import find_quarter
from indicators.services import triwulan as services
from indicators.triwulan import LAST_QUARTER, QUARTERS, long_name, quarter_end
from indicators.views.support import acting_user, chosen_opd, require_anywhere
from sakip.answers import INVALID, mark_fields, status_of
from sakip.date_fields import DateField
from sakip.digits import version_in
from sakip.owners import belongs_to, with_owner
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable

DAYS_TO_FILL = 14


class ScheduleForm(forms.Form):
    use_required_attribute = False

    mulai = DateField(label="Dibuka")
    tenggat = DateField(label="Tenggat", help_text="Lewat tanggal ini, unit yang belum mengajukan ditandai terlambat.")
    tutup = DateField(label="Ditutup", required=False, help_text="Kosongkan bila tidak ditutup otomatis.")


class OpeningForm(ScheduleForm):
    tahun = forms.IntegerField(
        label="Tahun",
        min_value=2000,
        max_value=2100,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
        error_messages={"required": "Isi tahunnya.", "invalid": "Tulis tahun dengan empat angka, misalnya 2024."},
    )
    triwulan = forms.TypedChoiceField(label="Triwulan", coerce=int, choices=[(q, long_name(q)) for q in QUARTERS])
    field_order = ["tahun", "triwulan", "mulai", "tenggat", "tutup"]


@page
@require_http_methods(["GET", "HEAD", "POST"])
def list_schedules(request: HttpRequest) -> HttpResponse:
    """The quarters with their dates, and the form that opens the next one."""
    opd = chosen_opd(request, Izin.KELOLA_JADWAL)
    quarters = list_quarters(opd)
    if request.method != "POST":
        return _render_list(request, opd, quarters, OpeningForm(initial=_next_quarter(opd, quarters)))
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return _render_list(request, opd, quarters, form, status=INVALID)
    try:
        quarter = services.open_quarter(by=acting_user(request), opd=opd, **form.cleaned_data)
    except Correctable as error:
        mark_fields(form, error)
        return _render_list(request, opd, quarters, form, error=error, status=status_of(error))
    report_success(request, f"{quarter} sudah dibuka. Unit dapat mengisi mulai tanggal yang ditetapkan.")
    return HttpResponseRedirect(_schedules_url(opd))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the dates of a quarter that is not approved."""
    require_anywhere(request, Izin.KELOLA_JADWAL)
    quarter = _find(request, pk)
    jadwal = getattr(quarter, "jadwal", None)
    if request.method != "POST":
        initial = {} if jadwal is None else {name: getattr(jadwal, name) for name in ("mulai", "tenggat", "tutup")}
        return _render_form(request, quarter, ScheduleForm(initial=initial))
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return _render_form(request, quarter, form, status=INVALID)
    try:
        versi = version_in(request.POST.get("versi", ""))
        services.reschedule(by=acting_user(request), quarter=quarter, versi=versi, **form.cleaned_data)
    except Correctable as error:
        mark_fields(form, error)
        return _render_form(request, _find(request, pk), form, error=error, status=status_of(error))
    report_success(request, f"Jadwal {quarter} sudah diubah.")
    return HttpResponseRedirect(_schedules_url(quarter.opd))


def _find(request: HttpRequest, pk: int) -> Triwulan:
    quarter = find_quarter(acting_user(request), pk, Izin.KELOLA_JADWAL)
    if quarter is None:
        raise Http404("Triwulan ini tidak ditemukan.")
    belongs_to(request, quarter.opd)
    return quarter


def _schedules_url(opd: PerangkatDaerah) -> str:
    return with_owner(reverse("indicators:jadwal"), opd)


def _next_quarter(opd: PerangkatDaerah, quarters: list[Triwulan]) -> dict[str, Any]:
    """Propose the quarter after the latest one, filled in during the two weeks after its end."""
    tahun, triwulan = today_in(opd).year, 1
    if quarters:
        latest = quarters[0]
        tahun, triwulan = (
            (latest.tahun, latest.triwulan + 1) if latest.triwulan < LAST_QUARTER else (latest.tahun + 1, 1)
        )
    mulai: date = quarter_end(tahun, triwulan) + timedelta(days=1)
    return {"tahun": tahun, "triwulan": triwulan, "mulai": mulai, "tenggat": mulai + timedelta(days=DAYS_TO_FILL)}


def _render_list(
    request: HttpRequest,
    opd: PerangkatDaerah,
    quarters: list[Triwulan],
    form: OpeningForm,
    *,
    error: Correctable | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"opd": opd, "daftar_triwulan": quarters, "form": form, "galat": error}
    return render_page(request, "indicators/jadwal/list.html", context, title="Jadwal pengisian", status=status)


def _render_form(
    request: HttpRequest,
    quarter: Triwulan,
    form: ScheduleForm,
    *,
    error: Correctable | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "triwulan": quarter,
        "form": form,
        "galat": error,
        "disahkan": quarter.locked,
        "menu_aktif": reverse("indicators:jadwal"),
    }
    return render_page(request, "indicators/jadwal/edit.html", context, title=f"Jadwal {quarter}", status=status)
