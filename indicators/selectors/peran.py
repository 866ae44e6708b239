"""Roles with power: which offices are founded, who holds which role, and what waits for a second person."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from indicators.acts import Act
from indicators.models import AturUlangSandi, Jejak, Pengguna, Penugasan, PerangkatDaerah, StatusUsulan, UsulanPeran
from indicators.models.jejak import kind_of
from indicators.permissions import FOUNDING_ROLES, GUARDED_ROLES, Izin, Kewenangan, Peran
from indicators.rules.kelengkapan import Halangan
from indicators.rules.peran import WAITS, DecisionFacts, GivenPassword, deciders, find_in_decision, who_may_sit_at
from indicators.selectors.kewenangan import get_kewenangan, list_holders_of, list_offices_with, where_today

# How long a decided proposal is still listed.
SHOWN = WAITS


def list_founded(opd_ids: Iterable[int | None]) -> set[int]:
    """Return which of the offices are founded: a Sekretaris and a Kepala Dinas have each begun there. One query."""
    wanted = {pk for pk in opd_ids if pk is not None}
    if not wanted:
        return set()
    begun_by_now = where_today(lambda day: Q(mulai__lte=day), "unit__opd")
    rows = Penugasan.objects.filter(
        begun_by_now, unit__opd_id__in=wanted, peran__in=[peran.value for peran in FOUNDING_ROLES]
    )
    begun: dict[int, set[str]] = {}
    for opd_id, peran in rows.values_list("unit__opd_id", "peran").distinct():
        begun.setdefault(opd_id, set()).add(peran)
    return {opd_id for opd_id, found in begun.items() if len(found) == len(FOUNDING_ROLES)}


def list_guarded(users: Sequence[Pengguna]) -> list[Penugasan]:
    """Return the roles with power that accounts hold or will hold, whether they are switched on or not: one query."""
    rows = Penugasan.objects.filter(pengguna__in=users, peran__in=[peran.value for peran in GUARDED_ROLES])
    current = rows.exclude(where_today(lambda day: Q(sampai__lt=day), "unit__opd"))
    return list(current.select_related("unit__opd__pemda", "pengguna").order_by("pk"))


def waiting_since() -> datetime:
    """Return the moment from which on a proposal is not too old."""
    return timezone.now() - WAITS


def list_waiting_usulan() -> QuerySet[UsulanPeran]:
    return UsulanPeran.objects.filter(status=StatusUsulan.MENUNGGU.value, diusulkan_pada__gt=waiting_since())


def list_given_passwords(user_ids: Iterable[int], since: datetime) -> list[GivenPassword]:
    """Return what passwords these accounts got from others since then, and those others from others again: two queries,
    and two more for each step that leads further."""
    found: list[GivenPassword] = []
    known: set[int] = set()
    asked = set(user_ids)
    while asked:
        known |= asked
        rows = [*_resets_of(asked, since), *_makers_of(asked, since)]
        found += rows
        asked = {row.oleh_id for row in rows} - known
    return found


def _resets_of(user_ids: Collection[int], since: datetime) -> list[GivenPassword]:
    # A command on the server is nobody's account.
    rows = AturUlangSandi.objects.filter(pengguna_id__in=user_ids, pada__gt=since, oleh__isnull=False)
    return [GivenPassword(*row) for row in rows.values_list("pengguna_id", "oleh_id", "pada")]


def _makers_of(user_ids: Collection[int], since: datetime) -> list[GivenPassword]:
    """Return who made accounts, by the trail: he was shown their first passwords."""
    rows = Jejak.objects.filter(
        objek_jenis=kind_of(Pengguna),
        objek_id__in=[str(pk) for pk in user_ids],
        tindakan=Act.TAMBAH.value,
        waktu__gt=since,
        ditolak=False,
    )
    found = rows.values_list("objek_id", "pelaku_nomor", "waktu")
    return [GivenPassword(int(pk), maker, moment) for pk, maker, moment in found if maker is not None]


def may_be_one_person(first_id: int, second_id: int, moment: datetime) -> bool:
    """Say whether one person may be sitting at two accounts: what happened up to `WAITS` before the moment counts."""
    since = moment - WAITS
    given = list_given_passwords([first_id, second_id], since)
    return bool(who_may_sit_at(first_id, given, since) & who_may_sit_at(second_id, given, since))


def load_given_passwords(user: Pengguna, usulan: Sequence[UsulanPeran]) -> list[GivenPassword]:
    """Return what `why_not` has to know of who sits at the accounts of a reader and of these proposals."""
    if not usulan:
        return []
    since = min(row.diusulkan_pada for row in usulan) - WAITS
    return list_given_passwords({user.pk, *(row.diusulkan_oleh_id for row in usulan)}, since)


def why_not(kewenangan: Kewenangan, usulan: UsulanPeran, given: Collection[GivenPassword]) -> Halangan | None:
    """Return why the holder of `kewenangan` may not grant a proposal; None when he may."""
    since = usulan.diusulkan_pada - WAITS
    own = set() if kewenangan.user_id is None else who_may_sit_at(kewenangan.user_id, given, since)
    others = who_may_sit_at(usulan.diusulkan_oleh_id, given, since) | {usulan.pengguna_id}
    return find_in_decision(
        DecisionFacts(
            peran=Peran(usulan.peran),
            dipegang=kewenangan.peran_in(usulan.unit.opd_id),
            pengusul=kewenangan.user_id == usulan.diusulkan_oleh_id,
            penerima=kewenangan.user_id == usulan.pengguna_id,
            satu_tangan=bool(own & others),
        )
    )


def has_second_person(opd_id: int, peran: Peran, penerima_id: int) -> bool:
    """Say whether a proposal of the role could be made and granted in the office: by an administrator and another."""
    administrators = {user.pk for user in list_holders_of([opd_id], [Peran.ADMINISTRATOR])} - {penerima_id}
    others = {user.pk for user in list_holders_of([opd_id], deciders(peran))} - {penerima_id}
    return any(others - {proposer} for proposer in administrators)


@dataclass(frozen=True)
class ListedUsulan:
    """A proposal as a page lists it: why the reader may not grant it, and whether it is his own to take back."""

    usulan: UsulanPeran
    halangan: Halangan | None
    sendiri: bool
    aktivasi: bool

    @property
    def dapat_diputuskan(self) -> bool:
        return self.halangan is None

    @property
    def kedaluwarsa(self) -> date:
        zone = ZoneInfo(self.usulan.unit.opd.zona_waktu)
        return (self.usulan.diusulkan_pada + WAITS).astimezone(zone).date()


def is_activation(usulan: UsulanPeran) -> bool:
    """Say whether a proposal only switches the account on: the assignment that it names stays as it is."""
    return usulan.penugasan is not None and usulan.penugasan.sampai == usulan.sampai


def _related(rows: QuerySet[UsulanPeran]) -> QuerySet[UsulanPeran]:
    return rows.select_related("pengguna", "unit__opd__pemda", "diusulkan_oleh", "diputuskan_oleh", "penugasan")


def list_usulan(user: Pengguna, offices: Sequence[PerangkatDaerah]) -> list[ListedUsulan]:
    """Return what waits in the offices, the oldest first."""
    rows = list(_related(list_waiting_usulan().filter(unit__opd__in=offices)).order_by("pk"))
    kewenangan, given = get_kewenangan(user), load_given_passwords(user, rows)
    return [
        ListedUsulan(row, why_not(kewenangan, row, given), row.diusulkan_oleh_id == user.pk, is_activation(row))
        for row in rows
    ]


def list_decided(offices: Sequence[PerangkatDaerah]) -> list[UsulanPeran]:
    """Return the proposals of the offices that were decided lately, or that nobody answered, the latest first."""
    rows = UsulanPeran.objects.filter(unit__opd__in=offices, diusulkan_pada__gt=waiting_since() - SHOWN)
    waiting = list_waiting_usulan().values("pk")
    return list(_related(rows.exclude(pk__in=waiting)).order_by("-pk"))


def list_waiting_for(user: Pengguna) -> list[UsulanPeran]:
    """Return the proposals that the user may grant: one query, and one more where any waits."""
    offices = list_offices_with(user, Izin.PUTUSKAN_PERAN)
    return [row.usulan for row in list_usulan(user, offices) if row.dapat_diputuskan] if offices else []


def find_usulan(user: Pengguna, pk: int) -> UsulanPeran | None:
    """Return a proposal of an office whose proposals the user may see; else None."""
    offices = list_offices_with(user, Izin.PUTUSKAN_PERAN)
    return _related(UsulanPeran.objects.filter(pk=pk, unit__opd__in=offices)).first()
