"""What is done with a report: every act is a POST that ends in a redirect, or in the page with what was typed."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from indicators.selectors.reporting import PerangkatDaerah
from reports.models import Dokumen, Laporan
from reports.papers.registry import get_paper
from reports.services.dokumen import cancel_render, request_final, request_preview
from reports.services.laporan import edit, open_revision, restore_default
from reports.services.narrative_figures import confirm_figures
from reports.services.signature import sign_document
from reports.views.pages import show_report
from reports.views.support import (
    find_document_page,
    find_office,
    find_quarter,
    report_url,
    seen_version,
    url_of,
    user_of,
)
from sakip.dates import UNREADABLE_DATE, read_date
from sakip.pages import page, redirect_after, report_refusal, report_success
from sakip.refusals import ChangedMeanwhile, Correctable, NotValid


def _date(text: str) -> date | None:
    """Return a typed date; None for a blank one. Raises NotValid."""
    try:
        return read_date(text) if text.strip() else None
    except ValueError:
        raise NotValid(UNREADABLE_DATE, {"tanggal": UNREADABLE_DATE}) from None


@page
@require_POST
def save(request: HttpRequest, jenis: str, tahun: int, triwulan: int) -> HttpResponse:
    """Save number, place, date and wording; what was refused comes back as it was typed."""
    opd = find_office(request)
    find_quarter(opd, jenis, tahun, triwulan)
    sections = get_paper(jenis).sections
    names = ("nomor", "tempat", "tanggal", *sections)
    typed = {name: request.POST[name] for name in names if name in request.POST}
    try:
        edit(
            by=user_of(request),
            opd=opd,
            jenis=jenis,
            tahun=tahun,
            triwulan=triwulan,
            versi=seen_version(request),
            nomor=typed.get("nomor", ""),
            tempat=typed.get("tempat", ""),
            tanggal=_date(typed.get("tanggal", "")),
            narasi={name: typed[name] for name in sections if name in typed},
        )
    except Correctable as error:
        kept = " Teks yang Anda ketik masih ada di bawah ini." if isinstance(error, ChangedMeanwhile) else ""
        report_refusal(request, f"{error}{kept}")
        return show_report(request, opd, jenis, tahun, triwulan, typed=typed, refused=error)
    report_success(request, f"Isi laporan {get_paper(jenis).periods.label(tahun, triwulan)} tersimpan.")
    return HttpResponseRedirect(report_url(opd, jenis, tahun, triwulan))


@page
@require_POST
def restore_section(request: HttpRequest, jenis: str, tahun: int, triwulan: int, bagian: str) -> HttpResponse:
    """Bring a section back to the program's own wording."""

    def act(**which: Any) -> Laporan:
        return restore_default(**which, versi=seen_version(request))

    return _act_on_section(request, jenis, tahun, triwulan, bagian, act, "{bagian} {laporan} kembali ke teks bawaan.")


@page
@require_POST
def confirm_section(request: HttpRequest, jenis: str, tahun: int, triwulan: int, bagian: str) -> HttpResponse:
    """Say that the figures of a section that differ from the data were looked at, and stay."""

    def act(**which: Any) -> Laporan:
        return confirm_figures(**which, versi=seen_version(request), sidik=request.POST.get("sidik", ""))

    done = "Angka dalam {bagian} {laporan} dicatat sudah diperiksa."
    return _act_on_section(request, jenis, tahun, triwulan, bagian, act, done)


def _act_on_section(
    request: HttpRequest, jenis: str, tahun: int, triwulan: int, bagian: str, act: Callable[..., Any], done: str
) -> HttpResponse:
    """Do something to a section of a report's wording and go back to the report with `done`, or with the refusal."""
    opd = find_office(request)
    find_quarter(opd, jenis, tahun, triwulan)
    paper = get_paper(jenis)
    if bagian not in paper.sections:
        raise Http404
    done = done.format(bagian=paper.sections[bagian], laporan=f"laporan {paper.periods.label(tahun, triwulan)}")
    return _act(request, opd, jenis, tahun, triwulan, partial(act, bagian=bagian), done)


def _act_on_report(
    request: HttpRequest, jenis: str, tahun: int, triwulan: int, act: Callable[..., Any], done: str
) -> HttpResponse:
    """Do something to a report and go back to it with `done`, or with the refusal."""
    opd = find_office(request)
    find_quarter(opd, jenis, tahun, triwulan)
    return _act(
        request, opd, jenis, tahun, triwulan, act, done.format(periode=get_paper(jenis).periods.label(tahun, triwulan))
    )


def _act(
    request: HttpRequest,
    opd: PerangkatDaerah,
    jenis: str,
    tahun: int,
    triwulan: int,
    act: Callable[..., Any],
    done: str,
) -> HttpResponse:
    return redirect_after(
        request,
        report_url(opd, jenis, tahun, triwulan),
        lambda: act(by=user_of(request), opd=opd, jenis=jenis, tahun=tahun, triwulan=triwulan),
        done,
    )


@page
@require_POST
def preview(request: HttpRequest, jenis: str, tahun: int, triwulan: int) -> HttpResponse:
    """Ask for a preview of the report as it stands."""
    done = "Pratinjau laporan {periode} sedang disusun."
    return _act_on_report(request, jenis, tahun, triwulan, request_preview, done)


@page
@require_POST
def final(request: HttpRequest, jenis: str, tahun: int, triwulan: int) -> HttpResponse:
    """Freeze the report and have its final document rendered."""

    def act(**which: Any) -> Any:
        return request_final(**which, versi=seen_version(request))

    return _act_on_report(request, jenis, tahun, triwulan, act, "Laporan final {periode} sedang disusun.")


@page
@require_POST
def cancel(request: HttpRequest, jenis: str, tahun: int, triwulan: int) -> HttpResponse:
    """Stop the rendering that is under way."""
    return _act_on_report(request, jenis, tahun, triwulan, cancel_render, "Penyusunan laporan {periode} dibatalkan.")


@page
@require_POST
def revise(request: HttpRequest, jenis: str, tahun: int, triwulan: int) -> HttpResponse:
    """Open a final or signed report again, with a reason, to prepare its successor."""

    def act(**which: Any) -> Any:
        return open_revision(**which, alasan=request.POST.get("alasan", ""))

    done = "Laporan {periode} terbuka untuk disusun kembali. Dokumen yang ada tetap berlaku sampai digantikan."
    return _act_on_report(request, jenis, tahun, triwulan, act, done)


@sensitive_post_parameters("passphrase", "akun")
@page
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a final document; the passphrase goes to the signer and nowhere else."""

    def act(**which: Any) -> Dokumen:
        # Read where it is handed on: a variable of this view would show in a report of an error.
        return sign_document(**which, passphrase=request.POST.get("passphrase", ""), akun=request.POST.get("akun", ""))

    return _act_on_document(request, pk, act, _signed)


def _signed(dokumen: Dokumen) -> str:
    if dokumen.is_signed:
        return f"Laporan {dokumen.laporan.periode} telah ditandatangani."
    return f"Paraf Anda pada laporan {dokumen.laporan.periode} tersimpan."


def _act_on_document(
    request: HttpRequest, pk: int, act: Callable[..., Dokumen], done: Callable[[Dokumen], str]
) -> HttpResponse:
    """Do something to a document and go back to its report with `done`, or with the refusal."""
    dokumen = find_document_page(request, pk)
    return redirect_after(
        request,
        url_of(dokumen.laporan),
        lambda: act(by=user_of(request), dokumen=dokumen, versi=seen_version(request)),
        done,
    )
