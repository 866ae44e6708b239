"""Accounts: creating, passwords, switching on and off, assignments. One is the smallest case of many.

Who may touch whose account, and what an account and an assignment must be, says `services.pengguna_checks`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from indicators.acts import Act
from indicators.models import NamaPengguna, Pengguna, Penugasan, PerangkatDaerah, UnitKerja, UsulanPeran, fold_name
from indicators.permissions import Izin, Peran
from indicators.selectors.peran import list_founded, list_guarded
from indicators.services.access import refusal, require_each
from indicators.services.atur_ulang import note_reset
from indicators.services.jejak import Call, lost_race, make_jejak, record, record_many, write
from indicators.services.locks import lock_accounts
from indicators.services.pemberitahuan import tell_changed, tell_ended, tell_switched
from indicators.services.pengguna_checks import NIP_USED, OfficesOfPengguna, PenggunaChecks, offices_in
from indicators.services.saving import TAKEN, delete_checked, lock_many, lock_stored, raise_first, save_many
from indicators.services.usulan_peran import propose
from sakip.refusals import ChangedMeanwhile, NotFound, NotNow, NotValid, ServiceError, refuse
from sakip.sign_in.attempts import unlock
from sakip.sign_in.readable import make_readable_secret
from sakip.sign_in.services import end_sessions

# What `save_accounts` changes of a stored account.
CHANGED_HERE = ("username", "nama", "nip", "email")
NO_ACCOUNT = "Akun ini tidak ditemukan. Muat ulang halaman."


@dataclass(frozen=True)
class NewPenugasan:
    """An assignment to be made: a role in a unit, from a day on, to a day or until further notice."""

    unit: UnitKerja
    peran: Peran
    mulai: date
    sampai: date | None = None


def make_passwords(usernames: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return a generated password per user name, and the same as they are stored.

    Hashing is slow on purpose: it is done before the transaction that writes, so that nobody waits for its locks.
    """
    clear = {name: make_readable_secret() for name in usernames}
    return clear, {name: make_password(text) for name, text in clear.items()}


@write(Act.UBAH, "users", "daftar")
def save_accounts(
    *, by: Pengguna | None, users: Sequence[Pengguna] = (), daftar: Sequence[Penugasan] = ()
) -> list[UsulanPeran]:
    """Create or change accounts and their assignments: all or none, with a constant number of queries. Return what of
    it nobody gives alone and now waits for a second person (`rules.peran`); the rest is in force.

    A new account stands in `users` and may be the `pengguna` of assignments in `daftar`; its hashed `password` is kept,
    without one nobody can log in until one is set. Of a stored account name, NIP, address and user name change; of a
    stored assignment the last day. Raises NotAllowed, NotNow (an ended assignment), NotValid (of several, the sentence
    names the row), NotFound, ChangedMeanwhile.
    """
    for user in users:
        user.username = Pengguna.normalize_username(user.username)  # as the sign-in form does
    lock_accounts()
    stored_users = lock_many(Pengguna, users)
    stored = lock_many(Penugasan, daftar)
    checks = PenggunaChecks(by, users, daftar, stored_users, stored)
    raise_first(checks.refusals(), [*users, *daftar])
    for user in users:
        if user._state.adding:
            user.password = user.password or make_password(None)
        else:
            _keep_rights(user, stored_users[user.pk])
    tell_changed(by, [user for user in users if user.pk in stored_users], stored_users)
    for opd, rows in _by_office(users, daftar, checks.kantor):
        save_many(by=by, instances=rows, stored=stored_users, opd=opd, fields=CHANGED_HERE)
    _keep_names([*users, *stored_users.values()], checks.nama)
    waiting = [row for row in daftar if checks.waits(row)]
    given = [row for row in daftar if not checks.waits(row)]
    tell_ended(by, given, stored)
    for opd in {row.unit.opd_id: row.unit.opd for row in given}.values():
        save_many(by=by, instances=[row for row in given if row.unit.opd_id == opd.pk], stored=stored, opd=opd)
    return propose(by=by, daftar=waiting) if by is not None and waiting else []


def check_waiting(*, by: Pengguna | None, daftar: Sequence[Penugasan]) -> set[int]:
    """Return which assignments `save_accounts` would put down for a second person, by `id`; reads only."""
    known = [row.pk for row in daftar if not row._state.adding]
    checks = PenggunaChecks(by, (), daftar, {}, Penugasan.objects.in_bulk(known))
    return {id(row) for row in daftar if checks.waits(row)}


@write(Act.UBAH, "penugasan")
def grant_assignment(*, by: Pengguna | None, pengusul: Pengguna | None, penugasan: Penugasan) -> Penugasan:
    """Put an assignment in force that `pengusul` proposed and `by` granted, under the caller's `lock_accounts`; the
    rules are asked again, as if it were given now by who proposed it. Both None: a command that fills a vacancy. Raises
    what `save_accounts` does."""
    stored = lock_many(Penugasan, [penugasan])
    raise_first(PenggunaChecks(pengusul, (), [penugasan], {}, stored, berdua=True).refusals(), [penugasan])
    save_many(by=by, instances=[penugasan], stored=stored, opd=penugasan.unit.opd)
    return penugasan


def cancel_assignment(*, by: Pengguna, penugasan: Penugasan) -> None:
    """Take back a deputy's term that has not begun, in the caller's transaction, which has asked who may and holds it
    locked: nobody has acted by it. Raises NotNow (something names it)."""
    delete_checked(by=by, instance=penugasan, opd=penugasan.unit.opd)


def _keep_names(users: Iterable[Pengguna], kept: Mapping[str, int]) -> None:
    """Keep the names that accounts get, and those that they had, for them alone: one statement."""
    borne = {fold_name(user.username): user.pk for user in users}
    rows = [NamaPengguna(nama=name, pengguna_id=pk) for name, pk in borne.items() if name not in kept]
    if rows:
        with lost_race(ChangedMeanwhile(TAKEN)):
            NamaPengguna.objects.bulk_create(rows)


def check_accounts(
    *,
    by: Pengguna | None,
    users: Sequence[Pengguna] = (),
    daftar: Sequence[Penugasan] = (),
    units: Sequence[UnitKerja] = (),
) -> dict[int, ServiceError]:
    """Return why `save_accounts` would refuse accounts and assignments, by `id` of each: reads only, holds no lock.

    `units` are those that will be saved before them.
    """
    stored_users = Pengguna.objects.in_bulk([user.pk for user in users if not user._state.adding])
    known = [row.pk for row in daftar if not row._state.adding]
    stored = Penugasan.objects.in_bulk(known)
    return PenggunaChecks(by, users, daftar, stored_users, stored, units).refusals()


def _keep_rights(user: Pengguna, stored: Pengguna) -> None:
    """Password, rights and whether it is on have functions of their own."""
    for field in Pengguna._meta.concrete_fields:
        if field.name not in CHANGED_HERE:
            setattr(user, field.attname, getattr(stored, field.attname))


def _by_office(
    users: Sequence[Pengguna], daftar: Sequence[Penugasan], kantor: OfficesOfPengguna
) -> list[tuple[PerangkatDaerah | None, list[Pengguna]]]:
    """Return the accounts by the office in whose trail they stand: that of an assignment made now, or their own."""
    offices = {id(row.pengguna): row.unit.opd for row in reversed(daftar)}
    own = {user.pk: min(kantor.last(user.pk), default=0) for user in users if id(user) not in offices and user.pk}
    by_id = offices_in(own.values()) if own else {}
    groups: dict[int, tuple[PerangkatDaerah | None, list[Pengguna]]] = {}
    for user in users:
        opd = offices.get(id(user)) or by_id.get(own.get(user.pk or 0, 0))
        groups.setdefault(0 if opd is None else opd.pk, (opd, []))[1].append(user)
    return list(groups.values())


def create_user(
    *,
    by: Pengguna | None,
    username: str,
    nama: str,
    tugas: Sequence[NewPenugasan],
    sandi: str | None = None,
    nip: str = "",
    email: str = "",
    wajib_ganti_sandi: bool = True,
) -> Pengguna:
    """Create an account with its assignments; without `sandi` nobody can log in until one is set.

    Raises what `save_accounts` does.
    """
    user = Pengguna(
        username=username.strip(), nama=nama.strip(), nip=nip, email=email, wajib_ganti_sandi=wajib_ganti_sandi
    )
    if sandi is not None:
        _check_password(sandi, user)
        user.set_password(sandi)
    save_accounts(by=by, users=[user], daftar=[_assignment(user, item) for item in tugas])
    return user


def update_user(*, by: Pengguna | None, user: Pengguna) -> Pengguna:
    """Save changed name, NIP, address or user name; password and assignments have their own functions."""
    user.username = user.username.strip()
    save_accounts(by=by, users=[user])
    return user


@write(Act.ATUR_ULANG_SANDI, "user")
def reset_password(*, by: Pengguna | None, user: Pengguna) -> str:
    """Give the user a generated password, which he changes at his next login, and return it.

    Also ends a lock after wrong passwords, and every session of his. Raises NotAllowed, NotFound.
    """
    stored = lock_stored(user)
    if stored is None:
        raise NotFound(NO_ACCOUNT)
    opd = require_user(by, stored)
    given = make_readable_secret()
    stored.set_password(given)
    stored.wajib_ganti_sandi = True
    stored.save(update_fields=["password", "wajib_ganti_sandi"])
    user.password, user.wajib_ganti_sandi = stored.password, True
    unlock(account=stored.pk)
    end_sessions(account=stored.pk)
    note_reset(by=by, pengguna=stored)
    record(by=by, tindakan=Act.ATUR_ULANG_SANDI, objek=stored, opd=opd, sesudah={"wajib_ganti_sandi": True})
    return given


@write(Act.BUKA_KUNCI_AKUN, "user")
def unlock_account(*, by: Pengguna | None, user: Pengguna) -> None:
    """End a lock after wrong passwords; the password stays. Raises NotAllowed, NotNow (it is not locked), NotFound."""
    stored = lock_stored(user)
    if stored is None:
        raise NotFound(NO_ACCOUNT)
    opd = require_user(by, stored)
    if not unlock(account=stored.pk):
        raise NotNow(f"Akun {stored.username} sudah tidak terkunci. Pengguna dapat langsung mencoba masuk.")
    record(by=by, tindakan=Act.BUKA_KUNCI_AKUN, objek=stored, opd=opd)


@write(Act.ATUR_SANDI_CONTOH, "users")
def set_shared_password(*, by: Pengguna | None, users: Sequence[Pengguna], sandi: str) -> None:
    """Give several accounts one password that need not be changed: the demo office's, by the set-up only.

    Hashed once, because hashing is slow on purpose and the accounts share the password anyway.
    """
    if by is not None:
        raise refusal(Izin.KELOLA_PENGGUNA)
    for user in users:
        _check_password(sandi, user)
    hashed = make_password(sandi)
    for user in users:
        user.password, user.wajib_ganti_sandi = hashed, False
    record_many(make_jejak(by=by, tindakan=Act.ATUR_SANDI_CONTOH, objek=user) for user in users)
    Pengguna.objects.bulk_update(users, ["password", "wajib_ganti_sandi"])


@write(Act.GANTI_SANDI, "by")
def change_own_password(*, by: Pengguna, sandi_lama: str, sandi_baru: str) -> Pengguna:
    """Change the user's own password; whoever was told to change it is free again, and his other sessions end: the one
    that asks is begun anew by its page. Raises NotValid, NotNow."""
    stored = lock_stored(by)
    if stored is None or not stored.is_active:
        raise NotNow("Akun ini tidak aktif. Hubungi administrator.")
    if not stored.check_password(sandi_lama):
        raise refuse("sandi_lama", "Kata sandi lama tidak cocok. Ketik kembali.")
    if sandi_baru == sandi_lama:
        raise refuse("sandi_baru", "Kata sandi baru harus berbeda dari yang lama.")
    _check_password(sandi_baru, stored, field="sandi_baru")
    _replace_password(stored, sandi_baru, by=by)
    by.password, by.wajib_ganti_sandi = stored.password, False
    return by


@write(Act.GANTI_SANDI, "user")
def change_password_for(*, by: Pengguna | None, user: Pengguna, sandi: str) -> None:
    """Give the user a password that the keeper of the server typed; commands only. A reset like any other: it ends
    locks and sessions, and its owner is asked about it. Raises NotValid, NotFound."""
    if by is not None:
        raise refusal(Izin.KELOLA_PENGGUNA)
    stored = lock_stored(user)
    if stored is None:
        raise NotFound(NO_ACCOUNT)
    _check_password(sandi, stored)
    unlock(account=stored.pk)
    _replace_password(stored, sandi, by=None)
    note_reset(by=None, pengguna=stored)


def _replace_password(stored: Pengguna, sandi: str, *, by: Pengguna | None) -> None:
    """Store a password that need not be changed, end the account's sessions and record it."""
    stored.set_password(sandi)
    stored.wajib_ganti_sandi = False
    stored.save(update_fields=["password", "wajib_ganti_sandi"])
    end_sessions(account=stored.pk)
    # A row without an office would be nobody's to read.
    opd = next(iter(offices_in(OfficesOfPengguna([stored.pk]).current(stored.pk)).values()), None)
    record(by=by, tindakan=Act.GANTI_SANDI, objek=stored, opd=opd)


def _activation(call: Call) -> Act:
    return Act.AKTIFKAN_PENGGUNA if call["aktif"] else Act.NONAKTIFKAN_PENGGUNA


@write(_activation, "user")
def set_active(*, by: Pengguna | None, user: Pengguna, aktif: bool) -> Pengguna:
    """Switch an account on or off; nobody switches himself off.

    One that holds a role with power is switched on by two people: it stays off, and a proposal waits. Raises
    NotAllowed, NotNow, NotFound, NotValid (somebody else has its NIP).
    """
    lock_accounts()
    stored = lock_stored(user)
    if stored is None:
        raise NotFound(NO_ACCOUNT)
    opd = require_user(by, stored)
    if by is not None and by.pk == stored.pk:
        raise NotNow("Akun sendiri tidak dapat dinonaktifkan. Minta administrator lain melakukannya.")
    if stored.is_active != aktif:
        guarded = list_guarded([stored])
        if aktif:
            _refuse_taken_nip(stored)
        founded = list_founded(row.unit.opd_id for row in guarded)
        two_people = [row for row in guarded if row.unit.opd_id in founded] if aktif and by is not None else []
        if two_people and by is not None:
            propose(by=by, daftar=_only_one(two_people))
        else:
            _switch(by, stored, aktif, opd)
            tell_switched(by, stored, opd, guarded)
    user.is_active = stored.is_active
    return user


@write(Act.AKTIFKAN_PENGGUNA, "penugasan")
def grant_activation(*, by: Pengguna, pengusul: Pengguna, penugasan: Penugasan) -> Pengguna:
    """Switch an account on that `pengusul` wanted on and `by` granted, if it still holds that one role with power,
    under the caller's `lock_accounts`; who grants it tells of it.

    Raises NotAllowed, NotNow.
    """
    stored = lock_stored(penugasan.pengguna)
    if stored is None:
        raise NotFound(NO_ACCOUNT)
    opd = require_user(pengusul, stored)
    if [row.pk for row in _only_one(list_guarded([stored]))] != [penugasan.pk]:
        raise NotNow("Penugasan akun ini berubah sejak diusulkan. Tolak usulan ini, lalu minta usulan baru.")
    if not stored.is_active:
        _refuse_taken_nip(stored)
        _switch(by, stored, True, opd)
    return stored


def _only_one(guarded: Sequence[Penugasan]) -> Sequence[Penugasan]:
    """Return the role with power for which an account is switched on. Raises NotNow when it has several: each needs a
    decision of its own."""
    if len(guarded) > 1:
        names = "; ".join(f"{Peran(row.peran).label}, {row.unit.opd}" for row in guarded)
        raise NotNow(f"Akun ini memegang beberapa peran: {names}. Akhiri lebih dahulu yang tidak dipakai lagi.")
    return guarded


def _refuse_taken_nip(user: Pengguna) -> None:
    pemda = [opd.pemda_id for opd in offices_in(OfficesOfPengguna([user.pk]).last(user.pk)).values()]
    others = Pengguna.objects.filter(
        nip=user.nip, is_active=True, daftar_penugasan__unit__opd__pemda_id__in=pemda
    ).exclude(pk=user.pk)
    if user.nip and (other := others.first()) is not None:
        raise NotNow(NIP_USED.format(nama=other.nama))


def _switch(by: Pengguna | None, stored: Pengguna, aktif: bool, opd: PerangkatDaerah | None) -> None:
    stored.is_active = aktif
    stored.save(update_fields=["is_active"])
    if not aktif:
        end_sessions(account=stored.pk)
    act = _activation({"aktif": aktif})
    record(by=by, tindakan=act, objek=stored, opd=opd, sebelum={"is_active": not aktif}, sesudah={"is_active": aktif})


def _assignment(pengguna: Pengguna, tugas: NewPenugasan) -> Penugasan:
    return Penugasan(
        pengguna=pengguna, unit=tugas.unit, peran=Peran(tugas.peran).value, mulai=tugas.mulai, sampai=tugas.sampai
    )


def require_user(by: Pengguna | None, user: Pengguna) -> PerangkatDaerah | None:
    """Raise NotAllowed unless every office that the user belongs to is the administrator's; return one of them."""
    offices = offices_in(OfficesOfPengguna([user.pk]).last(user.pk))
    if by is not None and not offices:
        raise refusal(Izin.KELOLA_PENGGUNA)
    require_each(by, Izin.KELOLA_PENGGUNA, offices.values())
    return next(iter(offices.values()), None)


def _check_password(sandi: str, user: Pengguna, *, field: str = "sandi") -> None:
    try:
        validate_password(sandi, user)
    except ValidationError as error:
        raise NotValid(str(error.messages[0]), {field: " ".join(error.messages)}) from None
