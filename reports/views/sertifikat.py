"""The pages of certificates: an official's own, and those of an office's officials before its administrator."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from indicators.permissions import Izin
from indicators.selectors.reporting import PejabatFacts, Pengguna, PerangkatDaerah
from indicators.services.access import refusal
from reports.models import Sertifikat
from reports.officials import (
    OfficialCertificate,
    expiry_warning,
    find_official,
    find_registered,
    is_his,
    list_certificate_offices,
    list_certificates,
    list_confirming_offices,
    list_official_certificates,
)
from reports.services.sertifikat import NOT_AN_OFFICIAL, confirm, refuse_unfit_now, register, withdraw
from reports.services.signature import demo_note
from reports.views.support import seen_version, user_of
from sakip.answers import status_of
from sakip.owners import belongs_to, choose, with_owner
from sakip.pages import page, redirect_after, render_page, report_refusal, report_success
from sakip.posted import uploaded_file
from sakip.refusals import Correctable, NotNow, NotValid


def own_url(opd: PerangkatDaerah) -> str:
    """Return the address of the page on which an official keeps his certificate in an office."""
    return with_owner(reverse("reports:sertifikat"), opd)


def _officials_url(opd: PerangkatDaerah) -> str:
    return with_owner(reverse("reports:sertifikat_pejabat"), opd)


def _find_own_office(request: HttpRequest) -> PerangkatDaerah:
    """Return the office of an official's own page. Raises PermissionDenied, Http404, AskFirst."""
    offices = list_certificate_offices(user_of(request))
    if not offices:
        raise PermissionDenied(NOT_AN_OFFICIAL)
    return choose(request, offices, switch=reverse("reports:sertifikat"))


@page
@require_safe
def show_own(request: HttpRequest) -> HttpResponse:
    """What the official has registered, since when, until when, and the form for another."""
    return _show_own(request, _find_own_office(request))


def _show_own(request: HttpRequest, opd: PerangkatDaerah, refused: Correctable | None = None) -> HttpResponse:
    user = user_of(request)
    rows = list(list_certificates(user, opd))
    current = next((row for row in rows if row.berakhir_pada is None), None)
    official = find_official(user, opd)
    context = {
        "opd": opd,
        "pejabat": official,
        "kini": None if current is None else _describe(current, official),
        "riwayat": [row for row in rows if row.berakhir_pada is not None],
        "berakhiran_opd": with_owner("", opd),
        "petunjuk_demo": demo_note(current),
        "galat": refused.fields if isinstance(refused, NotValid) else {},
    }
    return render_page(request, "reports/sertifikat.html", context, title="Sertifikat saya", status=status_of(refused))


def _describe(row: Sertifikat, official: PejabatFacts | None) -> dict[str, Any]:
    """Return what the pages say of a certificate in use: itself, what is wrong with it, when it ends."""
    return {
        "baris": row,
        "galat": _fault(row),
        "nama_lain": official is not None and not is_his(row, official.nama, official.nip),
        "peringatan": expiry_warning(row),
    }


def _fault(row: Sertifikat) -> str:
    try:
        refuse_unfit_now(row)
    except NotNow as refused:
        return str(refused)
    return ""


@sensitive_post_parameters("passphrase")
@page
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Register a certificate; the passphrase goes to the service and nowhere else."""
    opd = _find_own_office(request)
    try:
        # Read where it is handed on: a variable of this view would show in a report of an error.
        row = register(
            by=user_of(request),
            opd=opd,
            berkas=uploaded_file(request, "berkas"),
            passphrase=request.POST.get("passphrase", ""),
        )
    except Correctable as refused:
        report_refusal(request, str(refused))
        return _show_own(request, opd, refused)
    report_success(request, f"Sertifikat {row.nama} terdaftar.")
    return HttpResponseRedirect(own_url(opd))


@page
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own certificate out of use."""
    row = _find(request, pk)
    return redirect_after(
        request,
        own_url(row.opd),
        lambda: withdraw(by=user_of(request), sertifikat=row, versi=seen_version(request)),
        f"Sertifikat {row.nama} ditarik dan berkasnya dihapus.",
    )


def _find(request: HttpRequest, pk: int) -> Sertifikat:
    """Return a certificate in use; the page is its office's. Raises Http404."""
    row = find_registered(user_of(request), pk)
    if row is None:
        raise Http404
    belongs_to(request, row.opd)
    return row


@page
@require_safe
def show_officials(request: HttpRequest) -> HttpResponse:
    """Which of an office's officials have a certificate, until when, and whose bears another name."""
    offices = list_confirming_offices(user_of(request))
    if not offices:
        raise refusal(Izin.KELOLA_KANTOR)
    opd = choose(request, offices)
    context = {
        "opd": opd,
        "pejabat": [_official(row, user_of(request)) for row in list_official_certificates(opd)],
    }
    return render_page(request, "reports/sertifikat_pejabat.html", context, title="Sertifikat pejabat")


def _official(row: OfficialCertificate, reader: Pengguna) -> dict[str, Any]:
    return {
        "pejabat": row.pejabat,
        "akun": row.akun,
        "milik_sendiri": reader.nip == row.pejabat.nip,
        "sertifikat": [_describe(found, row.pejabat) for found in row.sertifikat],
    }


@page
@require_POST
def confirm_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for a certificate that bears another name than its official."""
    row = _find(request, pk)
    return redirect_after(
        request,
        _officials_url(row.opd),
        lambda: confirm(
            by=user_of(request),
            sertifikat=row,
            versi=seen_version(request),
            alasan=request.POST.get("alasan", ""),
        ),
        f"Sertifikat {row.nama} dikonfirmasi untuk {row.pemilik}.",
    )
