"""What the views of reports share: finding the office, turning refusals into answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from indicators.selectors.reporting import FaktaTriwulan, Pengguna, PerangkatDaerah, get_quarter, list_offices
from indicators.services.errors import NotAllowed, NotFound, ServiceError
from sakip.pages import View

NO_OFFICE = "Laporan hanya terbuka bagi pegawai yang ditugaskan pada perangkat daerah atau sebagai pembaca."


def user_of(request: HttpRequest) -> Pengguna:
    return cast(Pengguna, request.user)


def find_office(request: HttpRequest) -> tuple[PerangkatDaerah, list[PerangkatDaerah]]:
    """Return the office asked for by `?opd=`, or the user's first, and all that he may choose from."""
    offices = list_offices(user_of(request))
    if not offices:
        raise PermissionDenied(NO_OFFICE)
    kode = request.GET.get("opd", "")
    chosen = next((opd for opd in offices if opd.kode == kode), None) if kode else offices[0]
    if chosen is None:
        raise Http404
    return chosen, offices


def find_quarter(opd: PerangkatDaerah, tahun: int, triwulan: int) -> FaktaTriwulan:
    quarter = get_quarter(opd.pk, tahun, triwulan) if triwulan in range(1, 5) else None
    if quarter is None:
        raise Http404
    return quarter


def report_url(opd: PerangkatDaerah, tahun: int, triwulan: int, offices: list[PerangkatDaerah] | None = None) -> str:
    """Return the address of a report's page; the office is named only when the user has several."""
    address = reverse("reports:laporan", args=[tahun, triwulan])
    return f"{address}?opd={opd.kode}" if offices is None or len(offices) > 1 else address


def answers_refusals(view: View) -> View:
    """Turn what services raise into pages: 403, 404, or a message on the page that the user came from.

    The view's own handling of single errors goes first.
    """

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except NotFound as refusal:
            raise Http404(str(refusal)) from None

    return framed


def redirect_with(request: HttpRequest, address: str, act: Callable[[], Any], success: str) -> HttpResponseRedirect:
    """Do `act` and go to `address` with a message: success, or the sentence of the refusal."""
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except ServiceError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, success)
    return HttpResponseRedirect(address)
