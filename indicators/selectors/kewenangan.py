"""What a user holds today, and what he may see because of it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from indicators.models import Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.models.kantor import TimeZone
from indicators.permissions import OFFICE_ROLES, SUBTREE_ROLES, Assignment, Izin, Kewenangan, Peran


def today_in(opd: PerangkatDaerah | None = None) -> date:
    """Return today's date in the office's own zone, or in the installation's."""
    return today_at(settings.TIME_ZONE if opd is None else opd.zona_waktu)


def today_at(zone: str) -> date:
    return timezone.now().astimezone(ZoneInfo(zone)).date()


def where_today(rule: Callable[[date], Q], opd: str) -> Q:
    """Return the filter that judges each row by the day that it is in its own office; `opd` leads to that, as in
    "unit__opd". Most hours of a day it is the same everywhere, and the offices are not asked."""
    days: defaultdict[date, list[str]] = defaultdict(list)
    for zone in TimeZone:
        days[today_at(zone.value)].append(zone.value)
    if len(days) == 1:
        return rule(*days)
    parts = (Q(**{f"{opd}__zona_waktu__in": zones}) & rule(day) for day, zones in days.items())
    return reduce(or_, parts)


def in_force(day: date) -> Q:
    return Q(mulai__lte=day) & (Q(sampai__isnull=True) | Q(sampai__gte=day))


def held_on(day: date) -> Q:
    """Return the filter for the assignments by which somebody may act on a day. A deputy stands in for a head: when the
    head no longer heads the unit, or his account is held still, nobody acts in his place."""
    return in_force(day) & (Q(mewakili__isnull=True) | still_heads(day))


def in_force_today() -> Q:
    """Return the filter for the assignments whose term runs today, in the zone of each one's office."""
    return where_today(in_force, "unit__opd")


def held_today() -> Q:
    """Return the filter for the assignments by which somebody may act today, in the zone of each one's office."""
    return where_today(held_on, "unit__opd")


def still_heads(day: date) -> Q:
    """Return the filter for the deputies whose head heads the unit himself on a day."""
    head = Penugasan.objects.filter(
        in_force(day),
        pengguna=OuterRef("mewakili"),
        unit=OuterRef("unit"),
        peran=Peran.KEPALA_UNIT.value,
        mewakili=None,
        pengguna__is_active=True,
    )
    return Q(Exists(head))


def get_kewenangan(user: Pengguna) -> Kewenangan:
    """Return what the user holds today: one query, remembered on the user object for the request."""
    remembered: Kewenangan | None = getattr(user, "_kewenangan", None)
    if remembered is not None:
        return remembered
    found = load_kewenangan(user)
    user._kewenangan = found  # type: ignore[attr-defined]  # a per-request memory, not a field
    return found


def load_kewenangan(user: Pengguna) -> Kewenangan:
    """Return what the user holds today, asked from the database: services use this inside their transaction."""
    if not user.is_active or user.pk is None:
        return Kewenangan(user_id=user.pk, nama=str(user))
    rows = Penugasan.objects.filter(held_today(), pengguna_id=user.pk, pengguna__is_active=True).values_list(
        "peran", "unit__opd_id", "unit_id", "unit__path"
    )
    return Kewenangan(
        user_id=user.pk,
        nama=str(user),
        tugas=tuple(Assignment(Peran(peran), opd_id, unit_id, path) for peran, opd_id, unit_id, path in rows),
    )


def list_holders_of(opd_ids: Collection[int] | None, peran: Iterable[Peran]) -> list[Pengguna]:
    """Return the active accounts that hold one of the roles today, each once; `opd_ids` None: in any office."""
    assigned = Penugasan.objects.filter(held_today(), peran__in=[item.value for item in peran])
    if opd_ids is not None:
        assigned = assigned.filter(unit__opd_id__in=opd_ids)
    return list(Pengguna.objects.filter(is_active=True, daftar_penugasan__in=assigned).distinct().order_by("pk"))


def list_administrators(opd: PerangkatDaerah) -> list[Pengguna]:
    """Return the active administrators of an office today."""
    return list_holders_of([opd.pk], [Peran.ADMINISTRATOR])


def list_addresses_of_leaders(opd_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the mail addresses of those who answer for each office today: Sekretaris, Kepala Dinas, administrators."""
    leaders = (Peran.SEKRETARIS, Peran.KEPALA_DINAS, Peran.ADMINISTRATOR)
    rows = Penugasan.objects.filter(
        held_today(),
        peran__in=[peran.value for peran in leaders],
        unit__opd_id__in=opd_ids,
        pengguna__is_active=True,
    ).exclude(pengguna__email="")
    found: dict[int, list[str]] = {}
    for opd_id, address in rows.order_by("pengguna__email").values_list("unit__opd_id", "pengguna__email").distinct():
        found.setdefault(opd_id, []).append(address)
    return found


def list_opd(user: Pengguna) -> QuerySet[PerangkatDaerah]:
    """Return the offices in which the user holds any role."""
    return PerangkatDaerah.objects.filter(pk__in=get_kewenangan(user).opd_ids()).select_related("pemda")


def find_opd(user: Pengguna, pk: int) -> PerangkatDaerah | None:
    """Return an office in which the user holds any role; else None."""
    return list_opd(user).filter(pk=pk).first()


def list_own_offices(user: Pengguna) -> list[PerangkatDaerah]:
    """Return the user's offices in a fixed order: one query, remembered on the user object for the request."""
    remembered: list[PerangkatDaerah] | None = getattr(user, "_kantor", None)
    if remembered is not None:
        return remembered
    found = list(list_opd(user).order_by("pemda__nama", "nama", "pk"))
    user._kantor = found  # type: ignore[attr-defined]  # a per-request memory, not a field
    return found


def list_offices_with(user: Pengguna, *izin: Izin) -> list[PerangkatDaerah]:
    """Return the user's offices in which he holds any of the permissions."""
    kewenangan = get_kewenangan(user)
    wanted = frozenset[int]().union(*(kewenangan.opd_ids(item) for item in izin))
    return [opd for opd in list_own_offices(user) if opd.pk in wanted]


def short_name(opd: PerangkatDaerah, offices: Collection[PerangkatDaerah]) -> str:
    """Return what acts call an office before someone who knows these offices: short, and meaning no other of them."""
    name = opd.singkatan or opd.nama
    others = [other for other in offices if other.pk != opd.pk]
    if name.casefold() in {(other.singkatan or other.nama).casefold() for other in others}:
        name = opd.nama
    if name.casefold() in {other.nama.casefold() for other in others}:
        name = f"{name} {opd.pemda}"
    return name


def list_units(user: Pengguna, izin: Izin) -> QuerySet[UnitKerja]:
    """Return the units at which the user holds a unit permission."""
    return UnitKerja.objects.filter(at_units(get_kewenangan(user), izin)).select_related("opd")


def at_units(kewenangan: Kewenangan, izin: Izin, *, unit: str = "") -> Q:
    """Return the filter for the units at which a unit permission is held; `unit` leads to them, as in "unit__"."""
    wanted = Q(**{f"{unit}pk__in": []})
    for tugas in kewenangan.units_of(izin):
        if tugas.peran in OFFICE_ROLES:
            wanted |= Q(**{f"{unit}opd_id": tugas.opd_id})
        elif tugas.peran in SUBTREE_ROLES and izin in (Izin.LIHAT_UNIT, Izin.PERIKSA):
            wanted |= Q(**{f"{unit}path__startswith": tugas.unit_path})
        else:
            wanted |= Q(**{f"{unit}pk": tugas.unit_id})
    return wanted


@dataclass(frozen=True)
class StationHolders:
    """The accounts that hold the stations today: heads by unit, Sekretaris and Kepala Dinas by office. `plh` names
    those of the heads who stand in for one, by unit and account."""

    kepala: dict[int, set[int]]
    sekretaris: dict[int, set[int]]
    kepala_dinas: dict[int, set[int]]
    plh: dict[int, dict[int, str]]


def list_holders(unit_ids: Collection[int], opd_ids: Collection[int]) -> StationHolders:
    """Return who holds the stations of these units and offices today: one query."""
    found = StationHolders({}, {}, {}, {})
    by_office = {Peran.SEKRETARIS: found.sekretaris, Peran.KEPALA_DINAS: found.kepala_dinas}
    wanted = Q(peran=Peran.KEPALA_UNIT.value, unit_id__in=unit_ids) | Q(
        peran__in=[peran.value for peran in by_office], unit__opd_id__in=opd_ids
    )
    rows = Penugasan.objects.filter(wanted, held_today(), pengguna__is_active=True).order_by()
    columns = ("peran", "unit_id", "unit__opd_id", "pengguna_id", "pengguna__nama", "mewakili_id")
    for peran, unit_id, opd_id, user_id, nama, stands_in_for in rows.values_list(*columns):
        holders = by_office.get(Peran(peran))
        if holders is None:
            found.kepala.setdefault(unit_id, set()).add(user_id)
            if stands_in_for is not None:
                found.plh.setdefault(unit_id, {})[user_id] = nama
        else:
            holders.setdefault(opd_id, set()).add(user_id)
    return found


def list_names(opd_id: int, peran: Peran) -> list[str]:
    """Return the names of the accounts that hold a role in the office today, in their order."""
    rows = Penugasan.objects.filter(held_today(), peran=peran.value, unit__opd_id=opd_id, pengguna__is_active=True)
    return list(rows.order_by("pengguna__nama").values_list("pengguna__nama", flat=True).distinct())


# The stations that a number passes, in their order, with the words of the page.
STATIONS = {
    Peran.STAF: "mengisi data {unit}",
    Peran.KEPALA_UNIT: "kepala {unit}",
    Peran.SEKRETARIS: "Sekretaris (validasi)",
    Peran.KEPALA_DINAS: "Kepala Dinas (pengesahan)",
}


@dataclass(frozen=True)
class SeveralStations:
    """An account that holds several stations of an office today."""

    nama: str
    tahap: tuple[str, ...]


def list_several_stations(opd_ids: Collection[int]) -> list[SeveralStations]:
    """Return which accounts hold several stations of one of the offices today, by name: one query."""
    rows = (
        Penugasan.objects.filter(
            held_today(),
            peran__in=[peran.value for peran in STATIONS],
            unit__opd_id__in=opd_ids,
            pengguna__is_active=True,
        )
        .select_related("pengguna", "unit")
        .order_by("pengguna__nama", "pengguna_id", "unit__path")
    )
    held: dict[tuple[Pengguna, int], list[tuple[Peran, str]]] = {}
    for row in rows:
        peran = Peran(row.peran)
        words = STATIONS[peran].format(unit=row.unit.nama)
        words = words if row.mewakili_id is None else f"Plh. {words}"
        held.setdefault((row.pengguna, row.unit.opd_id), []).append((peran, words))
    order = list(STATIONS)
    return [
        SeveralStations(
            str(pengguna),
            tuple(words for _, words in sorted(found, key=lambda station: order.index(station[0]))),
        )
        for (pengguna, _), found in held.items()
        if len(found) > 1
    ]


def find_users(names: Collection[str]) -> dict[str, Pengguna]:
    """Return the accounts of these user names, whatever the case of their letters, by the name in small letters."""
    wanted = {name.lower() for name in names if name}
    rows = Pengguna.objects.annotate(kecil=Lower("username")).filter(kecil__in=wanted) if wanted else ()
    return {row.username.lower(): row for row in rows}
