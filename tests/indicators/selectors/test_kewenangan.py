"""What acts call an office before someone of several: short, and meaning no other of them; who is nobody any more."""

from datetime import timedelta

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
from indicators.selectors.pengajuan import list_chosen
from indicators.services.pelaksana_harian import name_deputy
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
