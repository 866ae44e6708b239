"""Delivering a document's file: saved, or shown by the browser's own viewer."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reports.services.downloads import Download, deliver
from reports.views.support import find_document_page, user_of
from sakip.delivery import file_response
from sakip.pages import page

# Nothing of a saved file may run if a browser opens it after all.
SAVED_POLICY = "sandbox; default-src 'none'"
# The browser's PDF viewer does not start inside a sandbox; it may draw itself and nothing else.
SHOWN_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@page
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the document; `?asli=1` the file before it was signed."""
    dokumen = find_document_page(request, pk)
    file = deliver(by=user_of(request), dokumen=dokumen, asli=request.GET.get("asli") == "1")
    return _response(file, attachment=True)


@page
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the document in the browser."""
    dokumen = find_document_page(request, pk)
    return _response(deliver(by=user_of(request), dokumen=dokumen, tampil=True), attachment=False)


def _response(file: Download, *, attachment: bool) -> HttpResponse:
    response = file_response(
        file.isi,
        attachment=attachment,
        filename=file.nama,
        content_type="application/pdf",
        policy=SAVED_POLICY if attachment else SHOWN_POLICY,
    )
    return cast(HttpResponse, response)
