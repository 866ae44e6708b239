"""The Sekretaris's board of a quarter: who is where, what is missing, who is late, what is odd."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.models import Triwulan
from indicators.permissions import Izin, Kewenangan
from indicators.selectors.anggaran import keeps_money
from indicators.selectors.kewenangan import get_kewenangan, list_several_stations
from indicators.selectors.pengajuan import list_waiting
from indicators.selectors.pengesahan_glance import why_opened
from indicators.selectors.summary import UnitSummary, current_quarter, list_quarters, summarise_quarter
from indicators.selectors.year_board import UnitYear, YearBoard, load_year_board
from indicators.views.seen_versions import why_not_together
from indicators.views.sheet_parts import sheet_url
from indicators.views.support import acting_user, chosen_opd
from indicators.workflow import StatusPengajuan
from sakip.pages import page, render_page

# What the board can be narrowed to: the word of the address, and whether a unit stays.
FILTERS: dict[str, Callable[[UnitSummary | UnitYear], bool]] = {
    "terlambat": lambda unit: unit.terlambat,
    "dicermati": lambda unit: bool(unit.janggal),
}


@page
@require_safe
def board(request: HttpRequest, tahun: int | None = None, triwulan: int | None = None) -> HttpResponse:
    """The board of the quarter in the address, or of the one that is being worked on."""
    opd = chosen_opd(request, Izin.LIHAT_SEMUA_UNIT, switch=reverse("indicators:validasi"))
    quarters = list_quarters(opd)
    quarter = pick_quarter(quarters, tahun, triwulan)
    user = acting_user(request)
    kewenangan, waiting = get_kewenangan(user), list_waiting(user)
    ringkasan = None if quarter is None else summarise_quarter(quarter)
    here = {turn.pengajuan.pk: turn.pengajuan for turn in waiting if turn.pengajuan.triwulan == quarter}
    own = {turn.pengajuan.pk for turn in waiting if turn.milik_sendiri}
    bersama = why_not_together(request, {pk: row for pk, row in here.items() if pk not in own})
    saring = request.GET.get("saring", "")
    keep = FILTERS.get(saring)
    setahun = None if ringkasan is None else load_year_board(quarters, ringkasan, keep)
    # Those who only look on find the same board under the name of their menu.
    name = "Validasi" if kewenangan.may(Izin.VALIDASI, opd_id=opd.pk) else "Kelengkapan data"
    return render_page(
        request,
        "indicators/validasi/board.html",
        {
            "opd": opd,
            "daftar_triwulan": quarters,
            "triwulan": quarter,
            "ringkasan": ringkasan,
            "setahun": setahun,
            "lembar": {} if setahun is None else _sheets_to_correct(kewenangan, setahun),
            "unit_tampil": [] if ringkasan is None else [row for row in ringkasan.unit if keep is None or keep(row)],
            "saring": "" if keep is None else saring,
            "dibuka": None if quarter is None else why_opened(quarter, quarters),
            "giliran_saya": {turn.pengajuan.pk for turn in waiting},
            "bersama": bersama,
            "dapat_ditandai": None in bersama.values(),
            "pertama": next(iter(bersama), None),
            "rangkap": list_several_stations([opd.pk]),
            "ada_anggaran": quarter is not None and keeps_money(opd.pk, quarter.tahun),
            "boleh_jadwal": kewenangan.may(Izin.KELOLA_JADWAL, opd_id=opd.pk),
            "menu_aktif": reverse("indicators:validasi"),
        },
        title=name if quarter is None else f"{name} {quarter}",
    )


def _sheets_to_correct(kewenangan: Kewenangan, setahun: YearBoard) -> dict[int, str]:
    """Return by submission where what came back is corrected, of the units for which the reader may enter."""
    found = [
        (row.unit, cell.pengajuan)
        for row in setahun.unit
        for _, cell in row.sel
        if cell is not None and cell.pengajuan is not None and cell.status is StatusPengajuan.DIKEMBALIKAN
    ]
    return {
        pengajuan.pk: sheet_url(pengajuan)
        for unit, pengajuan in found
        if kewenangan.may(Izin.ISI_REALISASI, opd_id=unit.opd_id, unit_path=unit.path)
    }


def pick_quarter(quarters: list[Triwulan], tahun: int | None, triwulan: int | None) -> Triwulan | None:
    """Return the quarter asked for, or the current one. Raises Http404 when it was not opened."""
    if tahun is None:
        return current_quarter(quarters)
    found = next((row for row in quarters if (row.tahun, row.triwulan) == (tahun, triwulan)), None)
    if found is None:
        raise Http404("Triwulan ini belum dibuka.")
    return found
