"""The setting of an office: whose parafs come before the signature of its documents."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators.permissions import Izin
from indicators.selectors.reporting import PerangkatDaerah, list_offices_with, list_units
from indicators.services.access import refusal
from reports.papers.registry import PAPERS
from reports.services.kedaluwarsa import list_awaiting_others
from reports.services.pemaraf import MOST, InitialingUnit, list_initialing_units, set_initialers
from reports.views.support import user_of
from sakip.answers import status_of
from sakip.digits import key_in
from sakip.owners import choose, with_owner
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable
from sakip.sentences import enumerate_in_words


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show the parafs of every paper; a POST sets those of one."""
    opd = _office(request)
    if request.method != "POST":
        return _show(request, opd)
    jenis = request.POST.get("jenis", "")
    if jenis not in PAPERS:
        raise Http404
    chosen = [request.POST.get(f"unit_{number}", "") for number in range(1, MOST + 1)]
    try:
        set_initialers(
            by=user_of(request),
            opd=opd,
            jenis=jenis,
            units=_keys([text for text in chosen if text]),
            semula=_keys(request.POST.get("semula", "").split()),
        )
    except Correctable as refused:
        return _show(request, opd, typed={jenis: chosen}, refused=refused)
    report_success(request, _saved(opd, jenis))
    return HttpResponseRedirect(with_owner(reverse("reports:pemaraf"), opd))


def _office(request: HttpRequest) -> PerangkatDaerah:
    offices = list_offices_with(user_of(request), Izin.KELOLA_KANTOR)
    if not offices:
        raise refusal(Izin.KELOLA_KANTOR)
    return choose(request, offices, switch=reverse("reports:pemaraf"))


def _saved(opd: PerangkatDaerah, jenis: str) -> str:
    done = f"Paraf {PAPERS[jenis].title} tersimpan."
    if not (late := list_awaiting_others(opd, jenis)):
        return done
    names = enumerate_in_words([laporan.periode for laporan in late])
    return (
        f"{done} Laporan {names} perlu disusun kembali: dokumen finalnya masih menunggu pemaraf yang lama, jadi tidak "
        "dapat ditandatangani sebelum difinalkan sekali lagi."
    )


def _keys(texts: Sequence[str]) -> list[int]:
    """Return the keys that a form sent; what is none stands for no unit at all, which the service refuses."""
    return [key_in(text) or 0 for text in texts]


def _show(
    request: HttpRequest,
    opd: PerangkatDaerah,
    *,
    typed: dict[str, list[str]] | None = None,
    refused: Correctable | None = None,
) -> HttpResponse:
    units = list_units(opd)
    papers = []
    for key, paper in PAPERS.items():
        kept = list_initialing_units(opd, key)
        chosen = (typed or {}).get(key, [str(unit.unit_id) for unit in kept])
        papers.append(
            {
                "jenis": key,
                "judul": paper.title,
                "semula": " ".join(str(unit.unit_id) for unit in kept),
                "baris": [_line(number, chosen, kept, units) for number in range(1, MOST + 1)],
            }
        )
    context = {"opd": opd, "daftar_jenis": papers, "galat": "" if refused is None else str(refused)}
    return render_page(request, "reports/pemaraf.html", context, title="Paraf laporan", status=status_of(refused))


def _line(
    number: int, chosen: Sequence[str], kept: Sequence[InitialingUnit], units: Sequence[tuple[int, str]]
) -> dict[str, Any]:
    """Return a line of the form: what may be chosen, and what the office's setting has there."""
    own = chosen[number - 1] if number <= len(chosen) else ""
    return {
        "nomor": number,
        "pilihan": [(pk, nama, str(pk) == own) for pk, nama in units],
        "tersimpan": kept[number - 1] if number <= len(kept) else None,
    }
