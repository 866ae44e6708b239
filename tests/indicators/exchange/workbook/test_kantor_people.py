"""Offices as people fill them in: refused units with units below; who moves, leaves, is corrected, comes back."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.exchange.workbook.kantor import check_office, import_office
from indicators.exchange.workbook.runner import BookOutcome
from indicators.models import Jejak, Pejabat, Pemda, Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.models.kantor import Jenjang
from indicators.workflow import StatusTriwulan
from tests.assignments import end_assignment
from tests.cast import PASSWORD, Cast, Office, make_unit
from tests.indicators.exchange.workbook.tools import make_book, rows_of_book, said

pytestmark = pytest.mark.one_database

FILES = Path(__file__).parent / "office_files"
UNIT = ["Kode", "Kode unit atasan", "Nama", "Jenjang", "Urutan", "Koreksi"]
AKUN = ["Nama pengguna", "Nama", "NIP", "Surel", "Kode unit", "Peran", "Mulai", "Sampai", "Koreksi"]
PEJABAT = ["NIP", "Nama", "Pangkat", "Jabatan", "Kode unit", "Menandatangani laporan", "Mulai", "Sampai", "Koreksi"]
NIP = "197005051995031009"


@pytest.fixture
def bpbd(db: None) -> tuple[PerangkatDaerah, Pengguna]:
    """The office of the files as `create_opd` leaves it."""
    pemda = Pemda.objects.create(jenis="Kabupaten", nama="Contoh", kode="99.01", ibu_kota="Contoh")
    opd = PerangkatDaerah.objects.create(pemda=pemda, kode="bpbd", nama="Badan Penanggulangan Bencana Daerah")
    root = make_unit(opd, "dinas", opd.nama, Jenjang.ESELON_II)
    admin = Pengguna.objects.create(username="admin.bpbd", nama="Sri Contoh")
    Penugasan.objects.create(pengguna=admin, unit=root, peran="administrator", mulai=date(2024, 1, 1))
    return opd, admin


def look(by: Pengguna, opd: PerangkatDaerah, sheets: Mapping[str, Sequence[Any]]) -> BookOutcome:
    return check_office(by=by, opd=opd, files=[("kantor.xlsx", make_book(sheets))])


def save(by: Pengguna, opd: PerangkatDaerah, sheets: Mapping[str, Sequence[Any]]) -> BookOutcome:
    files = [("kantor.xlsx", make_book(sheets))]
    preview = check_office(by=by, opd=opd, files=files)
    assert said(preview) == []
    return import_office(by=by, opd=opd, files=files, dilihat=preview.digest())[0]


def changes(result: BookOutcome) -> list[tuple[str, str, str]]:
    return [item for sheet in result.lembar for row in sheet.baris for item in row.perubahan]


def ask(by: Pengguna, opd: PerangkatDaerah, sheet: str, rows: list[list[Any]]) -> str:
    """Return the one question that the sheet raises."""
    result = look(by, opd, {sheet: rows})
    (finding,) = result.galat
    assert finding.jenis == "tanya"
    return f"{finding.sel} {finding.kalimat}"


# --- the files that went wrong ----------------------------------------------------------------------------------------


def test_k00_asks_for_the_rounded_nip_and_then_goes_through(bpbd: tuple[PerangkatDaerah, Pengguna]) -> None:
    opd, admin = bpbd
    data = (FILES / "k00_kantor_ketik_manusia.xlsx").read_bytes()
    result = check_office(by=admin, opd=opd, files=[("k00.xlsx", data)])
    assert [(item.jenis, item.lembar, item.sel) for item in result.galat] == [("tanya", "Pejabat", "B3")]
    sheets = rows_of_book(data)
    sheets["Pejabat"][2][1] = NIP
    save(admin, opd, sheets)
    units = {row.kode: row for row in UnitKerja.objects.all()}
    assert units["sekretariat"].jenjang == Jenjang.ESELON_III
    assert units["umum"].nama == "Subbag Umum dan Kepegawaian"
    assert units["umum"].path == "".join(f"{units[kode].pk:06d}/" for kode in ("dinas", "sekretariat", "umum"))
    assert Pejabat.objects.get(nip=NIP).mulai == date(2024, 1, 1)
    assert Pejabat.objects.get(jabatan="Sekretaris").nip == "197001011995031001"
    assert (Pengguna.objects.count(), Penugasan.objects.count()) == (11, 12)


def test_k01_level_with_its_letter_is_understood(bpbd: tuple[PerangkatDaerah, Pengguna]) -> None:
    opd, admin = bpbd
    data = (FILES / "k01_unit_induk_ditolak.xlsx").read_bytes()
    save(admin, opd, rows_of_book(data))
    assert UnitKerja.objects.get(kode="bidang-x").jenjang == Jenjang.ESELON_III
    assert UnitKerja.objects.get(kode="seksi-x").induk == UnitKerja.objects.get(kode="bidang-x")


def test_k02_unit_below_a_refused_one_waits_for_it(bpbd: tuple[PerangkatDaerah, Pengguna]) -> None:
    opd, admin = bpbd
    data = (FILES / "k02_unit_induk_tanpa_nama.xlsx").read_bytes()
    result = check_office(by=admin, opd=opd, files=[("k02.xlsx", data)])
    assert said(result) == [("Unit kerja", "C2", "", "Nama: Sel ini wajib diisi.")]
    assert result.tergantung == 1


@pytest.mark.parametrize(
    ("top", "place"),
    [
        (["bidang x", "dinas", "Bidang", "Eselon III", 1, None], "A2"),  # the service refuses the code
        (["bidang-x", "dinas", "Bidang", "Camat", 1, None], "D2"),  # the reader refuses the level
        (["bidang-x", "tiada", "Bidang", "Eselon III", 1, None], "B2"),
        (["bidang-x", "bidang-x", "Bidang", "Eselon III", 1, None], "B2"),
    ],
)
def test_everything_below_a_refused_unit_waits_and_is_counted(
    bpbd: tuple[PerangkatDaerah, Pengguna], top: list[Any], place: str
) -> None:
    opd, admin = bpbd
    rows = [
        UNIT,
        top,
        ["seksi", top[0], "Seksi", "Eselon IV", 2, None],
        ["tim", "seksi", "Tim", "Tim lintas unit", 3, None],
        ["lain", "dinas", "Bidang lain", "Eselon III", 4, None],
    ]
    people = [AKUN, ["budi", "Budi", None, None, "tim", "Staf", "2024-01-01", None, None]]
    result = look(admin, opd, {"Unit kerja": rows, "Pengguna": people})
    assert [(sheet, cell) for sheet, cell, _, _ in said(result)] == [("Unit kerja", place)]
    assert result.tergantung == 3
    assert [(row.nama, row.baru) for sheet in result.lembar for row in sheet.baris] == [("Bidang lain", True)]


def test_k03_the_leaver_loses_his_rights(bpbd: tuple[PerangkatDaerah, Pengguna]) -> None:
    opd, admin = bpbd
    sheets = rows_of_book((FILES / "k03_pengguna_sampai_diisi.xlsx").read_bytes())
    before = {**sheets, "Pengguna": [[*row[:7], None] for row in sheets["Pengguna"]]}
    before["Pengguna"][0] = sheets["Pengguna"][0]
    save(admin, opd, before)
    result = save(admin, opd, sheets)
    assert changes(result) == [("Sampai", "", "31/05/2025"), ("Sampai", "", "31/05/2025")]
    ended = Penugasan.objects.filter(sampai=date(2025, 5, 31)).order_by("pengguna__username")
    assert [row.pengguna.username for row in ended] == ["plt.kalak", "staf.rekon"]
    assert Jejak.objects.filter(tindakan="ubah", objek_jenis="indicators.penugasan").count() == 2
    again = look(admin, opd, sheets)
    assert (said(again), again.jumlah["baru"], again.jumlah["berubah"]) == ([], 0, 0)


# --- checking ---------------------------------------------------------------------------------------------------------


def test_checking_writes_nothing_and_holds_no_lock(office: Office, cast: Cast) -> None:
    sheets = {
        "Unit kerja": [
            UNIT,
            ["seksi", "ikp", "Seksi", "Eselon IV", 2, None],
            ["ikp", "dinas", "IKP", "Eselon III", 1, None],
        ],
        "Pejabat": [PEJABAT, [NIP, "Budi", "Pembina", "Kepala Seksi", "seksi", "Tidak", "2024-01-01", None, None]],
        "Pengguna": [AKUN, ["budi", "Budi", None, None, "seksi", "Kepala unit", "2024-01-01", None, None]],
    }
    files = [("kantor.xlsx", make_book(sheets))]
    with CaptureQueriesContext(connection) as captured:
        assert said(check_office.function(by=cast.administrator, opd=office.opd, files=files)) == []
    words = {query["sql"].split()[0].upper() for query in captured}
    assert words == {"SELECT"}
    assert not any("FOR UPDATE" in query["sql"] for query in captured)


def test_name_that_an_approved_quarter_printed_stays(office: Office, cast: Cast) -> None:
    office.tw1.status, office.tw1.disahkan_pada = StatusTriwulan.DISAHKAN.value, timezone.now()
    office.tw1.save()
    rows = [UNIT, ["ikp", "dinas", "Bidang Baru", "Eselon III", office.bidang.urutan, None]]
    (finding,) = said(look(cast.administrator, office.opd, {"Unit kerja": rows}))
    assert finding[1] == "C2"
    assert "dicetak dalam laporan tahun 2024 yang sudah disahkan" in finding[3]


# --- people -----------------------------------------------------------------------------------------------------------


def test_somebody_who_moves_leaves_his_old_unit(office: Office, cast: Cast) -> None:
    row: list[Any] = ["staf", "Staf IKP", None, None, "umum", "Staf", "2024-03-01", None, None]
    question = ask(cast.administrator, office.opd, "Pengguna", [AKUN, row])
    assert question.startswith("E2 Kode unit: Staf IKP masih Staf pengisi data di")
    early = [*row[:6], "2023-01-01", None, "ya"]
    (finding,) = said(look(cast.administrator, office.opd, {"Pengguna": [AKUN, early]}))
    assert (finding[1], "sesudah 1 Januari 2023" in finding[3]) == ("G2", True)
    result = save(cast.administrator, office.opd, {"Pengguna": [AKUN, [*row[:8], "ya"]]})
    assert ("Sampai, Staf pengisi data di Bidang IKP", "", "29/02/2024") in [
        (name.replace(office.bidang.nama, "Bidang IKP"), old, new) for name, old, new in changes(result)
    ]
    terms = list(cast.staf.daftar_penugasan.order_by("mulai").values_list("unit__kode", "mulai", "sampai"))
    assert terms == [
        (office.bidang.kode, date(2023, 1, 1), date(2024, 2, 29)),
        (office.subbag.kode, date(2024, 3, 1), None),
    ]
    again = look(cast.administrator, office.opd, {"Pengguna": [AKUN, [*row[:8], "ya"]]})
    assert (said(again), again.jumlah) == ([], {"baru": 0, "berubah": 0, "tetap": 1})


def test_somebody_who_left_comes_back(office: Office, cast: Cast) -> None:
    term = cast.staf.daftar_penugasan.get()
    end_assignment(by=cast.administrator, penugasan=term, sampai=date(2024, 3, 31))
    longer: list[Any] = ["staf", None, None, None, office.bidang.kode, "Staf", "2023-01-01", None, None]
    (finding,) = said(look(cast.administrator, office.opd, {"Pengguna": [AKUN, longer]}))
    assert (finding[1], "sudah berakhir" in finding[3]) == ("H2", True)
    back = [*longer[:6], "2024-05-01", None, None]
    save(cast.administrator, office.opd, {"Pengguna": [AKUN, back]})
    terms = list(cast.staf.daftar_penugasan.order_by("mulai").values_list("mulai", "sampai"))
    assert terms == [(date(2023, 1, 1), date(2024, 3, 31)), (date(2024, 5, 1), None)]


def test_leaving_and_coming_back_stand_in_one_file(office: Office, cast: Cast) -> None:
    head: list[Any] = ["staf", None, None, None, office.bidang.kode, "Staf"]
    rows = [AKUN, [*head, "2023-01-01", "2024-03-31", None], [*head, "2024-05-01", None, None]]
    save(cast.administrator, office.opd, {"Pengguna": rows})
    terms = list(cast.staf.daftar_penugasan.order_by("mulai").values_list("mulai", "sampai"))
    assert terms == [(date(2023, 1, 1), date(2024, 3, 31)), (date(2024, 5, 1), None)]


def test_first_day_that_cannot_be_changed_is_named_at_its_cell(office: Office, cast: Cast) -> None:
    row: list[Any] = ["staf", None, None, None, office.bidang.kode, "Staf", "2024-02-01", None, None]
    (finding,) = said(look(cast.administrator, office.opd, {"Pengguna": [AKUN, row]}))
    assert finding[1] == "G2"
    assert "berlaku mulai 1 Januari 2023, dan tanggal mulainya tidak dapat diubah" in finding[3]


def test_account_is_corrected_and_a_blank_cell_is_said_to_keep(office: Office, cast: Cast) -> None:
    Pengguna.objects.filter(pk=cast.staf.pk).update(email="staf@contoh.go.id", nip=NIP)
    head: list[Any] = [office.bidang.kode, "Staf", "2023-01-01", None, None]
    rows = [AKUN, ["staf", "Staf IKP, S.Sos.", NIP[:-1] + "1", None, *head]]
    result = save(cast.administrator, office.opd, {"Pengguna": rows})
    assert changes(result) == [("Nama", "Staf IKP", "Staf IKP, S.Sos."), ("NIP", NIP, NIP[:-1] + "1")]
    assert said(result, "peringatan")[0][1:] == ("D2", "", f"Surel: {KEPT}")
    cast.staf.refresh_from_db()
    assert (cast.staf.nama, cast.staf.nip, cast.staf.email) == ("Staf IKP, S.Sos.", NIP[:-1] + "1", "staf@contoh.go.id")
    assert cast.staf.check_password(PASSWORD)


KEPT = "Sel kosong tidak menghapus isi yang tersimpan. Kosongkan di halaman Pengguna bila memang harus hilang."


def test_two_rows_of_one_account_must_agree(office: Office, cast: Cast) -> None:
    head: list[Any] = ["staf", None, None, office.bidang.kode, "Staf"]
    rows = [
        AKUN,
        ["staf", "Satu", *head[1:3], *head[3:], "2023-01-01", None, None],
        ["staf", "Dua", *head[1:3], "umum", "Staf", "2024-01-01", None, "baru"],
    ]
    (finding,) = said(look(cast.administrator, office.opd, {"Pengguna": rows}))
    assert finding == ("Pengguna", "B3", "Dua", "Nama: Baris 2 menulis “Satu” untuk akun yang sama. Samakan keduanya.")


def test_corrected_user_name_asks_and_makes_no_second_account(office: Office, cast: Cast) -> None:
    row: list[Any] = ["staf.ikp", "Staf IKP", None, None, office.bidang.kode, "Staf", "2023-01-01", None, None]
    question = ask(cast.administrator, office.opd, "Pengguna", [AKUN, row])
    assert question.startswith("A2 Nama pengguna: Staf IKP sudah mempunyai akun staf.")
    count = Pengguna.objects.count()
    result = save(cast.administrator, office.opd, {"Pengguna": [AKUN, [*row[:8], "ya"]]})
    assert changes(result) == [("Nama pengguna", "staf", "staf.ikp")]
    cast.staf.refresh_from_db()
    assert (cast.staf.username, Pengguna.objects.count()) == ("staf.ikp", count)
    assert cast.staf.check_password(PASSWORD)
    assert cast.staf.daftar_penugasan.count() == 1


def test_namesake_is_another_when_the_file_says_so(office: Office, cast: Cast) -> None:
    row: list[Any] = ["staf.dua", "Staf IKP", None, None, office.bidang.kode, "Staf", "2023-01-01", None, "baru"]
    save(cast.administrator, office.opd, {"Pengguna": [AKUN, row]})
    assert Pengguna.objects.filter(nama="Staf IKP").count() == 2


@pytest.mark.one_database("postgresql")  # which tells "STAF" from "staf"
def test_user_name_in_other_letters_is_the_same_account(office: Office, cast: Cast) -> None:
    count = Pengguna.objects.count()
    rows = [
        AKUN,
        ["STAF", "Staf IKP", None, None, office.bidang.kode, "Staf", "2023-01-01", "2024-06-30", None],
        ["Budi.Baru", "Budi Baru", None, None, office.bidang.kode, "Staf", "2024-01-01", None, None],
        ["budi.baru", "Budi Baru", None, None, "umum", "Staf", "2024-01-01", None, None],
    ]
    save(cast.administrator, office.opd, {"Pengguna": rows})
    assert Pengguna.objects.count() == count + 1
    assert cast.staf.daftar_penugasan.get().sampai == date(2024, 6, 30)
    new = Pengguna.objects.get(username__iexact="budi.baru")
    assert set(new.daftar_penugasan.values_list("unit__kode", flat=True)) == {office.bidang.kode, "umum"}


def test_two_new_people_of_one_name_are_two(office: Office, cast: Cast) -> None:
    """Nobody stored is called so: there is nothing to ask."""
    head: list[Any] = [None, None, office.bidang.kode, "Staf", "2024-01-01", None, None]
    rows = [AKUN, ["dewi.satu", "Dewi Lestari", *head], ["dewi.dua", "Dewi Lestari", *head]]
    save(cast.administrator, office.opd, {"Pengguna": rows})
    assert sorted(Pengguna.objects.filter(nama="Dewi Lestari").values_list("username", flat=True)) == [
        "dewi.dua",
        "dewi.satu",
    ]


def test_the_last_administrator_does_not_remove_himself(office: Office, cast: Cast) -> None:
    term = cast.administrator.daftar_penugasan.get()
    head = [cast.administrator.username, None, None, None, term.unit.kode]
    row: list[Any] = [*head, "Administrator", term.mulai, "2024-06-30", None]
    (finding,) = said(look(cast.administrator, office.opd, {"Pengguna": [AKUN, row]}))
    assert finding[3].endswith("Penugasan Anda sendiri diatur oleh administrator lain.")
    term.refresh_from_db()
    assert term.sampai is None


def test_account_of_somebody_elsewhere_is_neither_shown_nor_changed(office: Office, cast: Cast) -> None:
    Penugasan.objects.filter(pengguna=cast.asing).update(sampai=timezone.localdate() - timedelta(days=1))
    row: list[Any] = ["asing", "Nama lain", None, None, office.bidang.kode, "Staf", "2024-01-01", None, None]
    result = save(cast.administrator, office.opd, {"Pengguna": [AKUN, row]})
    assert "tidak diubah lewat berkas ini" in said(result, "peringatan")[0][3]
    name = cast.asing.nama
    cast.asing.refresh_from_db()
    assert cast.asing.nama == name


# --- units and officials ----------------------------------------------------------------------------------------------


def test_corrected_code_of_a_unit_asks_and_makes_no_second_unit(office: Office, cast: Cast) -> None:
    row: list[Any] = ["bid-ikp", "dinas", office.bidang.nama, "Eselon III", office.bidang.urutan, None]
    question = ask(cast.administrator, office.opd, "Unit kerja", [UNIT, row])
    assert question.startswith(f"A2 Kode: Unit {office.bidang.nama} sudah ada dengan kode {office.bidang.kode}.")
    count = UnitKerja.objects.count()
    people = [AKUN, ["staf", None, None, None, "bid-ikp", "Staf", "2023-01-01", "2024-06-30", None]]
    result = save(cast.administrator, office.opd, {"Unit kerja": [UNIT, [*row[:5], "ya"]], "Pengguna": people})
    assert ("Kode", "ikp", "bid-ikp") in changes(result)
    office.bidang.refresh_from_db()
    assert (office.bidang.kode, UnitKerja.objects.count()) == ("bid-ikp", count)
    assert cast.staf.daftar_penugasan.get().sampai == date(2024, 6, 30)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({0: "197005051995031001"}, "NIP 197005051995031009 menjadi 197005051995031001"),
        ({3: "Kepala Bidang Informasi"}, "jabatan Kepala Bidang menjadi Kepala Bidang Informasi"),
        ({6: "2024-02-01"}, "tanggal mulai 1 Januari 2024 menjadi 1 Februari 2024"),
    ],
)
def test_corrected_key_of_an_official_asks(office: Office, cast: Cast, change: dict[int, str], words: str) -> None:
    row: list[Any] = [NIP, "Budi", "Pembina", "Kepala Bidang", office.bidang.kode, "Tidak", "2024-01-01", None, None]
    save(cast.administrator, office.opd, {"Pejabat": [PEJABAT, row]})
    new = [change.get(index, value) for index, value in enumerate(row)]
    assert words in ask(cast.administrator, office.opd, "Pejabat", [PEJABAT, new])
    save(cast.administrator, office.opd, {"Pejabat": [PEJABAT, [*new[:8], "ya"]]})
    official = Pejabat.objects.get(opd=office.opd, nama="Budi")
    assert (official.nip, official.jabatan, f"{official.mulai}") == (new[0], new[3], new[6])
    again = look(cast.administrator, office.opd, {"Pejabat": [PEJABAT, [*new[:8], "ya"]]})
    assert (said(again), again.jumlah["tetap"]) == ([], 1)


def test_later_term_of_an_official_is_another(office: Office, cast: Cast) -> None:
    row: list[Any] = [
        NIP,
        "Budi",
        "Pembina",
        "Kepala Bidang",
        office.bidang.kode,
        "Tidak",
        "2023-01-01",
        "2023-12-31",
        None,
    ]
    save(cast.administrator, office.opd, {"Pejabat": [PEJABAT, row]})
    save(cast.administrator, office.opd, {"Pejabat": [PEJABAT, [*row[:6], "2025-01-01", None, None]]})
    assert Pejabat.objects.filter(nip=NIP).count() == 2
