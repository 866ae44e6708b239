"""The perencana's roll-over: what becomes of last year's PK, shown first, then done in one action."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators.models import PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.roll_over import get_roll_over, list_next_years
from indicators.selectors.seen import seen_year
from indicators.services.tahun_anggaran import open_year
from indicators.views.support import acting_user, chosen_opd, warn_replaced
from sakip.answers import status_of
from sakip.digits import year_asked
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable


@page
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """GET shows the marks and writes nothing; POST opens the year that was shown."""
    opd = chosen_opd(request, Izin.KELOLA_RENCANA)
    years = list_next_years(opd.pk)
    tahun = _chosen_year(request, years)
    if request.method != "POST" or tahun is None:
        return _render(request, opd, years, tahun)
    try:
        opened = open_year(by=acting_user(request), opd=opd, tahun=tahun, dilihat=request.POST.get("dilihat", ""))
    except Correctable as error:
        return _render(request, opd, years, tahun, error=error)
    report_success(request, f"{len(opened.ditambah)} butir masuk ke draf {opened.draf}. Periksa yang bertanda.")
    warn_replaced(request, opened.diganti)
    return HttpResponseRedirect(reverse("admin:indicators_perjanjiankinerja_change", args=[opened.draf.pk]))


def _chosen_year(request: HttpRequest, years: list[int]) -> int | None:
    """Return `?tahun=` among the years that can be opened, or the latest of them. Raises Http404."""
    wanted = year_asked(request.GET.get("tahun", ""))
    if wanted is None:
        return years[0] if years else None
    if wanted not in years:
        raise Http404("Tahun ini tidak dapat dibuka: PK tahun sebelumnya belum ditetapkan.")
    return wanted


def _render(
    request: HttpRequest,
    opd: PerangkatDaerah,
    years: list[int],
    tahun: int | None,
    *,
    error: Correctable | None = None,
) -> HttpResponse:
    pergantian = None if tahun is None else get_roll_over(opd.pk, tahun)
    context = {
        "opd": opd,
        "daftar_tahun": years,
        "tahun": tahun,
        "pergantian": pergantian,
        "dilihat": "" if pergantian is None else seen_year(pergantian),
        "galat": error,
    }
    return render_page(
        request, "indicators/tahun/open.html", context, title="Buka tahun anggaran", status=status_of(error)
    )
