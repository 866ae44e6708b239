"""The public pages: behind the QR, for a file, for a number."""

import hashlib
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from indicators.models import Pengguna, PerangkatDaerah
from indicators.selectors.reporting import list_open_offices
from reports.models import Dokumen, HitunganAkses, Laporan
from reports.services.dokumen import request_preview
from reports.services.rate_limit import forget_old_counts
from reports.views import verification
from tests.cast import Cast, Office
from tests.files import upload
from tests.reports import public_states, steps
from tests.reports.public_states import STATES, trusted_roots
from tests.reports.signing.forgery import add_document_timestamp, stamper
from tests.reports.signing.test_proof import made
from tests.reports.steps import approve_again, do, document_of, make_signed, read_stored

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database


def address(dokumen: Dokumen) -> str:
    return reverse("verifikasi:dokumen", args=[dokumen.token])


def picture(kind: str) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (7, 8), "teal").save(output, format=kind)
    return output.getvalue()


def see(dokumen: Dokumen, content: bytes | None = None) -> str:
    client = Client()
    if content is None:
        response = client.get(address(dokumen))
    else:
        response = client.post(address(dokumen), {"berkas": upload("unduhan.pdf", content)})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the installation trust the house whose people sign here."""
    monkeypatch.setattr("reports.services.verification.trust_roots", trusted_roots)


@pytest.mark.parametrize("name", STATES)
def test_every_state_has_its_colour_and_its_headline(
    name: str, approved: Office, cast: Cast, quick: None, trusting: None
) -> None:
    make, colour, headline = STATES[name]
    html = see(make(approved, cast))
    assert re.findall(r"verdict verdict-(\w+)", html) == [colour]
    assert f"<h2>{headline}</h2>" in html


def test_signed_document_says_what_it_is(approved: Office, cast: Cast, quick: None, trusting: None) -> None:
    html = see(public_states.valid(approved, cast))
    for text in (
        "Laporan Pengukuran Kinerja Triwulan I Tahun 2024",
        "Dinas Komunikasi dan Informatika",
        "Kabupaten Contoh Raya",
        "Tanda tangan: Kepala Contoh, S.Sos.",
        "<dd>Otoritas Uji Antara</dd>",
        "menurut jam penanda tangan",
        "TOTAL-PASSED",
    ):
        assert text in html
    assert "DEMO" not in html


def test_every_signature_of_several_is_named_in_its_order(
    approved: Office, cast: Cast, quick: None, trusting: None
) -> None:
    html = see(public_states.two_hands(approved, cast))
    assert html.index("Paraf: Sekretaris Contoh, S.E.") < html.index("Tanda tangan: Kepala Contoh, S.Sos.")
    assert html.count("Isi tidak berubah setelah ditandatangani.") == 2


def test_name_that_an_administrator_confirmed_is_said(
    approved: Office, cast: Cast, quick: None, trusting: None
) -> None:
    html = see(public_states.in_another_name(approved, cast))
    assert "<dd>K. Contoh</dd>" in html
    assert public_states.CONFIRMED in html


@pytest.mark.parametrize(
    ("zone", "told"), [("Asia/Jakarta", "2 Mei 2027 07.57."), ("Asia/Jayapura", "2 Mei 2027 09.57 WIT.")]
)
def test_since_when_figures_changed_is_said_in_the_offices_zone(
    signed: Dokumen, approved: Office, cast: Cast, zone: str, told: str
) -> None:
    approved.opd.zona_waktu = zone
    approved.opd.save()
    with mock.patch("django.utils.timezone.now", return_value=datetime(2027, 5, 2, 0, 57, tzinfo=UTC)):
        approve_again(approved, cast)
    assert f"Sejak {told}" in see(signed)


def test_demo_stands_in_large_letters(signed: Dokumen) -> None:
    html = see(signed)
    assert '<p class="demo-banner"><strong>DEMO</strong>' in html
    assert "verdict-good" not in html


def test_findings_are_told_apart_by_words(approved: Office, cast: Cast, quick: None, trusting: None) -> None:
    html = see(public_states.of_an_unknown_authority(approved, cast))
    assert "<strong>Terpenuhi.</strong> Isi berkas sama persis" in html
    assert "<strong>Tidak terpenuhi.</strong> Penerbit sertifikat tidak termasuk" in html


def test_signatures_that_are_not_the_recorded_ones_are_red(
    approved: Office, cast: Cast, quick: None, trusting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = public_states.valid(approved, cast)
    find = verification.find_by_token

    def with_another_record(token: str) -> Dokumen | None:
        found = find(token)
        for row in found.daftar_tanda_tangan.all() if found else ():
            row.sidik_jari = "0" * 64
        return found

    monkeypatch.setattr(verification, "find_by_token", with_another_record)
    html = see(document)
    assert "verdict-bad" in html
    assert "tidak sama dengan yang dicatat penerbit" in html


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


# --- A file without a code ------------------------------------------------------------------------------------------


def hand_in(content: bytes) -> str:
    response = Client().post(reverse("verifikasi:file"), {"berkas": upload("unduhan.pdf", content)})
    assert response.status_code == 200
    return response.content.decode()


def test_issued_file_is_found_by_its_content(signed: Dokumen) -> None:
    html = hand_in(read_stored(signed.berkas_ttd.name))
    assert "<h2>Berkas sama</h2>" in html
    assert "Laporan Pengukuran Kinerja Triwulan I Tahun 2024" in html


def test_unsigned_file_is_found_and_called_unsigned(signed: Dokumen) -> None:
    assert "sama dengan laporan sebelum ditandatangani" in hand_in(read_stored(signed.berkas.name))


def test_file_after_the_paraf_is_found_and_called_so(approved: Office, cast: Cast, quick: None, trusting: None) -> None:
    document = public_states.two_hands(approved, cast)
    paraf = document.daftar_tanda_tangan.get(peran="paraf")
    html = hand_in(read_stored(paraf.berkas.name))
    assert "ketika baru diparaf" in html
    assert "<h2>Baru diparaf, belum ditandatangani</h2>" in html


def test_renewed_and_earlier_files_are_one_document(approved: Office, cast: Cast, quick: None, trusting: None) -> None:
    document = public_states.valid(approved, cast)
    signed = read_stored(document.berkas_ttd.name)
    renewed = add_document_timestamp(signed, stamper(public_states.OURS.tsa))
    document.daftar_perpanjangan.create(
        berkas=ContentFile(renewed, "lagi.pdf"),
        sha256=hashlib.sha256(renewed).hexdigest(),
        ukuran=len(renewed),
        dibuat_pada=timezone.now(),
        berlaku_sampai=timezone.now(),
    )
    for content in (signed, renewed):
        assert "<h2>Berkas sama</h2>" in hand_in(content)


def test_draft_is_as_unknown_as_a_strangers_file(office: Office, cast: Cast, quick: None) -> None:
    draft = document_of(do(request_preview(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)))
    html = hand_in(read_stored(draft.berkas.name))
    assert "<h2>Berkas tidak dikenal</h2>" in html
    assert "Dinas Komunikasi" not in html


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("closed by an official", "Berkas tidak dikenal"),
        ("demo", "Berkas tidak dikenal"),
        ("never signed", "Berkas tidak dikenal"),
        ("locked with a password", "Berkas tidak dikenal"),
        ("a picture", "Berkas tidak dikenal"),
        ("shadow: hide", "Berkas berubah"),
        ("not valid yet", "Tanda tangan tidak sah"),
    ],
)
def test_strangers_file_is_judged_and_never_green(name: str, headline: str, db: None, trusting: None) -> None:
    html = hand_in(made(name))
    assert f"<h2>{headline}</h2>" in html
    assert "verdict-good" not in html


def test_post_without_a_file_is_answered(db: None) -> None:
    assert "Belum ada berkas" in Client().post(reverse("verifikasi:file")).content.decode()


def test_form_is_open_to_all_and_kept_nowhere(db: None) -> None:
    response = Client().get(reverse("verifikasi:file"))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_uploads_are_few_per_minute(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "UPLOADS_PER_MINUTE", 1)
    monkeypatch.setattr("reports.services.rate_limit.time.time", lambda: 1_700_000_000.0)
    client = Client()
    assert [client.post(reverse("verifikasi:file")).status_code for _ in range(2)] == [200, 429]


# --- A number -------------------------------------------------------------------------------------------------------


def look_up(opd: object, nomor: str, client: Client | None = None) -> str:
    response = (client or Client()).get(reverse("verifikasi:number"), {"opd": str(opd), "nomor": nomor})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def numbered(office: Office, cast: Cast, quick: None) -> Dokumen:
    steps.approve_quarter(office, cast)
    Laporan.objects.update_or_create(opd=office.opd, jenis="lpk", tahun=2024, triwulan=1, defaults={"nomor": "045/12"})
    return steps.make_signed(office, cast)


def publish(opd: PerangkatDaerah) -> None:
    opd.dokumen_terbuka = True
    opd.save()


def test_number_finds_what_the_office_publishes(numbered: Dokumen, office: Office) -> None:
    assert list(list_open_offices()) == []
    publish(office.opd)
    assert list(list_open_offices()) == [office.opd]
    html = look_up(office.opd.pk, "045/12")
    assert address(numbered) in html
    assert "terbitan 1" in html
    for opd, nomor in ((office.opd.pk, "045/13"), (office.opd.pk + 1, "045/12")):
        assert "Tidak ditemukan" in look_up(opd, nomor)


def test_unpublished_number_is_answered_as_an_unknown_one(numbered: Dokumen, office: Office) -> None:
    look_up(office.opd.pk, "0")  # the first look of a minute makes its counter
    with CaptureQueriesContext(connection) as asked:
        unpublished = look_up(office.opd.pk, "045/12")
    with CaptureQueriesContext(connection) as asked_again:
        unknown = look_up(office.opd.pk + 1, "045/12")
    assert "Tidak ditemukan" in unpublished
    assert unpublished == unknown
    assert len(asked) == len(asked_again)


def test_unsigned_document_has_no_public_number(office: Office, cast: Cast, quick: None) -> None:
    publish(office.opd)
    steps.approve_quarter(office, cast)
    Laporan.objects.update_or_create(opd=office.opd, jenis="lpk", tahun=2024, triwulan=1, defaults={"nomor": "045/12"})
    steps.make_final(office, cast.kadis)
    assert "Tidak ditemukan" in look_up(office.opd.pk, "045/12")


@pytest.mark.parametrize(("opd", "nomor"), [("x", "1"), ("", "1"), ("9" * 40, "1"), ("1", ""), ("1", "%" * 500)])
def test_nonsense_finds_nothing(db: None, opd: str, nomor: str) -> None:
    assert "Dokumen terbit dengan nomor" not in look_up(opd, nomor)


def test_numbers_are_few_per_minute(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "NUMBERS_PER_MINUTE", 1)
    monkeypatch.setattr("reports.services.rate_limit.time.time", lambda: 1_700_000_000.0)
    assert [Client().get(reverse("verifikasi:number")).status_code for _ in range(2)] == [200, 429]


# --- The logo -------------------------------------------------------------------------------------------------------


def test_logo_is_shown_for_issued_documents_only(office: Office, cast: Cast, quick: None) -> None:
    office.opd.logo.save("logo.png", ContentFile(picture("PNG")))
    steps.approve_quarter(office, cast)
    final = steps.make_final(office, cast.kadis)
    url = reverse("verifikasi:logo", args=[final.token])
    assert Client().get(url).status_code == 404
    assert url not in see(final)
    signed = steps.sign(final, cast)
    response = Client().get(url)
    assert (response.status_code, response["Content-Type"], response.content) == (200, "image/png", picture("PNG"))
    assert url in see(signed)
    assert Client().get(reverse("verifikasi:logo", args=["tidak-ada"])).status_code == 404


def test_nothing_of_an_uploaded_file_is_kept(signed: Dokumen) -> None:
    before = sorted(Path(default_storage.path("")).rglob("*"))
    see(signed, b"%PDF-1.7 rahasia")
    assert sorted(Path(default_storage.path("")).rglob("*")) == before


def test_post_without_file_is_answered_with_a_sentence(signed: Dokumen) -> None:
    assert "Belum ada berkas" in Client().post(address(signed)).content.decode()


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
