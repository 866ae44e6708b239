"""The page of a submission as its checker uses it: dense, with evidence beside the numbers, and with what was asked."""

from collections.abc import Sequence
from datetime import date

import pytest
from playwright.sync_api import Page, Response, Route, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Indikator, Jejak, PerjanjianKinerja, Realisasi
from indicators.services.bukti import add_evidence
from indicators.services.pengajuan import send_back, submit
from sakip import pictures
from tests.browser.test_every_page import DESK, PHONE, sideways, sign_in, violations
from tests.cast import Cast, Office, freeze, make_butir
from tests.files import PDF, upload
from tests.indicators import way
from tests.sakip.test_files import XLSX, photo

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

# As long as an office's names are.
NAMES = (
    "Jumlah Dokumen Perencanaan Perangkat Daerah",
    "Jumlah Laporan Penyelenggaraan Rapat Koordinasi dan Konsultasi SKPD",
    "Jumlah Dokumen Perubahan RKA-SKPD dan Laporan Hasil Koordinasi Penyusunan Dokumen Perubahan RKA-SKPD",
)


def thirty_three_rows(office: Office) -> None:
    """Let Bidang own 33 rows by a perubahan."""
    change = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, berlaku_mulai=date(2024, 2, 1), alasan="Uji"
    )
    for number in range(33):
        row = Indikator.objects.create(
            opd=office.opd,
            unit=office.bidang,
            sub_kegiatan=office.sub_kegiatan,
            nama=f"{NAMES[number % 3]} {number + 1}",
            satuan="Dokumen",
            konsolidasi="kumulatif",
            urutan=number + 10,
        )
        make_butir(change, row, ("1", "2", "3", "4"))
    freeze(change)
    office.pk = change


def test_a_unit_of_33_rows_fits_in_two_screens(
    live_server: LiveServer, page: Page, office: Office, cast: Cast, complaints: list[str]
) -> None:
    thirty_three_rows(office)
    pengajuan = way.hand_in(office, office.bidang, cast.staf, ("1",) * 33)
    sign_in(page, live_server, cast.kepala)
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/admin/pengajuan/{pengajuan.pk}/")
    expect(page.locator(".review-row")).to_have_count(33)
    sheet = page.locator(".review-sheet").bounding_box()
    assert sheet is not None
    assert sheet["height"] <= 2 * 768
    assert sheet["y"] + 10 * 26 <= 768 - 64

    # The head and the decision stay in sight in the middle of the sheet.
    page.locator(".review-row").nth(20).scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Periksa dan teruskan")).to_be_in_viewport()
    expect(page.get_by_role("columnheader", name="Realisasi TW I")).to_be_in_viewport()
    stays_in_place(page)
    assert violations(page) == []

    page.set_viewport_size(PHONE)
    stays_in_place(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= 7 * PHONE["height"]
    expect(page.get_by_role("button", name="Periksa dan teruskan")).to_be_in_viewport()
    assert sideways(page) <= 0
    assert violations(page) == []


def stays_in_place(page: Page) -> None:
    """A button that moves when it, or the reason beside it, is focused gets no click."""
    button, reason = page.get_by_role("button", name="Periksa dan teruskan"), page.get_by_label("Alasan pengembalian")
    page.locator("h1").click()
    before = button.bounding_box()
    button.focus()
    assert button.bounding_box() == before
    reason.focus()
    assert button.bounding_box() == before
    page.locator("h1").click()


def test_rows_open_and_are_marked_and_filtered(
    live_server: LiveServer, page: Page, office: Office, cast: Cast, complaints: list[str]
) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, ("60", "2", "80.18"))
    sign_in(page, live_server, cast.kepala)
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/admin/pengajuan/{pengajuan.pk}/")

    page.get_by_role("link", name="Jumlah layanan media").click()
    odd = page.locator(".review-row.is-found")
    expect(odd).to_contain_text("Jauh di atas target")
    expect(page.get_by_text("dari target tahun 12.")).to_be_visible()
    page.get_by_text("Ada temuan 1").click()
    expect(page.locator(".review-row:visible")).to_have_count(1)

    odd.get_by_role("checkbox").check()
    expect(page.locator("[data-marked]")).to_have_text("1 baris ditandai")
    page.get_by_text("Tanpa bukti 3").click()
    expect(odd).to_be_visible()
    page.get_by_label("Alasan baris 3 dikembalikan").fill("Enam puluh dari dua belas?")
    page.get_by_role("button", name="Buka semua uraian").click()
    expect(page.locator(".row-details:visible")).to_have_count(3)
    assert violations(page) == []
    # From the reason straight to the lower edge of the button: it does not move away under the pointer.
    page.get_by_label("Alasan baris 3 dikembalikan").focus()
    button = page.get_by_role("button", name="Kembalikan")
    button.click(position={"x": 20, "y": page.evaluate("(node) => node.offsetHeight", button.element_handle()) - 3})
    expect(page.locator("main")).to_contain_text("sudah dikembalikan")
    assert office.pengajuan(office.bidang).baris_dikembalikan.get().alasan == "Enam puluh dari dua belas?"

    page.goto(f"{live_server.url}/admin/pengajuan/{pengajuan.pk}/")
    page.emulate_media(media="print")
    for name in ("Pemeriksaan", "Buka semua uraian"):
        expect(page.get_by_text(name, exact=True).first).to_be_hidden()
    expect(page.locator(".asked").filter(has_text="Enam puluh dari dua belas?")).to_be_visible()
    assert all(name.is_visible() for name in page.locator(".review-row .name").all())


def add_files(office: Office, cast: Cast, rows: Sequence[Indikator]) -> None:
    files = ((rows[0], "laporan.pdf", PDF), (rows[0], "IMG_1.HEIC", photo()), (rows[1], "daftar.xlsx", XLSX))
    for row, name, content in files:
        where = {"triwulan": office.tw1, "unit": office.bidang, "indikator_id": row.pk}
        add_evidence(by=cast.staf, **where, file=upload(name, content))


def test_evidence_is_seen_beside_the_numbers(
    live_server: LiveServer, page: Page, office: Office, cast: Cast, complaints: list[str]
) -> None:
    way.fill(office, office.bidang, way.BIDANG)
    add_files(office, cast, office.indikator(office.bidang))
    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    sign_in(page, live_server, cast.kepala)
    viewer = page.get_by_role("dialog")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}/admin/pengajuan/{pengajuan.pk}/")
        opener = page.get_by_role("link", name="2 berkas")
        opener.click()
        expect(viewer).to_contain_text("laporan.pdf")
        expect(viewer).to_contain_text("Jumlah layanan media Layanan: target 12, realisasi 6, capaian 50,00 %")
        expect(viewer.locator("img.is-drawn")).to_have_count(1)
        assert violations(page) == []
        assert sideways(page) <= 0
        page.keyboard.press("n")
        expect(viewer.get_by_role("img", name="IMG_1.HEIC")).to_be_visible()
        expect(viewer.locator("img.is-drawn")).to_have_count(1)
        # In the order of the rows: a row of the kegiatan stands before those of its sub kegiatan.
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("p")
        expect(viewer).to_contain_text("daftar.xlsx")
        expect(viewer).to_contain_text("Unduh untuk membukanya")
        expect(viewer.get_by_role("button", name="Sebelumnya")).to_be_disabled()
        page.keyboard.press("Escape")
        expect(viewer).to_be_hidden()
        expect(opener).to_be_focused()
    assert page.url.endswith(f"/admin/pengajuan/{pengajuan.pk}/#") or page.url.endswith("/")
    assert Jejak.objects.filter(tindakan="lihat_bukti").count() == 6
    assert not Jejak.objects.filter(tindakan="unduh_bukti").exists()


def test_a_return_is_answered_and_comes_back_beside_what_was_asked(
    live_server: LiveServer, page: Page, office: Office, cast: Cast, complaints: list[str]
) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    first = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    reasons = {layanan.pk: "Mana daftarnya?", dokumen.pk: "Naik dari mana?"}
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan_baris=reasons)
    sheet = f"{live_server.url}/admin/pengisian/{office.tw1.pk}/{office.bidang.pk}/"
    sign_in(page, live_server, cast.staf)
    page.set_viewport_size(PHONE)
    page.goto(sheet)
    page.locator(".returned-list").get_by_role("link", name="Jumlah layanan media").click()
    row = page.locator(f"#baris-{layanan.pk}")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("Mana daftarnya?")
    page.goto(sheet + "ajukan/")
    expect(page.locator("main")).to_contain_text("2 baris yang dikembalikan belum diubah dan belum dijawab")
    assert violations(page) == []

    # The server wrote an answer that was not meant, and nobody heard of it: going back to nothing is sent.
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    page.goto(sheet)
    answer = row.get_by_label("Jawaban Anda")
    page.route("**/jawaban/simpan/", swallow)
    answer.fill("Salah kirim.")
    answer.blur()
    expect(row.locator("[data-answer-state]")).to_contain_text("Tidak tersambung ke server.")
    page.unroute("**/jawaban/simpan/", swallow)
    answer.fill("")
    answer.blur()
    expect(row.locator("[data-answer-state]")).to_have_text("Jawaban dihapus.")

    page.goto(sheet)
    row.get_by_label("Jawaban Anda").fill("Ada di bukti, halaman 2.")
    page.locator(f"#realisasi-{dokumen.pk}").fill("3")
    page.locator("#ajukan").click()
    page.get_by_role("button", name="Ajukan").click()
    expect(page.locator("main")).to_contain_text("Diajukan")
    assert Realisasi.objects.get(indikator=dokumen).nilai == 3

    page.context.clear_cookies()
    sign_in(page, live_server, cast.kepala)
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/admin/pengajuan/{first.pk}/")
    expect(page.locator(".review-row:visible")).to_have_count(2)
    expect(page.get_by_text("Ada di bukti, halaman 2.")).to_be_visible()
    expect(page.locator(".asked").filter(has_text="Naik dari mana?")).to_be_visible()
    expect(page.locator(".change-butir:visible")).to_have_text("Realisasi: 2 menjadi 3")
    page.get_by_text("Semua 3").click()
    expect(page.locator(".review-row:visible")).to_have_count(3)
    assert violations(page) == []


def test_the_viewer_asks_again_while_the_server_draws_for_others(
    live_server: LiveServer, page: Page, office: Office, cast: Cast
) -> None:
    way.fill(office, office.bidang, way.BIDANG)
    add_files(office, cast, office.indikator(office.bidang))
    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    sign_in(page, live_server, cast.kepala)
    page.goto(f"{live_server.url}/admin/pengajuan/{pengajuan.pk}/")
    viewer = page.get_by_role("dialog")
    with pictures._one_at_a_time, pictures._waiting, page.expect_response(is_busy) as told:
        page.get_by_role("link", name="2 berkas").click()
    assert told.value.headers["retry-after"] == "1"
    expect(viewer.locator("img.is-drawn")).to_have_count(1)
    with pictures._one_at_a_time, pictures._waiting, page.expect_response(is_busy):
        page.keyboard.press("n")
    expect(viewer.get_by_role("img", name="IMG_1.HEIC")).to_be_visible()
    expect(viewer.locator("img.is-drawn")).to_have_count(1)
    expect(viewer).not_to_contain_text("tidak dapat ditampilkan")


def is_busy(answer: Response) -> bool:
    return answer.status == 503
