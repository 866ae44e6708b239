"""The list of reports with the figures that were approved: of one office by period, of several by office."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.permissions import Izin
from indicators.selectors.reporting import (
    ApprovedQuarter,
    PengesahanMean,
    PerangkatDaerah,
    QuarterFacts,
    list_approved_means,
    list_quarters_of_offices,
    may,
)
from indicators.tingkat import TingkatCapaian
from indicators.triwulan import short_name
from reports.selectors import LaporanSummary, list_issued, list_reports
from reports.views.support import find_offices, url_of, user_of
from sakip.owners import with_owner
from sakip.pages import page, render_page

PERIOD = re.compile(r"(20[0-9]{2})-([1-4])")
LEVELS = [level.label for level in TingkatCapaian]
Period = tuple[int, int]


@page
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """The reports of an office by paper, one line for each period that was opened; of several offices their figures of
    one period beside each other."""
    offices = find_offices(request)
    return _show_office(request, offices[0]) if len(offices) == 1 else _show_offices(request, offices)


def _show_office(request: HttpRequest, opd: PerangkatDaerah) -> HttpResponse:
    writes = may(user_of(request), Izin.SUSUN_LAPORAN, opd)
    approved = {(row.tahun, row.triwulan): row for row in list_approved_means([opd.pk])}
    papers = [
        {
            "pengantar": paper.introduction.format(opd=opd.nama),
            "baris": [_row_of(row, approved) for row in rows],
            "ada_dokumen": any(row.dokumen is not None for row in rows),
        }
        for paper, rows in list_reports(opd, issued_only=not writes)
    ]
    context = {
        "opd": opd,
        "jenis_laporan": papers,
        "penyusun": writes,
        "tingkat": LEVELS,
        "ada_angka": bool(approved),
    }
    return render_page(request, "reports/list.html", context, title="Laporan")


def _row_of(row: LaporanSummary, approved: Mapping[Period, ApprovedQuarter]) -> dict[str, Any]:
    quarter = approved.get((row.quarter.tahun, row.quarter.triwulan))
    return {"ringkasan": row, "url": url_of(row.laporan), "rata_rata": _by_level(quarter)}


def _by_level(approved: ApprovedQuarter | None) -> list[tuple[str, PengesahanMean | None]] | None:
    """Return the means of a quarter by the label of their level, None for a level that it has none of; None while it is
    not approved."""
    if approved is None:
        return None
    kept = {row["label"]: row for row in approved.rata_rata}
    return [(label, kept.get(label)) for label in LEVELS]


def _show_offices(request: HttpRequest, offices: Sequence[PerangkatDaerah]) -> HttpResponse:
    opened = list_quarters_of_offices([opd.pk for opd in offices])
    periods = sorted({(row.tahun, row.triwulan) for _, row in opened}, reverse=True)
    approved = list_approved_means([opd.pk for opd in offices])
    period = _chosen_period(request, periods, approved)
    context: dict[str, Any] = {
        "tingkat": LEVELS,
        "periode": [
            {
                "label": f"{short_name(triwulan)} {tahun}",
                "url": f"{reverse('reports:list')}?periode={tahun}-{triwulan}",
                "terpilih": (tahun, triwulan) == period,
            }
            for tahun, triwulan in periods
        ],
        "baris": [] if period is None else _rows_of(offices, period, opened, approved),
        "nama_periode": "" if period is None else f"{short_name(period[1])} {period[0]}",
    }
    return render_page(request, "reports/offices.html", context, title="Laporan semua kantor Anda")


def _chosen_period(
    request: HttpRequest, periods: Sequence[Period], approved: Sequence[ApprovedQuarter]
) -> Period | None:
    """Return the period of `?periode=2024-1`; without one the latest that any of the offices has approved, or opened.

    Raises Http404 for a period that none of them opened.
    """
    asked = request.GET.get("periode", "")
    if asked:
        found = PERIOD.fullmatch(asked)
        period = None if found is None else (int(found[1]), int(found[2]))
        if period not in periods:
            raise Http404("Triwulan ini belum dibuka di kantor Anda.")
        return period
    return max(((row.tahun, row.triwulan) for row in approved), default=periods[0] if periods else None)


def _rows_of(
    offices: Sequence[PerangkatDaerah],
    period: Period,
    opened: Sequence[tuple[int, QuarterFacts]],
    approved: Sequence[ApprovedQuarter],
) -> list[dict[str, Any]]:
    quarters = {opd_id: row for opd_id, row in opened if (row.tahun, row.triwulan) == period}
    means = {row.opd_id: row for row in approved if (row.tahun, row.triwulan) == period}
    issued = list_issued([opd.pk for opd in offices], *period)
    return [
        {
            "opd": opd,
            "url": with_owner(reverse("reports:list"), opd),
            "triwulan": quarters.get(opd.pk),
            "rata_rata": _by_level(means.get(opd.pk)),
            "dokumen": [(row, url_of(row.laporan)) for row in issued.get(opd.pk, [])],
        }
        for opd in offices
    ]
