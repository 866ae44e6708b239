"""The Kepala Dinas's page of a quarter: its means, who is missing, approve, open again."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from indicators.models import Pengguna, Triwulan
from indicators.permissions import Izin
from indicators.selectors.atur_ulang import list_doubtful_events
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.pengajuan import KEPALA_DINAS_TAHAP
from indicators.selectors.pengesahan import approval_of
from indicators.selectors.pengesahan_glance import glance_at, why_opened
from indicators.selectors.summary import list_quarters, summarise_quarter
from indicators.selectors.triwulan import find_quarter
from indicators.services import triwulan as services
from indicators.triwulan import QUARTERS, short_name
from indicators.views.support import acting_user, chosen_opd
from indicators.views.validasi import pick_quarter
from indicators.workflow import StatusTriwulan
from sakip.answers import status_of
from sakip.digits import version_in
from sakip.owners import belongs_to, with_owner
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable


@page
@require_safe
def show(request: HttpRequest, tahun: int | None = None, triwulan: int | None = None) -> HttpResponse:
    opd = chosen_opd(request, Izin.SAHKAN, switch=reverse("indicators:pengesahan"))
    quarters = list_quarters(opd)
    return _render(request, quarters, pick_quarter(quarters, tahun, triwulan))


@page
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    def act(by: Pengguna, quarter: Triwulan, versi: int) -> Triwulan:
        return services.approve(by=by, quarter=quarter, versi=versi, dilihat=request.POST.get("dilihat", ""))

    done = "{triwulan} sudah disahkan. Laporannya kini dapat difinalkan dan ditandatangani."
    return _perform(request, pk, act, done)


@page
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    def act(by: Pengguna, quarter: Triwulan, versi: int) -> Triwulan:
        alasan, named = request.POST.get("alasan", ""), request.POST.get("bergantung", "")
        return services.reopen_quarter(by=by, quarter=quarter, versi=versi, alasan=alasan, bergantung=named)

    done = "{triwulan} sudah dibuka kembali. Sekretaris dapat membuka unit yang perlu diperbaiki."
    return _perform(request, pk, act, done)


def _perform(
    request: HttpRequest, pk: int, act: Callable[[Pengguna, Triwulan, int], Triwulan], done: str
) -> HttpResponse:
    quarter = _find(request, pk)
    try:
        act(acting_user(request), quarter, version_in(request.POST.get("versi", "")))
    except Correctable as error:
        quarters = list_quarters(quarter.opd)
        fresh = pick_quarter(quarters, quarter.tahun, quarter.triwulan)
        return _render(request, quarters, fresh, error=error)
    report_success(request, done.format(triwulan=quarter))
    return HttpResponseRedirect(approval_url(quarter))


def _find(request: HttpRequest, pk: int) -> Triwulan:
    """Return a quarter of an office whose units the user may see; the service judges whether he may act."""
    quarter = find_quarter(acting_user(request), pk, Izin.LIHAT_UNIT)
    if quarter is None:
        raise Http404("Triwulan ini tidak ditemukan.")
    belongs_to(request, quarter.opd)
    return quarter


def approval_url(quarter: Triwulan) -> str:
    path = reverse("indicators:pengesahan_triwulan", args=[quarter.tahun, quarter.triwulan])
    return with_owner(path, quarter.opd)


def report_url(quarter: Triwulan) -> str:
    """Return the address of the quarter's report: a name in the URLs, not an import of the reports."""
    return with_owner(reverse("reports:laporan", args=[quarter.tahun, quarter.triwulan]), quarter.opd)


def _render(
    request: HttpRequest,
    quarters: list[Triwulan],
    quarter: Triwulan | None,
    *,
    error: Correctable | None = None,
) -> HttpResponse:
    return render_page(
        request,
        "indicators/pengesahan/triwulan.html",
        {
            "daftar_triwulan": quarters,
            "triwulan": quarter,
            "galat": error,
            "alasan": request.POST.get("alasan", ""),
            "menu_aktif": reverse("indicators:pengesahan"),
            **({} if quarter is None else _context_of(acting_user(request), quarters, quarter)),
        },
        title="Pengesahan" if quarter is None else f"Pengesahan {quarter}",
        status=status_of(error),
    )


def _context_of(user: Pengguna, quarters: list[Triwulan], quarter: Triwulan) -> dict[str, Any]:
    ringkasan = summarise_quarter(quarter)
    kesiapan = approval_of(get_kewenangan(user), quarter, quarters, ringkasan)
    sekilas = glance_at(quarter, ringkasan)
    disahkan = quarter.status == StatusTriwulan.DISAHKAN
    return {
        "ringkasan": ringkasan,
        "kesiapan": kesiapan,
        "sekilas": sekilas,
        "gerakan": sekilas.gerakan,
        "nama_triwulan": [short_name(number) for number in QUARTERS],
        "tahun_lalu": quarter.tahun - 1,
        "pengajuan_unit": {row.unit.pk: row.pengajuan.pk for row in ringkasan.unit if row.pengajuan is not None},
        "dibuka": why_opened(quarter, quarters),
        "disahkan": disahkan,
        "dapat_disahkan": bool(ringkasan.unit) and not disahkan and kesiapan.halangan is None,
        # What this user can do himself about the units that are missing.
        "validasi_saya": next((row for row in ringkasan.unfinished if row.menunggu == KEPALA_DINAS_TAHAP), None),
        "diragukan": list_doubtful_events([quarter]),
    }
