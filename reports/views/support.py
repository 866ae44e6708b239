"""What the views of reports share: who acts, and the office, quarter and document that the address names."""

from collections.abc import Sequence
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from indicators.selectors.reporting import Pengguna, PerangkatDaerah, QuarterFacts, list_offices
from reports.models import Dokumen, Laporan
from reports.papers.registry import PAPERS
from reports.selectors import find_document
from sakip.digits import version_in
from sakip.owners import belongs_to, choose, narrow, with_owner

NO_OFFICE = "Laporan hanya terbuka bagi pegawai yang ditugaskan pada perangkat daerah atau sebagai pembaca."


def user_of(request: HttpRequest) -> Pengguna:
    return cast(Pengguna, request.user)


def seen_version(request: HttpRequest) -> int:
    """Return the version that the page showed."""
    return version_in(request.POST.get("versi", ""))


def find_office(request: HttpRequest) -> PerangkatDaerah:
    """Return the office that the page is about: the one of `?opd=`, or the user's only one.

    Raises PermissionDenied, Http404 for an office outside his scope, AskFirst when several are possible.
    """
    return choose(request, _offices_of(request), switch=reverse("reports:list"))


def find_offices(request: HttpRequest) -> Sequence[PerangkatDaerah]:
    """Return the offices of the list of reports: the one of `?opd=`, or all of the user's.

    Raises as `find_office`; AskFirst only for a code that several of them have.
    """
    return narrow(request, _offices_of(request))


def _offices_of(request: HttpRequest) -> Sequence[PerangkatDaerah]:
    offices = list_offices(user_of(request))
    if not offices:
        raise PermissionDenied(NO_OFFICE)
    return offices


def find_document_page(request: HttpRequest, pk: int) -> Dokumen:
    """Return a document that the user may see; the page is its office's. Raises Http404."""
    found = find_document(user_of(request), pk)
    if found is None:
        raise Http404
    belongs_to(request, found.laporan.opd)
    return found


def find_quarter(opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int) -> QuarterFacts:
    """Return the approval that a paper's report of that period waits for. Raises Http404 (no such paper or period)."""
    paper = PAPERS.get(jenis)
    quarter = None if paper is None else paper.periods.find(opd.pk, tahun, triwulan)
    if quarter is None:
        raise Http404
    return quarter


def url_of(report: Laporan) -> str:
    """Return the address of the page of a report that is at hand; of one by its period: `report_url`."""
    return report_url(report.opd, report.jenis, report.tahun, report.triwulan)


def report_url(opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int) -> str:
    """Return the address of a report's page."""
    return with_owner(reverse("reports:laporan", kwargs={"jenis": jenis, "tahun": tahun, "triwulan": triwulan}), opd)
