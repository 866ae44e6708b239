"""`manage.py load_demo`: the office of 2023 as printed, and what a second run does."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from shutil import copy

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from indicators.capaian import ResultStatus, mean
from indicators.models import (
    Dukungan,
    Indikator,
    Jejak,
    Pejabat,
    Pengajuan,
    Pengguna,
    PerangkatDaerah,
    PerjanjianKinerja,
    Realisasi,
    Triwulan,
    UnitKerja,
)
from indicators.models.perjanjian import StatusPK
from indicators.permissions import Peran
from indicators.selectors.assessment import year_of
from indicators.selectors.lembar_pk import show_lembar
from indicators.selectors.plan_health import check_plan
from indicators.selectors.quarter_sheet import SheetRow, list_rows
from indicators.selectors.settings import get_settings
from indicators.triwulan import QUARTERS
from indicators.workflow import StatusPengajuan, StatusTriwulan

SANDI = "kopi-Liwa-2023"
AKUN = {
    "admin", "perencana", "staf.umum", "staf.ikp", "staf.egov", "staf.statsandi", "staf.iku", "kasubbag.umum",
    "kabid.ikp", "kabid.egov", "kabid.statsandi", "ketua.iku", "sekretaris", "kadis", "pembaca",
}  # fmt: skip
# DOMAIN 4, by hand: the means of 2023, capaian and progres, TW I to IV.
RATA_RATA = {
    "sub_kegiatan": (["51,08", "77,41", "91,12", "99,45"], ["47,85", "72,83", "87,85", "99,45"]),
    "kegiatan": (["72,73", "90,91", "100,00", "100,00"], ["60,95", "84,71", "96,90", "100,00"]),
    "program": (["100,00"] * 4, ["100,00"] * 4),
    "sasaran": (["138,00"] * 4, ["138,00"] * 4),
}


@pytest.fixture
def var_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    settings.DEMO_PASSWORD = ""
    return tmp_path / "var"


@pytest.fixture(scope="module")
def demo_dir(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Load the office once for the whole file; every test works in a savepoint of its own above it."""
    folder = tmp_path_factory.mktemp("demo")
    changed = override_settings(
        VAR_DIR=folder,
        MEDIA_ROOT=folder / "media",
        DEMO_PASSWORD=SANDI,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), transaction.atomic():
        with changed:
            load()
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def opd(demo_dir: Path, db: None, var_dir: Path, settings: Settings) -> PerangkatDaerah:
    settings.DEMO_PASSWORD = SANDI
    var_dir.mkdir()
    copy(demo_dir / "demo-accounts.txt", var_dir)
    return PerangkatDaerah.objects.get()


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def rows_2023(opd: PerangkatDaerah) -> dict[str, SheetRow]:
    return {row.jalur.kode or row.tingkat: row for row in list_rows(opd, 2023, 4)}


def test_office_is_the_one_of_the_report(opd: PerangkatDaerah) -> None:
    assert (str(opd.pemda), opd.pemda.ibu_kota, opd.nama) == (
        "Kabupaten Lampung Barat", "Liwa", "Dinas Komunikasi dan Informatika",
    )  # fmt: skip
    head = opd.pejabat.get(penanda_tangan=True)
    assert (head.nama, head.pangkat, head.nip) == ("Munandar, S.Sos.", "Pembina Utama Muda", "197007241996031003")
    assert opd.logo.name is not None
    assert opd.logo.name.startswith("logo/")
    assert opd.logo.name != "logo/logo.png"
    umum = UnitKerja.objects.get(kode="umum")
    assert [UnitKerja.objects.get(pk=pk).kode for pk in umum.path_ids()] == ["dinas", "sekretariat", "umum"]


def test_fifty_five_indicators_each_with_its_owner(opd: PerangkatDaerah) -> None:
    rows = list_rows(opd, 2023, 4)
    assert Counter(row.tingkat for row in rows) == {"sasaran": 1, "program": 5, "kegiatan": 11, "sub_kegiatan": 38}
    assert Counter(row.unit.kode for row in rows) == {"umum": 33, "ikp": 8, "egov": 4, "statsandi": 9, "iku": 1}
    assert all(row.butir.satuan for row in rows)
    assert Counter(row.butir.pola_target for row in rows if row.tingkat == "sub_kegiatan") == {
        "tetap": 35,
        "bertahap": 3,
    }
    assert Realisasi.objects.filter(triwulan__tahun=2023).count() == 220


def test_pk_is_signed_level_by_level_and_nobody_is_invented(opd: PerangkatDaerah) -> None:
    """Munandar signs with the Bupati, whose name no source holds; who heads the units is not known either."""
    for tahun in (2023, 2024):
        shown, without = show_lembar(PerjanjianKinerja.objects.get(tahun=tahun))
        assert without == []
        assert {item.lembar.unit.kode: (item.lembar.jenjang, len(item.butir)) for item in shown} == {
            "dinas": ("bupati_kadis", 1),
            "sekretariat": ("kadis_eselon_iii", 1),
            "umum": ("eselon_iii_iv", 32),
            "ikp": ("kadis_eselon_iii", 8),
            "egov": ("kadis_eselon_iii", 4),
            "statsandi": ("kadis_eselon_iii", 9),
        }
        names = {(item.lembar.pertama_nama, item.lembar.kedua_nama) for item in shown}
        assert names == {("Munandar, S.Sos.", ""), ("", "Munandar, S.Sos."), ("", "")}
        assert shown[0].lembar.kedua_jabatan == "Bupati Lampung Barat"


@pytest.mark.parametrize("tingkat", list(RATA_RATA))
def test_level_means_of_2023(opd: PerangkatDaerah, tingkat: str) -> None:
    rows = [row for row in list_rows(opd, 2023, 4) if row.tingkat == tingkat]
    capaian, progres = RATA_RATA[tingkat]
    assert [mean(row.triwulan[q].hasil.capaian for row in rows).teks for q in QUARTERS] == capaian
    assert [mean(row.triwulan[q].hasil.progres for row in rows).teks for q in QUARTERS] == progres


def test_year_of_the_missed_indicator_and_of_the_iku(opd: PerangkatDaerah) -> None:
    rows = rows_2023(opd)
    missed, iku = rows["2.16.01.2.09.06"], next(row for row in rows.values() if row.tingkat == "sasaran")
    settings = get_settings(opd.pk, 2023)
    assert (year_of(missed, settings).teks, year_of(iku, settings).teks) == ("78,95", "138,00")
    assert [quarter.target_teks for quarter in iku.triwulan.values()] == ["2,0", "2,0", "2,0", "2,0"]
    below = [row for row in rows.values() if (hasil := row.kini.hasil.progres).nilai is not None and hasil.nilai < 100]
    assert below == [missed]
    (item,) = Realisasi.objects.exclude(kendala="")
    assert item.indikator == missed.indikator
    assert item.kendala.startswith("(contoh)")


def test_target_zero_is_not_available(opd: PerangkatDaerah) -> None:
    gedung = rows_2023(opd)["2.16.01.2.09.10"]
    assert [quarter.hasil.capaian.teks for quarter in gedung.terukur] == ["n/a", "n/a", "n/a", "100,00"]
    assert gedung.triwulan[1].hasil.capaian.status == ResultStatus.BELUM_ADA_TARGET


def test_2023_went_through_every_station(opd: PerangkatDaerah) -> None:
    assert set(Triwulan.objects.filter(tahun=2023).values_list("triwulan", "status")) == {
        (quarter, StatusTriwulan.DISAHKAN.value) for quarter in (1, 2, 3, 4)
    }
    done = Pengajuan.objects.filter(triwulan__tahun=2023)
    assert done.count() == 20
    assert set(done.values_list("status", flat=True)) == {StatusPengajuan.DISAHKAN.value}
    umum = done.get(unit__kode="umum", triwulan__triwulan=1)
    steps = list(umum.peristiwa.order_by("pk").values_list("tindakan", "pelaku__username"))
    assert steps == [
        ("ajukan", "staf.umum"),
        ("periksa", "kasubbag.umum"),
        ("validasi", "sekretaris"),
        ("sahkan", "kadis"),
    ]
    assert PerjanjianKinerja.objects.get(tahun=2023).status == StatusPK.DITETAPKAN
    assert not Jejak.objects.filter(ditolak=True).exists()


def test_2024_is_open_and_empty(opd: PerangkatDaerah) -> None:
    rows = list_rows(opd, 2024, 1)
    assert len(rows) == 55
    (iku,) = [row for row in rows if row.tingkat == "sasaran"]
    assert [*(quarter.target_teks for quarter in iku.triwulan.values()), iku.target_tahun_teks] == ["2,25"] * 5
    assert not Realisasi.objects.filter(triwulan__tahun=2024).exists()
    waiting = Pengajuan.objects.filter(triwulan__tahun=2024, status=StatusPengajuan.DRAF.value)
    assert sorted(waiting.values_list("unit__kode", flat=True)) == ["egov", "ikp", "iku", "statsandi", "umum"]
    jadwal = Triwulan.objects.get(tahun=2024).jadwal
    assert (jadwal.tenggat - jadwal.mulai).days == 14
    assert jadwal.tutup is None


def test_accounts_can_log_in(opd: PerangkatDaerah) -> None:
    assert set(Pengguna.objects.values_list("username", flat=True)) == AKUN
    for username in sorted(AKUN):
        answer = Client().post("/admin/login/", {"username": username, "password": SANDI, "next": "/sehat/"})
        assert (username, answer.status_code, answer.headers.get("Location")) == (username, 302, "/sehat/")
    assert not Pengguna.objects.filter(wajib_ganti_sandi=True).exists()
    roles = Pengguna.objects.get(username="sekretaris").daftar_penugasan.values_list("unit__kode", "peran")
    assert set(roles) == {("dinas", Peran.SEKRETARIS.value), ("sekretariat", Peran.KEPALA_UNIT.value)}


def test_second_run_changes_nothing_and_asks_little(
    opd: PerangkatDaerah, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.DEMO_PASSWORD = ""
    before = (Jejak.objects.count(), Indikator.objects.count(), Realisasi.objects.count())
    item = Indikator.objects.order_by("pk")[0]
    Indikator.objects.filter(pk=item.pk).update(definisi_operasional="ditulis pengguna")
    with django_assert_num_queries(6):  # two of them ask for the schema
        said = load()
    assert "tidak ada yang diubah" in said
    assert (Jejak.objects.count(), Indikator.objects.count(), Realisasi.objects.count()) == before
    item.refresh_from_db()
    assert item.definisi_operasional == "ditulis pengguna"


def test_an_office_that_was_loaded_before_officials_had_accounts_gets_their_nip(opd: PerangkatDaerah) -> None:
    kadis = Pengguna.objects.get(username="kadis")
    assert kadis.nip == Pejabat.objects.get(opd=opd).nip
    Pengguna.objects.update(nip="")
    assert "NIP akun contoh dilengkapi." in load()
    kadis.refresh_from_db()
    assert kadis.nip == "197007241996031003"
    Pengguna.objects.filter(pk=kadis.pk).update(nip="198001012005011001")
    assert "tidak ada yang diubah" in load(), "a NIP that somebody wrote stays"


def test_changed_variable_updates_every_account(opd: PerangkatDaerah, settings: Settings, var_dir: Path) -> None:
    assert SANDI not in (var_dir / "demo-accounts.txt").read_text()
    settings.DEMO_PASSWORD = "teh-Liwa-2024-baru"
    assert "diperbarui" in load()
    assert all(user.check_password("teh-Liwa-2024-baru") for user in Pengguna.objects.all())
    assert "teh-Liwa" not in (var_dir / "demo-accounts.txt").read_text()


def test_lost_file_gives_a_new_password(opd: PerangkatDaerah, settings: Settings, var_dir: Path) -> None:
    settings.DEMO_PASSWORD = ""
    (var_dir / "demo-accounts.txt").unlink()
    load()
    first = (var_dir / "demo-accounts.txt").read_text().splitlines()[0]
    assert Pengguna.objects.get(username="admin").check_password(first.removeprefix("Kata sandi semua akun: "))


def test_indicators_support_each_other_along_the_tree(opd: PerangkatDaerah) -> None:
    """38 sub kegiatan, 11 kegiatan and 5 program support what stands above them; two sums are said to hold."""
    supports = Dukungan.objects.filter(didukung__opd=opd)
    assert Counter(row.pendukung.tingkat for row in supports) == {"sub_kegiatan": 38, "kegiatan": 11, "program": 5}
    flagged = supports.filter(menjumlah=True).order_by("didukung__kegiatan__kode")
    assert [row.didukung.simpul.kode for row in flagged] == ["2.16.01.2.03", "2.16.01.2.05"]
    spread = supports.get(pendukung__sub_kegiatan__kode="2.16.03.2.02.10")
    assert (spread.didukung.simpul.kode, spread.cross_cutting) == ("2.16.03.2.02", False)


def health(opd: PerangkatDaerah, tahun: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in check_plan(opd.renstra.get(), tahun).temuan:
        name = row.simpul.node.kode or row.simpul.tingkat
        found.setdefault(row.temuan.kode, []).append(name)
    return found


def test_the_plan_of_2023_has_the_oddities_of_the_report(opd: PerangkatDaerah) -> None:
    found = health(opd, 2023)
    assert {kode: len(rows) for kode, rows in found.items()} == {
        "target_turun": 1,
        "tanpa_target_renstra": 5,
        "tanpa_definisi": 55,
        "tanpa_penjelasan": 55,
        "tanpa_indikator": 1,
    }
    assert found["target_turun"] == ["2.16.01.2.02.01"]  # Gaji, 29 to 28
    assert found["tanpa_indikator"] == ["tujuan"]


def test_what_does_not_add_up_is_found_once_someone_says_that_it_should(opd: PerangkatDaerah) -> None:
    """The planning documents: 22 of the kegiatan, 25 of its sub kegiatan, two of which count reports."""
    Dukungan.objects.filter(didukung__kegiatan__kode="2.16.01.2.01").update(menjumlah=True)
    rows = [row for row in check_plan(opd.renstra.get(), 2023).temuan if row.simpul.node.kode == "2.16.01.2.01"]
    sentences = {row.temuan.kode: row.temuan.kalimat for row in rows}
    assert sentences["tidak_berjumlah"].startswith(
        "Target 2023 adalah 22, tetapi 7 pendukung yang dijumlahkan bertarget 25."
    )
    assert sentences["satuan_berbeda"].startswith("Satuan indikator ini Dokumen, satuan pendukung yang dijumlahkan")


def test_the_iku_of_2024_aims_below_what_2023_reached(opd: PerangkatDaerah) -> None:
    rows = [row.temuan for row in check_plan(opd.renstra.get(), 2024).temuan if row.temuan.kode == "iku_di_bawah_lalu"]
    assert [row.kalimat for row in rows] == [
        "Target 2024 adalah 2,25, padahal realisasi 2023 sudah 2,76. Naikkan tantangannya, atau siapkan alasannya."
    ]
