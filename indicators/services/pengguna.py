"""Accounts: creating, passwords, switching on and off, assignments. One is the smallest case of many.

Who may touch whose account, and what an account and an assignment must be, says `services.pengguna_checks`.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from axes.utils import reset as unlock
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from indicators.acts import Act
from indicators.models import Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.permissions import Izin, Peran
from indicators.services.access import refusal, require_each
from indicators.services.jejak import Call, make_jejak, record, record_many, write
from indicators.services.pengguna_checks import OfficesOfPengguna, PenggunaChecks, offices_in
from indicators.services.saving import lock_many, lock_stored, raise_first, save_many
from sakip.refusals import NotFound, NotNow, NotValid, ServiceError, refuse

# What `save_accounts` changes of a stored account.
CHANGED_HERE = ("username", "nama", "nip", "email")
NO_ACCOUNT = "Akun ini tidak ditemukan. Muat ulang halaman."
# No letters or digits that look like others: the password is read from a terminal or a slip of paper.
SAFE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS = 4
GROUP_LENGTH = 4


@dataclass(frozen=True)
class NewPenugasan:
    """An assignment to be made: a role in a unit, from a day on, to a day or until further notice."""

    unit: UnitKerja
    peran: Peran
    mulai: date
    sampai: date | None = None


def generate_password() -> str:
    """Return a random password of about 79 bits that people can read out: "k7wp-m3xa-9ehr-tq4d"."""
    groups = ("".join(secrets.choice(SAFE_LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def make_passwords(usernames: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return a generated password per user name, and the same as they are stored.

    Hashing is slow on purpose: it is done before the transaction that writes, so that nobody waits for its locks.
    """
    clear = {name: generate_password() for name in usernames}
    return clear, {name: make_password(text) for name, text in clear.items()}


@write(Act.UBAH, "users", "daftar")
def save_accounts(
    *, by: Pengguna | None, users: Sequence[Pengguna] = (), daftar: Sequence[Penugasan] = ()
) -> list[Penugasan]:
    """Create or change accounts and their assignments: all or none, with a constant number of queries.

    A new account stands in `users` and may be the `pengguna` of assignments in `daftar`; its hashed `password` is kept,
    without one nobody can log in until one is set. Of a stored account name, NIP, address and user name change; of a
    stored assignment the last day. Raises NotAllowed, NotNow (an ended assignment), NotValid (of several, the sentence
    names the row), NotFound, ChangedMeanwhile.
    """
    stored_users = lock_many(Pengguna, users)
    stored = lock_many(Penugasan, daftar)
    checks = PenggunaChecks(by, users, daftar, stored_users, stored)
    raise_first(checks.refusals(), [*users, *daftar])
    for user in users:
        if user._state.adding:
            user.password = user.password or make_password(None)
        else:
            _keep_rights(user, stored_users[user.pk])
    for opd, rows in _by_office(users, daftar, checks.kantor):
        save_many(by=by, instances=rows, stored=stored_users, opd=opd, fields=CHANGED_HERE)
    for opd in {row.unit.opd_id: row.unit.opd for row in daftar}.values():
        save_many(by=by, instances=[row for row in daftar if row.unit.opd_id == opd.pk], stored=stored, opd=opd)
    return list(daftar)


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
def reset_password(*, by: Pengguna | None, user: Pengguna, sandi: str | None = None) -> str:
    """Give the user a password, generated unless given; he changes it at his next login. Returns the password.

    Also ends a lock after wrong passwords. Raises NotAllowed, NotValid, NotFound.
    """
    stored = lock_stored(user)
    if stored is None:
        raise NotFound(NO_ACCOUNT)
    opd = _require_user(by, stored)
    given = generate_password() if sandi is None else sandi
    _check_password(given, stored)
    stored.set_password(given)
    stored.wajib_ganti_sandi = True
    stored.save(update_fields=["password", "wajib_ganti_sandi"])
    user.password, user.wajib_ganti_sandi = stored.password, True
    unlock(username=stored.username)
    record(by=by, tindakan=Act.ATUR_ULANG_SANDI, objek=stored, opd=opd, sesudah={"wajib_ganti_sandi": True})
    return given


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
    """Change the user's own password; whoever was told to change it is free again. Raises NotValid, NotNow."""
    stored = lock_stored(by)
    if stored is None or not stored.is_active:
        raise NotNow("Akun ini tidak aktif. Hubungi administrator.")
    if not stored.check_password(sandi_lama):
        raise refuse("sandi_lama", "Kata sandi lama tidak cocok. Ketik kembali.")
    if sandi_baru == sandi_lama:
        raise refuse("sandi_baru", "Kata sandi baru harus berbeda dari yang lama.")
    _check_password(sandi_baru, stored, field="sandi_baru")
    stored.set_password(sandi_baru)
    stored.wajib_ganti_sandi = False
    stored.save(update_fields=["password", "wajib_ganti_sandi"])
    by.password, by.wajib_ganti_sandi = stored.password, False
    # A row without an office would be nobody's to read.
    opd = next(iter(offices_in(OfficesOfPengguna([stored.pk]).current(stored.pk)).values()), None)
    record(by=by, tindakan=Act.GANTI_SANDI, objek=stored, opd=opd)
    return by


def _activation(call: Call) -> Act:
    return Act.AKTIFKAN_PENGGUNA if call["aktif"] else Act.NONAKTIFKAN_PENGGUNA


@write(_activation, "user")
def set_active(*, by: Pengguna | None, user: Pengguna, aktif: bool) -> Pengguna:
    """Switch an account on or off; nobody switches himself off. Raises NotAllowed, NotNow, NotFound."""
    stored = lock_stored(user)
    if stored is None:
        raise NotFound(NO_ACCOUNT)
    opd = _require_user(by, stored)
    if by is not None and by.pk == stored.pk:
        raise NotNow("Akun sendiri tidak dapat dinonaktifkan. Minta administrator lain melakukannya.")
    if stored.is_active != aktif:
        stored.is_active = aktif
        stored.save(update_fields=["is_active"])
        record(
            by=by,
            tindakan=_activation({"aktif": aktif}),
            objek=stored,
            opd=opd,
            sebelum={"is_active": not aktif},
            sesudah={"is_active": aktif},
        )
    user.is_active = aktif
    return user


def _assignment(pengguna: Pengguna, tugas: NewPenugasan) -> Penugasan:
    return Penugasan(
        pengguna=pengguna, unit=tugas.unit, peran=Peran(tugas.peran).value, mulai=tugas.mulai, sampai=tugas.sampai
    )


def _require_user(by: Pengguna | None, user: Pengguna) -> PerangkatDaerah | None:
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
