"""What acts call an office before someone of several: short, and meaning no other of them; who is nobody any more."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.utils import timezone

from indicators.models import Pemda, Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.permissions import Peran
from indicators.selectors.kewenangan import (
    find_opd,
    list_administrators,
    list_holders,
    list_names,
    list_several_stations,
    load_kewenangan,
    short_name,
    today_in,
)
from indicators.selectors.officials import is_signing_nip, list_accounts_of_officials
from indicators.selectors.pelaksana_harian import list_deputies, list_deputising
from indicators.selectors.pengajuan import list_chosen
from indicators.selectors.peran import list_guarded
from indicators.services.pelaksana_harian import name_deputy
from indicators.services.pengguna_checks import OfficesOfPengguna
from tests.cast import NIP_KADIS, Cast, Office, make_opd, make_user

UTARA, SELATAN = Pemda(pk=1, nama="Utara", kode="u"), Pemda(pk=2, nama="Selatan", kode="s")


def named(pk: int, nama: str, singkatan: str = "", pemda: Pemda = UTARA) -> PerangkatDaerah:
    return PerangkatDaerah(pk=pk, nama=nama, singkatan=singkatan, pemda=pemda, kode=f"k{pk}")


KOMINFO = named(1, "Dinas Kominfo", "Diskominfo")


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], "Diskominfo"),
        ([KOMINFO], "Diskominfo"),
        ([named(2, "Dinas Kesehatan", "Dinkes")], "Diskominfo"),
        ([named(2, "Dinas Informatika", "DISKOMINFO")], "Dinas Kominfo"),
        ([named(2, "Diskominfo")], "Dinas Kominfo"),
        ([named(2, "Dinas kominfo", "Diskominfo", SELATAN)], "Dinas Kominfo Kabupaten Utara"),
    ],
)
def test_short_name_means_one_office(others: list[PerangkatDaerah], expected: str) -> None:
    assert short_name(KOMINFO, others) == expected


def test_short_name_without_abbreviation_is_the_whole_name() -> None:
    assert short_name(named(3, "Dinas Sosial"), [KOMINFO]) == "Dinas Sosial"


def test_an_administrator_is_one_of_his_own_office(office: Office, cast: Cast) -> None:
    elsewhere = UnitKerja.objects.get(opd__kode="dinkes")
    other = make_user("admin.lain", "Administrator Lain", (elsewhere, Peran.ADMINISTRATOR))
    assert [list_administrators(opd) for opd in (office.opd, elsewhere.opd)] == [[cast.administrator], [other]]


def test_of_several_offices_the_one_that_is_meant_is_found(office: Office) -> None:
    other, root = make_opd(office.opd.pemda, "lain", "Dinas Lain")
    both = make_user("dua", "Sekretaris Dua Kantor", *((unit, Peran.SEKRETARIS) for unit in (office.dinas, root)))
    offices, pengajuan = (office.opd, other), office.pengajuan(office.bidang)
    assert [find_opd(both, opd.pk) for opd in offices] == [*offices]
    assert [list_chosen(both, [opd], [pengajuan.pk]) for opd in offices] == [[pengajuan], []]
    assert [is_signing_nip(NIP_KADIS, [opd.pk]) for opd in offices] == [True, False]


def test_an_assignment_counts_on_its_last_day(office: Office, cast: Cast) -> None:
    held = []
    for days in (0, -1):
        Penugasan.objects.update(sampai=today_in() + timedelta(days=days))
        held.append(len(load_kewenangan(cast.kepala).tugas))
    assert held == [1, 0]


def test_an_account_that_was_switched_off_is_nobody(office: Office, cast: Cast) -> None:
    """A request that began before it was switched off still holds the account as it was."""
    today = timezone.localdate()
    name_deputy(by=cast.kepala, unit=office.bidang, pengguna=cast.staf_umum, mulai=today, sampai=today)

    def found() -> dict[str, bool]:
        holders = list_holders([office.bidang.pk], [office.opd.pk])
        return {
            "powers": load_kewenangan(cast.kepala).tugas != (),
            "administrators": list_administrators(office.opd) != [],
            "names": list_names(office.opd.pk, Peran.SEKRETARIS) != [],
            "several stations": list_several_stations([office.opd.pk]) != [],
            "accounts of an official": list_accounts_of_officials([NIP_KADIS]) != {},
            **{name: held != {} for name, held in vars(holders).items()},
        }

    assert all(found().values())
    Pengguna.objects.update(is_active=False)
    assert not any(found().values()), found()


# Tuesday evening in Jakarta, and half past midnight of Wednesday, 10 March 2027, in Jayapura.
EVENING = datetime(2027, 3, 9, 15, 30, tzinfo=UTC)
TUESDAY, WEDNESDAY = date(2027, 3, 9), date(2027, 3, 10)


def move_east(office: Office) -> None:
    office.opd.zona_waktu = "Asia/Jayapura"
    office.opd.save()


def test_a_deputy_of_today_acts_from_the_midnight_of_his_office(office: Office, cast: Cast) -> None:
    move_east(office)
    with mock.patch("django.utils.timezone.now", return_value=EVENING):
        name_deputy(by=cast.kepala, unit=office.bidang, pengguna=cast.staf, mulai=WEDNESDAY, sampai=WEDNESDAY)
        assert load_kewenangan(cast.staf).heads(office.bidang.pk)
        assert cast.staf.pk in list_holders([office.bidang.pk], []).kepala[office.bidang.pk]
        assert [row.pengguna for row in list_deputies([office.bidang])] == [cast.staf]
        assert len(list_deputising(cast.staf, [office.opd])) == 1
    with mock.patch("django.utils.timezone.now", return_value=EVENING + timedelta(days=1)):
        assert not load_kewenangan(cast.staf).heads(office.bidang.pk), "Thursday has begun there"
        assert list_deputies([office.bidang]) == []


def test_each_role_is_judged_by_the_day_of_its_own_office(office: Office, cast: Cast) -> None:
    """One account in two offices: what ended on Tuesday is over in the east and lasts the evening in the west."""
    move_east(office)
    west = cast.asing.daftar_penugasan.order_by("pk")[0].unit
    both = make_user("dua", "Dua Kantor", (office.bidang, Peran.STAF), (west, Peran.STAF))
    both.daftar_penugasan.update(mulai=date(2027, 1, 1), sampai=TUESDAY)
    make_user("baru", "Baru", (office.bidang, Peran.ADMINISTRATOR), (west, Peran.ADMINISTRATOR))
    Penugasan.objects.filter(pengguna__username="baru").update(mulai=WEDNESDAY)

    with mock.patch("django.utils.timezone.now", return_value=EVENING):
        assert load_kewenangan(both).opd_ids() == {west.opd_id}
        assert "Baru" in list_names(office.opd.pk, Peran.ADMINISTRATOR)
        assert "Baru" not in list_names(west.opd_id, Peran.ADMINISTRATOR)
        offices = OfficesOfPengguna([both.pk])
        assert (offices.current(both.pk), offices.last(both.pk)) == ({west.opd_id}, {west.opd_id})


def test_roles_without_an_end_and_those_that_have_ended_are_told_apart_at_any_hour(office: Office, cast: Cast) -> None:
    move_east(office)
    for moment in (EVENING, EVENING + timedelta(hours=6)):
        with mock.patch("django.utils.timezone.now", return_value=moment):
            assert {row.peran for row in list_guarded([cast.sekretaris])} == {Peran.SEKRETARIS}
    cast.sekretaris.daftar_penugasan.update(sampai=TUESDAY)
    with mock.patch("django.utils.timezone.now", return_value=EVENING):
        assert list_guarded([cast.sekretaris]) == []
