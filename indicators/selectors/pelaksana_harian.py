"""Deputies with a term: who names them, who may be one, who is one."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from indicators.models import Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.permissions import Peran
from indicators.rules.pelaksana_harian import WORKING_ROLES, DeputyFacts
from indicators.selectors.kewenangan import held_today, in_force, in_force_today, still_heads, today_in, where_today


def _heads() -> QuerySet[Penugasan]:
    return Penugasan.objects.filter(peran=Peran.KEPALA_UNIT.value, pengguna__is_active=True)


def list_own_stations(user: Pengguna, offices: Collection[PerangkatDaerah]) -> list[Penugasan]:
    """Return the assignments by which the user himself heads units of these offices today; the root never checks."""
    rows = _heads().filter(
        in_force_today(), pengguna=user, mewakili=None, unit__opd__in=offices, unit__induk__isnull=False
    )
    return list(rows.select_related("unit__opd__pemda").order_by("unit__opd", "unit__path"))


def find_own_station(user: Pengguna, unit: UnitKerja) -> Penugasan | None:
    """Return the assignment by which the user himself, and not as a deputy, heads the unit today; else None."""
    found = [row for row in list_own_stations(user, [unit.opd]) if row.unit_id == unit.pk]
    return found[0] if found else None


def list_deputies(units: Collection[UnitKerja]) -> list[Penugasan]:
    """Return the deputies of those who head these units today, as far as their term has not ended, by its beginning."""
    lasting = where_today(lambda day: still_heads(day) & Q(sampai__gte=day), "unit__opd")
    rows = _heads().filter(lasting, unit__in=units, mewakili__isnull=False)
    return list(rows.select_related("pengguna", "mewakili", "unit__opd").order_by("unit__path", "mulai", "pk"))


def find_deputy(user: Pengguna, pk: int) -> Penugasan | None:
    """Return a deputy of a unit that the user heads himself; else None."""
    row = Penugasan.objects.filter(pk=pk, mewakili__isnull=False).select_related("unit__opd__pemda", "pengguna").first()
    return row if row is not None and find_own_station(user, row.unit) is not None else None


def list_deputising(user: Pengguna, offices: Collection[PerangkatDaerah]) -> list[Penugasan]:
    """Return for which units of these offices the user stands in for their heads today."""
    rows = _heads().filter(held_today(), pengguna=user, mewakili__isnull=False, unit__opd__in=offices)
    return list(rows.select_related("unit__opd", "mewakili").order_by("unit__opd", "unit__path"))


def list_candidates(offices: Collection[PerangkatDaerah], user: Pengguna) -> list[Pengguna]:
    """Return whom the user may name in these offices, by name."""
    working = Penugasan.objects.filter(
        in_force_today(), unit__opd__in=offices, peran__in=[peran.value for peran in WORKING_ROLES]
    )
    rows = Pengguna.objects.filter(is_active=True, daftar_penugasan__in=working).exclude(pk=user.pk)
    return list(rows.distinct().order_by("nama", "pk"))


def deputy_facts(kepala: Penugasan, pengguna: Pengguna, mulai: date, sampai: date) -> DeputyFacts:
    """Return what the rules are told of a term that a head is about to give."""
    today, unit = today_in(kepala.unit.opd), kepala.unit
    working = Penugasan.objects.filter(
        in_force(today), pengguna=pengguna, unit__opd=unit.opd_id, peran__in=[peran.value for peran in WORKING_ROLES]
    )
    terms: Sequence[Penugasan] = [
        row for row in list_deputies([unit]) if row.mulai <= sampai and (row.sampai or date.max) >= mulai
    ]
    return DeputyFacts(
        hari_ini=today,
        mulai=mulai,
        sampai=sampai,
        diri_sendiri=pengguna.pk == kepala.pengguna_id,
        bekerja=pengguna.is_active and working.exists(),
        kepala=_heads().filter(in_force(mulai), pengguna=pengguna, unit=unit, mewakili=None).exists(),
        bertumpuk=str(terms[0].pengguna) if terms else "",
        akhir_tugas=kepala.sampai,
    )
