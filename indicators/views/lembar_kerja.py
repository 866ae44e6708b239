"""A quarter's measurement sheet as a workbook: of one unit, or of the whole office."""

from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from indicators.imports.kinerja import write_lembar
from indicators.models import Triwulan, UnitKerja
from indicators.permissions import Izin
from indicators.selectors.lembar import list_baris
from indicators.selectors.ringkasan import list_quarters
from indicators.services.unduhan import record_sheet_download
from indicators.views.pengisian import pengisian_or_404
from indicators.views.support import acting_user, chosen_opd
from indicators.views.validasi import pick_quarter
from sakip.files import MEDIA_TYPES, XLSX
from sakip.pages import page


@page
@require_GET
def unduh_unit(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """The sheet of one unit, for all who may see its drafts."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    return _download(request, pengajuan.triwulan, pengajuan.unit)


@page
@require_GET
def unduh_kantor(request: HttpRequest, tahun: int, triwulan: int) -> HttpResponse:
    """The sheet of the whole office, for all who may see every unit's drafts."""
    opd = chosen_opd(request, Izin.LIHAT_SEMUA_UNIT)
    quarter = pick_quarter(list_quarters(opd), tahun, triwulan)
    if quarter is None:
        raise Http404("Triwulan ini belum dibuka.")
    return _download(request, quarter, None)


def _download(request: HttpRequest, triwulan: Triwulan, unit: UnitKerja | None) -> HttpResponse:
    unit_ids = None if unit is None else [unit.pk]
    rows = list_baris(triwulan.opd, triwulan.tahun, triwulan.triwulan, unit_ids=unit_ids)
    record_sheet_download(by=acting_user(request), triwulan=triwulan, unit=unit, jumlah=len(rows))
    whose = triwulan.opd.singkatan or triwulan.opd.kode if unit is None else unit.kode
    name = f"lembar-pengukuran-{slugify(whose) or 'unit'}-tw{triwulan.triwulan}-{triwulan.tahun}.xlsx"
    response = HttpResponse(write_lembar(rows, triwulan), content_type=MEDIA_TYPES[XLSX])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
