"""Indicators that a perubahan dropped: they stay in the quarters of the PK that held them."""

from indicators.models import ButirPK, PerangkatDaerah
from indicators.selectors.pk_triwulan import list_pk_by_quarter
from indicators.selectors.quarter_sheet import NODE_PATHS, SheetRow, butir_of, measure_rows


def list_dropped(opd: PerangkatDaerah, tahun: int, triwulan: int) -> list[SheetRow]:
    """Return the indicators that an earlier quarter's PK held and that of this quarter dropped, as their last PK
    measured them. One query more than `list_pk_by_quarter` costs where there was no perubahan."""
    by_quarter = list_pk_by_quarter(opd.pk, tahun, triwulan)
    current = by_quarter.get(triwulan)
    if current is None or all(pk.pk == current.pk for pk in by_quarter.values()):
        return []
    kept = ButirPK.objects.filter(pk_induk=current).values("indikator_id")
    dropped = butir_of(by_quarter).exclude(indikator_id__in=kept).select_related("unit", "pk_induk", *NODE_PATHS)
    versions = {(row.pk_induk_id, row.indikator_id): row for row in dropped.order_by("pk_induk__perubahan")}
    last = {row.indikator_id: row for row in versions.values()}
    return measure_rows(opd, tahun, triwulan, by_quarter, list(last.values()), versions)
