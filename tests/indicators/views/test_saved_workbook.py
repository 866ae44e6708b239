"""A workbook about which the page asks something: it waits, and is checked again without being picked once more."""

import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.models import SubKegiatan
from indicators.permissions import Peran
from tests.cast import Cast, Office, make_user
from tests.indicators.exchange.workbook.tools import bare_office, make_book
from tests.indicators.views.test_workbook import KANTOR, RENCANA, ClientOf, cells, downloaded, save, token_of, upload

pytestmark = pytest.mark.one_database
ANSWERS = {"tahun": "2025", "serupa": "nomenklatur", "mulai": "2025"}
TAKEN = "Perubahan nomenklatur mulai 2025"
GONE = "Berkas yang diperiksa tadi sudah tidak tersimpan. Pilih berkasnya kembali."


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


def changed_code(planner: Client, office: Office, code: str) -> bytes:
    """Return the office's sub kegiatan under another code: what that means is asked on the page."""
    rows = cells(downloaded(planner, RENCANA, pk=office.pk.pk), "Sub kegiatan")
    rows[1][rows[0].index("Kode")] = code
    return make_book({"Sub kegiatan": rows})


def kept(answer: Any) -> str:
    found = re.search(r'name="tersimpan" value="([^"]+)"', answer.content.decode())
    assert found is not None, answer.content.decode()
    return found[1]


def again(client: Client, token: str, page: str = RENCANA, **fields: Any) -> Any:
    return client.post(reverse(page), {"tersimpan": token, **fields})


def waiting() -> int:
    return len(default_storage.listdir("impor")[1]) if default_storage.exists("impor") else 0


def test_question_is_answered_and_saved_without_picking_the_file_again(office: Office, planner: Client) -> None:
    asked = upload(
        planner, RENCANA, changed_code(planner, office, "2.16.02.2.01.0099"), "rencana <2>.xlsx", tahun="2025"
    )
    text = asked.content.decode()
    assert "Berkas yang diperiksa: rencana &lt;2&gt;.xlsx" in text
    assert "lihat di bawah, lalu periksa lagi." in text
    assert "Berkas ini tidak perlu dipilih lagi" in text
    assert ">Periksa lagi</button>" in text
    answered = again(planner, kept(asked), **ANSWERS)
    assert "Berkas yang diperiksa: rencana &lt;2&gt;.xlsx" in answered.content.decode()
    assert waiting() == 1, "the same stored file serves the question and the confirmation"
    save(planner, RENCANA, token_of(answered))
    assert SubKegiatan.objects.get(menggantikan=office.sub_kegiatan).kode == "2.16.02.2.01.0099"
    assert waiting() == 0


def test_unanswered_question_is_asked_again_of_the_same_file(office: Office, planner: Client) -> None:
    asked = upload(planner, RENCANA, changed_code(planner, office, "2.16.02.2.01.0099"), tahun="2025")
    for _ in range(2):
        asked = again(planner, kept(asked), tahun="2025")
        assert "Pilih di “Kode atau nama yang berubah”" in asked.content.decode()
    assert waiting() == 1


def test_picked_file_takes_the_place_of_the_one_that_waits(office: Office, planner: Client) -> None:
    asked = upload(planner, RENCANA, changed_code(planner, office, "2.16.02.2.01.0099"), "lama.xlsx", tahun="2025")
    other = changed_code(planner, office, "2.16.02.2.01.0088")
    answered = upload(planner, RENCANA, other, "baru.xlsx", tersimpan=kept(asked), **ANSWERS)
    assert "Berkas yang diperiksa: baru.xlsx" in answered.content.decode()
    save(planner, RENCANA, token_of(answered))
    assert SubKegiatan.objects.get(menggantikan=office.sub_kegiatan).kode == "2.16.02.2.01.0088"


def test_wrong_answer_and_broken_file_cost_nothing(office: Office, planner: Client) -> None:
    data = changed_code(planner, office, "2.16.02.2.01.0099")
    wrong = upload(planner, RENCANA, data, "rencana.xlsx", tahun="dua ribu", serupa="nomenklatur", mulai="2025")
    assert wrong.status_code == 422
    assert "Berkas yang diperiksa: rencana.xlsx" in wrong.content.decode()
    broken = upload(planner, RENCANA, b"PK\x03\x04rusak", tersimpan=kept(wrong), **ANSWERS)
    assert broken.status_code == 422
    assert "Berkas yang diperiksa: rencana.xlsx" in broken.content.decode()
    assert TAKEN in again(planner, kept(broken), **ANSWERS).content.decode()


def test_mistake_in_the_file_itself_needs_another_file(office: Office, planner: Client) -> None:
    rows = [["Tujuan", "Sasaran strategis", "Nama"], ["Tidak ada", "Tidak ada", "Program"]]
    answer = upload(planner, RENCANA, make_book({"Program": rows}), "salah.xlsx")
    text = answer.content.decode()
    assert "Berkas yang diperiksa: salah.xlsx" in text
    assert "lalu unggah kembali." in text
    assert 'name="tersimpan"' not in text
    assert waiting() == 0


def test_question_beside_a_mistake_in_the_file_says_which_is_mended_where(office: Office, planner: Client) -> None:
    head = ["Tujuan", "Sasaran strategis", "Indikator", "Satuan", "Target tahun 2025"]
    data = make_book({"Rencana": [["DINAS KESEHATAN"], head, ["Tujuan A", "Sasaran A", "Nilai baru", "Nilai", 70]]})
    asked = upload(planner, RENCANA, data, "dua.xlsx", tahun="2025")
    text = asked.content.decode()
    assert "Tulis kode unit penanggung jawab." in text
    assert "Berkas yang diperiksa: dua.xlsx. Berkas ini masih tersimpan: jawab pertanyaannya di bawah" in text
    left = again(planner, kept(asked), tahun="2025", kantor_benar="on").content.decode()
    assert "Tulis kode unit penanggung jawab." in left
    assert 'name="tersimpan"' not in left


def test_years_of_a_missing_renstra_are_told_without_picking_the_file_again(db: None, client_of: ClientOf) -> None:
    _, _, perencana = bare_office("baru")
    client = client_of(perencana)
    head = ["Tujuan", "Sasaran strategis", "Indikator", "Satuan", "Target tahun 2025"]
    data = make_book({"Rencana": [head, ["Tujuan A", "Sasaran A", "Nilai SAKIP", "Nilai", 70]]})
    asked = upload(client, RENCANA, data)
    assert "Isi tahun awal dan akhirnya di halaman ini, lalu periksa lagi." in asked.content.decode()
    answered = again(client, kept(asked), renstra_awal="2025", renstra_akhir="2029").content.decode()
    assert "Renstra kantor ini belum ada." not in answered


@pytest.mark.parametrize(
    ("title", "wrong", "right", "asked_of"),
    [
        ("PERJANJIAN KINERJA TAHUN 2023", {"tahun": "2025"}, {"tahun": "2023"}, "Judul berkas menyebut tahun 2023"),
        ("Rencana", {"tahun": "2024"}, {"tahun": "2025"}, "Isi lembar ini untuk tahun 2025"),
        ("DINAS KESEHATAN", {"tahun": "2025"}, {"tahun": "2025", "kantor_benar": "on"}, "“DINAS KESEHATAN”"),
    ],
)
def test_year_and_office_are_answered_without_picking_the_file_again(
    office: Office, planner: Client, title: str, wrong: dict[str, str], right: dict[str, str], asked_of: str
) -> None:
    head = ["Tujuan", "Sasaran strategis", "Indikator", "Satuan", "Target tahun 2025"]
    if title.endswith("2023"):
        head[-1] = "Target"
    way = [office.sasaran.tujuan.nama, office.sasaran.nama, "Nilai Indeks SPBE", "Indeks Poin", 3]
    asked = upload(planner, RENCANA, make_book({"Rencana": [[title], head, way]}), **wrong)
    assert asked_of in asked.content.decode()
    assert asked_of not in again(planner, kept(asked), **right).content.decode()


def test_kept_file_is_of_its_user_page_office_and_day(
    office: Office, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, units, stranger = bare_office("lain")
    here_both = [(office.dinas, Peran.PERENCANA), (office.dinas, Peran.ADMINISTRATOR)]
    both = make_user("dua", "Perencana dua kantor", *here_both, (units["dinas"], Peran.PERENCANA))
    client, here = client_of(both), f"{reverse(RENCANA)}?opd={office.opd.kode}"
    data = changed_code(client_of(cast.perencana), office, "2.16.02.2.01.0099")
    token = kept(client.post(here, {"berkas": [SimpleUploadedFile("a.xlsx", data)], "tahun": "2025"}))
    for sender, address, given in (
        (client, here, f"{token}x"),
        (client, f"{reverse(RENCANA)}?opd={other.kode}", token),
        (client_of(stranger), reverse(RENCANA), token),
        (client_of(cast.perencana), reverse(RENCANA), token),
        (client, reverse(KANTOR), token),
    ):
        answer = sender.post(address, {"tersimpan": given, **ANSWERS})
        assert (answer.status_code, GONE in answer.content.decode()) == (422, True)
        assert 'name="tersimpan"' not in answer.content.decode()
    assert TAKEN in client.post(here, {"tersimpan": token, **ANSWERS}).content.decode()
    monkeypatch.setattr("sakip.waiting.MAX_AGE_SECONDS", -1)
    assert GONE in client.post(here, {"tersimpan": token, **ANSWERS}).content.decode()


def test_kept_file_that_was_removed_is_asked_for_and_the_answers_stay(office: Office, planner: Client) -> None:
    token = kept(upload(planner, RENCANA, changed_code(planner, office, "2.16.02.2.01.0099"), tahun="2025"))
    for name in default_storage.listdir("impor")[1]:
        default_storage.delete(f"impor/{name}")
    text = again(planner, token, **ANSWERS).content.decode()
    assert GONE in text
    assert '<option value="nomenklatur" selected>' in text


def test_question_cannot_be_confirmed(office: Office, planner: Client) -> None:
    token = kept(upload(planner, RENCANA, changed_code(planner, office, "2.16.02.2.01.0099"), tahun="2025"))
    answer = save(planner, RENCANA, token)
    assert answer.status_code == 409
    assert SubKegiatan.objects.get().kode == office.sub_kegiatan.kode


def test_file_picked_after_the_kept_one_was_lost_is_checked(office: Office, planner: Client) -> None:
    data = changed_code(planner, office, "2.16.02.2.01.0099")
    answer = planner.post(
        reverse(RENCANA), {"tersimpan": "rusak", "berkas": [SimpleUploadedFile("a.xlsx", data)], **ANSWERS}
    )
    assert TAKEN in answer.content.decode()
