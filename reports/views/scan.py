"""The scan of a document that was signed on paper: uploaded, shown beside the document page by page, then kept."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from reports.models import Dokumen
from reports.selectors import get_electronic
from reports.services.scan import (
    LONGEST_REASON,
    confirm_scan,
    draw_report_page,
    draw_scan_page,
    receive_scan,
    require_scanner,
)
from reports.views.support import find_document_page, seen_version, url_of, user_of
from sakip.answers import INVALID, OVERSIZED, busy_picture_response, status_of
from sakip.pages import View, attempt, page, render_page, report_info, report_refusal, report_success
from sakip.pictures import NotDrawn
from sakip.posted import is_oversized, scan_limit, uploaded_file
from sakip.refusals import Busy, Correctable, NotValid
from sakip.waiting import Expired, SavedBefore, Waiting, find_waiting, salt_of


def _of_a_scanner(request: HttpRequest, pk: int) -> Dokumen:
    """Return the document, for who may take in a scan of it. Raises Http404, NotAllowed."""
    dokumen = find_document_page(request, pk)
    require_scanner(by=user_of(request), dokumen=dokumen)
    return dokumen


def scanned(view: View) -> View:
    """Frame an upload that may be larger than others: size, sign-in and permission are asked before anything reads it.
    Reading the token would read the body, so the check for forgery comes after them."""
    protected = csrf_protect(view)

    @csrf_exempt
    @page
    @require_POST
    @wraps(view)
    def framed(request: HttpRequest, pk: int) -> HttpResponse:
        if is_oversized(request, most=settings.MAX_SCAN_BYTES):
            return render(request, "413.html", {"batas_mb": scan_limit(), "utuh": True}, status=OVERSIZED)
        return protected(request, _of_a_scanner(request, pk))

    return framed


@scanned
def upload(request: HttpRequest, dokumen: Dokumen) -> HttpResponse:
    """Examine a scan and go on to the page that shows it; refused, back to the report."""
    waiting = attempt(
        request,
        lambda: receive_scan(
            by=user_of(request),
            dokumen=dokumen,
            versi=seen_version(request),
            berkas=uploaded_file(request, "berkas"),
            sampul=request.POST.get("sampul", ""),
        ),
    )
    if waiting is None:
        return HttpResponseRedirect(url_of(dokumen.laporan))
    token = waiting.token(_salt(request, dokumen), **waiting.facts)
    return HttpResponseRedirect(_address("scan_compare", dokumen, token))


def _salt(request: HttpRequest, dokumen: Dokumen) -> str:
    return salt_of("pindaian", user_of(request).pk, dokumen.pk)


def _address(name: str, dokumen: Dokumen, token: str, *numbers: int) -> str:
    query = QueryDict(mutable=True)
    query["tanda"] = token
    return f"{reverse(f'reports:{name}', args=[dokumen.pk, *numbers])}?{query.urlencode()}"


@page
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the waiting scan's pages beside the document's."""
    dokumen = _of_a_scanner(request, pk)
    token = request.GET.get("tanda", "")
    try:
        waiting = find_waiting(token, _salt(request, dokumen))
        waiting.open().close()
    except (Expired, SavedBefore) as gone:
        return _gone(request, dokumen, gone)
    return _comparison(request, dokumen, waiting, token)


def _gone(request: HttpRequest, dokumen: Dokumen, gone: Expired | SavedBefore) -> HttpResponse:
    """Go back to the report: the second of two clicks hears that the first one saved."""
    tell = report_info if isinstance(gone, SavedBefore) else report_refusal
    tell(request, str(gone))
    return HttpResponseRedirect(url_of(dokumen.laporan))


def _comparison(
    request: HttpRequest, dokumen: Dokumen, waiting: Waiting, token: str, refused: Correctable | None = None
) -> HttpResponse:
    covers, total = waiting.facts["sampul"], waiting.facts["halaman"]
    rows = [
        {
            "nomor": number - covers,
            "sampul": number if number <= covers else 0,
            "pindaian": _address("scan_page", dokumen, token, number),
            "laporan": _address("scan_report_page", dokumen, token, number - covers) if number > covers else "",
        }
        for number in range(1, total + 1)
    ]
    context = {
        "dokumen": dokumen,
        "baris": rows,
        "sampul": covers,
        "tanda": token,
        "elektronik": get_electronic(dokumen.laporan),
        "alasan": request.POST.get("alasan", ""),
        "batas_alasan": LONGEST_REASON,
        "kembali": url_of(dokumen.laporan),
        "menu_aktif": reverse("reports:list"),
        "galat": refused.fields if isinstance(refused, NotValid) else {},
        "penolakan": "" if refused is None or isinstance(refused, NotValid) else str(refused),
    }
    return render_page(request, "reports/scan.html", context, title="Periksa pindaian", status=status_of(refused))


@page
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the waiting scan as the signed document."""
    dokumen = _of_a_scanner(request, pk)
    token = request.POST.get("tanda", "")
    try:
        waiting = find_waiting(token, _salt(request, dokumen))
        confirm_scan(
            by=user_of(request),
            dokumen=dokumen,
            versi=seen_version(request),
            waiting=waiting,
            sesuai=request.POST.get("sesuai") == "1",
            ganti=request.POST.get("ganti") == "1",
            alasan=request.POST.get("alasan", ""),
        )
    except (Expired, SavedBefore) as gone:
        return _gone(request, dokumen, gone)
    except Correctable as refused:
        return _comparison(request, dokumen, waiting, token, refused)
    report_success(request, f"Pindaian tersimpan sebagai dokumen bertanda tangan {dokumen.laporan.periode}.")
    return HttpResponseRedirect(url_of(dokumen.laporan))


@page
@require_safe
def show_scan_page(request: HttpRequest, pk: int, halaman: int) -> HttpResponse:
    """Draw a page of the waiting scan for the one who uploaded it; `?besar=1` larger."""
    dokumen = _of_a_scanner(request, pk)
    large = _wants_large(request)
    return _picture(request, dokumen, lambda waiting: draw_scan_page(waiting, halaman, large=large))


@page
@require_safe
def show_report_page(request: HttpRequest, pk: int, halaman: int) -> HttpResponse:
    """Draw the document's own page for the one who compares it with his scan; `?besar=1` larger."""
    dokumen = _of_a_scanner(request, pk)
    large = _wants_large(request)
    return _picture(request, dokumen, lambda _: draw_report_page(dokumen, halaman, large=large))


def _wants_large(request: HttpRequest) -> bool:
    return request.GET.get("besar") == "1"


def _picture(request: HttpRequest, dokumen: Dokumen, draw: Callable[[Waiting], bytes]) -> HttpResponse:
    try:
        picture = draw(find_waiting(request.GET.get("tanda", ""), _salt(request, dokumen)))
    except (Expired, SavedBefore) as gone:
        return _in_place_of_a_picture(str(gone), status_of(gone))
    except Busy as refusal:
        return busy_picture_response(refusal)
    except NotDrawn:
        return _in_place_of_a_picture("Halaman ini tidak dapat digambar. Pindai kembali, lalu unggah.", INVALID)
    response = HttpResponse(picture, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _in_place_of_a_picture(sentence: str, status: int) -> HttpResponse:
    """Answer what the larger picture's own tab shows; beside the other page the picture's words stand."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
