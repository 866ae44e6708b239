"""What accounts and assignments are checked against before they are written. Reads, writes nothing.

A user belongs to the offices of his assignments that have not ended. An administrator touches only users who belong
to his own offices and no other: otherwise he could assign someone else's user to himself and take the account over.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from indicators.models import Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.models.kantor import validate_nip
from indicators.permissions import Izin, Kewenangan
from indicators.selectors.kewenangan import find_users, load_kewenangan, today_in
from indicators.services.access import refusal
from indicators.services.saving import check_fields, take_ids, take_key
from indicators.services.unit_tree import END_BEFORE_START
from sakip.refusals import NotAllowed, NotNow, ServiceError, refuse

USED = "Nama pengguna ini sudah dipakai. Pilih nama lain."
OWN = "Penugasan Anda sendiri diatur oleh administrator lain."
RECORDED = "Penugasan ini sudah tercatat."
WITHOUT = "Beri akun ini sedikitnya satu penugasan, agar jelas di kantor mana ia bekerja."
REWRITTEN = "Penugasan tidak ditulis ulang. Akhiri penugasan ini, lalu buat penugasan baru."
ENDED = "Penugasan ini sudah berakhir. Buat penugasan baru bila ia bertugas lagi."


class OfficesOfPengguna:
    """To which offices users belong: those of their assignments that have not ended, and those of all. One query."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._current: dict[int, set[int]] = {}
        self._ended: dict[int, set[int]] = {}
        today = today_in()
        rows = Penugasan.objects.filter(pengguna_id__in=set(ids)).order_by()
        for user_id, opd_id, sampai in rows.values_list("pengguna_id", "unit__opd_id", "sampai"):
            kind = self._current if sampai is None or sampai >= today else self._ended
            kind.setdefault(user_id, set()).add(opd_id)

    def current(self, user_id: int) -> set[int]:
        return self._current.get(user_id, set())

    def last(self, user_id: int) -> set[int]:
        """Return the offices of the user; of one who has left, those that he was in."""
        return self._current.get(user_id) or self._ended.get(user_id, set())


class PenggunaChecks:
    """The one rule of accounts and assignments, for any number of them: a constant number of queries."""

    def __init__(
        self,
        by: Pengguna | None,
        users: Sequence[Pengguna],
        daftar: Sequence[Penugasan],
        stored_users: Mapping[int, Pengguna],
        stored: Mapping[int, Penugasan],
        units: Sequence[UnitKerja] = (),
    ) -> None:
        """`stored_users` and `stored` are the rows behind those that are not new; `units` will be saved before."""
        self.by, self.users, self.daftar = by, users, daftar
        self.stored_users, self.stored = stored_users, stored
        self._assigned = {id(row.pengguna) for row in daftar}
        self._units = {id(unit) for unit in units}
        self._kewenangan: Kewenangan | None = None if by is None else load_kewenangan(by)
        known = {row.pengguna.pk for row in daftar if not row.pengguna._state.adding}
        self.kantor = OfficesOfPengguna(known | set(stored_users))
        self._names = self._used_names()
        self._starts = self._used_starts(known)

    def _used_names(self) -> dict[str, object]:
        """Return who has each user name in small letters: the id of a stored account, or of an entered one."""
        owners: dict[str, object] = {}
        for name, other in find_users([user.username for user in self.users]).items():
            if other.pk not in self.stored_users:
                owners[name] = other.pk
        for user in self.users:
            owners.setdefault(user.username.lower(), id(user))
        return owners

    def _used_starts(self, user_ids: set[int]) -> dict[tuple[Any, ...], object]:
        rows = Penugasan.objects.filter(pengguna_id__in=user_ids).exclude(pk__in=self.stored)
        return {tuple(key): pk for pk, *key in rows.values_list("pk", "pengguna_id", "unit_id", "peran", "mulai")}

    def refusals(self) -> dict[int, ServiceError]:
        """Return what is wrong, by `id` of the account or assignment: all that is wrong, in one go."""
        found: dict[int, ServiceError] = {}
        for user in self.users:
            try:
                self._check_user(user)
            except ServiceError as wrong:
                found[id(user)] = wrong
        for row in self.daftar:
            try:
                self._check_assignment(row)
            except ServiceError as wrong:
                found[id(row)] = wrong
        return found

    def _require(self, opd_ids: Iterable[int]) -> None:
        if self._kewenangan is None:
            return
        if not all(self._kewenangan.may(Izin.KELOLA_PENGGUNA, opd_id=opd_id) for opd_id in opd_ids):
            raise refusal(Izin.KELOLA_PENGGUNA)

    def _check_user(self, user: Pengguna) -> None:
        if not user._state.adding:
            offices = self.kantor.last(user.pk)
            if not offices and self.by is not None:
                raise refusal(Izin.KELOLA_PENGGUNA)
            self._require(offices)
        elif self.by is not None and id(user) not in self._assigned:
            raise refuse("tugas", WITHOUT)
        if self._names[user.username.lower()] != id(user):
            raise refuse("username", USED)
        check_nip(user)
        check_fields(user, exclude=("password",))

    def _check_assignment(self, row: Penugasan) -> None:
        self._require([row.unit.opd_id])
        take_ids(row)
        stored = None if row._state.adding else self.stored[row.pk]
        if self.by is not None and row.pengguna.pk == self.by.pk:
            raise NotAllowed(OWN)
        if stored is None and not row.pengguna._state.adding:
            self._require(self.kantor.current(row.pengguna.pk))
        if row.unit._state.adding and id(row.unit) not in self._units:
            raise refuse("unit", "Pilih unit dari perangkat daerah yang sama.")
        check_fields(row)
        if row.sampai is not None and row.sampai < row.mulai:
            raise refuse("sampai", END_BEFORE_START)
        if stored is not None:
            _check_changed(row, stored)
            return
        key = (row.pengguna.pk or id(row.pengguna), row.unit_id or id(row.unit), row.peran, row.mulai)
        if not take_key(self._starts, key, row):
            raise refuse("mulai", RECORDED)


def _check_changed(row: Penugasan, stored: Penugasan) -> None:
    """Of a stored assignment only the last day changes, and one that has ended does not come back to life.

    Beginning one anew asks whether the user belongs to another office by now; a later last day would not.
    """
    for name in ("pengguna_id", "unit_id", "peran", "mulai"):
        if getattr(row, name) != getattr(stored, name):
            raise refuse(name.removesuffix("_id"), REWRITTEN)
    last = stored.sampai or date.max
    if last < today_in() and (row.sampai or date.max) > last:
        raise NotNow(ENDED)


def check_nip(user: Pengguna) -> None:
    """Raise NotValid for a NIP that is none; blank is allowed."""
    if user.nip:
        try:
            validate_nip(user.nip)
        except ValidationError as error:
            raise refuse("nip", str(error.messages[0])) from None


def offices_in(ids: Iterable[int]) -> dict[int, PerangkatDaerah]:
    return PerangkatDaerah.objects.in_bulk(set(ids))
