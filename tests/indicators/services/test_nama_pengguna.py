"""A user name belongs to one account for good, however it is written."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from indicators.acts import Act
from indicators.models import Jejak, NamaPengguna, Pengguna, fold_name
from indicators.permissions import Peran
from indicators.services.jejak import record
from indicators.services.pengguna import NewPenugasan, create_user, save_accounts, update_user
from sakip.refusals import NotValid
from tests.cast import Cast, Office, make_user

HARI = date(2024, 1, 1)
KEEP = import_module("indicators.migrations.0008_keep_user_names")


def add(office: Office, cast: Cast, username: str) -> Pengguna:
    task = NewPenugasan(office.bidang, Peran.STAF, HARI)
    return create_user(by=cast.administrator, username=username, nama="Orang", tugas=[task])


def rename(cast: Cast, user: Pengguna, username: str) -> None:
    user.username = username
    update_user(by=cast.administrator, user=user)


def names_of(user: Pengguna) -> set[str]:
    return set(user.daftar_nama.values_list("nama", flat=True))


def test_a_name_that_was_borne_is_given_to_nobody_else(office: Office, cast: Cast) -> None:
    budi = add(office, cast, "Budi")
    rename(cast, budi, "budi.santoso")
    assert names_of(budi) == {"budi", "budi.santoso"}
    before = Jejak.objects.count()
    with pytest.raises(NotValid, match="pernah dipakai akun lain") as refusal:
        add(office, cast, "BUDI")
    assert "username" in refusal.value.fields
    with pytest.raises(NotValid, match="pernah dipakai akun lain"):
        rename(cast, cast.staf, "budi")
    assert Jejak.objects.count() == before
    assert NamaPengguna.objects.get(nama="budi").pengguna_id == budi.pk


def test_an_account_returns_to_a_name_of_its_own(office: Office, cast: Cast) -> None:
    budi = add(office, cast, "budi")
    rename(cast, budi, "santoso")
    rename(cast, budi, "budi")
    budi.refresh_from_db()
    assert budi.username == "budi"
    assert names_of(budi) == {"budi", "santoso"}


def test_an_account_that_was_made_otherwise_keeps_its_first_name_too(office: Office, cast: Cast) -> None:
    rename(cast, cast.staf, "pegawai")
    assert names_of(cast.staf) == {"staf", "pegawai"}


@pytest.mark.parametrize("other", ["budi", "ｂｕｄｉ", "ﬃ", "STRASSE"])
def test_what_looks_the_same_is_the_same(office: Office, cast: Cast, other: str) -> None:
    for name in ("Budi", "ffi"):
        add(office, cast, name)
    old = make_user("straße", "Orang")  # from before new names had plain letters only
    NamaPengguna.objects.create(nama=fold_name(old.username), pengguna=old)
    with pytest.raises(NotValid, match=r"(sudah|pernah) dipakai"):
        add(office, cast, other)


def test_a_name_is_stored_as_the_sign_in_form_reads_it(office: Office, cast: Cast) -> None:
    assert add(office, cast, "ｓｉｔｉ").username == "siti"


@pytest.mark.parametrize("other", ["кadis", "kadıs", "kаdis", "kadís"])
def test_letters_that_are_taken_for_others_are_in_no_new_name(office: Office, cast: Cast, other: str) -> None:
    with pytest.raises(NotValid, match="mudah tertukar"):
        add(office, cast, other)
    with pytest.raises(NotValid, match="mudah tertukar"):
        rename(cast, cast.staf, other)


def test_a_name_with_other_letters_from_before_can_still_be_kept(office: Office, cast: Cast) -> None:
    Pengguna.objects.filter(pk=cast.staf.pk).update(username="pegawaí")
    cast.staf.refresh_from_db()
    cast.staf.nama = "Nama Baru"
    assert save_accounts(by=cast.administrator, users=[cast.staf]) == []


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\n"])
def test_a_full_name_has_no_letters_that_nobody_sees(office: Office, cast: Cast, hidden: str) -> None:
    cast.staf.nama = f"Kepala{hidden} Dinas"
    with pytest.raises(NotValid, match="tidak terlihat"):
        save_accounts(by=cast.administrator, users=[cast.staf])


def test_a_name_that_grows_when_it_is_compared_is_refused(office: Office, cast: Cast) -> None:
    with pytest.raises(NotValid, match="terlalu panjang"):
        add(office, cast, "ß" * 100)


def test_many_names_are_one_statement(office: Office, cast: Cast) -> None:
    users = [Pengguna(username=f"orang{number}", nama="Orang", wajib_ganti_sandi=True) for number in range(20)]
    with connection.execute_wrapper(count := Statements()):
        save_accounts(by=None, users=users)
    assert len([sql for sql in count.seen if "INSERT INTO" in sql and "namapengguna" in sql]) == 1
    assert NamaPengguna.objects.filter(pengguna__in=users).count() == 20


class Statements:
    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # as Django calls it
        self.seen.append(sql)
        return execute(sql, params, many, context)


def test_names_that_are_there_are_kept_and_those_that_the_trail_knows(office: Office, cast: Cast) -> None:
    user = make_user("baru", "Orang")
    record(by=None, tindakan=Act.UBAH, objek=user, sebelum={"username": "Lama"}, sesudah={"username": "baru"})
    record(by=None, tindakan=Act.UBAH, objek=user, sebelum={"username": "staf"}, sesudah={"username": "baru"})
    KEEP.keep_names(apps, None)
    assert names_of(user) == {"baru", "lama"}
    assert names_of(cast.staf) == {"staf"}
    assert NamaPengguna.objects.count() == Pengguna.objects.count() + 1


def test_names_that_cannot_both_be_kept_are_told(db: None) -> None:
    for name in ("straße", "strasse"):
        make_user(name, "Orang")
    with pytest.raises(RuntimeError, match="Ganti nama salah satunya"):
        KEEP.keep_names(apps, None)
    assert not NamaPengguna.objects.exists()


def test_folding_does_not_depend_on_how_often_it_is_done() -> None:
    for text in ("ﷺ", "ͅΑ", "İ", "Ǆ", "ẞ"):
        assert fold_name(fold_name(text)) == fold_name(text)
        assert KEEP.fold_name(text) == fold_name(text)
