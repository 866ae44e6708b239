"""`manage.py import_offices`: the offices of a Kabupaten from a folder of files, each all or nothing."""

import csv
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.exchange.trial import turns
from indicators.exchange.trial.turns import BUSY
from indicators.exchange.workbook import folder as import_folder
from indicators.management.commands import import_offices
from indicators.models import Jejak, Pemda, Pengguna, Penugasan, PerangkatDaerah, PeriodeRenstra, UnitKerja
from indicators.permissions import Izin
from indicators.selectors.kewenangan import load_kewenangan
from sakip.refusals import Busy, ChangedMeanwhile
from tests.indicators.exchange.workbook.tools import make_book

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


def test_command_reads_while_every_turn_of_the_pages_is_taken(
    pemda: Pemda, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, diskominfo=office("diskominfo"))
    monkeypatch.setattr(turns, "turn", refuse_turn)
    assert BUSY not in run(folder)[0]


def refuse_turn() -> Any:
    raise Busy(BUSY, seconds=60)


def test_dry_run_says_everything_and_changes_nothing(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"), dinsos=office("dinsos"))
    (folder / "catatan.txt").write_text("x")
    said, failure = run(folder)
    assert failure == ""
    assert "dinkes.xlsx: dinkes, kantor baru, dapat disimpan.\n  Unit kerja: 2 baru, 0 berubah, 0 tetap\n" in said
    assert "catatan.txt: dilewati" in said
    # The years were read from it.
    assert "Renstra" not in said
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


def test_what_is_only_worth_knowing_stands_apart_from_what_must_be_mended(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    people = office("dinkes")["Pengguna"]
    people[2][1] = None
    fill(folder, dinkes=office("dinkes", Pengguna=people, Lain=[["Warna"], ["merah"]]))
    said, _ = run(folder)
    assert said.splitlines()[:4] == [
        "dinkes.xlsx: DITOLAK. 1 hal perlu diperbaiki:",
        "  Pengguna B3: Nama: Tulis nama lengkap pemilik akun baru ini.",
        "  Tidak menghalangi, tetapi perlu diketahui:",
        "    Lain: Lembar ini tidak dikenal, jadi dilewati. Beri nama seperti dalam templat bila isinya harus diimpor.",
    ]


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


def test_office_of_another_pemda_with_the_same_code_is_not_touched(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"))
    other = Pemda.objects.create(jenis="Kota", nama="Lain", kode="32.02", ibu_kota="Lain")
    theirs = PerangkatDaerah.objects.create(pemda=other, kode="DINKES", nama="Dinas dinkes")
    assert "Beri --pemda-kode" in run(folder, "--apply")[1]
    for _ in range(2):  # founds it, then finds it again
        run(folder, "--apply", "--pemda-kode", "32.01")
        assert [(opd.kode, opd.nama) for opd in pemda.opd.all()] == [("dinkes", "Dinas dinkes")]
    assert [(opd.pk, opd.kode) for opd in other.opd.all()] == [(theirs.pk, "DINKES")]
    assert not UnitKerja.objects.filter(opd=theirs).exists()


def test_checking_a_new_office_reads_only(pemda: Pemda, tmp_path: Path) -> None:
    """Forty-five files are read for minutes: nobody waits for a lock meanwhile."""
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(
        folder,
        dinkes=office("dinkes"),
        rusak=office("rusak", Renstra=[["Awal Renstra", "Akhir Renstra"], [2029, 2025]]),
    )
    with CaptureQueriesContext(connection) as captured:
        said, failure = run(folder)
    assert "dinkes.xlsx: dinkes, kantor baru, dapat disimpan." in said
    assert "rusak.xlsx: DITOLAK. " in said
    assert failure == "1 berkas benar, 1 ditolak: rusak.xlsx."
    # Django asks the database about a model's constraints inside a savepoint: of one SELECT each.
    assert {query["sql"].split()[0] for query in captured} == {"SELECT", "SAVEPOINT", "RELEASE"}


@pytest.mark.parametrize("kapan", ["sebelum", "sesudah"])
def test_passwords_do_not_outlive_an_office_that_failed(
    pemda: Pemda, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kapan: str
) -> None:
    """The first office stays, the second fails when its passwords are written already, before or at its commit."""
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"), dinsos=office("dinsos"))
    honest = import_folder.one_by_one

    @contextmanager
    def failing() -> Iterator[None]:
        with honest():
            yield
            if PerangkatDaerah.objects.filter(kode="dinsos").exists():
                assert "staf.dinsos" in (tmp_path / "sandi.csv.sementara").read_text(encoding="utf-8-sig")
                raise ChangedMeanwhile("Data berubah.") if kapan == "sebelum" else OSError

    monkeypatch.setattr(import_folder, "one_by_one", failing)
    assert run(folder, "--apply")[1] == "1 berkas benar, 1 ditolak: dinsos.xlsx."
    assert list(PerangkatDaerah.objects.values_list("kode", flat=True)) == ["dinkes"]
    assert sorted(path.name for path in tmp_path.glob("sandi*")) == ["sandi.csv"]
    kept = (tmp_path / "sandi.csv").read_text(encoding="utf-8-sig")
    assert ("staf.dinkes" in kept, "staf.dinsos" in kept) == (True, False)
    assert stat.S_IMODE((tmp_path / "sandi.csv").stat().st_mode) == 0o600


@pytest.mark.one_database
def test_no_password_list_is_left_when_the_only_office_fails(
    pemda: Pemda, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"))

    @contextmanager
    def failing() -> Iterator[None]:
        yield
        raise ChangedMeanwhile("Data berubah.")

    monkeypatch.setattr(import_folder, "one_by_one", failing)
    said, _ = run(folder, "--apply")
    assert "dinkes.xlsx: DITOLAK. Data berubah." in said
    assert list(tmp_path.glob("sandi*")) == []
    assert "Kata sandi pertama ada di" not in said


@pytest.mark.one_database
def test_what_else_lies_in_the_folder_is_said_or_not_worth_a_word(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    (folder / "lama").mkdir(parents=True)
    fill(folder, dinkes=office("dinkes"))
    for name in ("~$dinkes.xlsx", ".DS_Store", ".dinsos.xlsx"):
        (folder / name).write_bytes(b"x")
    (folder / "dinkes.xls").write_bytes(b"x")
    said, failure = run(folder)
    assert failure == ""
    assert [line for line in said.splitlines() if ": dilewati, " in line] == [
        "dinkes.xls: dilewati, bukan berkas XLSX.",
        f"lama: dilewati, sebuah folder. Pindahkan berkasnya ke {folder} bila harus diimpor.",
    ]
    assert "DS_Store" not in said
    assert "~$" not in said


@pytest.mark.one_database
def test_wrong_and_empty_folders_say_what_to_do(pemda: Pemda, tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    (tmp_path / "atas" / "kantor").mkdir(parents=True)
    assert run(tmp_path / "tiada")[1] == (
        f"Folder {tmp_path / 'tiada'} tidak ditemukan. Tulis folder yang berisi berkas kantor."
    )
    assert run(tmp_path / "kosong")[1] == (
        f"Folder {tmp_path / 'kosong'} tidak memuat berkas XLSX. Letakkan di sana satu berkas per kantor, misalnya "
        "dinkes.xlsx."
    )
    assert run(tmp_path / "atas")[1] == (
        f"Folder {tmp_path / 'atas'} tidak memuat berkas XLSX. Di dalamnya ada folder kantor: sebutkan folder yang "
        "tepat."
    )


@pytest.mark.one_database
def test_two_files_for_one_office_are_both_left_out(pemda: Pemda, tmp_path: Path) -> None:
    """Which of them is right nobody knows: the first in the alphabet is no better than the second."""
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"), DINKES=office("dinkes"), dinsos=office("dinsos"))
    said, failure = run(folder, "--apply")
    twice = "DITOLAK. DINKES.xlsx dan dinkes.xlsx untuk kantor yang sama. Gabungkan menjadi satu berkas."
    assert f"DINKES.xlsx: {twice}" in said
    assert f"dinkes.xlsx: {twice}" in said
    assert failure == "1 berkas benar, 2 ditolak: DINKES.xlsx, dinkes.xlsx."
    assert list(PerangkatDaerah.objects.values_list("kode", flat=True)) == ["dinsos"]


def test_a_misspelt_code_founds_no_second_office(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"))
    run(folder, "--apply")
    (folder / "dinkes.xlsx").rename(folder / "dinkess.xlsx")
    (tmp_path / "sandi.csv").unlink()
    said, failure = run(folder, "--apply")
    assert failure == "0 berkas benar, 1 ditolak: dinkess.xlsx."
    assert (
        "dinkess.xlsx: DITOLAK. Dinas dinkes sudah ada dengan kode dinkes. Bila berkas ini untuk kantor itu, beri nama "
        "dinkes.xlsx." in said
    )
    assert PerangkatDaerah.objects.count() == 1


def test_somebody_moves_from_one_office_of_the_folder_to_another(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"), dinsos=office("dinsos"))
    run(folder, "--apply")
    (tmp_path / "sandi.csv").unlink()
    leaving, coming = office("dinkes")["Pengguna"], office("dinsos")["Pengguna"]
    leaving[0].append("Sampai")
    leaving[2].append("2025-06-30")
    coming.append(["staf.dinkes", "+Budi", "bidang", "Kepala unit", "2025-07-01"])
    fill(folder, dinkes=office("dinkes", Pengguna=leaving), dinsos=office("dinsos", Pengguna=coming))
    said, failure = run(folder, "--apply")
    assert failure == ""
    assert "dinsos.xlsx: Dinas dinsos, kantor yang ada, disimpan.\n" in said
    assert "  Pengguna: 1 baru, 0 berubah, 2 tetap\n" in said
    user = Pengguna.objects.get(username="staf.dinkes")
    terms = user.daftar_penugasan.order_by("mulai").values_list("unit__opd__kode", "peran", "mulai", "sampai")
    assert [(kode, peran, f"{mulai}", f"{sampai}") for kode, peran, mulai, sampai in terms] == [
        ("dinkes", "staf", "2025-01-01", "2025-06-30"),
        ("dinsos", "kepala_unit", "2025-07-01", "None"),
    ]
    assert not (tmp_path / "sandi.csv").exists()
    assert "sama dengan yang tersimpan" in run(folder, "--apply")[0]


def test_a_namesake_of_a_user_name_takes_nobody_over(pemda: Pemda, tmp_path: Path) -> None:
    """Two people of two offices with one user name: the second file is refused, whoever comes first keeps his name."""
    folder = tmp_path / "kantor"
    folder.mkdir()
    people = office("dinsos")["Pengguna"]
    people.append(["STAF.dinkes", "Orang lain", "bidang", "Staf", "2025-01-01"])
    fill(folder, dinkes=office("dinkes"), dinsos=office("dinsos", Pengguna=people))
    said, failure = run(folder, "--apply")
    assert failure == "1 berkas benar, 1 ditolak: dinsos.xlsx."
    assert (
        "  Pengguna A4: Nama pengguna: Nama pengguna ini milik +Budi, Dinas dinkes. Bila orangnya sama, tulis namanya "
        "seperti itu; bila lain, pilih nama pengguna lain.\n" in said
    )
    user = Pengguna.objects.get(username="staf.dinkes")
    assert (user.nama, user.daftar_penugasan.get().unit.opd.kode) == ("+Budi", "dinkes")


def test_somebody_of_two_offices_is_renamed_by_neither(pemda: Pemda, tmp_path: Path) -> None:
    """Else the files of the two would take turns, and no run would change nothing."""
    folder = tmp_path / "kantor"
    folder.mkdir()
    people, titled = office("dinsos")["Pengguna"], office("dinkes")["Pengguna"]
    people.append(["staf.dinkes", "+budi", "bidang", "Kepala unit", "2025-01-01"])
    fill(folder, dinkes=office("dinkes"), dinsos=office("dinsos", Pengguna=people))
    assert run(folder, "--apply")[1] == ""
    (tmp_path / "sandi.csv").unlink()
    titled[2][1], people[3][1] = "Budi, S.Kom.", "Budi, S.T."
    fill(folder, dinkes=office("dinkes", Pengguna=titled), dinsos=office("dinsos", Pengguna=people))
    said, failure = run(folder, "--apply")
    assert failure == ""
    assert said.count("sama dengan yang tersimpan") == 2
    assert "Akun ini tercatat di kantor lain, jadi nama, NIP, dan surelnya tidak diubah lewat berkas ini." in said
    assert Pengguna.objects.get(username="staf.dinkes").nama == "+Budi"


@pytest.mark.one_database
def test_half_a_password_list_is_no_list(pemda: Pemda, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full at the second office: the first stays, and it is said where its passwords are."""
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"), dinsos=office("dinsos"))
    synced: list[int] = []

    def full(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(import_offices.os, "fsync", full)
    _, failure = run(folder, "--apply")
    assert failure == (
        f"Daftar kata sandi {tmp_path / 'sandi.csv.sementara'} tidak dapat ditulis, jadi kantor ini tidak disimpan. "
        "Periksa hak akses foldernya dan sisa ruang disk, atau beri tempat lain dengan --sandi. Kata sandi kantor yang "
        f"sudah disimpan ada di {tmp_path / 'sandi.csv'}."
    )
    assert list(PerangkatDaerah.objects.values_list("kode", flat=True)) == ["dinkes"]
    assert sorted(path.name for path in tmp_path.glob("sandi*")) == ["sandi.csv"]


@pytest.mark.one_database
def test_what_an_earlier_run_left_is_said_before_anything_is_done(pemda: Pemda, tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    fill(folder, dinkes=office("dinkes"))
    (tmp_path / "sandi.csv.sementara").write_text("x")
    assert run(folder, "--apply") == (
        "",
        f"Berkas {tmp_path / 'sandi.csv.sementara'} sudah ada dan tidak ditimpa. Beri nama lain dengan --sandi.",
    )
    assert not PerangkatDaerah.objects.exists()
