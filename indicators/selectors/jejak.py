"""The trail from the newest row on, and never more of it than a page is made of quickly, however long it has grown."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from indicators.models import Jejak, PerangkatDaerah

# How many rows a list counts, searches and sorts, of all its offices together, and of each at least.
NEWEST = 10_000
LEAST = 200
_PERIOD = re.compile(r"(20[0-9]{2})(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Period:
    """A year, or a month of one, of the trail."""

    tahun: int
    bulan: int | None = None

    @property
    def awal(self) -> datetime:
        return _midnight(date(self.tahun, self.bulan or 1, 1))

    @property
    def sesudahnya(self) -> datetime:
        """The first moment that is no more of it."""
        if self.bulan in (None, 12):
            return _midnight(date(self.tahun + 1, 1, 1))
        return _midnight(date(self.tahun, (self.bulan or 0) + 1, 1))

    def __str__(self) -> str:
        return f"{self.tahun}" if self.bulan is None else f"{self.tahun}-{self.bulan:02}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def read_period(text: str) -> Period | None:
    """Return what "2024" or "2024-03" names, None for anything else."""
    found = _PERIOD.fullmatch(text)
    return None if found is None else Period(int(found[1]), None if found[2] is None else int(found[2]))


@dataclass(frozen=True)
class Newest:
    """Which rows a list is made of: `banyak` at most, of each office where `tiap_kantor`. `terpotong`: there are older
    ones."""

    where: Q
    banyak: int
    terpotong: bool
    tiap_kantor: bool = False


def of_offices(rows: QuerySet[Jejak], opd_ids: Collection[int]) -> QuerySet[Jejak]:
    """Leave those of these offices, without the index on them: what else is asked for is found along a better one,
    and the databases do not see that by themselves."""
    return rows.alias(_kantor=F("opd_nomor") + 0).filter(_kantor__in=opd_ids)


def newest_of(
    opd_ids: Collection[int], *, period: Period | None = None, pelaku: int | None = None, sesi: str = ""
) -> Newest:
    """Return the newest rows of these offices, of a time, an account or a session if one is told: one query, each part
    of it along an index."""
    within = Q() if period is None else Q(waktu__gte=period.awal, waktu__lt=period.sesudahnya)
    whose = Q() if pelaku is None else Q(pelaku_nomor=pelaku)
    whose &= Q(sesi=sesi) if sesi else Q()
    if whose:
        edge = _edges(Jejak.objects.filter(whose, within), NEWEST).first()
        return Newest(whose & _from(edge, within), NEWEST, edge is not None)
    share = max(NEWEST // max(len(opd_ids), 1), LEAST)
    edge_of = Subquery(_edges(Jejak.objects.filter(within, opd_nomor=OuterRef("pk")), share))
    offices = PerangkatDaerah.objects.filter(pk__in=opd_ids).annotate(batas=edge_of).values_list("pk", "batas")
    where, edges = Q(pk__in=[]), dict(offices)
    for opd_id, batas in edges.items():
        where |= Q(opd_nomor=opd_id) & _from(batas, within)
    return Newest(where, share, any(edges.values()), len(opd_ids) > 1)


def _edges(rows: QuerySet[Jejak], number: int) -> QuerySet[Jejak, datetime]:
    """Return the moment of the first row that is too old to be shown, if there is one."""
    return rows.order_by("-waktu", "-id").values_list("waktu", flat=True)[number : number + 1]


def _from(edge: datetime | None, within: Q) -> Q:
    """Return the rows of a time as far back as the edge; several of the same moment stay together."""
    return within if edge is None else within & Q(waktu__gte=edge)


def first_year() -> int:
    """Return the year in which the installation's trail begins."""
    oldest = Jejak.objects.order_by("waktu", "id").values_list("waktu", flat=True).first()
    return timezone.localtime(oldest or timezone.now()).year


def latest_of(opd_ids: Collection[int], pelaku: int) -> Jejak | None:
    """Return the last row that an account left in these offices: it bears the name of today, or of the last day."""
    return of_offices(Jejak.objects.filter(pelaku_nomor=pelaku), opd_ids).order_by("-waktu", "-id").first()
