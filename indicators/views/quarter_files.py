"""A quarter's measurement sheet as a workbook: out for a unit or the whole office, and back for the unit."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators.exchange.quarter_preview import SheetPreview, check_sheet, save_sheet
from indicators.exchange.quarter_sheet import write_sheet
from indicators.exchange.tables import read_sheet
from indicators.exchange.uploads import check_file
from indicators.models import Pengajuan, Triwulan, UnitKerja
from indicators.permissions import Izin
from indicators.selectors.quarter_sheet import in_reading_order, list_rows
from indicators.selectors.summary import list_quarters
from indicators.services.downloads import record_sheet_download
from indicators.views.pengisian import locked_sentence, pengisian_or_404, require_page
from indicators.views.support import acting_user, answer_gone, chosen_opd
from indicators.views.validasi import pick_quarter
from sakip.answers import INVALID, LOCKED, denied_again, status_of
from sakip.files import MEDIA_TYPES, XLSX, RefusedFile
from sakip.pages import page, render_page, report_success
from sakip.posted import upload_limit
from sakip.refusals import Correctable, NotAllowed
from sakip.waiting import Expired, Files, SavedBefore, Waiting, confirm, find_waiting, keep, salt_of

SHEET, UPLOAD = "pengisian_sheet", "sheet_import"
# A page of thousands of rows helps nobody and chokes the browser.
SHOWN_ROWS = 200


@page
@require_GET
def download_unit(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """The sheet of one unit, for all who may see its drafts."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    return _download(request, pengajuan.triwulan, pengajuan.unit)


@page
@require_GET
def download_office(request: HttpRequest, tahun: int, triwulan: int) -> HttpResponse:
    """The sheet of the whole office, for all who may see every unit's drafts."""
    opd = chosen_opd(request, Izin.LIHAT_SEMUA_UNIT)
    quarter = pick_quarter(list_quarters(opd), tahun, triwulan)
    if quarter is None:
        raise Http404("Triwulan ini belum dibuka.")
    return _download(request, quarter, None)


def _download(request: HttpRequest, triwulan: Triwulan, unit: UnitKerja | None) -> HttpResponse:
    unit_ids = None if unit is None else [unit.pk]
    rows = in_reading_order(list_rows(triwulan.opd, triwulan.tahun, triwulan.triwulan, unit_ids=unit_ids))
    record_sheet_download(by=acting_user(request), triwulan=triwulan, unit=unit, jumlah=len(rows))
    whose = triwulan.opd.nama_berkas if unit is None else f"{triwulan.opd.nama_berkas}-{slugify(unit.kode)}"
    name = f"lembar-pengukuran-{whose}-tw{triwulan.triwulan}-{triwulan.tahun}.xlsx"
    response = HttpResponse(write_sheet(rows, triwulan), content_type=MEDIA_TYPES[XLSX])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


@page
@require_http_methods(["GET", "POST"])
def import_sheet(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """Ask for the file; POST: try it and show what it would do. Nothing is stored but the waiting file."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    require_page(request, Izin.ISI_REALISASI, pengajuan)
    locked = locked_sentence(pengajuan)
    if request.method == "GET":
        return _page(request, pengajuan, terkunci=locked)
    if locked:
        return _page(request, pengajuan, terkunci=locked, status=LOCKED)
    upload = request.FILES.get("berkas")
    if upload is None:
        return _page(request, pengajuan, galat="Pilih dahulu berkas yang akan diimpor.", status=INVALID)
    try:
        check_file(upload, upload.size)
    except RefusedFile as refused:
        return _refused(request, pengajuan, refused)
    return _previewed(request, pengajuan, [(str(upload.name), upload.read())])


def _previewed(
    request: HttpRequest,
    pengajuan: Pengajuan,
    files: Files,
    *,
    waiting: Waiting | None = None,
    refused: Correctable | RefusedFile | None = None,
) -> HttpResponse:
    """Show what the file would do; one that may be confirmed waits. `waiting`: it waits already, and `refused` is what
    its confirmation was answered."""
    [(_, data)] = files
    token = ""
    try:
        preview = check_sheet(by=acting_user(request), pengajuan=pengajuan, data=data)
        if preview.may_save:
            token = (waiting or keep(files)).token(_salt(request, pengajuan), dilihat=preview.dilihat)
    except NotAllowed as denied:
        raise denied_again(denied) from None
    except (Correctable, RefusedFile) as again:
        return _refused(request, pengajuan, again)
    galat, status = "", INVALID if preview.galat else 200
    if refused is not None:
        galat, status = str(refused), status_of(refused)
    return _page(request, pengajuan, pratinjau=preview, tanda=token, galat=galat, status=status)


def _salt(request: HttpRequest, pengajuan: Pengajuan) -> str:
    return salt_of("impor-lembar", acting_user(request).pk, pengajuan.pk)


@page
@require_POST
def save_import(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """Write the waiting file, all or nothing; what changed since the preview is shown anew."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    require_page(request, Izin.ISI_REALISASI, pengajuan)
    lembar, upload = (reverse(f"indicators:{name}", args=(triwulan_pk, unit_pk)) for name in (SHEET, UPLOAD))
    try:
        waiting = find_waiting(request.POST.get("tanda", ""), _salt(request, pengajuan))
        files = waiting.read()
        count = confirm(waiting, lambda: _write(request, pengajuan, files, waiting))
    except (Expired, SavedBefore) as gone:
        return answer_gone(request, gone, upload=upload, done=lembar)
    except (Correctable, RefusedFile) as refused:
        return _previewed(request, pengajuan, files, waiting=waiting, refused=refused)
    report_success(request, f"Impor {pengajuan} selesai: {count} baris tersimpan.")
    return HttpResponseRedirect(lembar)


def _write(request: HttpRequest, pengajuan: Pengajuan, files: Files, waiting: Waiting) -> int:
    [(_, data)] = files
    sheet, seen = read_sheet(data), waiting.facts["dilihat"]
    return save_sheet(by=acting_user(request), pengajuan=pengajuan, sheet=sheet, dilihat=seen)


def _refused(request: HttpRequest, pengajuan: Pengajuan, refused: Correctable | RefusedFile) -> HttpResponse:
    return _page(request, pengajuan, galat=str(refused), status=status_of(refused))


def _page(
    request: HttpRequest,
    pengajuan: Pengajuan,
    *,
    pratinjau: SheetPreview | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    return render_page(
        request,
        "indicators/pengisian/import.html",
        {
            "pengajuan": pengajuan,
            "pratinjau": pratinjau,
            "batas_baris": SHOWN_ROWS,
            "potong": f":{SHOWN_ROWS}",
            "batas_mb": upload_limit(),
            "menu_aktif": reverse("indicators:pengisian"),
            **context,
        },
        title="Impor realisasi dari XLSX",
        status=status,
    )
