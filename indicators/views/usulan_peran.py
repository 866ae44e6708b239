"""The second person's page: proposed roles to grant or to refuse, and the passwords that somebody else reset."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from indicators.models import Pengguna, UsulanPeran
from indicators.permissions import Izin
from indicators.selectors.atur_ulang import list_told_resets
from indicators.selectors.kewenangan import today_in
from indicators.selectors.peran import find_usulan, list_decided, list_usulan
from indicators.services import persetujuan_peran as services
from indicators.views.support import acting_user, shown_offices
from sakip.answers import status_of
from sakip.dates import write_date
from sakip.owners import belongs_to, with_owner
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable

Act = Callable[[Pengguna, UsulanPeran], UsulanPeran]


@page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return _render(request)


@page
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, lambda by, row: services.approve(by=by, usulan=row), _approved)


def _approved(usulan: UsulanPeran) -> str:
    if usulan.mulai > today_in(usulan.unit.opd):
        return f"Usulan disetujui; perannya berlaku mulai {write_date(usulan.mulai)}."
    return "Usulan disetujui dan berlaku."


@page
@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    def act(by: Pengguna, row: UsulanPeran) -> UsulanPeran:
        return services.reject(by=by, usulan=row, alasan=request.POST.get("alasan", ""))

    return _decide(request, pk, act, lambda _: "Usulan ditolak; pengusulnya membaca alasan Anda.")


@page
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, lambda by, row: services.cancel(by=by, usulan=row), lambda _: "Usulan dibatalkan.")


def _decide(request: HttpRequest, pk: int, act: Act, done: Callable[[UsulanPeran], str]) -> HttpResponse:
    user = acting_user(request)
    usulan = find_usulan(user, pk)
    if usulan is None:
        raise Http404("Usulan ini tidak ditemukan.")
    belongs_to(request, usulan.unit.opd)
    try:
        act(user, usulan)
    except Correctable as error:
        return _render(request, error=error, about=pk)
    report_success(request, done(usulan))
    return HttpResponseRedirect(with_owner(reverse("indicators:usulan_peran"), usulan.unit.opd))


def _render(request: HttpRequest, *, error: Correctable | None = None, about: int | None = None) -> HttpResponse:
    offices = shown_offices(request, Izin.PUTUSKAN_PERAN)
    rows = list_usulan(acting_user(request), offices)
    return render_page(
        request,
        "indicators/pengguna/usulan_peran.html",
        {
            "menunggu_anda": [row for row in rows if row.dapat_diputuskan],
            "menunggu_lain": [row for row in rows if not row.dapat_diputuskan],
            "keputusan": list_decided(offices),
            "atur_ulang": list_told_resets([opd.pk for opd in offices]),
            "beberapa_kantor": len(offices) > 1,
            "galat": error,
            "galat_pada": about,
            "menu_aktif": reverse("indicators:usulan_peran"),
        },
        title="Usulan peran",
        status=status_of(error),
    )
