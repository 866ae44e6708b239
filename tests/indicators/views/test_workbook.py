"""The pages of workbooks: download, check, save what was shown, and passwords that appear once."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from indicators.exchange.parsing import parse_book
from indicators.exchange.trial.turns import BUSY
from indicators.models import (
    Indikator,
    Jejak,
    Pengguna,
    PerangkatDaerah,
    PeriodeRenstra,
    Program,
    SubKegiatan,
    UnitKerja,
)
from sakip.files import RefusedFile
from sakip.refusals import Busy
from tests.cast import Cast, Office, make_pk
from tests.indicators.admin.test_import_page import INLINE
from tests.indicators.exchange.workbook.tools import bare_office, make_book, rows_of_book
from tests.trail import told

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]
RENCANA, KANTOR = "indicators:plan_workbook", "indicators:office_workbook"


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


@pytest.fixture
def administrator(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.administrator)


def upload(client: Client, page: str, data: bytes, name: str = "buku.xlsx", **fields: Any) -> Any:
    answer = client.post(reverse(page), {"berkas": [SimpleUploadedFile(name, data)], **fields})
    assert INLINE.findall(answer.content.decode()) == []
    return answer


def token_of(answer: Any) -> str:
    found = re.search(r'name="token" value="([^"]+)"', answer.content.decode())
    assert found is not None, answer.content.decode()
    return found[1]


def save(client: Client, page: str, token: str) -> Any:
    return client.post(reverse(f"{page}_save"), {"token": token}, follow=True)


def downloaded(client: Client, page: str, **query: Any) -> bytes:
    answer = client.get(reverse(f"{page}_download"), query)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content


def cells(data: bytes, sheet: str) -> list[list[Any]]:
    return rows_of_book(data)[sheet]


# --- the plan -------------------------------------------------------------------------------------------------------


def test_download_then_upload_changes_nothing(office: Office, planner: Client) -> None:
    for bentuk in ("tingkat", "lampiran"):
        answer = upload(planner, RENCANA, downloaded(planner, RENCANA, pk=office.pk.pk, bentuk=bentuk))
        text = answer.content.decode()
        assert "Isi berkas sama dengan yang tersimpan." in text
        assert 'name="token"' not in text
    assert Jejak.objects.filter(tindakan="ekspor_buku_rencana", opd_nomor=office.opd.pk).count() == 2


def test_plan_of_a_pk_comes_back_unchanged_beside_another_renstra_of_the_year(office: Office, planner: Client) -> None:
    PeriodeRenstra.objects.create(opd=office.opd, tahun_awal=2024, tahun_akhir=2028)
    for bentuk, sheet in (("tingkat", "Program"), ("lampiran", "Lampiran I")):
        data = downloaded(planner, RENCANA, pk=office.pk.pk, bentuk=bentuk)
        assert len(cells(data, sheet)) > 1
        assert "Isi berkas sama dengan yang tersimpan." in upload(planner, RENCANA, data).content.decode()


def test_changes_are_shown_then_written_with_their_trail(office: Office, planner: Client) -> None:
    book = rows_of_book(downloaded(planner, RENCANA, pk=office.pk.pk))
    head = book["Program"][0]
    book["Program"][1][head.index("Sasaran kinerja")] = "<b>Makin terbuka</b>"
    book["Program"].append([*book["Program"][1][:2], "2.16.03", "Program Aplikasi", *[None] * (len(head) - 4)])
    answer = upload(planner, RENCANA, make_book(book))
    text = answer.content.decode()
    assert "1 baru, 1 berubah, " in text
    assert "<del>Informasi terbuka</del>" in text
    assert "<ins>&lt;b&gt;Makin terbuka&lt;/b&gt;</ins>" in text
    assert Program.objects.count() == 1
    done = save(planner, RENCANA, token_of(answer))
    assert "Impor selesai: 1 baru, 1 berubah, " in done.content.decode()
    assert Program.objects.get(kode="2.16.03").urutan == 2
    acts = told(Jejak.objects.exclude(tindakan__startswith="ekspor"))
    assert acts == ["impor_buku_rencana perangkatdaerah", "tambah program", "ubah program"]
    assert default_storage.listdir("impor")[1] == []


def test_changed_code_is_a_change_of_nomenclature_from_the_year_of_the_agreement(
    office: Office, planner: Client
) -> None:
    rows = cells(downloaded(planner, RENCANA, pk=office.pk.pk), "Sub kegiatan")
    kode = rows[0].index("Kode")
    rows[1][kode] = f"{rows[1][kode][:-2]}00{rows[1][kode][-2:]}"
    data = make_book({"Sub kegiatan": rows})
    text = upload(planner, RENCANA, data, tahun="2025").content.decode()
    assert "1 hal perlu diperbaiki atau dijawab." in text
    assert f"<del>{office.sub_kegiatan}</del>" in text
    inputs = [tag for tag in re.findall(r"<input [^>]*>", text) if 'name="tahun"' in tag or 'name="mulai"' in tag]
    assert [re.findall(r'value="([^"]*)"', tag) for tag in inputs] == [["2025"], ["2025"]]
    assert 'name="serupa"' in text
    # The title names no other office: its question was not asked.
    assert 'name="kantor_benar"' not in text
    answer = upload(planner, RENCANA, data, tahun="2025", serupa="nomenklatur", mulai="2025")
    assert "Perubahan nomenklatur mulai 2025" in answer.content.decode()
    save(planner, RENCANA, token_of(answer))
    office.sub_kegiatan.refresh_from_db()
    new = SubKegiatan.objects.get(menggantikan=office.sub_kegiatan)
    assert (new.kode, new.tahun_awal, office.sub_kegiatan.tahun_akhir) == (rows[1][kode], 2025, 2024)


def test_what_changed_after_the_preview_is_refused_and_shown_anew(office: Office, planner: Client) -> None:
    book = rows_of_book(downloaded(planner, RENCANA, pk=office.pk.pk))
    book["Program"][1][book["Program"][0].index("Sasaran kinerja")] = "Baru"
    token = token_of(upload(planner, RENCANA, make_book(book)))
    Program.objects.update(sasaran_kinerja="Diubah orang lain")
    answer = save(planner, RENCANA, token)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Data di sistem berubah sejak pratinjau ini dibuat." in text
    assert "<del>Diubah orang lain</del>" in text
    assert Program.objects.get().sasaran_kinerja == "Diubah orang lain"
    save(planner, RENCANA, token_of(answer))
    assert Program.objects.get().sasaran_kinerja == "Baru"


def test_confirmation_whose_reading_fails_says_so_and_can_be_repeated(
    office: Office, planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = rows_of_book(downloaded(planner, RENCANA, pk=office.pk.pk))
    book["Program"][1][book["Program"][0].index("Sasaran kinerja")] = "Baru"
    token = token_of(upload(planner, RENCANA, make_book(book)))
    with monkeypatch.context() as patch:
        patch.setattr("indicators.exchange.workbook.importing.read_book", refuse_to_read)
        assert "Terlalu rumit." in save(planner, RENCANA, token).content.decode()
    assert Program.objects.get().sasaran_kinerja != "Baru"
    save(planner, RENCANA, token)
    assert Program.objects.get().sasaran_kinerja == "Baru"


def test_new_preview_after_a_change_that_cannot_be_made_says_both(
    office: Office, planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = rows_of_book(downloaded(planner, RENCANA, pk=office.pk.pk))
    book["Program"][1][book["Program"][0].index("Sasaran kinerja")] = "Baru"
    token = token_of(upload(planner, RENCANA, make_book(book)))
    Program.objects.update(sasaran_kinerja="Diubah orang lain")
    monkeypatch.setattr("indicators.views.workbook.check_plan", refuse_to_read)
    answer = save(planner, RENCANA, token)
    assert answer.status_code == 409
    assert "Data di sistem berubah sejak pratinjau ini dibuat." in answer.content.decode()
    assert "Terlalu rumit." in answer.content.decode()


def test_server_that_checks_other_files_is_asked_again_without_picking_anything_anew(
    office: Office, planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = rows_of_book(downloaded(planner, RENCANA, pk=office.pk.pk))
    book["Program"][1][book["Program"][0].index("Sasaran kinerja")] = "Baru"
    with monkeypatch.context() as patch:
        patch.setattr("indicators.exchange.workbook.importing.read_book", be_busy)
        answer = upload(planner, RENCANA, make_book(book))
    assert (answer.status_code, answer.content.decode().count(BUSY)) == (503, 1)
    token = token_of(upload(planner, RENCANA, make_book(book)))
    with monkeypatch.context() as patch:
        patch.setattr("indicators.exchange.workbook.importing.read_book", be_busy)
        assert save(planner, RENCANA, token).content.decode().count(BUSY) == 1
    save(planner, RENCANA, token)
    assert Program.objects.get().sasaran_kinerja == "Baru"


def be_busy(*args: Any, **kwargs: Any) -> Any:
    raise Busy(BUSY, seconds=60)


def refuse_to_read(*args: Any, **kwargs: Any) -> Any:
    raise RefusedFile("Terlalu rumit.")


def test_token_is_of_its_user_page_office_and_used_once(
    office: Office, cast: Cast, planner: Client, administrator: Client
) -> None:
    book = rows_of_book(downloaded(planner, RENCANA, pk=office.pk.pk))
    book["Program"][1][book["Program"][0].index("Sasaran kinerja")] = "Baru"
    token = token_of(upload(planner, RENCANA, make_book(book)))
    for client, page in ((administrator, KANTOR), (planner, RENCANA)):
        answer = save(client, page, token if client is administrator else f"{token}x")
        assert "Pratinjau ini tidak berlaku lagi." in answer.content.decode()
    save(planner, RENCANA, token)
    assert "Isi berkas ini sudah disimpan oleh klik sebelumnya." in save(planner, RENCANA, token).content.decode()


def test_second_of_two_clicks_at_once_is_told_that_the_first_saved(
    office: Office, planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both read the waiting file before either is done."""
    book = rows_of_book(downloaded(planner, RENCANA, pk=office.pk.pk))
    book["Program"][1][book["Program"][0].index("Sasaran kinerja")] = "Baru"
    token = token_of(upload(planner, RENCANA, make_book(book)))

    def read_while_the_other_click_saves(files: Any) -> Any:
        monkeypatch.setattr("indicators.exchange.workbook.importing.read_book", parse_book)
        assert "Impor selesai: 0 baru, 1 berubah, " in save(planner, RENCANA, token).content.decode()
        return parse_book(files)

    monkeypatch.setattr("indicators.exchange.workbook.importing.read_book", read_while_the_other_click_saves)
    text = save(planner, RENCANA, token).content.decode()
    assert "Isi berkas ini sudah disimpan oleh klik sebelumnya." in text
    assert "Data di sistem berubah" not in text
    assert Program.objects.get().sasaran_kinerja == "Baru"


def test_agreement_that_is_fixed_refuses_changed_rows(office: Office, planner: Client) -> None:
    book = rows_of_book(downloaded(planner, RENCANA, pk=office.pk.pk))
    book["Target PK"][1][book["Target PK"][0].index("Target TW I")] = 99
    text = upload(planner, RENCANA, make_book(book)).content.decode()
    assert "sudah ditetapkan, jadi tidak dapat diubah" in text
    assert 'name="token"' not in text


def test_mistakes_are_listed_with_sheet_cell_content_and_what_is_expected(office: Office, planner: Client) -> None:
    make_pk(office.opd, 2025)
    book = make_book(
        {
            "Program": [["Tujuan", "Sasaran strategis", "Nama", "Warna"]],
            "Target PK": [
                ["Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Sub kegiatan", "Indikator", "Target Tahun"],
                [office.sasaran.tujuan.nama, office.sasaran.nama, *[None] * 3, "Nilai Indeks SPBE", "1.234"],
            ],
            "Rahasia": [["x"]],
        }
    )
    text = " ".join(upload(planner, RENCANA, book, tahun="2025").content.decode().split())
    assert '<td data-label="Sel">D1</td> <td data-label="Isinya">Warna</td>' in text
    assert "Kolom yang tidak dikenal dilewati: “Warna”." in text
    assert '<td data-label="Sel">G2</td> <td data-label="Isinya">1.234</td>' in text
    assert "Tulis 1234 bila ribuan, atau 1,2340 bila pecahan desimal." in text
    assert "Lembar ini tidak dikenal, jadi dilewati." in text


def test_rows_that_are_passed_over_are_not_called_empty(office: Office, planner: Client) -> None:
    make_pk(office.opd, 2025)
    way = [office.sasaran.tujuan.nama, office.sasaran.nama, "Nilai Indeks SPBE"]
    head = ["Tujuan", "Sasaran strategis", "Indikator", "Target tahun 2025"]
    book = make_book({"Rencana": [head, [1, 2, 3, 4], [*way, 3], ["JUMLAH", None, None, 3]]})
    text = " ".join(upload(planner, RENCANA, book).content.decode().split())
    for cell in ("A2", "A4"):
        assert f'<td data-label="Sel">{cell}</td> <td data-label="Isinya">-</td>' in text
    # Nothing was asked, so nothing is there to answer.
    assert not [name for name in ("kantor_benar", "serupa", "mulai") if f'name="{name}"' in text]


@pytest.mark.parametrize("bentuk", ["tingkat", "lampiran"])
def test_template_can_be_uploaded_as_it_is(office: Office, planner: Client, bentuk: str) -> None:
    data = downloaded(planner, RENCANA, bentuk=bentuk)
    text = upload(planner, RENCANA, data).content.decode()
    assert "perlu diperbaiki atau dijawab" not in text
    assert Indikator.objects.count() == 6
    book = load_workbook(io.BytesIO(data))
    sheet = book["Lampiran I" if bentuk == "lampiran" else "Indikator"]
    titles = {cell.value: cell for cell in sheet[1]}
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    for name in ("Kode unit", "Jenis nilai", "Polaritas", "Konsolidasi", "Pola target"):
        assert lists[f"{titles[name].column_letter}2"].startswith("=Pilihan!$")
        assert titles[name].comment.text
    assert [cell.value for cell in book["Pilihan"]["A"]][:4] == ["Kode unit", "dinas", "sekretariat", "umum"]
    assert book.worksheets[0].title == "Petunjuk"
    assert sheet["A2"].value == "contoh: hapus atau biarkan"


def test_texts_are_never_run_as_formulas_and_figures_stay_figures(office: Office, planner: Client) -> None:
    SubKegiatan.objects.create(kegiatan=office.kegiatan, kode="9", nama='=HYPERLINK("http://contoh")')
    book = load_workbook(io.BytesIO(downloaded(planner, RENCANA, pk=office.pk.pk)))
    assert [cell.data_type for cell in book["Sub kegiatan"]["F"] if str(cell.value).startswith("=")] == ["s"]
    head = [cell.value for cell in book["Target PK"][1]]
    column = book["Target PK"].cell(1, head.index("Target Tahun") + 1).column_letter
    assert all(isinstance(cell.value, int | float) for cell in book["Target PK"][column][1:])


def test_form_without_a_file_asks_for_one(office: Office, planner: Client) -> None:
    answer = planner.post(reverse(RENCANA), {"tahun": "2024"})
    assert answer.status_code == 422
    assert "Pilih berkasnya lebih dahulu." in answer.content.decode()


def test_broken_file_is_refused_at_the_form(office: Office, planner: Client) -> None:
    for data in (b"PK\x03\x04rusak", b"\xd0\xcf\x11\xe0terkunci", b""):
        answer = upload(planner, RENCANA, data)
        assert answer.status_code == 422
        assert 'class="refusal"' in answer.content.decode()
    assert "kata sandi" in upload(planner, RENCANA, b"\xd0\xcf\x11\xe0terkunci").content.decode()


def test_other_office_is_neither_read_nor_written(office: Office, planner: Client) -> None:
    other, _, _ = bare_office("lain")
    assert planner.get(reverse(RENCANA), {"opd": other.kode}).status_code == 404
    rows: list[list[Any]] = [["Perangkat daerah", "Awal Renstra", "Nama"], ["lain", 2023, "Tujuan asing"]]
    text = upload(planner, RENCANA, make_book({"Tujuan": rows})).content.decode()
    assert "Tulis kode perangkat daerah yang rencananya Anda kelola: diskominfo." in text


def test_more_rows_cost_no_more_queries(office: Office, planner: Client) -> None:
    way = [office.sasaran.tujuan.nama, office.sasaran.nama, "2.16.02", "2.16.02.2.01"]

    def queries(number: int) -> int:
        names = [f"Sub {index}" for index in range(number)]
        book = {
            "Sub kegiatan": [
                ["Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Nama"],
                *([*way, name] for name in names),
            ],
            "Indikator": [
                ["Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Sub kegiatan", "Indikator", "Kode unit"],
                *([*way, name, f"Jumlah {name}", "ikp"] for name in names),
            ],
            "Perjanjian kinerja": [["Tahun", "Perubahan ke", "Berlaku mulai"], [2026, 0, "01/01/2026"]],
            "Target PK": [
                ["Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Sub kegiatan", "Indikator", "Target Tahun"],
                *([*way, name, f"Jumlah {name}", "12,5"] for name in names),
            ],
        }
        data = make_book(book)
        with CaptureQueriesContext(connection) as captured:
            answer = upload(planner, RENCANA, data)
        assert f"{3 * number + 1} baru" in answer.content.decode()
        return len(captured)

    assert queries(3) == queries(30)


# --- the office -----------------------------------------------------------------------------------------------------


def test_office_comes_back_unchanged_and_without_passwords(office: Office, administrator: Client) -> None:
    data = downloaded(administrator, KANTOR)
    assert "Isi berkas sama dengan yang tersimpan." in upload(administrator, KANTOR, data).content.decode()
    assert "sandi" not in str(cells(data, "Pengguna")).lower()


def test_template_of_an_office_holds_the_plan_too(office: Office, administrator: Client, planner: Client) -> None:
    data = downloaded(administrator, KANTOR, bentuk="templat")
    assert list(rows_of_book(data))[1:5] == ["Unit kerja", "Pejabat", "Pengguna", "Renstra"]
    assert "rencana diimpor perencana lewat" in upload(administrator, KANTOR, data).content.decode()
    assert "diimpor administrator lewat" in upload(planner, RENCANA, data).content.decode()


def test_first_passwords_are_shown_once_and_work(office: Office, administrator: Client, client_of: ClientOf) -> None:
    book = make_book(
        {
            "Unit kerja": [
                ["Kode", "Kode unit atasan", "Nama", "Jenjang"],
                ["baru", "dinas", "Bidang Baru", "Eselon III"],
            ],
            "Pengguna": [
                ["Nama pengguna", "Nama", "Kode unit", "Peran"],
                ["siti", "Siti", "baru", "Staf pengisi data"],
            ],
        }
    )
    token = token_of(upload(administrator, KANTOR, book))
    answer = save(administrator, KANTOR, token)
    assert "no-store" in answer["Cache-Control"]
    found = re.findall(r'<td class="workbook-password">([^<]+)</td>', answer.content.decode())
    assert found[0] == "siti"
    user = Pengguna.objects.get(username="siti")
    assert user.check_password(found[1])
    assert user.wajib_ganti_sandi
    assert UnitKerja.objects.get(kode="baru").induk == office.dinas
    again = save(administrator, KANTOR, token).content.decode()
    assert found[1] not in again
    assert "sudah disimpan oleh klik sebelumnya." in again
    assert "Bila sandi akun baru belum dicatat, atur ulang" in again
    for row in Jejak.objects.values():
        assert found[1] not in str(row)
    assert PerangkatDaerah.objects.filter(kode="diskominfo").exists()
