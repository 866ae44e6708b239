"""The plan's health: what is odd about a year's plan, by rule, with a link to where each is mended."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.permissions import Izin
from indicators.rules.fakta_rencana import Tempat
from indicators.selectors.kesehatan import Kesehatan, TemuanRencana, check_plan
from indicators.views.pohon import plan_asked_for
from indicators.views.support import chosen_opd
from sakip.pages import page, render_page

BADGES = {"salah": "lencana-bahaya", "perlu_dilihat": "lencana-awas", "petunjuk": "lencana-info"}


@dataclass(frozen=True)
class BarisTemuan:
    """A finding as the page shows it; `url` leads to where it is mended."""

    temuan: TemuanRencana
    url: str


@page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The findings of a year, the gravest first; `?unit=` and `?aturan=` narrow them."""
    opd = chosen_opd(request, Izin.LIHAT_RENCANA)
    periods, found = plan_asked_for(request, opd)
    kesehatan = None if found is None else check_plan(*found)
    unit, aturan = request.GET.get("unit", ""), request.GET.get("aturan", "")
    context = {
        "opd": opd,
        "daftar_renstra": periods,
        "kesehatan": kesehatan,
        "pohon": None if kesehatan is None else kesehatan.pohon,
        "kelompok": [] if kesehatan is None else _groups(kesehatan, unit, aturan),
        "jumlah": [] if kesehatan is None else [(row, BADGES[row], n) for row, n in kesehatan.jumlah.items()],
        "unit": unit,
        "aturan": aturan,
        "menu_aktif": reverse("admin:index"),
    }
    return render_page(request, "indicators/kesehatan/rencana.html", context, title="Kesehatan rencana")


def _groups(kesehatan: Kesehatan, unit: str, aturan: str) -> list[tuple[object, str, list[BarisTemuan]]]:
    """Return (the rule's first finding, badge, rows). Raises Http404 for a unit that the plan does not know."""
    if unit and unit not in {row.kode for row in kesehatan.unit}:
        raise Http404("Unit ini tidak mempunyai indikator dalam rencana.")
    return [
        (group.temuan, BADGES[group.temuan.keparahan], [BarisTemuan(row, _url_of(row)) for row in group.daftar])
        for group in kesehatan.saring(unit, aturan)
    ]


def _url_of(row: TemuanRencana) -> str:
    """Return the page of the node, the indicator or the PK's row where the finding is mended."""
    if row.indikator is None or row.temuan.tempat == Tempat.SIMPUL:
        return reverse(row.simpul.url_admin, args=[row.simpul.id])
    if row.temuan.tempat == Tempat.BUTIR and row.indikator.butir is not None:
        return reverse("admin:indicators_butirpk_change", args=[row.indikator.butir.pk])
    return reverse("admin:indicators_indikator_change", args=[row.indikator.id])
