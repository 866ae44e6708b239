"""Who is in office: the officials of an office, the offices of an official, and the accounts that are theirs."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from indicators.models import Pejabat, Pengguna, PerangkatDaerah
from indicators.selectors.facts import PejabatFacts
from indicators.selectors.kewenangan import in_force, where_today

# Keys of units, at hand or as a query that the database asks within the other.
Units = Collection[int] | QuerySet[Any, Any]


def _in_office(units: Units) -> QuerySet[Pejabat]:
    return Pejabat.objects.filter(Q(penanda_tangan=True) | Q(unit_id__in=units), where_today(in_force, "opd"))


def facts_of(row: Pejabat) -> PejabatFacts:
    return PejabatFacts(row.jabatan, row.nama, row.pangkat, row.nip, row.pk)


def list_officials(opd: PerangkatDaerah, units: Units = ()) -> list[PejabatFacts]:
    """Return the officials in office today who sign reports, then those of the units, each person once."""
    rows = _in_office(units).filter(opd=opd).order_by("-penanda_tangan", "unit__path", "-mulai", "-pk")
    found: dict[str, PejabatFacts] = {}
    for row in rows:
        found.setdefault(row.nip, facts_of(row))
    return list(found.values())


def list_offices_of_official(nip: str, units: Units = ()) -> QuerySet[PerangkatDaerah]:
    """Return the offices in which somebody with this NIP signs today, or stands for one of the units; none for a
    blank one."""
    held = _in_office(units).filter(nip=nip).exclude(nip="")
    return PerangkatDaerah.objects.filter(pk__in=held.values("opd_id")).select_related("pemda")


def is_signing_nip(nip: str, opd_ids: Collection[int]) -> bool:
    """Say whether an official with this NIP signs the reports of one of the offices, today or later."""
    rows = Pejabat.objects.filter(penanda_tangan=True, nip=nip, opd_id__in=opd_ids)
    ended = where_today(lambda day: Q(sampai__lt=day), "opd")
    return bool(opd_ids) and rows.exclude(ended).exists()


def list_accounts_of_officials(nips: Collection[str]) -> dict[str, list[Pengguna]]:
    """Return the active accounts with these NIP, by NIP."""
    found: dict[str, list[Pengguna]] = {}
    for user in Pengguna.objects.filter(nip__in=[nip for nip in nips if nip], is_active=True).order_by("pk"):
        found.setdefault(user.nip, []).append(user)
    return found
