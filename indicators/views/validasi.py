"""The Sekretaris's board of a quarter: who is where, what is missing, who is late, what is odd."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.models import Triwulan
from indicators.permissions import Izin
from indicators.selectors.anggaran import keeps_money
from indicators.selectors.kewenangan import get_kewenangan, list_several_stations
from indicators.selectors.pengajuan import list_waiting
from indicators.selectors.summary import current_quarter, list_quarters, summarise_quarter
from indicators.views.support import acting_user, chosen_opd
from sakip.pages import page, render_page


@page
@require_safe
def board(request: HttpRequest, tahun: int | None = None, triwulan: int | None = None) -> HttpResponse:
    """The board of the quarter in the address, or of the one that is being worked on."""
    opd = chosen_opd(request, Izin.LIHAT_SEMUA_UNIT, switch=reverse("indicators:validasi"))
    quarters = list_quarters(opd)
    quarter = pick_quarter(quarters, tahun, triwulan)
    kewenangan = get_kewenangan(acting_user(request))
    # Those who only look on find the same board under the name of their menu.
    name = "Validasi" if kewenangan.may(Izin.VALIDASI, opd_id=opd.pk) else "Kelengkapan data"
    return render_page(
        request,
        "indicators/validasi/board.html",
        {
            "opd": opd,
            "daftar_triwulan": quarters,
            "triwulan": quarter,
            "ringkasan": None if quarter is None else summarise_quarter(quarter),
            "giliran_saya": {item.pengajuan.pk for item in list_waiting(acting_user(request))},
            "rangkap": list_several_stations([opd.pk]),
            "ada_anggaran": quarter is not None and keeps_money(opd.pk, quarter.tahun),
            "boleh_jadwal": kewenangan.may(Izin.KELOLA_JADWAL, opd_id=opd.pk),
            "menu_aktif": reverse("indicators:validasi"),
        },
        title=name if quarter is None else f"{name} {quarter}",
    )


def pick_quarter(quarters: list[Triwulan], tahun: int | None, triwulan: int | None) -> Triwulan | None:
    """Return the quarter asked for, or the current one. Raises Http404 when it was not opened."""
    if tahun is None:
        return current_quarter(quarters)
    found = next((row for row in quarters if (row.tahun, row.triwulan) == (tahun, triwulan)), None)
    if found is None:
        raise Http404("Triwulan ini belum dibuka.")
    return found
