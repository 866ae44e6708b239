"""The pages of a scan: uploaded, compared page by page, kept."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from indicators.models import Jejak, Pengguna
from reports.models import Dokumen
from reports.services.laporan import open_revision
from sakip import pictures
from tests.cast import Cast, Office
from tests.reports import steps
from tests.reports.scans.odd import ODD, padded

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]


def address(name: str, dokumen: Dokumen, *more: int) -> str:
    return reverse(f"reports:{name}", args=[dokumen.pk, *more])


def upload(client: Client, final: Dokumen, content: bytes, **form: str) -> Any:
    data = {"versi": final.versi, "berkas": steps.upload_of(content), **form}
    return client.post(address("scan", final), data)


def token_of(client: Client, final: Dokumen) -> str:
    response = upload(client, final, steps.scan_of(final.halaman or 0))
    assert response["Location"].startswith(address("scan_compare", final))
    return str(response["Location"].partition("tanda=")[2])


def test_way_of_a_scan(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.kadis)
    pages = final.halaman or 0
    compared = client.get(upload(client, final, steps.scan_of(pages + 1), sampul="1")["Location"])
    html = compared.content.decode()
    assert compared.status_code == 200
    assert "Belum ada yang disimpan." in html
    assert "Dinas Komunikasi dan Informatika" in html
    assert html.count('loading="lazy"') == 2 * pages + 1
    assert "Lembar sampul 1" in html
    assert f"Halaman {pages}<" in html
    assert "menggantikan terbitan" not in html
    token = html.partition('name="tanda" value="')[2].partition('"')[0]
    form = {"versi": final.versi, "tanda": token}
    refused = client.post(address("scan_keep", final), form)
    assert refused.status_code == 422
    assert "Bandingkan setiap halaman" in refused.content.decode()
    kept = client.post(address("scan_keep", final), {**form, "sesuai": "1"}, follow=True)
    assert "Pindaian tersimpan sebagai dokumen bertanda tangan Triwulan I Tahun 2024." in kept.content.decode()
    final.refresh_from_db()
    assert (final.cara_ttd, final.pindaian_sampul) == ("pindaian", 1)
    again = client.post(address("scan_keep", final), {**form, "sesuai": "1"}, follow=True)
    assert "sudah disimpan oleh klik sebelumnya" in again.content.decode()


def test_pictures_are_for_the_uploader_alone(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.kadis)
    token = token_of(client, final)
    for name in ("scan_page", "scan_report_page"):
        small, large = (client.get(f"{address(name, final, 1)}?tanda={token}{more}") for more in ("", "&besar=1"))
        assert (small.status_code, small["Content-Type"]) == (200, "image/jpeg")
        assert "no-store" in small["Cache-Control"]
        assert small["X-Content-Type-Options"] == "nosniff"
        assert len(large.content) > len(small.content)
        assert client.get(f"{address(name, final, 999)}?tanda={token}").status_code == 404
        assert client.get(f"{address(name, final, 1)}?tanda={token}x").status_code == 409
        assert client.get(address(name, final, 1)).status_code == 409
        found = {
            who: client_of(getattr(cast, who)).get(f"{address(name, final, 1)}?tanda={token}") for who in vars(cast)
        }
        assert {who for who, answer in found.items() if answer.status_code == 200} == {"kadis"}
        assert Client().get(f"{address(name, final, 1)}?tanda={token}").status_code == 302


def test_a_picture_that_is_not_made_yet_says_when_to_ask_again(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.kadis)
    where = f"{address('scan_page', final, 1)}?tanda={token_of(client, final)}"
    with pictures._one_at_a_time, pictures._waiting:
        told = client.get(where)
    assert (told.status_code, told["Retry-After"]) == (503, "1")
    assert told.content.decode() == "Server sedang membuat banyak gambar. Coba lagi sebentar lagi."
    assert client.get(where).status_code == 200


def test_another_account_with_the_same_right_is_another_uploader(
    final: Dokumen, cast: Cast, client_of: ClientOf, office: Office
) -> None:
    token = token_of(client_of(cast.kadis), final)
    unit = office.dinas
    other = Pengguna.objects.create(username="plt", nama="Plt. Kepala Dinas")
    row = cast.kadis.daftar_penugasan.get(unit=unit)
    other.daftar_penugasan.create(unit=unit, peran=row.peran, mulai=row.mulai)
    client = client_of(other)
    assert client.get(f"{address('scan_page', final, 1)}?tanda={token}").status_code == 409
    page = client.get(f"{address('scan_compare', final)}?tanda={token}", follow=True).content.decode()
    assert "Pratinjau ini tidak berlaku lagi" in page
    answer = client.post(address("scan_keep", final), {"versi": final.versi, "tanda": token, "sesuai": "1"})
    assert answer.status_code == 302
    final.refresh_from_db()
    assert final.status == "final"


def test_a_refused_scan_goes_back_to_the_report(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.kadis)
    for name in ("JavaScript behind a link", "a password to open", "cut in the middle"):
        make, fault = ODD[name]
        response = upload(client, final, make())
        assert response.status_code == 302
        assert fault.sentence in client.get(response["Location"]).content.decode()
    assert not default_storage.exists("impor") or default_storage.listdir("impor")[1] == []


@pytest.mark.parametrize("name", ["scan", "scan_keep"])
def test_acts_are_for_the_kepala_dinas_and_refused_by_get(
    final: Dokumen, cast: Cast, client_of: ClientOf, name: str
) -> None:
    codes = {who: client_of(getattr(cast, who)).post(address(name, final)).status_code for who in vars(cast)}
    missing = dict.fromkeys(vars(cast), 404)
    assert codes == missing | {"kadis": 302, "sekretaris": 403, "perencana": 403}
    assert Jejak.objects.filter(ditolak=True, tindakan="unggah_pindaian").count() == 2
    assert client_of(cast.kadis).get(address(name, final)).status_code == 405


def test_a_large_scan_is_read_and_only_here(
    final: Dokumen, cast: Cast, client_of: ClientOf, settings: Settings
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024
    client = client_of(cast.kadis)
    large = padded(final.halaman or 0, 3_000_000)
    assert upload(client, final, large)["Location"].startswith(address("scan_compare", final))
    assert client.post(address("sign", final), {"x": "y" * 200_000}).status_code == 413
    settings.MAX_SCAN_BYTES = 1024
    refused = upload(client, final, large)
    assert refused.status_code == 413
    assert "terlalu besar" in refused.content.decode()


@pytest.mark.parametrize("who", ["", "staf", "sekretaris"])
def test_a_scan_of_somebody_who_may_not_is_never_read(
    final: Dokumen, cast: Cast, client_of: ClientOf, who: str
) -> None:
    client = client_of(getattr(cast, who)) if who else Client()
    with patch.object(HttpRequest, "_load_post_and_files", side_effect=AssertionError("the body was read")):
        response = upload(client, final, b"x" * 3_000_000)
    assert response.status_code in (302, 403, 404)


def test_a_forged_upload_is_refused(final: Dokumen, cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.kadis, backend="django.contrib.auth.backends.ModelBackend")
    assert upload(strict, final, steps.scan_of(1)).status_code == 403


def test_the_page_of_a_replaced_signature_asks_why(
    signed: Dokumen, approved: Office, cast: Cast, client_of: ClientOf, quick: None
) -> None:
    which = {"opd": approved.opd, "jenis": "lpk", "tahun": 2024, "triwulan": 1}
    open_revision(by=cast.kadis, **which, alasan="Salah ketik.")
    final = steps.make_final(approved, cast.kadis)
    client = client_of(cast.kadis)
    token = token_of(client, final)
    html = client.get(f"{address('scan_compare', final)}?tanda={token}").content.decode()
    assert "menggantikan terbitan 1 yang bertanda tangan elektronik" in html
    form = {"versi": final.versi, "tanda": html.partition('name="tanda" value="')[2].partition('"')[0], "sesuai": "1"}
    refused = client.post(address("scan_keep", final), {**form, "ganti": "1", "alasan": "<b>a"})
    assert refused.status_code == 422
    assert "Tulis mengapa pindaian menggantikan" in refused.content.decode()
    assert "&lt;b&gt;a</textarea>" in refused.content.decode()
    reason = "Layanan sertifikat sedang berhenti."
    assert client.post(address("scan_keep", final), {**form, "ganti": "1", "alasan": reason}).status_code == 302
    final.refresh_from_db()
    assert (final.cara_ttd, final.pindaian_alasan) == ("pindaian", reason)
    shown = client.get(reverse("reports:laporan", args=[2024, 1])).content.decode()
    assert f"Menggantikan tanda tangan elektronik: {reason}" in shown


def test_a_report_that_is_damaged_is_told_on_its_page(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    default_storage.delete(final.berkas.name)
    for name in ("download", "show"):
        answer = client_of(cast.kadis).get(address(name, final))
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "Berkas tidak dapat dikirim" in html
        assert f"(dokumen-{final.pk}) dan perlu memulihkannya dari cadangan" in html


def test_an_upload_without_a_file_is_told(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.kadis)
    for form in ({"versi": str(final.versi)}, {"versi": "x"}, {"versi": str(final.versi), "berkas": "teks"}):
        assert client.post(address("scan", final), form).status_code == 302
    many = {"versi": final.versi, "berkas": SimpleUploadedFile("a.pdf", b"")}
    assert client.post(address("scan", final), many).status_code == 302
