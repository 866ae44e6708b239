"""What the views of reports share: finding the office, turning refusals into answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from indicators.selectors.reporting import FaktaTriwulan, Pengguna, PerangkatDaerah, get_quarter, list_offices
from indicators.services.errors import NotAllowed, NotFound, ServiceError
from indicators.triwulan import QUARTERS
from reports.models import Dokumen
from reports.selectors import find_document
from sakip.owners import belongs_to, choose, with_owner
from sakip.pages import View, report_refusal, report_success

NO_OFFICE = "Laporan hanya terbuka bagi pegawai yang ditugaskan pada perangkat daerah atau sebagai pembaca."


def user_of(request: HttpRequest) -> Pengguna:
    return cast(Pengguna, request.user)


def find_office(request: HttpRequest) -> PerangkatDaerah:
    """Return the office that the page is about: the one of `?opd=`, or the user's only one.

    Raises PermissionDenied, Http404 for an office outside his scope, AskFirst when several are possible.
    """
    offices = list_offices(user_of(request))
    if not offices:
        raise PermissionDenied(NO_OFFICE)
    return choose(request, offices, switch=reverse("reports:daftar"))


def find_document_page(request: HttpRequest, pk: int) -> Dokumen:
    """Return a document that the user may see; the page is its office's. Raises Http404."""
    found = find_document(user_of(request), pk)
    if found is None:
        raise Http404
    belongs_to(request, found.laporan.opd)
    return found


def find_quarter(opd: PerangkatDaerah, tahun: int, triwulan: int) -> FaktaTriwulan:
    quarter = get_quarter(opd.pk, tahun, triwulan) if triwulan in QUARTERS else None
    if quarter is None:
        raise Http404
    return quarter


def report_url(opd: PerangkatDaerah, tahun: int, triwulan: int) -> str:
    """Return the address of a report's page."""
    return with_owner(reverse("reports:laporan", args=[tahun, triwulan]), opd)


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
        report_refusal(request, str(refusal))
    else:
        report_success(request, success)
    return HttpResponseRedirect(address)
