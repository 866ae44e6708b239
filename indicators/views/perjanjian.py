"""A PK beside its admin page: the next perubahan, and what changed against an earlier PK."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from indicators.models import PerjanjianKinerja
from indicators.permissions import Izin
from indicators.selectors.comparison import TARGET_LABELS, choose_earlier, compare_pk, list_earlier
from indicators.selectors.kewenangan import get_kewenangan, today_in
from indicators.selectors.perjanjian import find_pk
from indicators.services.access import refusal
from indicators.services.perubahan import make_perubahan
from indicators.triwulan import QUARTERS, quarter_end, short_name
from indicators.views.support import acting_user, require_anywhere
from sakip.answers import INVALID, mark_fields, status_of
from sakip.date_fields import DateField
from sakip.owners import belongs_to
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable


class PerubahanForm(forms.Form):
    use_required_attribute = False

    alasan = forms.CharField(
        label="Alasan perubahan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="Misalnya pergeseran anggaran, perubahan Renstra, atau perubahan tugas.",
        error_messages={"required": "Tuliskan alasan perubahan."},
    )
    berlaku_mulai = DateField(
        label="Berlaku mulai", help_text="Triwulan yang berakhir pada atau sesudah tanggal ini memakai PK perubahan."
    )
    nomor = forms.CharField(label="Nomor dokumen", max_length=100, required=False, help_text="Boleh diisi kemudian.")


def pk_or_404(request: HttpRequest, pk: int) -> PerjanjianKinerja:
    """Return a PK of an office whose plan the user may read."""
    require_anywhere(request, Izin.LIHAT_RENCANA)
    found = find_pk(acting_user(request), pk)
    if found is None:
        raise Http404("Perjanjian kinerja ini tidak ditemukan.")
    belongs_to(request, found.opd)
    return found


def may_keep(request: HttpRequest, pk: PerjanjianKinerja) -> bool:
    return get_kewenangan(acting_user(request)).may(Izin.KELOLA_RENCANA, opd_id=pk.opd_id)


def require_keeper(request: HttpRequest, pk: PerjanjianKinerja) -> None:
    if not may_keep(request, pk):
        raise PermissionDenied(str(refusal(Izin.KELOLA_RENCANA)))


def pk_url(pk: PerjanjianKinerja) -> str:
    return reverse("admin:indicators_perjanjiankinerja_change", args=[pk.pk])


@page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for reason and date, then make the draft of the next perubahan."""
    source = pk_or_404(request, pk)
    require_keeper(request, source)
    if request.method != "POST":
        today = today_in(source.opd)
        initial = {"berlaku_mulai": today} if today.year == source.tahun else {}
        return _render_change(request, source, PerubahanForm(initial=initial))
    form = PerubahanForm(request.POST)
    if not form.is_valid():
        return _render_change(request, source, form, status=INVALID)
    try:
        draft = make_perubahan(by=acting_user(request), pk=source, **form.cleaned_data)
    except Correctable as error:
        mark_fields(form, error)
        return _render_change(request, source, form, error=error, status=status_of(error))
    report_success(
        request, f"Draf {draft} dibuat dengan semua butir {source}. Ubah butirnya, lalu periksa apa yang berubah."
    )
    return HttpResponseRedirect(pk_url(draft))


def _render_change(
    request: HttpRequest,
    pk: PerjanjianKinerja,
    form: PerubahanForm,
    *,
    error: Correctable | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"pk": pk, "form": form, "galat": error}
    return render_page(
        request, "indicators/perjanjian/perubahan.html", context, title=f"Buat perubahan {pk}", status=status
    )


@page
@require_safe
def show_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What the PK changed against the one before it, or against `?dengan=` another earlier one of the office."""
    agreement = pk_or_404(request, pk)
    earlier = list(list_earlier(agreement))
    wanted = request.GET.get("dengan", "")
    base = (
        next((item for item in earlier if str(item.pk) == wanted), None)
        if wanted
        else choose_earlier(agreement, earlier)
    )
    if wanted and base is None:
        raise Http404("Perjanjian kinerja pembanding ini tidak ditemukan.")
    context = {
        "pk": agreement,
        "pembanding": base,
        "daftar_pembanding": earlier,
        "perbandingan": None if base is None else compare_pk(base, agreement),
        "dari_triwulan": short_name(_first_quarter(agreement)),
        "target_triwulan": [(short_name(quarter), TARGET_LABELS[quarter]) for quarter in QUARTERS],
    }
    return render_page(
        request, "indicators/perjanjian/comparison.html", context, title=f"Yang berubah dalam {agreement}"
    )


def _first_quarter(pk: PerjanjianKinerja) -> int:
    """Return the first quarter whose last day the PK is in force on."""
    return next(quarter for quarter in QUARTERS if quarter_end(pk.tahun, quarter) >= pk.berlaku_mulai)
