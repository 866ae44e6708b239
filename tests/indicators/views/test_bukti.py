"""Evidence over HTTP: uploaded, replaced, withdrawn, downloaded; each refusal answers with its own status."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from indicators.models import BuktiDukung, Indikator, Jejak, Realisasi
from sakip import pictures
from tests.cast import Cast, Office
from tests.files import PDF, upload
from tests.indicators.way import BIDANG, hand_in
from tests.sakip.test_files import HEIC

pytestmark = pytest.mark.one_database

ClientOf = Callable[[Any], Client]


@pytest.fixture
def staf(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.staf)


@pytest.fixture
def layanan(office: Office) -> Indikator:
    return office.indikator(office.bidang)[0]


def upload_url(office: Office, indikator: Indikator) -> str:
    return reverse("indicators:bukti_upload", args=[office.tw1.pk, office.bidang.pk, indikator.pk])


def act_url(office: Office, name: str, bukti: BuktiDukung) -> str:
    return reverse(f"indicators:{name}", args=[office.tw1.pk, office.bidang.pk, bukti.pk])


def send(client: Client, office: Office, indikator: Indikator, name: str = "laporan.pdf", content: bytes = PDF) -> Any:
    return client.post(upload_url(office, indikator), {"berkas": upload(name, content)})


@pytest.fixture
def bukti(office: Office, staf: Client, layanan: Indikator) -> BuktiDukung:
    assert send(staf, office, layanan).status_code == 200
    return BuktiDukung.objects.get()


def test_a_photo_that_cannot_be_looked_at_yet_is_sent_again(office: Office, staf: Client, layanan: Indikator) -> None:
    with pictures._one_at_a_time, pictures._waiting:
        told = send(staf, office, layanan, "IMG_1.HEIC", HEIC)
    assert (told.status_code, told["Retry-After"], told.json()["jenis"]) == (503, "1", "sibuk")
    assert not BuktiDukung.objects.exists()
    assert send(staf, office, layanan, "IMG_1.HEIC", HEIC).status_code == 200


def test_upload_answers_with_files_and_version(office: Office, staf: Client, layanan: Indikator) -> None:
    data = json.loads(send(staf, office, layanan, "Laporan <b>.pdf").content)
    assert (data["jenis"], data["versi"]) == ("tersimpan", 1)
    (item,) = data["bukti"]
    assert (item["nama"], item["jenis"], item["ukuran"]) == ("Laporan <b>.pdf", "PDF", "1 KB")
    page = staf.get(reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.bidang.pk])).content.decode()
    assert "Laporan &lt;b&gt;.pdf" in page


def test_upload_refusals_have_their_own_sentence(
    office: Office, cast: Cast, staf: Client, layanan: Indikator, settings: Settings
) -> None:
    empty = send(staf, office, layanan, "a.pdf", b"")
    assert (empty.status_code, "kosong" in empty.json()["pesan"]) == (422, True)
    wrong = send(staf, office, layanan, "a.pdf", b"MZ")
    assert (wrong.status_code, "tidak diterima" in wrong.json()["pesan"]) == (422, True)
    none = staf.post(upload_url(office, layanan))
    assert (none.status_code, "Pilih berkas" in none.json()["pesan"]) == (422, True)
    settings.MAX_UPLOAD_BYTES = 1024
    large = send(staf, office, layanan, "a.pdf", PDF + b" " * 70_000)
    assert (large.status_code, "lebih besar" in large.json()["pesan"]) == (413, True)
    assert not Realisasi.objects.exists()


def test_upload_after_submission_is_409(office: Office, cast: Cast, staf: Client, layanan: Indikator) -> None:
    hand_in(office, office.bidang, cast.staf, BIDANG)
    response = send(staf, office, layanan)
    assert (response.status_code, response.json()["jenis"]) == (409, "terkunci")
    assert not BuktiDukung.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("staf_umum", 404), ("asing", 404), ("pembaca", 404), ("kadis", 403)])
def test_upload_is_for_the_units_people(
    office: Office, cast: Cast, client_of: ClientOf, layanan: Indikator, who: str, status: int
) -> None:
    assert send(client_of(getattr(cast, who)), office, layanan).status_code == status
    assert not BuktiDukung.objects.exists()


def test_upload_needs_the_token_and_a_login(office: Office, cast: Cast, layanan: Indikator) -> None:
    client = Client(enforce_csrf_checks=True)
    assert send(client, office, layanan).status_code in (302, 403)
    client.force_login(cast.staf, backend="django.contrib.auth.backends.ModelBackend")
    assert send(client, office, layanan).status_code == 403
    assert client.get(upload_url(office, layanan)).status_code == 405
    assert not BuktiDukung.objects.exists()


def test_replace_and_withdraw_want_reasons(office: Office, staf: Client, bukti: BuktiDukung) -> None:
    new: dict[str, Any] = {"berkas": upload("baru.pdf", PDF + b"%%EOF")}
    refused = staf.post(act_url(office, "bukti_replace", bukti), new)
    assert (refused.status_code, "alasan" in refused.json()["galat"]) == (422, True)
    assert [item["nama"] for item in refused.json()["bukti"]] == ["laporan.pdf"]

    new = {"berkas": upload("baru.pdf", PDF + b"%%EOF"), "alasan": "Salah halaman"}
    replaced = staf.post(act_url(office, "bukti_replace", bukti), new)
    assert [item["nama"] for item in replaced.json()["bukti"]] == ["baru.pdf"]

    successor = BuktiDukung.objects.get(menggantikan=bukti)
    withdrawn = staf.post(act_url(office, "bukti_withdraw", successor), {"alasan": "Keliru"})
    assert (withdrawn.status_code, withdrawn.json()["bukti"]) == (200, [])
    twice = staf.post(act_url(office, "bukti_withdraw", successor), {"alasan": "Keliru"})
    assert (twice.status_code, twice.json()["jenis"]) == (409, "terkunci")


def test_a_file_of_another_units_row_cannot_be_reached_through_ones_own_page(
    office: Office, cast: Cast, client_of: ClientOf, bukti: BuktiDukung
) -> None:
    address = reverse("indicators:bukti_withdraw", args=[office.tw1.pk, office.subbag.pk, bukti.pk])
    response = client_of(cast.staf_umum).post(address, {"alasan": "x"})
    assert response.status_code == 404
    bukti.refresh_from_db()
    assert bukti.ditarik_pada is None


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("staf", 200),
        ("kepala", 200),
        ("sekretaris", 200),
        ("kadis", 200),
        ("perencana", 200),
        ("staf_umum", 404),
        ("pembaca", 404),
        ("administrator", 404),
        ("asing", 404),
    ],
)
def test_download_is_scoped_safe_and_recorded(
    office: Office, cast: Cast, client_of: ClientOf, bukti: BuktiDukung, who: str, status: int
) -> None:
    response = client_of(getattr(cast, who)).get(reverse("indicators:bukti_download", args=[bukti.pk]))
    assert response.status_code == status
    assert Jejak.objects.filter(tindakan="unduh_bukti").count() == (1 if status == 200 else 0)
    if status == 200:
        assert b"".join(getattr(response, "streaming_content", ())) == PDF
        assert response["Content-Disposition"] == 'attachment; filename="laporan.pdf"'
        assert response["Content-Type"] == "application/pdf"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox"


def test_download_of_a_lost_file_is_a_sentence(office: Office, staf: Client, bukti: BuktiDukung) -> None:
    bukti.berkas.storage.delete(bukti.berkas.name or "")
    answer = staf.get(reverse("indicators:bukti_download", args=[bukti.pk]))
    assert answer.status_code == 409
    assert "tidak ada di penyimpanan: Bukti dukung" in answer.content.decode()
    assert not Jejak.objects.filter(tindakan="unduh_bukti").exists()
