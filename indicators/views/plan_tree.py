"""The tree of the plan: to read for all who see the plan, to order for the perencana, by dragging or by number."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from indicators.models import Indikator, PerangkatDaerah, PeriodeRenstra
from indicators.models.rencana import SimpulRencana
from indicators.models.tingkat import child_model_of
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.plan_parts import find_in_tree, in_steps, open_node
from indicators.selectors.plan_tree import PlanTree, choose_year, find_parent, get_tree, list_siblings
from indicators.selectors.renstra import list_periods
from indicators.services.ordering import order_by_numbers, reorder
from indicators.services.rencana import periode_of
from indicators.views.support import acting_user, chosen_opd, require_anywhere
from sakip.answers import refusal_response, status_of
from sakip.digits import key_in, year_asked
from sakip.owners import belongs_to, with_owner
from sakip.pages import page, render_page, report_success
from sakip.posted import UNREADABLE
from sakip.refusals import Correctable, NotValid, ServiceError


def plan_asked_for(request: HttpRequest, opd: PerangkatDaerah) -> tuple[list[PeriodeRenstra], Any]:
    """Return the office's Renstra periods, and the one and the year that the address asks for, None without any.

    Raises Http404 for a year or a Renstra that the office does not have.
    """
    periods = list_periods(opd)
    tahun, awal = (year_asked(request.GET.get(name, "")) for name in ("tahun", "renstra"))
    found = choose_year(periods, tahun, awal)
    if found is None and (periods or tahun or awal):
        raise Http404("Renstra atau tahun ini tidak ada.")
    return periods, found


@page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The plan of a Renstra with a year's targets and who supports whom: the whole of it, or of a large one what
    `?buka=` opens and `?cari=` finds. With `?bagian=` only what hangs below the opened node, for a script."""
    opd = chosen_opd(request, Izin.LIHAT_RENCANA)
    periods, found = plan_asked_for(request, opd)
    context: dict[str, Any] = {
        "opd": opd,
        "daftar_renstra": periods,
        "pohon": None,
        "boleh_ubah": get_kewenangan(acting_user(request)).may(Izin.KELOLA_RENCANA, opd_id=opd.pk),
        "menu_aktif": reverse("admin:index"),
    }
    if found is not None:
        periode, tahun = found
        address = f"{with_owner(reverse('indicators:plan_tree'), opd)}&renstra={periode.tahun_awal}&tahun={tahun}"
        part = _part(get_tree(periode, tahun), request.GET.get("cari", "").strip(), request.GET.get("buka", ""))
        context |= {"alamat": address, **part}
    if request.GET.get("bagian") and context.get("dibuka"):
        return render(request, "indicators/plan_tree/_children.html", {**context, "simpul": context["dibuka"]})
    return render_page(request, "indicators/plan_tree/page.html", context, title="Pohon rencana")


def _part(whole: PlanTree, cari: str, buka: str) -> dict[str, Any]:
    """Return what the page shows of a tree. Raises Http404 for a node that it does not have."""
    if cari:
        found = find_in_tree(whole, cari)
        return {"pohon": found.pohon, "cari": cari, "temuan": found}
    shown = in_steps(whole)
    opened = open_node(whole, buka) if buka else None
    if buka and opened is None:
        raise Http404("Bagian rencana ini tidak ditemukan.")
    return {"pohon": shown, "bertahap": shown is not whole, "dibuka": opened}


@page
@require_http_methods(["GET", "HEAD", "POST"])
def order_nodes(request: HttpRequest, jenis: str, pk: int) -> HttpResponse:
    """Order the nodes below a Renstra or a node."""
    induk = _find_parent(request, jenis, pk)
    anak = child_model_of(induk)
    if anak is None:
        raise Http404("Di bawah bagian ini tidak ada simpul lain.")
    return _order(request, jenis, induk, anak)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def order_indicators(request: HttpRequest, jenis: str, pk: int) -> HttpResponse:
    """Order the indicators of a node."""
    induk = _find_parent(request, jenis, pk)
    if isinstance(induk, PeriodeRenstra):
        raise Http404("Renstra tidak mempunyai indikator sendiri.")
    return _order(request, jenis, induk, Indikator)


def _find_parent(request: HttpRequest, jenis: str, pk: int) -> SimpulRencana | PeriodeRenstra:
    require_anywhere(request, Izin.KELOLA_RENCANA)
    found = find_parent(jenis, pk, get_kewenangan(acting_user(request)).opd_ids(Izin.KELOLA_RENCANA))
    if found is None:
        raise Http404("Bagian rencana ini tidak ditemukan.")
    belongs_to(request, periode_of(found).opd)
    return found


def _order(
    request: HttpRequest,
    jenis: str,
    induk: SimpulRencana | PeriodeRenstra,
    anak: type[SimpulRencana] | type[Indikator],
) -> HttpResponse:
    if request.method != "POST":
        return _render_order(request, induk, anak)
    by_script = request.headers.get("Accept") == "application/json"
    try:
        seen = _ids(request.POST.get("dilihat", ""))
        wanted = _ids(request.POST["urutan"]) if "urutan" in request.POST else _typed_order(request, seen)
        rows = reorder(by=acting_user(request), induk=induk, anak=anak, urutan=wanted, dilihat=seen)
    except ServiceError as error:
        if by_script:
            return refusal_response(error)
        if not isinstance(error, Correctable):
            raise
        return _render_order(request, induk, anak, error=error)
    if by_script:
        return JsonResponse({"urutan": [row.pk for row in rows]})
    report_success(request, f"Urutan {anak._meta.verbose_name} di bawah {induk} sudah disimpan.")
    return HttpResponseRedirect(_tree_url(induk))


def _ids(text: str) -> list[int]:
    """Read "3,1,2". Raises NotValid."""
    found = [key_in(part) for part in text.split(",")] if text else []
    keys = [key for key in found if key is not None]
    if len(keys) < len(found):
        raise NotValid(UNREADABLE)
    return keys


def _typed_order(request: HttpRequest, seen: list[int]) -> list[int]:
    return order_by_numbers([(pk, request.POST.get(f"nomor_{pk}", "")) for pk in seen])


def _render_order(
    request: HttpRequest,
    induk: SimpulRencana | PeriodeRenstra,
    anak: type[SimpulRencana] | type[Indikator],
    *,
    error: Correctable | None = None,
) -> HttpResponse:
    rows = list_siblings(induk, anak)
    typed = request.POST if isinstance(error, NotValid) else {}
    context = {
        "induk": induk,
        "label_induk": "Renstra" if isinstance(induk, PeriodeRenstra) else induk.tingkat.label,
        "jenis": anak._meta.verbose_name,
        "daftar": [(row, typed.get(f"nomor_{row.pk}", str(number))) for number, row in enumerate(rows, start=1)],
        "dilihat": ",".join(str(row.pk) for row in rows),
        "url_pohon": _tree_url(induk),
        "galat": error,
        "menu_aktif": reverse("admin:index"),
    }
    title = f"Urutan {anak._meta.verbose_name}"
    return render_page(request, "indicators/plan_tree/order.html", context, title=title, status=status_of(error))


def _tree_url(induk: SimpulRencana | PeriodeRenstra) -> str:
    periode = periode_of(induk)
    return f"{with_owner(reverse('indicators:plan_tree'), periode.opd)}&renstra={periode.tahun_awal}"
