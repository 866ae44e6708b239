"""The plan's health: what is odd about a year's plan, by rule, with a link to where each is mended."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.permissions import Izin
from indicators.selectors.plan_health import FindingGroup, PlanHealth, check_plan
from indicators.views.findings import show_groups
from indicators.views.plan_tree import plan_asked_for
from indicators.views.support import chosen_opd
from sakip.digits import key_in
from sakip.owners import with_owner
from sakip.pages import page, render_page

# A large plan has thousands of findings: of each rule the first, and all of one rule page by page.
OF_EACH_RULE = 20
OF_ONE_RULE = 200


@page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The findings of a year, the gravest first; `?unit=` and `?aturan=` narrow them, `?hal=` turns the pages of one
    rule."""
    opd = chosen_opd(request, Izin.LIHAT_RENCANA)
    periods, found = plan_asked_for(request, opd)
    kesehatan = None if found is None else check_plan(*found)
    unit, aturan = request.GET.get("unit", ""), request.GET.get("aturan", "")
    context = {
        "opd": opd,
        "daftar_renstra": periods,
        "kesehatan": kesehatan,
        "pohon": None if kesehatan is None else kesehatan.pohon,
        "jumlah": [] if kesehatan is None else list(kesehatan.jumlah.items()),
        "unit": unit,
        "aturan": aturan,
        "menu_aktif": reverse("admin:index"),
    }
    if kesehatan is not None:
        query = urlencode({"renstra": kesehatan.pohon.periode.tahun_awal, "tahun": kesehatan.pohon.tahun, "unit": unit})
        context["alamat"] = f"{with_owner(reverse('indicators:plan_health'), opd)}&{query}"
        context |= _findings(request, kesehatan, unit, aturan)
    return render_page(request, "indicators/plan_health/page.html", context, title="Kesehatan rencana")


def _findings(request: HttpRequest, kesehatan: PlanHealth, unit: str, aturan: str) -> dict[str, Any]:
    """Return the findings by rule, as many as a page shows. Raises Http404 for a unit that the plan does not know."""
    if unit and unit not in {row.kode for row in kesehatan.unit}:
        raise Http404("Unit ini tidak mempunyai indikator dalam rencana.")
    pk = None if kesehatan.pohon.pk is None else kesehatan.pohon.pk.pk
    groups = kesehatan.filtered(unit, aturan)
    if not aturan:
        return {"kelompok": show_groups(request, groups, pk, slice(OF_EACH_RULE))}
    pages = _page(request, groups)
    return {
        "kelompok": show_groups(request, groups, pk, slice(pages.start_index() - 1, pages.end_index())),
        "hal": pages,
    }


def _page(request: HttpRequest, groups: list[FindingGroup]) -> Page[Any]:
    """Return the page that is asked for, or the last one. A rule that finds with two severities turns both at once."""
    longest = max((group.daftar for group in groups), key=len, default=[])
    return Paginator(longest, OF_ONE_RULE).get_page(key_in(request.GET.get("hal", "1")) or 1)
