"""Accounts: who may touch whom, passwords given and changed, assignments begun and ended."""

from collections.abc import Callable
from datetime import date, timedelta
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from indicators.models import Jejak, Pengguna, Penugasan, UnitKerja
from indicators.permissions import Peran
from indicators.services.pengguna import (
    NewPenugasan,
    change_own_password,
    change_password_for,
    create_user,
    reset_password,
    save_accounts,
    set_active,
    set_shared_password,
    unlock_account,
    update_user,
)
from sakip.jobs.models import Message
from sakip.refusals import NotAllowed, NotNow, NotValid
from sakip.sign_in.attempts import Count, counted_attempt, list_locks
from sakip.sign_in.models import Session
from sakip.sign_in.readable import make_readable_secret
from sakip.sign_in.slowing import Kind
from tests.assignments import assign, end_assignment
from tests.cast import PASSWORD, Cast, Office, make_user
from tests.trail import told

HARI = date(2024, 1, 1)


def foreign_root(office: Office) -> UnitKerja:
    return UnitKerja.objects.exclude(opd=office.opd).get()


def test_generated_passwords_are_long_and_never_the_same() -> None:
    found = {make_readable_secret() for _ in range(200)}
    assert len(found) == 200
    assert all(len(text) == 19 and not set(text) & set("0o1li") for text in found)


def test_new_account_must_change_the_given_password(office: Office, cast: Cast) -> None:
    user = create_user(
        by=cast.administrator,
        username="baru",
        nama="Pegawai Baru",
        tugas=[NewPenugasan(office.bidang, Peran.STAF, HARI)],
        sandi=PASSWORD,
    )
    assert user.check_password(PASSWORD)
    assert user.wajib_ganti_sandi
    assert user.daftar_penugasan.get().unit == office.bidang
    rows = Jejak.objects.filter(pelaku="Administrator (admin)")
    assert told(rows) == ["tambah pengguna", "tambah penugasan"]
    assert not any("password" in (row.sesudah or {}) for row in rows)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "STAF"}, "username"),
        ({"username": "dua kata"}, "username"),
        ({"nama": ""}, "nama"),
        ({"sandi": "12345"}, "sandi"),
        ({"sandi": "pegawaibaru"}, "sandi"),
        ({"nip": "12"}, "nip"),
        ({"tugas": []}, "tugas"),
    ],
)
def test_wrong_account_is_refused_with_a_sentence(
    office: Office, cast: Cast, change: dict[str, object], field: str
) -> None:
    facts: dict[str, object] = {
        "username": "pegawai.baru",
        "nama": "Pegawai Baru",
        "tugas": [NewPenugasan(office.bidang, Peran.STAF, HARI)],
        "sandi": PASSWORD,
    }
    with pytest.raises(NotValid) as refusal:
        create_user(by=cast.administrator, **(facts | change))  # type: ignore[arg-type]  # the wrong ones are the test
    assert field in refusal.value.fields
    assert not Pengguna.objects.filter(username="pegawai.baru").exists()


def test_account_of_another_office_is_out_of_reach(office: Office, cast: Cast) -> None:
    root = foreign_root(office)
    with pytest.raises(NotAllowed):
        create_user(by=cast.administrator, username="x", nama="X", tugas=[NewPenugasan(root, Peran.STAF, HARI)])
    with pytest.raises(NotAllowed):
        reset_password(by=cast.administrator, user=cast.asing)
    with pytest.raises(NotAllowed):
        set_active(by=cast.administrator, user=cast.asing, aktif=False)
    with pytest.raises(NotAllowed):
        update_user(by=cast.administrator, user=cast.asing)
    cast.asing.refresh_from_db()
    assert cast.asing.check_password(PASSWORD)
    assert Jejak.objects.filter(ditolak=True).count() == 4


def test_foreign_account_cannot_be_taken_over_by_assigning_it(office: Office, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        assign(by=cast.administrator, pengguna=cast.asing, unit=office.bidang, peran=Peran.STAF, mulai=HARI)
    both = make_user("dua", "Dua Kantor", (office.bidang, Peran.STAF), (foreign_root(office), Peran.STAF))
    with pytest.raises(NotAllowed):
        reset_password(by=cast.administrator, user=both)


@pytest.mark.parametrize("name", ["staf", "sekretaris", "kadis", "perencana"])
def test_only_administrators_keep_accounts(office: Office, cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        reset_password(by=getattr(cast, name), user=cast.staf)


def lock(user: Pengguna, place: str = "203.0.113.5") -> None:
    for _ in range(5):
        with pytest.raises(ValueError, match="salah"), counted_attempt([at(user, place)], wrong=ValueError):
            raise ValueError("salah")


def at(user: Pengguna, place: str) -> Count:
    return Count(Kind.PLACE, f"{user.pk}@{place}", user.pk)


def test_an_administrator_unlocks_without_a_new_password(office: Office, cast: Cast) -> None:
    lock(cast.staf)
    lock(cast.kepala)
    before = cast.staf.password
    unlock_account(by=cast.administrator, user=cast.staf)
    cast.staf.refresh_from_db()
    assert (cast.staf.password, cast.staf.wajib_ganti_sandi) == (before, False)
    assert list(list_locks([cast.staf.pk, cast.kepala.pk])) == [cast.kepala.pk]
    row = Jejak.objects.get(tindakan="buka_kunci_akun")
    assert (row.pelaku, row.objek, row.opd_nomor) == ("Administrator (admin)", str(cast.staf), office.opd.pk)
    with pytest.raises(NotNow, match="sudah tidak terkunci"):
        unlock_account(by=cast.administrator, user=cast.staf)


def test_nobody_else_unlocks_an_account(office: Office, cast: Cast) -> None:
    lock(cast.asing)
    lock(cast.staf)
    for by, user in ((cast.administrator, cast.asing), (cast.sekretaris, cast.staf)):
        with pytest.raises(NotAllowed):
            unlock_account(by=by, user=user)
    assert Jejak.objects.filter(tindakan="buka_kunci_akun", ditolak=True).count() == 2
    assert set(list_locks([cast.staf.pk, cast.asing.pk])) == {cast.staf.pk, cast.asing.pk}


def test_sessions_end_with_the_password_and_with_the_account(
    office: Office, cast: Cast, client_of: Callable[[Pengguna], Client]
) -> None:
    new = "kalimat-sandi-Baru-9"
    for act in (
        lambda: reset_password(by=cast.administrator, user=cast.staf),
        lambda: set_active(by=cast.administrator, user=cast.staf, aktif=False),
        lambda: change_own_password(by=cast.kepala, sandi_lama=PASSWORD, sandi_baru=new),
        lambda: change_password_for(by=None, user=cast.kasubbag, sandi=new),
    ):
        for user in (cast.staf, cast.kepala, cast.kasubbag, cast.administrator):
            client_of(user)
        kept = Session.objects.filter(account_id=cast.administrator.pk).count()
        before = Session.objects.count()
        act()
        assert Session.objects.count() < before
        assert Session.objects.filter(account_id=cast.administrator.pk).count() == kept
    assert not Session.objects.exclude(account_id=cast.administrator.pk).filter(account_id=cast.kasubbag.pk).exists()


def test_the_keeper_of_the_server_changes_a_password_in_the_trail(office: Office, cast: Cast) -> None:
    new = "kalimat-sandi-Baru-9"
    lock(cast.staf)
    with mock.patch("indicators.management.commands.changepassword.getpass", side_effect=[new, new]):
        call_command("changepassword", "STAF")
    cast.staf.refresh_from_db()
    assert cast.staf.check_password(new)
    assert list_locks([cast.staf.pk]) == {}
    row = Jejak.objects.get(tindakan="ganti_sandi")
    assert (row.pelaku, row.objek, row.opd_nomor) == ("sistem", str(cast.staf), office.opd.pk)
    assert cast.staf.daftar_atur_ulang.get().oleh is None, "its owner is asked about it"
    for typed, sentence in (((new, "lain"), "tidak sama"), (("12345", "12345"), "pendek")):
        with (
            mock.patch("indicators.management.commands.changepassword.getpass", side_effect=typed),
            pytest.raises(CommandError, match=sentence),
        ):
            call_command("changepassword", "staf")
    with pytest.raises(CommandError, match="Tidak ada akun"):
        call_command("changepassword", "siapa")
    assert Jejak.objects.filter(tindakan="ganti_sandi").count() == 1


def test_the_keeper_of_the_server_unlocks_the_last_administrator(office: Office, cast: Cast) -> None:
    lock(cast.administrator)
    call_command("unlock", "ADMIN")
    assert list_locks([cast.administrator.pk]) == {}
    assert Jejak.objects.get(tindakan="buka_kunci_akun").pelaku == "sistem"
    for name, sentence in (("admin", "sudah tidak terkunci"), ("siapa", "Tidak ada akun")):
        with pytest.raises(CommandError, match=sentence):
            call_command("unlock", name)


def test_reset_gives_a_password_to_be_changed_and_ends_the_lock(office: Office, cast: Cast) -> None:
    lock(cast.staf)
    given = reset_password(by=cast.administrator, user=cast.staf)
    cast.staf.refresh_from_db()
    assert cast.staf.check_password(given)
    assert cast.staf.wajib_ganti_sandi
    assert list_locks([cast.staf.pk]) == {}
    row = Jejak.objects.get(tindakan="atur_ulang_sandi")
    assert row.sesudah == {"wajib_ganti_sandi": True}


def test_an_invalid_address_stands_in_the_way_of_no_reset(office: Office, cast: Cast) -> None:
    """An address may be in an account from before it was judged; the others are told all the same."""
    Pengguna.objects.filter(pk=cast.sekretaris.pk).update(email="bukan alamat")
    Pengguna.objects.filter(pk=cast.kadis.pk).update(email="kadis@contoh.go.id")
    reset_password(by=cast.administrator, user=cast.staf)
    assert list(Message.objects.values_list("to", flat=True)) == ["kadis@contoh.go.id"]


def test_changing_the_own_password_frees_the_account(office: Office, cast: Cast) -> None:
    given = reset_password(by=cast.administrator, user=cast.staf)
    with pytest.raises(NotValid, match="lama tidak cocok"):
        change_own_password(by=cast.staf, sandi_lama="bukan itu", sandi_baru="sandi-milik-Sendiri")
    with pytest.raises(NotValid, match="berbeda"):
        change_own_password(by=cast.staf, sandi_lama=given, sandi_baru=given)
    change_own_password(by=cast.staf, sandi_lama=given, sandi_baru="sandi-milik-Sendiri")
    cast.staf.refresh_from_db()
    assert cast.staf.check_password("sandi-milik-Sendiri")
    assert not cast.staf.wajib_ganti_sandi


def test_own_change_of_password_stands_in_the_trail_of_the_office(office: Office, cast: Cast) -> None:
    change_own_password(by=cast.staf, sandi_lama=PASSWORD, sandi_baru="sandi-Baru-4567")
    assert Jejak.objects.get(tindakan="ganti_sandi").opd_nomor == office.opd.pk


def test_update_keeps_password_and_rights(office: Office, cast: Cast) -> None:
    cast.staf.nama, cast.staf.is_superuser, cast.staf.password = "Nama Baru", True, "dicoba"
    update_user(by=cast.administrator, user=cast.staf)
    cast.staf.refresh_from_db()
    assert (cast.staf.nama, cast.staf.is_superuser) == ("Nama Baru", False)
    assert cast.staf.check_password(PASSWORD)


def test_account_is_switched_off_and_on_but_not_ones_own(office: Office, cast: Cast) -> None:
    set_active(by=cast.administrator, user=cast.staf, aktif=False)
    cast.staf.refresh_from_db()
    assert not cast.staf.is_active
    set_active(by=cast.administrator, user=cast.staf, aktif=True)
    assert Jejak.objects.filter(tindakan__endswith="aktifkan_pengguna").count() == 2
    with pytest.raises(NotNow, match="Akun sendiri"):
        set_active(by=cast.administrator, user=cast.administrator, aktif=False)


def test_assignment_begins_once_and_ends(office: Office, cast: Cast) -> None:
    made = assign(by=cast.administrator, pengguna=cast.staf, unit=office.tim, peran=Peran.STAF, mulai=HARI)
    with pytest.raises(NotValid, match="sudah tercatat"):
        assign(by=cast.administrator, pengguna=cast.staf, unit=office.tim, peran=Peran.STAF, mulai=HARI)
    with pytest.raises(NotValid, match="sebelum tanggal mulai"):
        end_assignment(by=cast.administrator, penugasan=made, sampai=HARI - timedelta(days=1))
    end_assignment(by=cast.administrator, penugasan=made, sampai=date(2024, 6, 30))
    assert Penugasan.objects.get(pk=made.pk).sampai == date(2024, 6, 30)
    row = Jejak.objects.get(tindakan="ubah", objek_jenis="indicators.penugasan")
    assert (row.sebelum and row.sebelum["sampai"], row.sesudah and row.sesudah["sampai"]) == (None, "2024-06-30")


def test_ended_assignment_does_not_come_back_to_life(office: Office, cast: Cast) -> None:
    """He may belong to another office by now; a new assignment asks that, a later last day would not."""
    row = cast.staf.daftar_penugasan.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    row = end_assignment(by=cast.administrator, penugasan=row, sampai=yesterday)
    with pytest.raises(NotNow, match="penugasan baru"):
        end_assignment(by=cast.administrator, penugasan=row, sampai=yesterday + timedelta(days=30))
    earlier = yesterday - timedelta(days=1)
    assert end_assignment(by=cast.administrator, penugasan=row, sampai=earlier).sampai == earlier


def test_many_accounts_and_assignments_are_saved_by_the_rules_of_one(office: Office, cast: Cast) -> None:
    users = [Pengguna(username=name, nama=name) for name in ("satu", "SATU")]
    rows = [Penugasan(pengguna=user, unit=office.bidang, peran="staf", mulai=HARI) for user in users]
    with pytest.raises(NotValid, match="SATU: Nama pengguna ini sudah dipakai"):
        save_accounts(by=cast.administrator, users=users, daftar=rows)
    with pytest.raises(NotValid, match="sedikitnya satu penugasan"):
        save_accounts(by=cast.administrator, users=users[:1])
    with pytest.raises(NotValid, match="sudah tercatat"):
        save_accounts(by=cast.administrator, users=users[:1], daftar=[rows[0], *_same(rows[0])])
    assert not Pengguna.objects.filter(username__iexact="satu").exists()
    save_accounts(by=cast.administrator, users=users[:1], daftar=rows[:1])
    assert not Pengguna.objects.get(username="satu").has_usable_password()


def _same(row: Penugasan) -> list[Penugasan]:
    return [Penugasan(pengguna=row.pengguna, unit=row.unit, peran=row.peran, mulai=row.mulai)]


def test_assignment_is_never_rewritten(office: Office, cast: Cast) -> None:
    row = cast.staf.daftar_penugasan.get()
    row.unit = office.subbag
    with pytest.raises(NotValid, match="tidak ditulis ulang"):
        save_accounts(by=cast.administrator, daftar=[row])


def test_administrator_gives_himself_no_other_role(office: Office, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="administrator lain"):
        assign(
            by=cast.administrator, pengguna=cast.administrator, unit=office.dinas, peran=Peran.KEPALA_DINAS, mulai=HARI
        )
    own = cast.administrator.daftar_penugasan.get()
    with pytest.raises(NotAllowed, match="administrator lain"):
        end_assignment(by=cast.administrator, penugasan=own, sampai=date(2024, 6, 30))


def test_shared_password_is_for_the_set_up_only(office: Office, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        set_shared_password(by=cast.administrator, users=[cast.staf], sandi="kopi-Liwa-2023")
    set_shared_password(by=None, users=[cast.staf, cast.kepala], sandi="kopi-Liwa-2023")
    for user in (cast.staf, cast.kepala):
        user.refresh_from_db()
        assert user.check_password("kopi-Liwa-2023")
        assert not user.wajib_ganti_sandi
