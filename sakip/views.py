"""Pages of the installation itself."""

import sys
from typing import cast

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from sakip.admin_site import SakipAdminSite
from sakip.answers import BROKEN, FORBIDDEN, MALFORMED, NO_ROOM_LEFT, OVERSIZED, UNAVAILABLE
from sakip.logs.context import code_sentence, current_id
from sakip.logs.faults import CLIENT_FAULTS
from sakip.outages import AWAY, FULL, LOST, OUTDATED, Outage, outage_of
from sakip.posted import TOO_LARGE, UNREADABLE
from sakip.sign_in.middleware import page_behind
from sakip.source import source_archive

_STATUS = {LOST: UNAVAILABLE, AWAY: UNAVAILABLE, FULL: NO_ROOM_LEFT, OUTDATED: UNAVAILABLE}
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
FAILED = "Terjadi kesalahan pada sistem. Isian Anda masih ada di halaman ini. Coba lagi sebentar lagi."


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Lead back to the page from which something was sent: its form comes back with what was typed."""
    return render(request, "403_csrf.html", {"halaman": page_behind(request) or reverse("home")}, status=FORBIDDEN)


@require_safe
def source(request: HttpRequest) -> FileResponse:
    """Hand out the program as it runs here, to anybody."""
    archive = source_archive()
    return FileResponse(archive.open("rb"), as_attachment=True, filename=archive.name, content_type="application/gzip")


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that no page of ours sends: for a name that is not this server's, with too much in it, or one
    that broke off."""
    if isinstance(exception, _TOO_MUCH):
        return _answer(request, OVERSIZED, TOO_LARGE, "400.html", kind="salah")
    return _answer(request, MALFORMED, UNREADABLE, "400.html", kind="salah")


def failure(request: HttpRequest) -> HttpResponse:
    """Answer a request that broke: an outage by its name, a client that went away as its own doing, anything else as a
    fault of ours. Asks no database."""
    error = sys.exception()
    if isinstance(error, CLIENT_FAULTS):
        return malformed(request)
    outage = outage_of(error)
    if outage is None:
        return _answer(request, BROKEN, FAILED, "500.html")
    return outage_response(request, outage)


def outage_response(request: HttpRequest, outage: Outage) -> HttpResponse:
    """Answer what the server cannot do now. Asks no database."""
    response = _answer(request, _STATUS[outage], outage.sentence, outage.template)
    if outage.retry_after is not None:
        response["Retry-After"] = str(outage.retry_after)
    return response


def _answer(request: HttpRequest, status: int, sentence: str, template: str, *, kind: str = "gagal") -> HttpResponse:
    """Answer a script in data, a person with a page; of what is no fault of the asker's both name the id by which the
    log knows of it."""
    code = code_sentence(current_id()) if kind == "gagal" else ""
    if _is_sent_by_script(request):
        data = {"kode": status, "jenis": kind, "pesan": f"{sentence} {code}".rstrip()}
        return JsonResponse(data, status=status)
    context = {"dikirim": request.method == "POST", "kalimat": sentence, "kalimat_kode": code}
    return HttpResponse(render_to_string(template, context), status=status)


def _is_sent_by_script(request: HttpRequest) -> bool:
    return request.content_type == "application/json" or request.headers.get("Accept") == "application/json"


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send the user to the page where his work begins."""
    site = cast(SakipAdminSite, admin.site)
    return HttpResponseRedirect(site.landing_url(request))
