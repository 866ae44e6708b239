"""Making many accounts and assignments of one office at once: all or none, with a constant number of queries."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from indicators.models import Jejak, Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.permissions import Izin
from indicators.selectors.kewenangan import find_users, today_in
from indicators.services.akses import require
from indicators.services.akun import check_nip, generate_password
from indicators.services.errors import ChangedMeanwhile, NotAllowed
from indicators.services.isian_target import naming
from indicators.services.jejak import make_jejak, state_of, write
from indicators.services.kantor_massal import TAKEN
from indicators.services.simpan import BATCH, check_fields, refuse

USED = "Nama pengguna ini sudah dipakai. Pilih nama lain."
OWN = "Penugasan Anda sendiri diatur oleh administrator lain."


def make_passwords(usernames: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return a generated password per user name, and the same as they are stored.

    Hashing is slow on purpose: it is done before the transaction that writes, so that nobody waits for its locks.
    """
    clear = {name: generate_password() for name in usernames}
    return clear, {name: make_password(text) for name, text in clear.items()}


@write
def assign_many(
    *, by: Pengguna | None, opd: PerangkatDaerah, daftar: Sequence[Penugasan], sandi_tersimpan: Mapping[str, str]
) -> list[Penugasan]:
    """Create assignments, and the accounts of those whose `pengguna` is not stored yet.

    `sandi_tersimpan` holds the hashed first password per new user name, see `make_passwords`; without one nobody can
    log in until one is set. It has to be changed at the first login. Raises NotAllowed, NotValid (names its
    assignment), ChangedMeanwhile.
    """
    require(by, Izin.KELOLA_PENGGUNA, opd=opd)
    checker = _Checker(by, opd, daftar)
    for row in daftar:
        with naming(row, daftar):
            checker.check(row)
    users = list({id(row.pengguna): row.pengguna for row in daftar if row.pengguna._state.adding}.values())
    for user in users:
        user.wajib_ganti_sandi = True
        user.password = sandi_tersimpan.get(user.username) or make_password(None)
    try:
        with transaction.atomic():
            Pengguna.objects.bulk_create(users, batch_size=BATCH)
            for row in daftar:
                row.pengguna = row.pengguna  # takes over the id that the account has by now
            Penugasan.objects.bulk_create(daftar, batch_size=BATCH)
    except IntegrityError:
        raise ChangedMeanwhile(TAKEN) from None
    made = [("tambah_pengguna", user) for user in users] + [("tambah_penugasan", row) for row in daftar]
    Jejak.objects.bulk_create(
        [make_jejak(by=by, tindakan=act, objek=row, opd=opd, sesudah=state_of(row)) for act, row in made],
        batch_size=BATCH,
    )
    return list(daftar)


class _Checker:
    """What the assignments of one call are checked against: asked once."""

    def __init__(self, by: Pengguna | None, opd: PerangkatDaerah, daftar: Sequence[Penugasan]) -> None:
        self.by, self.opd = by, opd
        self.units = set(UnitKerja.objects.filter(opd=opd).values_list("pk", flat=True))
        self.new = {row.pengguna.username.lower(): row.pengguna for row in reversed(daftar)}
        names = [row.pengguna.username for row in daftar if row.pengguna._state.adding]
        self.taken = set(find_users(names))
        stored = {row.pengguna.pk for row in daftar if not row.pengguna._state.adding}
        self.foreign = self._foreign(stored)

    def _foreign(self, ids: set[int]) -> set[int]:
        """Return who also belongs to an office that `by` does not administer."""
        if self.by is None or not ids:
            return set()
        current = Q(sampai__isnull=True) | Q(sampai__gte=today_in())
        offices: dict[int, set[int]] = {}
        for user_id, opd_id in Penugasan.objects.filter(current, pengguna_id__in=ids).values_list(
            "pengguna_id", "unit__opd_id"
        ):
            offices.setdefault(opd_id, set()).add(user_id)
        found: set[int] = set()
        for other in PerangkatDaerah.objects.filter(pk__in=offices):
            try:
                require(self.by, Izin.KELOLA_PENGGUNA, opd=other)
            except NotAllowed:
                found |= offices[other.pk]
        return found

    def check(self, row: Penugasan) -> None:
        user = row.pengguna
        if user._state.adding:
            if user.username.lower() in self.taken or self.new[user.username.lower()] is not user:
                raise refuse("pengguna", USED)
            check_nip(user)
            user.password = user.password or "!"
            check_fields(user)
        elif self.by is not None and user.pk == self.by.pk:
            raise refuse("pengguna", OWN)
        elif user.pk in self.foreign:
            raise refuse("pengguna", USED)
        if row.unit_id not in self.units:
            raise refuse("unit", "Pilih unit dari perangkat daerah yang sama.")
        check_fields(row)
        if row.sampai is not None and row.sampai < row.mulai:
            raise refuse("sampai", "Tanggal akhir tidak boleh sebelum tanggal mulai.")
