"""The scan of a document that was signed on paper: examined, compared, then kept in the place of a signature."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from indicators.models import Jejak
from indicators.services.triwulan import reopen_quarter
from reports.models import Dokumen, Sertifikat
from reports.scans.faults import Fault
from reports.selectors import find_by_file, get_electronic
from reports.services.laporan import open_revision
from reports.services.scan import confirm_scan, draw_report_page, draw_scan_page, receive_scan, store_scan
from sakip.pictures import NotDrawn
from sakip.refusals import ChangedMeanwhile, Damaged, NotAllowed, NotFound, NotNow, NotValid
from sakip.waiting import SavedBefore, Waiting
from tests.cast import Cast, Office
from tests.reports import steps
from tests.reports.scans.odd import ODD
from tests.trail import count_refused

pytestmark = pytest.mark.one_database

REASON = "Layanan tanda tangan elektronik berhenti selama dua hari."


def confirm(final: Dokumen, cast: Cast, waiting: Waiting, **options: object) -> Dokumen:
    given = {"sesuai": True, "versi": final.versi, **options}
    return confirm_scan(by=cast.kadis, dokumen=final, waiting=waiting, **given)  # type: ignore[arg-type]  # as given


def waiting_files() -> list[str]:
    return default_storage.listdir("impor")[1] if default_storage.exists("impor") else []


def stored_documents() -> int:
    return sum(1 for _ in Path(default_storage.path("dokumen")).rglob("*.pdf"))


def test_a_confirmed_scan_stands_as_the_signed_version(final: Dokumen, cast: Cast) -> None:
    content = steps.scan_of(final.halaman or 0)
    waiting = steps.receive(final, cast.kadis, content)
    final.refresh_from_db()
    assert (final.status, final.berkas_ttd.name, len(waiting_files())) == ("final", "", 1)
    done = confirm(final, cast, waiting)
    assert (done.status, done.cara_ttd, done.bersertifikat_demo) == ("ditandatangani", "pindaian", False)
    assert (done.pindaian_sampul, done.pindaian_alasan) == (0, "")
    assert done.sha256_ttd == hashlib.sha256(content).hexdigest()
    assert find_by_file(done.sha256_ttd) == done
    assert steps.read_stored(done.berkas_ttd.name) == content
    assert done.ukuran_ttd == len(content)
    assert waiting_files() == []
    row = Jejak.objects.get(tindakan="unggah_pindaian")
    assert row.sesudah == {
        "status": "ditandatangani",
        "sha256": done.sha256_ttd,
        "halaman": done.halaman,
        "pindaian_sampul": 0,
    }


def test_a_document_that_was_succeeded_asks_for_no_reason_any_more(final: Dokumen, cast: Cast) -> None:
    """One with an electronic signature gave way to a scan."""
    done = steps.scan(final, cast.kadis)
    values = {field.attname: getattr(done, field.attname) for field in Dokumen._meta.concrete_fields}
    taken_over = {"status": "digantikan", "digantikan_oleh_id": done.pk, "digantikan_pada": done.ditandatangani_pada}
    Dokumen.objects.create(**{**values, "id": None, "nomor_urut": 2, "token": "lain", "cara_ttd": "tte", **taken_over})
    assert get_electronic(done.laporan) is None


def test_a_cover_sheet_is_allowed_when_it_was_said(final: Dokumen, cast: Cast) -> None:
    content = steps.scan_of((final.halaman or 0) + 1)
    with pytest.raises(NotValid, match="Bila halaman pertamanya lembar sampul, isi jumlah lembar sampul"):
        steps.receive(final, cast.kadis, content)
    done = confirm(final, cast, steps.receive(final, cast.kadis, content, sampul="1"))
    assert done.pindaian_sampul == 1
    assert Jejak.objects.get(tindakan="unggah_pindaian").sesudah["pindaian_sampul"] == 1  # type: ignore[index]


@pytest.mark.parametrize("sampul", ["-1", "11", "satu", "1.5", "²", "9" * 30])
def test_a_number_of_covers_is_a_small_number(final: Dokumen, cast: Cast, sampul: str) -> None:
    with pytest.raises(NotValid, match="dari 0 sampai 10") as refused:
        steps.receive(final, cast.kadis, sampul=sampul)
    assert set(refused.value.fields) == {"sampul"}


@pytest.mark.parametrize(("more", "sampul"), [(-1, "0"), (1, "2"), (5, "1")])
def test_another_number_of_pages_is_refused(final: Dokumen, cast: Cast, more: int, sampul: str) -> None:
    pages = (final.halaman or 0) + more
    with pytest.raises(NotValid, match=f"Pindaian ini {pages} halaman, sedangkan laporan {final.halaman} halaman"):
        steps.receive(final, cast.kadis, steps.scan_of(pages), sampul=sampul)
    assert waiting_files() == []


# Each kind of fault once: tests/reports/scans tries them all.
@pytest.mark.parametrize(
    "name",
    [
        "a web page", "cut in the middle", "a password to change", "no pages", "JavaScript in a tree of names",
        "a link into another file", "a file inside", "rich media", "an electronic signature", "a form", "a huge page",
        "nested values",
    ],
)  # fmt: skip
def test_what_is_no_scan_is_refused_in_its_own_sentence(final: Dokumen, cast: Cast, name: str) -> None:
    make, fault = ODD[name]
    with pytest.raises(NotValid) as refused:
        steps.receive(final, cast.kadis, make())
    assert refused.value.fields == {"berkas": fault.sentence}
    assert waiting_files() == []
    final.refresh_from_db()
    assert final.status == "final"


def test_nothing_at_all_is_refused(final: Dokumen, cast: Cast) -> None:
    with pytest.raises(NotValid, match="Pilih berkas"):
        receive_scan(by=cast.kadis, dokumen=final, versi=final.versi, berkas=None)
    with pytest.raises(NotValid, match="bukan PDF"):
        steps.receive(final, cast.kadis, b"")


def test_a_scan_has_a_limit_of_its_own(final: Dokumen, cast: Cast, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024
    steps.receive(final, cast.kadis)
    settings.MAX_SCAN_BYTES = 1024 * 1024
    with pytest.raises(NotValid, match="melebihi 1 MB"):
        steps.receive(final, cast.kadis, b"%PDF-" + b"0" * 1024 * 1024)


def test_a_file_that_is_known_is_no_scan(final: Dokumen, cast: Cast) -> None:
    with pytest.raises(NotValid, match="belum ditandatangani"):
        steps.receive(final, cast.kadis, steps.read_stored(final.berkas.name))
    content = steps.scan_of(final.halaman or 0)
    Dokumen.objects.create(
        laporan=final.laporan,
        snapshot=final.snapshot,
        skema=final.skema,
        template_version=final.template_version,
        dibuat_pada=final.dibuat_pada,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    with pytest.raises(NotValid, match="sudah tercatat sebagai Laporan Pengukuran Kinerja"):
        steps.receive(final, cast.kadis, content)


def test_a_server_without_a_renderer_says_so(final: Dokumen, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*args: object, **options: object) -> bytes:
        raise NotDrawn

    monkeypatch.setattr("reports.services.scan.draw_page", nothing)
    with pytest.raises(NotNow, match="belum dapat menampilkan halaman pindaian"):
        steps.receive(final, cast.kadis)
    assert waiting_files() == []


def test_pages_are_drawn_beside_each_other(final: Dokumen, cast: Cast) -> None:
    waiting = steps.receive(final, cast.kadis)
    last = final.halaman or 0
    for page in (1, last):
        assert draw_scan_page(waiting, page)[:2] == draw_report_page(final, page)[:2] == b"\xff\xd8"
    assert len(draw_report_page(final, 1, large=True)) > len(draw_report_page(final, 1))
    for page in (0, last + 1):
        with pytest.raises(NotFound):
            draw_scan_page(waiting, page)
        with pytest.raises(NotFound):
            draw_report_page(final, page)


@pytest.mark.parametrize("who", ["sekretaris", "perencana", "staf", "pembaca", "administrator", "asing"])
def test_only_who_signs_brings_a_scan(final: Dokumen, cast: Cast, who: str) -> None:
    waiting = steps.receive(final, cast.kadis)
    user = getattr(cast, who)
    with pytest.raises(NotAllowed):
        steps.receive(final, user)
    with pytest.raises(NotAllowed):
        confirm_scan(by=user, dokumen=final, versi=final.versi, waiting=waiting, sesuai=True)
    assert {row.tindakan for row in Jejak.objects.filter(ditolak=True)} == {"unggah_pindaian"}
    assert count_refused() == 2
    final.refresh_from_db()
    assert final.status == "final"


def test_a_scan_that_nobody_compared_is_not_kept(final: Dokumen, cast: Cast) -> None:
    waiting = steps.receive(final, cast.kadis)
    with pytest.raises(NotValid, match="Bandingkan setiap halaman") as refused:
        confirm(final, cast, waiting, sesuai=False)
    assert set(refused.value.fields) == {"sesuai"}
    assert len(waiting_files()) == 1


def test_what_changed_between_the_two_steps_stops_the_second(final: Dokumen, approved: Office, cast: Cast) -> None:
    waiting = steps.receive(final, cast.kadis)
    with pytest.raises(ChangedMeanwhile):
        confirm(final, cast, waiting, versi=final.versi - 1)
    [name] = waiting_files()
    path = Path(default_storage.path(f"impor/{name}"))
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    with pytest.raises(NotNow, match="tidak lagi sama"):
        confirm(final, cast, waiting)
    path.write_bytes(content)
    before = stored_documents()
    approved.tw1.refresh_from_db()
    reopen_quarter(by=cast.kadis, quarter=approved.tw1, versi=approved.tw1.versi, alasan="Angka diperiksa lagi.")
    with pytest.raises(NotNow, match="sudah dibuka kembali"):
        confirm(final, cast, waiting)
    assert (stored_documents(), len(waiting_files())) == (before, 1)


def test_the_second_of_two_clicks_hears_that_it_is_saved(final: Dokumen, cast: Cast) -> None:
    waiting = steps.receive(final, cast.kadis)
    confirm(final, cast, waiting)
    with pytest.raises(SavedBefore):
        confirm(final, cast, waiting)


def test_a_refused_row_leaves_no_file(final: Dokumen, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = steps.receive(final, cast.kadis)
    before = stored_documents()

    def late(*args: object, **options: object) -> None:
        raise ChangedMeanwhile("Terlambat.")

    monkeypatch.setattr("reports.services.scan.mark_signed", late)
    with pytest.raises(ChangedMeanwhile):
        confirm(final, cast, waiting)
    assert (stored_documents(), len(waiting_files())) == (before, 1)


def succeed(signed: Dokumen, approved: Office, cast: Cast) -> Dokumen:
    """Make a final document beside the one that was signed electronically."""
    laporan = signed.laporan
    which = {"opd": laporan.opd, "jenis": "lpk", "tahun": laporan.tahun, "triwulan": laporan.triwulan}
    open_revision(by=cast.kadis, **which, alasan="Salah ketik.")
    return steps.make_final(approved, cast.kadis)


def test_a_scan_replaces_an_electronic_signature_only_with_a_reason(
    signed: Dokumen, approved: Office, cast: Cast, certificate: Sertifikat, quick: None
) -> None:
    final = succeed(signed, approved, cast)
    waiting = steps.receive(final, cast.kadis)
    short = {"ganti": True, "alasan": "  rusak "}
    for options, field in (({}, "ganti"), ({"ganti": True}, "alasan"), (short, "alasan")):
        with pytest.raises(NotValid) as refused:
            confirm(final, cast, waiting, **options)
        assert set(refused.value.fields) == {field}
    done = confirm(final, cast, waiting, ganti=True, alasan=f" {REASON}\x00\n")
    assert done.pindaian_alasan == REASON
    signed.refresh_from_db()
    assert (signed.status, signed.digantikan_oleh) == ("digantikan", done)
    row = Jejak.objects.get(tindakan="unggah_pindaian")
    assert row.alasan == REASON
    assert row.sesudah is not None
    assert row.sesudah["menggantikan_tanda_tangan_elektronik"] == str(signed)


def test_a_signature_put_meanwhile_is_not_replaced_without_a_reason(
    signed: Dokumen, approved: Office, cast: Cast, certificate: Sertifikat, quick: None
) -> None:
    final = succeed(signed, approved, cast)
    facts = {"sha256": "0" * 64, "ukuran": 1, "halaman": 1, "sampul": 0}
    with pytest.raises(ChangedMeanwhile, match="secara elektronik"):
        store_scan(by=cast.kadis, dokumen=final, versi=final.versi, nama="x.pdf", fakta=facts, alasan="")


def test_a_scan_may_replace_a_scan(final: Dokumen, approved: Office, cast: Cast, quick: None) -> None:
    done = steps.scan(final, cast.kadis)
    successor = succeed(done, approved, cast)
    content = steps.scan_of((successor.halaman or 0) + 1)
    waiting = steps.receive(successor, cast.kadis, content, sampul="1")
    assert confirm(successor, cast, waiting).pindaian_alasan == ""


def test_a_report_that_is_damaged_cannot_be_compared(final: Dokumen, cast: Cast) -> None:
    Path(default_storage.path(final.berkas.name)).unlink()
    with pytest.raises(Damaged, match="tidak ada di penyimpanan"):
        draw_report_page(final, 1)


def test_faults_have_sentences_that_say_what_to_do() -> None:
    assert all("unggah" in fault.sentence or "Unggah" in fault.sentence for fault in Fault)
