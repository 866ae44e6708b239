"""Figures as they were approved: what readers of an office may see of a quarter, and what a later year is held against.

Nothing is measured here. An approval keeps what it approved, printed; only quarters that are approved today are shown,
because one that was opened again, or whose approval is suspended, holds drafts.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from indicators.capaian import read_percent
from indicators.models import Indikator, Pengesahan
from indicators.selectors.pengesahan_content import (
    WITHOUT_COVERAGE,
    PengesahanFigures,
    PengesahanMean,
    PengesahanRow,
    read_figures,
    read_means,
)
from indicators.tingkat import capaian_level_of
from indicators.workflow import StatusTriwulan


@dataclass(frozen=True)
class ApprovedQuarter:
    """The means of a quarter as approved, a level each in their order; by whom and when."""

    opd_id: int
    tahun: int
    triwulan: int
    rata_rata: tuple[PengesahanMean, ...]
    disahkan_oleh: str
    disahkan_pada: datetime


def list_approved_means(opd_ids: Collection[int]) -> list[ApprovedQuarter]:
    """Return the quarters of these offices that are approved today, the latest first: one query, which leaves the rows
    of the approvals in the database, and two more for approvals that did not keep their coverage."""
    rows = _in_force().filter(triwulan__opd__in=opd_ids)
    # JSON paths, not columns: the aliases keep them from being taken for one.
    found = rows.annotate(skema_isi=F("isi__skema"), rata_rata_isi=F("isi__rata_rata")).order_by(
        "triwulan__opd", "-triwulan__tahun", "-triwulan__triwulan", "nomor"
    )
    latest: dict[int, Mapping[str, Any]] = {}
    for row in found.values(
        "pk",
        "triwulan_id",
        "triwulan__opd_id",
        "triwulan__tahun",
        "triwulan__triwulan",
        "skema_isi",
        "rata_rata_isi",
        "disahkan_oleh",
        "disahkan_pada",
    ):
        latest[row["triwulan_id"]] = row
    older = [row["pk"] for row in latest.values() if row["skema_isi"] == WITHOUT_COVERAGE]
    kept = dict(Pengesahan.objects.filter(pk__in=older).values_list("pk", "isi")) if older else {}
    counted = _count_coverage({pk: read_figures(isi) for pk, isi in kept.items()})
    return [_approved(row, counted.get(row["pk"])) for row in latest.values()]


def _approved(row: Mapping[str, Any], counted: PengesahanFigures | None) -> ApprovedQuarter:
    means = read_means(row["skema_isi"], row["rata_rata_isi"]) if counted is None else counted["rata_rata"]
    return ApprovedQuarter(
        row["triwulan__opd_id"],
        row["triwulan__tahun"],
        row["triwulan__triwulan"],
        tuple(means),
        row["disahkan_oleh"],
        row["disahkan_pada"],
    )


def get_approved_year(opd_id: int, tahun: int) -> dict[int, PengesahanFigures]:
    """Return the rows and means of the office's approved quarters of a year, by quarter: one query, and one more where
    an approval did not keep its coverage."""
    rows = _in_force().filter(triwulan__opd=opd_id, triwulan__tahun=tahun).order_by("nomor")
    return _count_coverage(
        {quarter: read_figures(isi) for quarter, isi in rows.values_list("triwulan__triwulan", "isi")}
    )


def _count_coverage(found: dict[int, PengesahanFigures]) -> dict[int, PengesahanFigures]:
    """Return approvals with the coverage of their means, counted from the rows of those that did not keep it."""
    older = [figures for figures in found.values() if any(mean["jumlah"] is None for mean in figures["rata_rata"])]
    wanted = {row["indikator_id"] for figures in older for row in figures["baris"]}
    rows = Indikator.objects.filter(pk__in=wanted) if wanted else ()
    levels = {row.pk: capaian_level_of(row.tingkat).label for row in rows}
    return {key: _with_coverage(figures, levels) if figures in older else figures for key, figures in found.items()}


def _with_coverage(figures: PengesahanFigures, levels: Mapping[int, str]) -> PengesahanFigures:
    by_level: defaultdict[str, list[PengesahanRow]] = defaultdict(list)
    for row in figures["baris"]:
        by_level[levels[row["indikator_id"]]].append(row)
    return {
        "baris": figures["baris"],
        "rata_rata": [_counted(mean, by_level[mean["label"]]) for mean in figures["rata_rata"]],
    }


def _counted(mean: PengesahanMean, rows: Sequence[PengesahanRow]) -> PengesahanMean:
    return {**mean, "dihitung": sum(read_percent(row["capaian"]) is not None for row in rows), "jumlah": len(rows)}


def _in_force() -> QuerySet[Pengesahan]:
    """Return the approvals of quarters that are approved today; of several of one quarter the last one counts."""
    return Pengesahan.objects.filter(triwulan__status=StatusTriwulan.DISAHKAN.value)
