"""The public pages: what a document is, whether a file is that document or any, and which one has a number."""

import base64
import hashlib
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from indicators.selectors.reporting import list_open_offices
from reports.models import Dokumen, SigningMethod
from reports.selectors import find_by_file, find_by_token, list_by_number
from reports.services.rate_limit import WINDOW_SECONDS, allow
from reports.services.verification import DocumentState, Judgement, compare, judge_document, judge_stranger
from reports.services.verify_address import verify_url
from sakip.answers import TOO_OFTEN, UNKNOWN
from sakip.digits import key_in
from sakip.network import client_customer
from sakip.posted import upload_limit, uploaded_file

VIEWS_PER_MINUTE = 60
UPLOADS_PER_MINUTE = 10
NUMBERS_PER_MINUTE = 20
LOGOS_PER_MINUTE = 120
LONGEST_NUMBER = 100
PICTURES = ("image/png", "image/jpeg")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the document is and judge the stored file; a POST also judges the file that was handed in.

    What is handed in is read, compared and forgotten.
    """
    if _too_often(request):
        return _too_many(request)
    found = find_by_token(token)
    if found is None:
        return _public(render(request, "verification/unknown.html", status=UNKNOWN))
    context = _document(found)
    if request.method == "POST":
        content = _handed_in(request)
        context["banding"] = content if isinstance(content, Judgement) else compare(found, content)
    return _public(render(request, "verification/dokumen.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a file and judge it: against the document that it belongs to, else by what it says of itself."""
    if _too_often(request):
        return _too_many(request)
    context: dict[str, Any] = {
        "batas_mb": upload_limit(),
        "kantor_terbuka": list_open_offices(),
        "zona": settings.TIME_ZONE,
    }
    if request.method == "POST":
        content = _handed_in(request)
        if isinstance(content, Judgement):
            context["hasil"] = content
        elif found := find_by_file(hashlib.sha256(content).hexdigest()):
            known = {**_document(found), "banding": compare(found, content)}
            return _public(render(request, "verification/dokumen.html", known))
        else:
            context["hasil"] = judge_stranger(content)
    return _public(render(request, "verification/file.html", context))


@never_cache
@require_safe
def number(request: HttpRequest) -> HttpResponse:
    """Find the issued documents of an office by their number; what is not published is as unknown as what is not."""
    if not allow(client_customer(request), "nomor", most=NUMBERS_PER_MINUTE):
        return _too_many(request)
    opd = key_in(request.GET.get("opd", ""))
    nomor = request.GET.get("nomor", "").strip()[:LONGEST_NUMBER]
    found = list_by_number(opd or 0, nomor) if nomor else []
    context = {
        "dicari": nomor,
        "opd_dicari": opd,
        "kantor_terbuka": list_open_offices(),
        "ditemukan": found,
    }
    return _public(render(request, "verification/number.html", context))


@cache_control(private=True, max_age=3600)
@require_safe
def logo(request: HttpRequest, token: str) -> HttpResponse:
    """Show the logo that an issued document prints."""
    if not allow(client_customer(request), "logo", most=LOGOS_PER_MINUTE):
        return HttpResponse(status=TOO_OFTEN)
    found = find_by_token(token)
    picture = _logo_of(found) if found is not None else None
    if picture is None:
        raise Http404
    response = HttpResponse(base64.b64decode(picture["base64"]), content_type=picture["media_type"])
    response["X-Content-Type-Options"] = "nosniff"
    return _public(response)


def _logo_of(found: Dokumen) -> dict[str, str] | None:
    picture = found.snapshot["opd"].get("logo") if found.terbit else None
    return picture if picture and picture["media_type"] in PICTURES else None


def _document(found: Dokumen) -> dict[str, Any]:
    return {
        "dokumen": found,
        "data": found.snapshot,
        "zona": found.laporan.opd.zona_waktu,
        "hasil": judge_document(found),
        "cara": SigningMethod(found.cara_ttd),
        "berlogo": _logo_of(found) is not None,
        "pengganti": _successor(found),
        "batas_mb": upload_limit(),
    }


def _successor(found: Dokumen) -> dict[str, str] | None:
    if found.digantikan_oleh is None:
        return None
    return {"judul": str(found.digantikan_oleh), "url": verify_url(found.digantikan_oleh)}


def _handed_in(request: HttpRequest) -> bytes | Judgement:
    """Return the file that was handed in, or why there is none to judge."""
    berkas = uploaded_file(request, "berkas")
    if berkas is None:
        return Judgement(DocumentState.TANPA_BERKAS, "Pilih berkas PDF yang ingin diperiksa, lalu periksa.")
    if (berkas.size or 0) > settings.MAX_UPLOAD_BYTES:
        return Judgement(DocumentState.TERLALU_BESAR, f"Berkas melebihi {upload_limit()} MB sehingga tidak diperiksa.")
    return bytes(berkas.read())


def _too_often(request: HttpRequest) -> bool:
    scope, most = ("unggah", UPLOADS_PER_MINUTE) if request.method == "POST" else ("lihat", VIEWS_PER_MINUTE)
    return not allow(client_customer(request), scope, most=most)


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "verification/too_often.html", status=TOO_OFTEN)
    response["Retry-After"] = str(WINDOW_SECONDS)
    return _public(response)


def _public(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
