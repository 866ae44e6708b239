"""Accounts: creating, passwords, switching on and off, assignments.

A user belongs to the offices of his assignments that have not ended. An administrator touches only users who belong
to his own offices and no other: otherwise he could assign someone else's user to himself and take the account over.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from axes.utils import reset as unlock
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q

from indicators.models import Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.models.kantor import validate_nip
from indicators.permissions import Izin, Peran
from indicators.selectors.kewenangan import today_in
from indicators.services.akses import refusal, require
from indicators.services.errors import NotAllowed, NotFound, NotNow, NotValid
from indicators.services.jejak import record, state_of, write
from indicators.services.simpan import lock_stored, refuse, save_checked

# No letters or digits that look like others: the password is read from a terminal or a slip of paper.
SAFE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS = 4
GROUP_LENGTH = 4


@dataclass(frozen=True)
class Tugas:
    """An assignment to be made: a role in a unit, from a day on, to a day or until further notice."""

    unit: UnitKerja
    peran: Peran
    mulai: date
    sampai: date | None = None


def generate_password() -> str:
    """Return a random password of about 79 bits that people can read out: "k7wp-m3xa-9ehr-tq4d"."""
    groups = ("".join(secrets.choice(SAFE_LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


@write
def create_user(
    *,
    by: Pengguna | None,
    username: str,
    nama: str,
    tugas: Sequence[Tugas],
    sandi: str | None = None,
    nip: str = "",
    email: str = "",
    wajib_ganti_sandi: bool = True,
) -> Pengguna:
    """Create an account with its assignments; without `sandi` nobody can log in until one is set.

    Raises NotAllowed (an assignment outside the administrator's offices), NotValid.
    """
    if not tugas and by is not None:
        raise refuse("tugas", "Beri akun ini sedikitnya satu penugasan, agar jelas di kantor mana ia bekerja.")
    for item in tugas:
        require(by, Izin.KELOLA_PENGGUNA, opd=item.unit.opd)
    if Pengguna.objects.filter(username__iexact=username.strip()).exists():
        raise refuse("username", "Nama pengguna ini sudah dipakai. Pilih nama lain.")
    user = Pengguna(
        username=username.strip(), nama=nama.strip(), nip=nip, email=email, wajib_ganti_sandi=wajib_ganti_sandi
    )
    check_nip(user)
    if sandi is None:
        user.set_unusable_password()
    else:
        _check_password(sandi, user)
        user.set_password(sandi)
    save_checked(by=by, instance=user, stored=None, opd=tugas[0].unit.opd if tugas else None)
    for item in tugas:
        _create_assignment(by, user, item)
    return user


@write
def update_user(*, by: Pengguna | None, user: Pengguna) -> Pengguna:
    """Save changed name, NIP, address or user name; password and assignments have their own functions."""
    stored = lock_stored(user)
    if stored is None:
        raise NotFound("Akun ini tidak ditemukan. Muat ulang halaman.")
    opd = _require_user(by, stored)
    if Pengguna.objects.filter(username__iexact=user.username.strip()).exclude(pk=user.pk).exists():
        raise refuse("username", "Nama pengguna ini sudah dipakai. Pilih nama lain.")
    check_nip(user)
    user.password = stored.password
    user.is_active, user.is_superuser, user.is_staff = stored.is_active, stored.is_superuser, stored.is_staff
    user.wajib_ganti_sandi = stored.wajib_ganti_sandi
    return save_checked(by=by, instance=user, stored=stored, opd=opd)


@write
def reset_password(*, by: Pengguna | None, user: Pengguna, sandi: str | None = None) -> str:
    """Give the user a password, generated unless given; he changes it at his next login. Returns the password.

    Also ends a lock after wrong passwords. Raises NotAllowed, NotValid, NotFound.
    """
    stored = lock_stored(user)
    if stored is None:
        raise NotFound("Akun ini tidak ditemukan. Muat ulang halaman.")
    opd = _require_user(by, stored)
    given = generate_password() if sandi is None else sandi
    _check_password(given, stored)
    stored.set_password(given)
    stored.wajib_ganti_sandi = True
    stored.save(update_fields=["password", "wajib_ganti_sandi"])
    user.password, user.wajib_ganti_sandi = stored.password, True
    unlock(username=stored.username)
    record(by=by, tindakan="atur_ulang_sandi", objek=stored, opd=opd, sesudah={"wajib_ganti_sandi": True})
    return given


@write
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
        record(by=by, tindakan="atur_sandi_contoh", objek=user)
    Pengguna.objects.bulk_update(users, ["password", "wajib_ganti_sandi"])


@write
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
    opd = next(iter(_offices_of(stored, ended=False)), None)
    record(by=by, tindakan="ganti_sandi", objek=stored, opd=opd)
    return by


@write
def set_active(*, by: Pengguna | None, user: Pengguna, aktif: bool) -> Pengguna:
    """Switch an account on or off; nobody switches himself off. Raises NotAllowed, NotNow, NotFound."""
    stored = lock_stored(user)
    if stored is None:
        raise NotFound("Akun ini tidak ditemukan. Muat ulang halaman.")
    opd = _require_user(by, stored)
    if by is not None and by.pk == stored.pk:
        raise NotNow("Akun sendiri tidak dapat dinonaktifkan. Minta administrator lain melakukannya.")
    if stored.is_active != aktif:
        stored.is_active = aktif
        stored.save(update_fields=["is_active"])
        record(
            by=by,
            tindakan="aktifkan_pengguna" if aktif else "nonaktifkan_pengguna",
            objek=stored,
            opd=opd,
            sebelum={"is_active": not aktif},
            sesudah={"is_active": aktif},
        )
    user.is_active = aktif
    return user


@write
def assign(
    *,
    by: Pengguna | None,
    pengguna: Pengguna,
    unit: UnitKerja,
    peran: Peran,
    mulai: date,
    sampai: date | None = None,
) -> Penugasan:
    """Give a user a role in a unit. Raises NotAllowed (another office's unit or user, himself), NotValid."""
    require(by, Izin.KELOLA_PENGGUNA, opd=unit.opd)
    if by is not None:
        if by.pk == pengguna.pk:
            raise NotAllowed("Penugasan Anda sendiri diatur oleh administrator lain.")
        for opd in _offices_of(pengguna, ended=False):
            require(by, Izin.KELOLA_PENGGUNA, opd=opd)
    return _create_assignment(by, pengguna, Tugas(unit, peran, mulai, sampai))


@write
def end_assignment(*, by: Pengguna | None, penugasan: Penugasan, sampai: date) -> Penugasan:
    """Let an assignment end on a day, its last. Raises NotAllowed, NotNow (it has ended), NotValid, NotFound."""
    require(by, Izin.KELOLA_PENGGUNA, opd=penugasan.unit.opd)
    if by is not None and by.pk == penugasan.pengguna_id:
        raise NotAllowed("Penugasan Anda sendiri diatur oleh administrator lain.")
    stored = lock_stored(penugasan)
    if stored is None:
        raise NotFound("Penugasan ini tidak ditemukan. Muat ulang halaman.")
    if stored.sampai is not None and stored.sampai < today_in() and sampai > stored.sampai:
        # Beginning one anew asks whether the user belongs to another office by now.
        raise NotNow("Penugasan ini sudah berakhir. Buat penugasan baru bila ia bertugas lagi.")
    ended = Penugasan(**state_of(stored) | {"mulai": stored.mulai, "sampai": sampai})
    ended._state.adding = False
    ended._state.db = stored._state.db
    save_checked(by=by, instance=ended, stored=stored, opd=penugasan.unit.opd)
    penugasan.sampai = sampai
    return ended


def _create_assignment(by: Pengguna | None, pengguna: Pengguna, tugas: Tugas) -> Penugasan:
    return save_checked(
        by=by,
        instance=Penugasan(
            pengguna=pengguna, unit=tugas.unit, peran=Peran(tugas.peran).value, mulai=tugas.mulai, sampai=tugas.sampai
        ),
        stored=None,
        opd=tugas.unit.opd,
    )


def _offices_of(user: Pengguna, *, ended: bool) -> list[PerangkatDaerah]:
    """Return the offices of the user's assignments: those not ended, or those that have."""
    over = Q(units__daftar_penugasan__pengguna=user, units__daftar_penugasan__sampai__lt=today_in())
    current = Q(units__daftar_penugasan__pengguna=user) & (
        Q(units__daftar_penugasan__sampai__isnull=True) | Q(units__daftar_penugasan__sampai__gte=today_in())
    )
    return list(PerangkatDaerah.objects.filter(over if ended else current).distinct())


def _require_user(by: Pengguna | None, user: Pengguna) -> PerangkatDaerah | None:
    """Raise NotAllowed unless every office that the user belongs to is the administrator's; return one of them."""
    offices = _offices_of(user, ended=False) or _offices_of(user, ended=True)
    if by is not None and not offices:
        raise refusal(Izin.KELOLA_PENGGUNA)
    for opd in offices:
        require(by, Izin.KELOLA_PENGGUNA, opd=opd)
    return offices[0] if offices else None


def check_nip(user: Pengguna) -> None:
    """Raise NotValid for a NIP that is none; blank is allowed."""
    if user.nip:
        try:
            validate_nip(user.nip)
        except ValidationError as error:
            raise refuse("nip", str(error.messages[0])) from None


def _check_password(sandi: str, user: Pengguna, *, field: str = "sandi") -> None:
    try:
        validate_password(sandi, user)
    except ValidationError as error:
        raise NotValid(str(error.messages[0]), {field: " ".join(error.messages)}) from None
