"""What accounts and assignments are checked against before they are written. Reads, writes nothing.

A user belongs to the offices of his assignments that have not ended. An administrator touches only users who belong
to his own offices and no other: otherwise he could assign someone else's user to himself and take the account over.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from unicodedata import category

from django.core.exceptions import ValidationError

from indicators.models import NamaPengguna, Pengguna, Penugasan, PerangkatDaerah, UnitKerja, UsulanPeran, fold_name
from indicators.models.kantor import validate_nip
from indicators.permissions import Izin, Kewenangan, Peran
from indicators.rules.peran import is_guarded, is_longer
from indicators.selectors.kewenangan import find_users, load_kewenangan, today_at, today_in
from indicators.selectors.officials import is_signing_nip
from indicators.selectors.peran import list_founded, list_waiting_usulan
from indicators.services.access import refusal
from indicators.services.saving import check_fields, take_ids, take_key
from indicators.services.unit_tree import END_BEFORE_START
from sakip.refusals import NotAllowed, NotNow, ServiceError, refuse

# What the column of a kept name holds; folding lengthens some letters.
NAME_LENGTH = 150
USED = "Nama pengguna ini sudah dipakai. Pilih nama lain."
BORNE = (
    "Nama pengguna ini pernah dipakai akun lain. Agar jejak tetap menunjuk satu orang, nama yang pernah dipakai tidak "
    "diberikan lagi. Pilih nama lain."
)
OTHER_LETTERS = (
    "Nama pengguna ini memuat huruf yang mudah tertukar dengan huruf lain. Pakai huruf a sampai z, angka, dan tanda "
    "@ . + - _ saja."
)
UNSEEN = "Nama ini memuat karakter yang tidak terlihat. Ketik ulang namanya."
LONG = "Nama pengguna ini terlalu panjang. Pilih nama yang lebih pendek."
OWN = "Penugasan Anda sendiri diatur oleh administrator lain."
RECORDED = "Penugasan ini sudah tercatat."
WITHOUT = "Beri akun ini sedikitnya satu penugasan, agar jelas di kantor mana ia bekerja."
REWRITTEN = "Penugasan tidak ditulis ulang. Akhiri penugasan ini, lalu buat penugasan baru."
DEPUTY_LONGER = "Tugas pelaksana harian tidak diperpanjang. Kepala unitnya menunjuk sekali lagi bila perlu."
ENDED = "Penugasan ini sudah berakhir. Buat penugasan baru bila ia bertugas lagi."
TWO_PEOPLE = (
    "Kantor ini sudah mempunyai Sekretaris dan Kepala Dinas, jadi peran {peran} diberikan oleh dua orang: diusulkan "
    "administrator kantornya, lalu disetujui di halaman Usulan peran. Yang lowong diisi dengan perintah grant_role."
)
WAITS_ALREADY = "Usulan peran ini sedang menunggu persetujuan dengan tanggal lain. Batalkan usulan itu lebih dahulu."
LAST_ADMINISTRATOR = (
    "Sesudah hari itu kantor ini tidak mempunyai administrator. Beri orang lain peran Administrator lebih dahulu."
)
NIP_USED = "NIP ini sudah dipakai akun {nama} yang aktif. Periksa NIP-nya, atau nonaktifkan akun yang lama."
OWN_NIP = (
    "NIP ini milik pejabat yang menandatangani laporan. Bila memang NIP Anda, minta administrator lain mencatatnya."
)


class OfficesOfPengguna:
    """To which offices users belong: those of their assignments that have not ended, and those of all. A role that
    waits for a second person counts as if it were given: a new account has nothing else. Two queries."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._current: dict[int, set[int]] = {}
        self._ended: dict[int, set[int]] = {}
        ids = set(ids)
        rows = Penugasan.objects.filter(pengguna_id__in=ids).order_by()
        columns = ("pengguna_id", "unit__opd_id", "sampai", "unit__opd__zona_waktu")
        for user_id, opd_id, sampai, zone in rows.values_list(*columns):
            kind = self._current if sampai is None or sampai >= today_at(zone) else self._ended
            kind.setdefault(user_id, set()).add(opd_id)
        self._add_proposed(ids)

    def _add_proposed(self, ids: set[int]) -> None:
        waiting = set(list_waiting_usulan().filter(pengguna_id__in=ids).values_list("pk", flat=True))
        rows = UsulanPeran.objects.filter(pengguna_id__in=ids).order_by()
        for pk, user_id, opd_id in rows.values_list("pk", "pengguna_id", "unit__opd_id"):
            kind = self._current if pk in waiting else self._ended
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
        *,
        berdua: bool = False,
    ) -> None:
        """`stored_users` and `stored` are the rows behind those that are not new; `units` will be saved before.
        `berdua`: a second person has granted what needs one."""
        self.by, self.users, self.daftar, self._berdua = by, users, daftar, berdua
        self.stored_users, self.stored = stored_users, stored
        self._assigned = {id(row.pengguna) for row in daftar}
        self._units = {id(unit) for unit in units}
        self._kewenangan: Kewenangan | None = None if by is None else load_kewenangan(by)
        known = {row.pengguna.pk for row in daftar if not row.pengguna._state.adding}
        self.kantor = OfficesOfPengguna(known | set(stored_users))
        # Whose each name is that is asked for, or was borne until now, as stored: the account's id.
        self.nama = self._kept_names()
        self._borne_now = {fold_name(user.username): user.pk for user in self._bearers()}
        self._entered: dict[str, int] = {}
        for user in users:
            self._entered.setdefault(fold_name(user.username), id(user))
        self._starts = self._used_starts(known)
        self._nips = self._used_nips()
        self._dijaga = self._guarded()
        self._diusulkan = self._proposed()

    def _guarded(self) -> set[int]:
        """Return the assignments that one person does not give, by `id`: new or longer ones of a role with power in an
        office that is founded. No query where no such role is among them."""
        rows = [row for row in self.daftar if is_guarded(row.peran) and self._gives(row)]
        founded = list_founded(row.unit.opd_id for row in rows)
        return {id(row) for row in rows if row.unit.opd_id in founded}

    def _gives(self, row: Penugasan) -> bool:
        return row._state.adding or is_longer(row.sampai, self.stored[row.pk].sampai)

    def _proposed(self) -> dict[tuple[int | None, int | None, str], tuple[date, date | None]]:
        """Return first and last day of what waits already, by account, unit and role."""
        if not self._dijaga:
            return {}
        people = {row.pengguna.pk for row in self.daftar if id(row) in self._dijaga}
        rows = list_waiting_usulan().filter(pengguna_id__in=people)
        found = rows.values_list("pengguna_id", "unit_id", "peran", "mulai", "sampai")
        return {(user, unit, peran): (mulai, sampai) for user, unit, peran, mulai, sampai in found}

    def waits(self, row: Penugasan) -> bool:
        """Say whether an assignment becomes a proposal for a second person instead of being written."""
        return id(row) in self._dijaga and not self._berdua

    def _used_nips(self) -> dict[str, dict[int, str]]:
        """Return by NIP that an entered account gets the name of the active account that has it, by Pemda."""
        nips = {user.nip for user in self.users if user.nip and self._is_new(user, "nip")}
        if not nips:
            return {}
        rows = Pengguna.objects.filter(nip__in=nips, is_active=True).exclude(pk__in=self.stored_users)
        found: dict[str, dict[int, str]] = {}
        for nip, nama, pemda in rows.values_list("nip", "nama", "daftar_penugasan__unit__opd__pemda_id"):
            found.setdefault(nip, {})[pemda] = nama
        return found

    def _is_new(self, user: Pengguna, name: str) -> bool:
        return user._state.adding or getattr(self.stored_users[user.pk], name) != getattr(user, name)

    def _kept_names(self) -> dict[str, int]:
        names = {fold_name(user.username) for user in (*self.users, *self.stored_users.values())}
        rows = NamaPengguna.objects.filter(nama__in=names) if names else NamaPengguna.objects.none()
        return dict(rows.values_list("nama", "pengguna_id"))

    def _bearers(self) -> Iterable[Pengguna]:
        found = find_users([user.username for user in self.users]).values()
        return (user for user in found if user.pk not in self.stored_users)

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
        self._keep_administrators(found)
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
        self._check_name(user)
        if self._is_new(user, "nama") and any(category(letter)[0] == "C" for letter in user.nama):
            raise refuse("nama", UNSEEN)
        check_nip(user)
        self._check_taken_nip(user)
        check_fields(user, exclude=("password",))

    def _check_name(self, user: Pengguna) -> None:
        name = fold_name(user.username)
        if self._entered[name] != id(user) or self._borne_now.get(name, user.pk) != user.pk:
            raise refuse("username", USED)
        if self.nama.get(name, user.pk) != user.pk:
            raise refuse("username", BORNE)
        if len(name) > NAME_LENGTH:
            raise refuse("username", LONG)
        if not user.username.isascii() and self._is_new(user, "username"):
            raise refuse("username", OTHER_LETTERS)

    def _check_taken_nip(self, user: Pengguna) -> None:
        """Refuse a NIP that another active account of the same Pemda has: by it an account is an official. Who keeps
        accounts makes himself no official who signs."""
        if not user.nip or not self._is_new(user, "nip"):
            return
        offices = [row.unit.opd for row in self.daftar if row.pengguna is user]
        if holders := self._nips.get(user.nip):
            offices += offices_in(self.kantor.last(user.pk)).values() if user.pk else []
            taken = [nama for pemda, nama in holders.items() if pemda in {opd.pemda_id for opd in offices}]
            if taken:
                raise refuse("nip", NIP_USED.format(nama=taken[0]))
        if self.by is None or user.pk != self.by.pk or self._kewenangan is None:
            return
        own = {
            opd_id
            for opd_id in self.kantor.last(user.pk)
            if Peran.KEPALA_DINAS not in self._kewenangan.peran_in(opd_id)
        }
        if is_signing_nip(user.nip, own):
            raise NotAllowed(OWN_NIP)

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
        if id(row) in self._dijaga and not self._berdua:
            self._check_two_people(row)
        if stored is not None:
            _check_changed(row, stored)
            return
        key = (row.pengguna.pk or id(row.pengguna), row.unit_id or id(row.unit), row.peran, row.mulai)
        if not take_key(self._starts, key, row):
            raise refuse("mulai", RECORDED)

    def _check_two_people(self, row: Penugasan) -> None:
        """A command proposes nothing, for nobody could be asked about it; what waits already is not asked twice."""
        if self.by is None:
            raise refuse("peran", TWO_PEOPLE.format(peran=Peran(row.peran).label))
        waiting = self._diusulkan.get((row.pengguna.pk, row.unit_id, row.peran))
        if waiting is not None and waiting != (row.mulai, row.sampai):
            raise refuse("peran", WAITS_ALREADY)

    def _keep_administrators(self, found: dict[int, ServiceError]) -> None:
        """Refuse what leaves an office without an administrator, whoever ends it. Two queries, where any ends."""
        ending = [row for row in self.daftar if self._ends_administrator(row) and id(row) not in found]
        if not ending:
            return
        kept = [row for row in self.daftar if row.peran == Peran.ADMINISTRATOR and not self.waits(row)]
        active = self._active_among(kept)
        ending = [row for row in ending if id(row) in active]
        offices = {row.unit.opd_id for row in ending}
        others = Penugasan.objects.filter(
            peran=Peran.ADMINISTRATOR.value, unit__opd_id__in=offices, pengguna__is_active=True
        ).exclude(pk__in=self.stored)
        terms = list(others.values_list("unit__opd_id", "mulai", "sampai"))
        terms += [(row.unit.opd_id, row.mulai, row.sampai) for row in kept if id(row) in active]
        for row in ending:
            day = max((row.sampai or date.max) + timedelta(days=1), today_in(row.unit.opd))
            if not any(
                opd_id == row.unit.opd_id and mulai <= day and (sampai is None or sampai >= day)
                for opd_id, mulai, sampai in terms
            ):
                found[id(row)] = refuse("sampai", LAST_ADMINISTRATOR)

    def _ends_administrator(self, row: Penugasan) -> bool:
        stored = None if row._state.adding else self.stored[row.pk]
        return stored is not None and row.peran == Peran.ADMINISTRATOR and is_longer(stored.sampai, row.sampai)

    @staticmethod
    def _active_among(daftar: Sequence[Penugasan]) -> set[int]:
        """Return the assignments whose account is switched on, by `id`; of a stored account as it is by now."""
        known = [row.pengguna.pk for row in daftar]
        on = set(Pengguna.objects.filter(pk__in=known, is_active=True).values_list("pk", flat=True))
        return {id(row) for row in daftar if row.pengguna.pk in on or row.pengguna._state.adding}


def _check_changed(row: Penugasan, stored: Penugasan) -> None:
    """Of a stored assignment only the last day changes, and one that has ended does not come back to life.

    Beginning one anew asks whether the user belongs to another office by now; a later last day would not.
    """
    for name in ("pengguna_id", "unit_id", "peran", "mulai"):
        if getattr(row, name) != getattr(stored, name):
            raise refuse(name.removesuffix("_id"), REWRITTEN)
    last = stored.sampai or date.max
    if stored.mewakili_id is not None and (row.sampai or date.max) > last:
        raise refuse("sampai", DEPUTY_LONGER)
    if last < today_in(row.unit.opd) and (row.sampai or date.max) > last:
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
