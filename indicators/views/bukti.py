"""Evidence files: uploaded, replaced, withdrawn from the entry page; downloaded, or looked at beside the numbers, by
all who may see the unit."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from indicators.models import BuktiDukung, Pengajuan, UnitKerja
from indicators.selectors.pengisian import bukti_of, find_row_bukti, get_bukti, list_bukti_of
from indicators.services.bukti import add_evidence, deliver_evidence, replace_evidence, withdraw_evidence
from indicators.services.evidence_pictures import draw_evidence, open_evidence
from indicators.views.pengisian import pengisian_or_404
from indicators.views.support import acting_user
from sakip.answers import (
    INVALID,
    answers_in_json,
    busy_picture_response,
    oversized_response,
    refusal_response,
    saved_data,
)
from sakip.delivery import file_response
from sakip.files import MEDIA_TYPES
from sakip.owners import belongs_to
from sakip.pages import View, page
from sakip.pictures import NotDrawn
from sakip.posted import is_oversized, upload_limit
from sakip.refusals import Busy, ServiceError


def upload(view: View) -> View:
    """Frame an upload: a body that is too large is refused before it is read. Reading the token would read the body,
    so the check for forgery comes after this one."""
    protected = csrf_protect(page(require_POST(view)))

    @csrf_exempt
    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_oversized(request):
            pesan = f"Berkas ini lebih besar dari {upload_limit()} MB. Kecilkan atau pecah menjadi beberapa berkas."
            return oversized_response(pesan)
        return protected(request, *args, **kwargs)

    return framed


@upload
def add_file(request: HttpRequest, triwulan_pk: int, unit_pk: int, indikator_pk: int) -> HttpResponse:
    """Attach a file to a row."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    return _answer(
        pengajuan,
        indikator_pk,
        lambda: add_evidence(
            by=acting_user(request),
            triwulan=pengajuan.triwulan,
            unit=pengajuan.unit,
            indikator_id=indikator_pk,
            file=request.FILES.get("berkas"),
        ),
    )


@upload
def replace_file(request: HttpRequest, triwulan_pk: int, unit_pk: int, bukti_pk: int) -> HttpResponse:
    """Replace a file with a successor and a reason."""
    pengajuan, bukti = _row_file_or_404(request, triwulan_pk, unit_pk, bukti_pk)
    return _answer(
        pengajuan,
        bukti.realisasi.indikator_id,
        lambda: replace_evidence(
            by=acting_user(request),
            triwulan=pengajuan.triwulan,
            unit=pengajuan.unit,
            bukti=bukti,
            file=request.FILES.get("berkas"),
            alasan=request.POST.get("alasan", ""),
        ),
    )


@page
@require_POST
def withdraw_file(request: HttpRequest, triwulan_pk: int, unit_pk: int, bukti_pk: int) -> HttpResponse:
    """Withdraw a file with a reason."""
    pengajuan, bukti = _row_file_or_404(request, triwulan_pk, unit_pk, bukti_pk)
    return _answer(
        pengajuan,
        bukti.realisasi.indikator_id,
        lambda: withdraw_evidence(
            by=acting_user(request),
            triwulan=pengajuan.triwulan,
            unit=pengajuan.unit,
            bukti=bukti,
            alasan=request.POST.get("alasan", ""),
        ),
    )


@page
@require_GET
def download_file(request: HttpRequest, bukti_pk: int) -> HttpResponse:
    """Send a file as an attachment that no browser runs, and note who took it."""
    bukti, unit = _file_or_404(request, bukti_pk)
    content = deliver_evidence(by=acting_user(request), unit=unit, bukti=bukti)
    response = file_response(
        content,
        filename=bukti.nama_asli,
        attachment=True,
        content_type=MEDIA_TYPES[bukti.jenis],
        policy="sandbox",
    )
    return cast(HttpResponse, response)


@page
@require_GET
@answers_in_json
def open_file(request: HttpRequest, bukti_pk: int) -> HttpResponse:
    """Say what a file is and how many pictures show it, and note who opened it."""
    bukti, unit = _file_or_404(request, bukti_pk)
    pictures = open_evidence(by=acting_user(request), unit=unit, bukti=bukti)
    return JsonResponse({**saved_data(), **bukti_of(bukti), "gambar": pictures})


@page
@require_GET
def show_picture(request: HttpRequest, bukti_pk: int, halaman: int) -> HttpResponse:
    """Show a page of a file as a picture, which no browser keeps: the next at the same desk may not be allowed to see
    it."""
    bukti, unit = _file_or_404(request, bukti_pk)
    try:
        picture = draw_evidence(by=acting_user(request), unit=unit, bukti=bukti, halaman=halaman)
    except Busy as refusal:
        return busy_picture_response(refusal)
    except NotDrawn:
        return HttpResponse(
            "Halaman ini tidak dapat ditampilkan. Unduh berkasnya untuk membukanya.",
            status=INVALID,
            content_type="text/plain; charset=utf-8",
        )
    response = HttpResponse(picture, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


def _file_or_404(request: HttpRequest, bukti_pk: int) -> tuple[BuktiDukung, UnitKerja]:
    found = get_bukti(acting_user(request), bukti_pk)
    if found is None:
        raise Http404("Berkas ini tidak ditemukan atau bukan untuk unit Anda.")
    belongs_to(request, found[1].opd)
    return found


def _row_file_or_404(
    request: HttpRequest, triwulan_pk: int, unit_pk: int, bukti_pk: int
) -> tuple[Pengajuan, BuktiDukung]:
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    bukti = find_row_bukti(pengajuan, bukti_pk)
    if bukti is None:
        raise Http404("Berkas ini tidak ditemukan.")
    return pengajuan, bukti


def _answer(pengajuan: Pengajuan, indikator_pk: int, act: Callable[[], BuktiDukung]) -> JsonResponse:
    """Do it and answer with the row's version and files as they are now, refused or not."""
    refused: ServiceError | None = None
    try:
        act()
    except ServiceError as error:
        refused = error
    versi, files = list_bukti_of(pengajuan, indikator_pk)
    if refused is not None:
        return refusal_response(refused, versi=versi, bukti=files)
    return JsonResponse({**saved_data(), "versi": versi, "bukti": files})
