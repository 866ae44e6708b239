"""`manage.py import_offices`: the offices of a Kabupaten from a folder of files, each all or nothing."""

import csv
import stat
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Jejak, Pemda, Pengguna, Penugasan, PerangkatDaerah, PeriodeRenstra, UnitKerja
from indicators.permissions import Izin
from indicators.selectors.kewenangan import load_kewenangan
from tests.indicators.imports.buku.alat import make_book

Sheets = Mapping[str, Sequence[Sequence[Any]]]


@pytest.fixture
def pemda(db: None) -> Pemda:
    return Pemda.objects.create(jenis="Kabupaten", nama="Contoh Raya", kode="32.01", ibu_kota="Kota Contoh")


def office(kode: str, **changes: Any) -> dict[str, list[list[Any]]]:
    """Return the sheets of an office: root, one unit below, an official, its administrator, a member of staff."""
    sheets: dict[str, list[list[Any]]] = {
        "Unit kerja": [
            ["Kode", "Kode unit atasan", "Nama", "Jenjang"],
            [kode, None, f"Dinas {kode}", "Eselon II"],
            ["bidang", kode, "Bidang Satu", "Eselon III.a"],
        ],
        "Pejabat": [
            ["NIP", "Nama", "Pangkat", "Jabatan", "Kode unit", "Menandatangani laporan", "Mulai"],
            ["197005051995031009", "Budi", "Pembina", "Kepala Dinas", kode, "Ya", "1 Januari 2025"],
        ],
        "Pengguna": [
            ["Nama pengguna", "Nama", "Kode unit", "Peran", "Mulai"],
            [f"admin.{kode}", "Siti", kode, "Administrator", "2025-01-01"],
            [f"staf.{kode}", "+Budi", "bidang", "Staf", "2025-01-01"],
        ],
        "Renstra": [["Awal Renstra", "Akhir Renstra"], [2025, 2029]],
    }
    return sheets | changes


def fill(folder: Path, **offices: Sheets) -> None:
    for kode, sheets in offices.items():
        (folder / f"{kode}.xlsx").write_bytes(make_book(sheets))


def run(folder: Path, *options: str) -> tuple[str, str]:
    """Return what the command printed and with what sentence it ended in failure, blank for none."""
    out, failure = StringIO(), ""
    try:
        call_command("import_offices", str(folder), "--sandi", str(folder.parent / "sandi.csv"), *options, stdout=out)
    except CommandError as error:
        failure = str(error)
    return out.getvalue(), failure


def test_dry_run_says_everything_and_changes_nothing(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"), dinsos=office("dinsos"))
    (folder / "catatan.txt").write_text("x")
    said, failure = run(folder)
    assert failure == ""
    assert "dinkes.xlsx: dinkes, kantor baru, dapat disimpan.\n  Unit kerja: 1 baru, 0 berubah, 1 tetap\n" in said
    assert "catatan.txt: dilewati" in said
    assert "2 berkas benar. Belum ada yang disimpan." in said
    assert not PerangkatDaerah.objects.exists()
    assert not Jejak.objects.exists()
    assert not (tmp_path / "sandi.csv").exists()


def test_offices_are_founded_and_a_second_run_changes_nothing(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"), dinsos=office("dinsos"))
    said, failure = run(folder, "--apply")
    assert failure == ""
    assert "dinsos.xlsx: Dinas dinsos, kantor baru, disimpan." in said
    opd = PerangkatDaerah.objects.get(kode="dinsos")
    assert (opd.nama, opd.pemda, str(PeriodeRenstra.objects.get(opd=opd))) == (
        "Dinas dinsos",
        pemda,
        "Renstra 2025-2029",
    )
    admin = Pengguna.objects.get(username="admin.dinsos")
    assert load_kewenangan(admin).may(Izin.KELOLA_KANTOR, opd_id=opd.pk)
    assert admin.wajib_ganti_sandi

    file = tmp_path / "sandi.csv"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    given = {row[3]: row[4] for row in rows[1:]}
    assert sorted(given) == ["admin.dinkes", "admin.dinsos", "staf.dinkes", "staf.dinsos"]
    assert admin.check_password(given["admin.dinsos"])
    assert rows[2][1] == "'+Budi"  # no formula for the program that opens it
    assert not any(password in said for password in given.values())

    counts = Jejak.objects.count()
    file.unlink()
    again, failure = run(folder, "--apply")
    assert failure == ""
    assert "dinkes.xlsx: Dinas dinkes, sama dengan yang tersimpan." in again
    assert (Jejak.objects.count(), file.exists()) == (counts, False)


def test_a_wrong_office_is_left_out_whole_and_the_others_are_written(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    people = office("dinsos")["Pengguna"]
    wrong = [*people, ["kabid", None, "bidang", "Kepala unit", "2025-01-01"]]
    fill(
        folder,
        dinkes=office("dinkes"),
        dinsos=office("dinsos", Pengguna=wrong),
        tanpa_admin=office("tanpa_admin", Pengguna=people[:1]),
        tanpa_puncak=office("tanpa_puncak", **{"Unit kerja": people[:1]}),
    )
    (folder / "rusak.xlsx").write_bytes(b"PK\x03\x04 bukan")
    said, failure = run(folder, "--apply")
    assert "dinsos.xlsx: DITOLAK. 1 hal perlu diperbaiki:\n  Pengguna B4: Nama: Tulis nama lengkap" in said
    assert "tanpa_admin.xlsx: DITOLAK. Kantor tanpa_admin belum ada. Tulis satu pengguna dengan peran" in said
    assert "tanpa_puncak.xlsx: DITOLAK." in said
    assert "rusak.xlsx: DITOLAK." in said
    assert failure.startswith("1 berkas benar, 4 ditolak: dinsos.xlsx, rusak.xlsx")
    assert list(PerangkatDaerah.objects.values_list("kode", flat=True)) == ["dinkes"]
    assert not Pengguna.objects.filter(username__contains="dinsos").exists()
    assert "dinsos" not in (tmp_path / "sandi.csv").read_text(encoding="utf-8-sig")


def test_office_that_is_there_is_brought_up_to_date(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"))
    run(folder, "--apply")
    (tmp_path / "sandi.csv").unlink()
    people = office("dinkes")["Pengguna"]
    people[0].append("Sampai")
    people[2].append("2025-06-30")
    fill(folder, dinkes=office("dinkes", Pengguna=people))
    said, failure = run(folder, "--apply")
    assert failure == ""
    assert "Pengguna: 0 baru, 1 berubah, 1 tetap" in said
    assert f"{Penugasan.objects.get(pengguna__username='staf.dinkes').sampai}" == "2025-06-30"


def test_checking_an_office_that_is_there_writes_nothing(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"))
    run(folder, "--apply")
    (tmp_path / "sandi.csv").unlink()
    with CaptureQueriesContext(connection) as captured:
        assert "sama dengan yang tersimpan" in run(folder)[0]
    assert {query["sql"].split()[0] for query in captured} == {"SELECT"}


def test_password_list_is_never_overwritten(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"))
    (tmp_path / "sandi.csv").write_text("lama")
    assert "sudah ada dan tidak ditimpa" in run(folder, "--apply")[1]
    assert not UnitKerja.objects.exists()


def test_office_of_another_pemda_is_not_touched(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"))
    other = Pemda.objects.create(jenis="Kota", nama="Lain", kode="32.02", ibu_kota="Lain")
    PerangkatDaerah.objects.create(pemda=other, kode="DINKES", nama="Dinas Lain")
    assert "Beri --pemda-kode" in run(folder, "--apply")[1]
    said, _ = run(folder, "--apply", "--pemda-kode", "32.01")
    assert "Kode DINKES sudah dipakai Dinas Lain di Kota Lain" in said
