"""Who is in office: the officials of an office, the offices of an official, and the accounts that are theirs."""

from collections.abc import Collection

from django.db.models import Q

from indicators.models import Pejabat, Pengguna, PerangkatDaerah
from indicators.selectors.facts import PejabatFacts
from indicators.selectors.kewenangan import in_force, today_in


def list_officials(opd: PerangkatDaerah, unit_ids: Collection[int] = ()) -> list[PejabatFacts]:
    """Return the officials in office today who sign reports, then those of the units, each person once."""
    rows = Pejabat.objects.filter(
        Q(penanda_tangan=True) | Q(unit_id__in=unit_ids), in_force(today_in(opd)), opd=opd
    ).order_by("-penanda_tangan", "unit__path", "-mulai", "-pk")
    found: dict[str, PejabatFacts] = {}
    for row in rows:
        found.setdefault(row.nip, PejabatFacts(row.jabatan, row.nama, row.pangkat, row.nip, row.pk))
    return list(found.values())


def list_offices_of_official(nip: str) -> list[PerangkatDaerah]:
    """Return the offices in which somebody with this NIP is in office today; none for a blank one."""
    if not nip:
        return []
    held = Pejabat.objects.filter(in_force(today_in()), nip=nip).values("opd_id")
    return list(PerangkatDaerah.objects.filter(pk__in=held).select_related("pemda").order_by("pemda__nama", "nama", "pk"))


def list_accounts_of_officials(nips: Collection[str]) -> dict[str, list[Pengguna]]:
    """Return the active accounts with these NIP, by NIP."""
    found: dict[str, list[Pengguna]] = {}
    for user in Pengguna.objects.filter(nip__in=[nip for nip in nips if nip], is_active=True).order_by("pk"):
        found.setdefault(user.nip, []).append(user)
    return found
