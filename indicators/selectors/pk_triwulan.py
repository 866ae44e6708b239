"""The PK by which each quarter of a year is measured."""

from collections.abc import Sequence

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from indicators.models import ButirPK, PerjanjianKinerja
from indicators.models.perjanjian import StatusPK
from indicators.selectors.settings import with_settings
from indicators.triwulan import QUARTERS, quarter_end, quarters_until


def get_pk_in_force(opd_id: int, tahun: int, triwulan: int) -> PerjanjianKinerja | None:
    """Return the PK that the quarter uses: the last one ditetapkan that is in force on the quarter's last day."""
    return _pk_by_quarter(opd_id, tahun).get(triwulan)


def list_pk_by_quarter(opd_id: int, tahun: int, triwulan: int) -> dict[int, PerjanjianKinerja]:
    """Return the PK by which each quarter up to this one is measured, with the settings of the year; nothing when none
    is in force yet.

    A quarter that ended before the first PK came into force is measured by the PK of this quarter.
    """
    by_quarter = _pk_by_quarter(opd_id, tahun)
    current = by_quarter.get(triwulan)
    return (
        {} if current is None else {quarter: by_quarter.get(quarter, current) for quarter in quarters_until(triwulan)}
    )


def _pk_by_quarter(opd_id: int, tahun: int) -> dict[int, PerjanjianKinerja]:
    rows = PerjanjianKinerja.objects.filter(opd_id=opd_id, tahun=tahun, status=StatusPK.DITETAPKAN.value)
    return choose_pk_by_quarter(list(with_settings(rows).order_by("perubahan")), tahun)


def choose_pk_by_quarter(agreements: Sequence[PerjanjianKinerja], tahun: int) -> dict[int, PerjanjianKinerja]:
    """Return the PK that each quarter uses; `agreements` are the office's of the year, ditetapkan, in their order."""
    chosen: dict[int, PerjanjianKinerja] = {}
    for quarter in QUARTERS:
        in_force = [pk for pk in agreements if pk.berlaku_mulai <= quarter_end(tahun, quarter)]
        if in_force:
            chosen[quarter] = in_force[-1]
    return chosen


def rows_in_force(quarter: str = "") -> QuerySet[ButirPK]:
    """Return the rows of the PK that the quarter of an outer query uses, for an Exists: the same choice as
    `choose_pk_by_quarter`, made by the database. `quarter` leads from the outer row to its quarter ("triwulan__")."""

    def outer(name: str) -> OuterRef:
        return OuterRef(OuterRef(f"{quarter}{name}"))

    begun = Q(berlaku_mulai__year__lt=F("tahun")) | Q(
        berlaku_mulai__year=F("tahun"), berlaku_mulai__quarter__lte=outer("triwulan")
    )
    agreements = PerjanjianKinerja.objects.filter(
        begun, opd=outer("opd"), tahun=outer("tahun"), status=StatusPK.DITETAPKAN.value
    )
    return ButirPK.objects.filter(pk_induk=Subquery(agreements.order_by("-perubahan").values("pk")[:1])).order_by()
