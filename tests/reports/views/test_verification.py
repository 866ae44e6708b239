"""The public page behind the QR."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from indicators.models import Pengguna
from reports.models import Dokumen, HitunganAkses
from reports.services.dokumen import request_preview
from reports.services.rate_limit import forget_old_counts
from reports.views import verification
from tests.cast import Cast, Office
from tests.files import upload
from tests.reports.steps import approve_again, do, document_of, make_signed, read_stored, scan


def address(dokumen: Dokumen) -> str:
    return reverse("verifikasi:dokumen", args=[dokumen.token])


def see(dokumen: Dokumen, content: bytes | None = None) -> str:
    client = Client()
    if content is None:
        response = client.get(address(dokumen))
    else:
        response = client.post(address(dokumen), {"berkas": upload("unduhan.pdf", content)})
    assert response.status_code == 200
    return response.content.decode()


def test_signed_document_is_green_and_says_what_it_is(signed: Dokumen) -> None:
    html = see(signed)
    assert "verdict-good" in html
    assert "verdict-bad" not in html
    for text in (
        "Laporan Pengukuran Kinerja Triwulan I Tahun 2024",
        "Dinas Komunikasi dan Informatika, Kabupaten Contoh Raya",
        "Kepala Contoh, S.Sos.",
        "<dd>Tanda tangan elektronik dengan sertifikat DEMO, tidak berlaku sebagai TTE</dd>",
        signed.sha256_ttd,
    ):
        assert text in html


def test_stored_file_that_was_changed_is_red(signed: Dokumen) -> None:
    path = Path(default_storage.path(signed.berkas_ttd.name))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    html = see(signed)
    assert "verdict-bad" in html
    assert "verdict-good" not in html


def test_stored_file_that_is_gone_is_red(signed: Dokumen) -> None:
    Path(default_storage.path(signed.berkas_ttd.name)).unlink()
    assert "Berkas tidak ditemukan" in see(signed)


def test_the_same_file_is_recognised(signed: Dokumen) -> None:
    assert "Berkas sama" in see(signed, read_stored(signed.berkas_ttd.name))


@pytest.mark.parametrize("change", [b"%PDF-1.7 lain", b"bukan pdf", b""])
def test_another_file_is_red(signed: Dokumen, change: bytes) -> None:
    html = see(signed, change) if change else see(signed, b"\n")
    assert "Berkas berbeda" in html


def test_a_file_with_one_byte_more_is_red(signed: Dokumen) -> None:
    assert "Berkas berbeda" in see(signed, read_stored(signed.berkas_ttd.name) + b"\n")


def test_the_file_before_signing_is_named(signed: Dokumen) -> None:
    assert "sebelum ditandatangani" in see(signed, read_stored(signed.berkas.name))


def test_nothing_of_an_uploaded_file_is_kept(signed: Dokumen) -> None:
    before = sorted(Path(default_storage.path("")).rglob("*"))
    see(signed, b"%PDF-1.7 rahasia")
    assert sorted(Path(default_storage.path("")).rglob("*")) == before


def test_post_without_file_is_answered_with_a_sentence(signed: Dokumen) -> None:
    assert "Belum ada berkas" in Client().post(address(signed)).content.decode()


def test_scan_is_marked_as_a_scan(final: Dokumen, cast: Cast) -> None:
    done = scan(final, cast.kadis)
    html = see(done)
    assert "verdict-good" in html
    assert "pindaian dokumen bertanda tangan basah" in html


def test_final_document_says_that_it_is_not_signed(final: Dokumen) -> None:
    html = see(final)
    assert "belum ditandatangani" in html
    assert "verdict-good" not in html


def test_superseded_document_names_its_successor(signed: Dokumen, approved: Office, cast: Cast) -> None:
    approve_again(approved, cast)
    second = make_signed(approved, cast)
    html = see(signed)
    assert "sudah digantikan" in html
    assert "verdict-good" not in html
    assert address(second) in html


def test_draft_and_unknown_token_are_not_there(office: Office, cast: Cast, quick: None) -> None:
    draft = document_of(do(request_preview(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)))
    for url in (address(draft), reverse("verifikasi:dokumen", args=["tidak-ada"])):
        response = Client().get(url)
        assert response.status_code == 404
        assert "Tidak ada dokumen dengan kode verifikasi ini" in response.content.decode()


def test_too_many_requests_wait_a_minute(final: Dokumen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "VIEWS_PER_MINUTE", 3)
    monkeypatch.setattr("reports.services.rate_limit.time.time", lambda: 1_700_000_000.0)
    client = Client()
    codes = [client.get(address(final)).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert client.get(address(final))["Retry-After"] == "60"
    # another address has its own count; the next minute begins anew
    assert Client(REMOTE_ADDR="10.1.2.3").get(address(final)).status_code == 200
    monkeypatch.setattr("reports.services.rate_limit.time.time", lambda: 1_700_000_070.0)
    assert client.get(address(final)).status_code == 200


def test_one_ipv6_line_counts_once(final: Dokumen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "VIEWS_PER_MINUTE", 1)
    monkeypatch.setattr("reports.services.rate_limit.time.time", lambda: 1_700_000_000.0)
    seen = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"]
    assert [Client(REMOTE_ADDR=ip).get(address(final)).status_code for ip in seen] == [200, 429, 200]


def test_counters_hold_no_address_and_do_not_pile_up(final: Dokumen, monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in range(5):
        monkeypatch.setattr("reports.services.rate_limit.time.time", lambda minute=minute: 60.0 * minute)
        Client(REMOTE_ADDR="10.1.2.3").get(address(final))
    forget_old_counts()
    assert HitunganAkses.objects.count() == 2
    assert "10.1.2.3" not in repr(list(HitunganAkses.objects.values()))


def test_page_is_kept_out_of_caches_and_search(final: Dokumen) -> None:
    response = Client().get(address(final))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_page_tells_no_account_and_no_nip(signed: Dokumen) -> None:
    html = see(signed)
    assert "197007241996031003" not in html
    assert not any(user.username in html for user in Pengguna.objects.filter(username="kadis"))
