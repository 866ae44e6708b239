"""A second paper, known to these tests alone: a folder (`kartu`) and a line. It goes the whole way of a document, and
what is done with it leaves the Laporan Pengukuran Kinerja of the same office and quarter alone, and the other way."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from indicators.models import Jejak
from reports.models import Dokumen, Laporan
from reports.papers import registry
from reports.selectors import find_laporan, get_current, get_predecessor, list_documents, list_reports, list_touched
from reports.services.dokumen import cancel_render, request_final, request_preview
from reports.services.downloads import deliver
from reports.services.kedaluwarsa import why_outdated
from reports.services.laporan import edit, open_revision, restore_default
from reports.signing.verdicts import Verdict
from reports.signing.verification import verify
from sakip.refusals import NotNow, NotValid
from tests.cast import Cast, Office
from tests.reports import steps
from tests.reports.papers.kartu.paper import KARTU
from tests.reports.rendering.pdf_reading import read_pages

pytestmark = [pytest.mark.usefixtures("kartu", "quick"), pytest.mark.one_database]


@pytest.fixture
def kartu(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line in the registry."""
    monkeypatch.setitem(registry.PAPERS, KARTU.key, KARTU)


def which(office: Office, jenis: str, **more: Any) -> dict[str, Any]:
    return {"opd": office.opd, "jenis": jenis, "tahun": 2024, "triwulan": 1, **more}


def make_final(office: Office, cast: Cast, jenis: str) -> Dokumen:
    done = steps.do(request_final(by=cast.kadis, **which(office, jenis)))
    assert done.status == "done", done.message
    return steps.document_of(done)


@pytest.fixture
def card(approved: Office, cast: Cast) -> Dokumen:
    return make_final(approved, cast, "kartu")


def statuses(*documents: Dokumen) -> list[str]:
    return [Dokumen.objects.get(pk=row.pk).status for row in documents]


def save(office: Office, cast: Cast, jenis: str, **changes: Any) -> Laporan:
    found = find_laporan(office.opd, jenis, 2024, 1)
    values: dict[str, Any] = {"nomor": "", "tempat": "", "tanggal": None, "narasi": {}, "versi": found.versi}
    return edit(by=cast.kadis, **which(office, jenis), **(values | changes))


@pytest.mark.usefixtures("certificate")
def test_it_goes_from_composing_to_the_page_behind_its_qr(
    card: Dokumen, cast: Cast, client: Client, tmp_path: Path
) -> None:
    assert (card.skema, card.template_version, card.snapshot["jenis"], card.halaman) == (7, "v1", "kartu", 1)
    assert str(card) == "Kartu Kinerja TW 1/2024 (terbitan 1)"
    signed = steps.sign(card, cast)
    content = steps.read_stored(signed.berkas_ttd.name)
    assert verify(content, expected_sha256=signed.sha256_ttd).verdict == Verdict.SAH_DEMO
    (tmp_path / "kartu.pdf").write_bytes(content)
    [page] = read_pages(tmp_path / "kartu.pdf")
    assert "KartuinimemuatN".replace("N", str(card.snapshot["jumlah"])) in page.packed
    with pikepdf.open(tmp_path / "kartu.pdf") as pdf:
        assert [int(entry) for entry in pdf.Root.PageLabels.Nums if not isinstance(entry, pikepdf.Dictionary)] == [0]
        assert pdf.Root.PageLabels.Nums[1].S == "/D"
    html = client.get(reverse("verifikasi:dokumen", args=[signed.token])).content.decode()
    for text in ("<h1>Kartu Kinerja TW 1/2024</h1>", "<dd>Kartu Kinerja</dd>", "<dd>TW 1/2024</dd>", "demo-banner"):
        assert text in html
    assert "Laporan Pengukuran Kinerja" not in html


@pytest.mark.usefixtures("certificate")
def test_two_papers_of_a_quarter_have_documents_of_their_own(
    final: Dokumen, card: Dokumen, cast: Cast, approved: Office
) -> None:
    """Neither supersedes the other, nor counts its editions."""
    assert statuses(final, card) == ["final", "final"]
    assert [row.nomor_urut for row in (final, card)] == [1, 1]
    steps.sign(final, cast)
    steps.sign(card, cast)
    assert statuses(final, card) == ["ditandatangani", "ditandatangani"]
    open_revision(by=cast.kadis, **which(approved, "kartu"), alasan="Salah ketik.")
    assert [find_laporan(approved.opd, jenis, 2024, 1).revisi_dibuka for jenis in ("lpk", "kartu")] == [False, True]
    with pytest.raises(NotNow, match="sudah final"):
        request_final(by=cast.kadis, **which(approved, "lpk"))
    second = make_final(approved, cast, "kartu")
    assert get_predecessor(second) == card
    steps.sign(second, cast)
    assert statuses(final, card, second) == ["ditandatangani", "digantikan", "ditandatangani"]
    for jenis, expected in (("lpk", [final]), ("kartu", [second, card])):
        report = find_laporan(approved.opd, jenis, 2024, 1)
        assert (get_current(report), list_documents(report, issued_only=True)) == (expected[0], expected)


def test_drafts_and_jobs_do_not_meet(approved: Office, cast: Cast) -> None:
    by = cast.kadis
    lpk, card = (request_preview(by=by, **which(approved, jenis)) for jenis in ("lpk", "kartu"))
    assert lpk.key != card.key
    cancel_render(by=by, **which(approved, "kartu"))
    card.refresh_from_db()
    assert (card.status, steps.do(lpk).status) == ("cancelled", "done")
    draft = steps.document_of(lpk)
    # The next preview takes the place of its own paper's alone.
    steps.do(request_preview(by=by, **which(approved, "kartu")))
    make_final(approved, cast, "kartu")
    assert statuses(draft) == ["draf"]


def test_what_makes_one_out_of_date_leaves_the_other(
    final: Dokumen, card: Dokumen, approved: Office, cast: Cast
) -> None:
    open_revision(by=cast.kadis, **which(approved, "kartu"), alasan="Tempatnya salah.")
    save(approved, cast, "kartu", tempat="Liwa")
    [found] = why_outdated(fresh(card)).perbedaan
    assert (found.tempat, found.baru) == ("Tempat", "Liwa")
    assert not why_outdated(fresh(final))


def test_a_corrected_quarter_touches_both(final: Dokumen, card: Dokumen, approved: Office, cast: Cast) -> None:
    assert {row.pk for row in list_touched(approved.opd.pk, 2024, 1)} == {final.pk, card.pk}
    steps.approve_again(approved, cast)
    assert [bool(why_outdated(fresh(row)).koreksi) for row in (final, card)] == [True, True]


def fresh(dokumen: Dokumen) -> Dokumen:
    return Dokumen.objects.select_related("laporan__opd__pemda").get(pk=dokumen.pk)


def test_each_is_saved_under_its_own_name_and_bytes(final: Dokumen, card: Dokumen, cast: Cast) -> None:
    lpk, own = (deliver(by=cast.kadis, dokumen=row) for row in (final, card))
    assert lpk.nama == f"laporan-kinerja-{final.laporan.opd.nama_berkas}-2024-tw1-terbitan-1-final.pdf"
    assert own.nama == f"kartu-{final.laporan.opd.nama_berkas}-1-2024-terbitan-1-final.pdf"
    with lpk.isi as one, own.isi as other:
        assert one.read() != other.read()


def test_each_has_words_of_its_own(office: Office, cast: Cast) -> None:
    save(office, cast, "kartu", narasi={"catatan": "Ada {jumlah_indikator}."})
    save(office, cast, "lpk", narasi={"bab_5": "Penutup sendiri."})
    assert [set(find_laporan(office.opd, jenis, 2024, 1).narasi) for jenis in ("lpk", "kartu")] == [
        {"bab_5"},
        {"catatan"},
    ]
    with pytest.raises(NotValid, match="tidak dapat diubah"):
        save(office, cast, "lpk", narasi={"catatan": "Bukan bagian laporan ini."})
    with pytest.raises(NotValid) as caught:
        save(office, cast, "kartu", narasi={"catatan": "Angka {capaian_iku} bukan dari kartu."})
    assert caught.value.fields["catatan"].endswith("Penanda yang tersedia: {jumlah_indikator}.")
    card = find_laporan(office.opd, "kartu", 2024, 1)
    restore_default(by=cast.kadis, **which(office, "kartu"), versi=card.versi, bagian="catatan")
    assert [find_laporan(office.opd, jenis, 2024, 1).narasi == {} for jenis in ("lpk", "kartu")] == [False, True]
    # The program's own words, typed again, are kept as such.
    card = save(office, cast, "kartu", narasi={"catatan": "Kartu ini memuat {jumlah_indikator} indikator."})
    assert card.narasi == {}


def address(name: str, jenis: str, **more: Any) -> str:
    return reverse(f"reports:{name}", kwargs={"jenis": jenis, "tahun": 2024, "triwulan": 1, **more})


def test_addresses_name_the_paper_except_one(office: Office, cast: Cast, client: Client) -> None:
    client.force_login(cast.kadis)
    assert address("laporan", "lpk") == reverse("reports:laporan", args=[2024, 1]) == "/admin/laporan/2024/1/"
    assert address("save", "kartu") == "/admin/laporan/kartu/2024/1/simpan/"
    with pytest.raises(NoReverseMatch):
        address("laporan", "dokumen")
    for path in ("lpk/2024/1/", "lain/2024/1/", "kartu/2024/4/", "kartu/2024/0/", "dokumen/2024/1/"):
        assert client.get(f"/admin/laporan/{path}").status_code == 404, path


def test_pages_are_of_one_paper_and_the_list_shows_both(office: Office, cast: Cast, client: Client) -> None:
    client.force_login(cast.kadis)
    html = client.get(address("laporan", "kartu")).content.decode()
    for text in (
        'name="catatan"',
        "Kartu Kinerja TW 1/2024",
        address("save", "kartu"),
        address("preview", "kartu"),
    ):
        assert text in html, text
    for text in ('name="bab_5"', f'"{address("save", "lpk")}', f'"{address("preview", "lpk")}'):
        assert text not in html, text
    values = {"nomor": "7", "tempat": "", "tanggal": "", "versi": "0", "catatan": "Diketik di halaman."}
    answer = client.post(address("save", "kartu"), values)
    assert answer.status_code == 302
    assert answer["Location"].startswith(address("laporan", "kartu"))
    assert [(row.jenis, row.nomor) for row in Laporan.objects.all()] == [("kartu", "7")]
    assert Jejak.objects.get(tindakan="ubah_laporan").objek == "Kartu Kinerja TW 1/2024"
    assert client.post(address("restore_default", "kartu", bagian="bab_5"), {"versi": "1"}).status_code == 404
    listed = client.get(reverse("reports:list")).content.decode()
    for text in ("Laporan Pengukuran Kinerja Triwulan I Tahun 2024", "Kartu Kinerja TW 1/2024", "Kartu Kinerja Dinas"):
        assert text in listed
    assert [
        (paper.key, [(row.laporan.jenis, row.laporan.nomor) for row in rows])
        for paper, rows in list_reports(office.opd, issued_only=False)
    ] == [("lpk", [("lpk", "")]), ("kartu", [("kartu", "7")])]


def test_progress_on_the_page_is_that_of_its_own_paper(office: Office, cast: Cast, client: Client) -> None:
    client.force_login(cast.kadis)
    started = client.post(address("preview", "kartu"))
    assert started.status_code == 302
    assert started["Location"].startswith(address("laporan", "kartu"))
    assert client.get(address("progress", "kartu")).json()["aktif"]
    assert not client.get(address("progress", "lpk")).json()["aktif"]
    assert client.post(address("cancel", "kartu")).status_code == 302
    assert not client.get(address("progress", "kartu")).json()["aktif"]


def test_the_command_prints_the_paper_that_it_is_told(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "kartu.pdf"
    call_command("render_report", tahun=2024, triwulan=1, jenis="kartu", output=target)
    assert len(read_pages(target)) == 1
    with pytest.raises(CommandError, match="lain"):
        call_command("render_report", "--jenis=lain", "--tahun=2024", "--output=x.pdf")
