"""The plan's health: what is odd about a year's plan, by rule, with a link to where each is mended."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.permissions import Izin
from indicators.selectors.plan_health import PlanHealth, check_plan
from indicators.views.findings import ShownFindings, show_groups
from indicators.views.plan_tree import plan_asked_for
from indicators.views.support import chosen_opd
from sakip.pages import page, render_page


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
        "kelompok": [] if kesehatan is None else _groups(request, kesehatan, unit, aturan),
        "jumlah": [] if kesehatan is None else list(kesehatan.jumlah.items()),
        "unit": unit,
        "aturan": aturan,
        "menu_aktif": reverse("admin:index"),
    }
    return render_page(request, "indicators/plan_health/page.html", context, title="Kesehatan rencana")


def _groups(request: HttpRequest, kesehatan: PlanHealth, unit: str, aturan: str) -> list[ShownFindings]:
    """Return the findings by rule. Raises Http404 for a unit that the plan does not know."""
    if unit and unit not in {row.kode for row in kesehatan.unit}:
        raise Http404("Unit ini tidak mempunyai indikator dalam rencana.")
    pk = kesehatan.pohon.pk
    return show_groups(request, kesehatan.filtered(unit, aturan), None if pk is None else pk.pk)
