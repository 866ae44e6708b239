"""Nothing typed is lost, in real Chromium: the line cut, the server in trouble, the tab closed, the session ended,
somebody else at the computer, two people on one cell, long texts of forms."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Pengguna, Putusan
from indicators.services.pengajuan import submit
from indicators.workflow import StatusPengajuan
from reports.models import Laporan
from tests.browser.device import expect_kept, kept
from tests.browser.sheet import Sheet, save_as, stored
from tests.browser.test_every_page import violations
from tests.cast import PASSWORD, Cast, Office
from tests.indicators.way import BIDANG, hand_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

SAVE = "**/simpan/"
PHONE = {"width": 390, "height": 844}


def end_session(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in(page: Page, user: Pengguna) -> None:
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def look_again(page: Page) -> None:
    """Come back to the page from another one: it asks for news at once."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_cut_line_a_closed_tab_and_a_server_in_trouble(sheet: Sheet, cast: Cast, office: Office) -> None:
    layanan, dokumen, indeks = sheet.rows
    context = sheet.page.context
    context.set_offline(True)
    sheet.field(layanan).fill("3")
    sheet.field(layanan).press("Tab")
    sheet.field(dokumen).fill("2")
    sheet.field(dokumen).press("Tab")
    sheet.field(indeks, "kendala").focus()
    sheet.page.keyboard.type("Listrik padam")  # the field is not even left
    expect(sheet.page.locator("#kotak-kirim")).to_contain_text("3 baris belum terkirim. Tidak tersambung ke server.")
    expect(sheet.state(layanan)).to_have_text("Belum terkirim")
    expect(sheet.page.get_by_role("button", name="Coba lagi")).to_have_count(0)
    expect_kept(sheet.page, 3, "Listrik padam")

    address = sheet.page.url
    again = context.new_page()
    sheet.page.close(run_before_unload=False)
    save_as(cast.kepala, office, dokumen, "9")
    troubles = []

    def in_trouble(route: Route) -> None:
        troubles.append(route)
        route.fulfill(status=503, content_type="text/html", body="<h1>503</h1>")

    again.route(SAVE, in_trouble)
    context.set_offline(False)
    again.goto(address)
    sheet.page = again
    expect(sheet.field(layanan)).to_have_value("3")
    expect(sheet.field(indeks, "kendala")).to_have_value("Listrik padam")
    expect(again.locator("#kotak-perangkat")).to_contain_text("yang belum terkirim sudah dikembalikan")
    expect(again.locator("#kotak-kirim")).to_contain_text("Server sedang bermasalah.")
    assert violations(again) == []
    again.wait_for_timeout(1500)
    assert len(troubles) > 1  # it is tried again by itself, and not without a pause
    assert len(troubles) < 6
    assert stored(layanan) is None
    again.unroute(SAVE)
    expect(sheet.state(layanan)).to_have_text("Tersimpan", timeout=15_000)
    expect(sheet.state(indeks)).to_have_text("Tersimpan")
    expect(again.locator("#kotak-kirim")).to_be_hidden()
    assert stored(layanan) == Decimal(3)

    # What somebody else saved meanwhile is asked about, with both values.
    expect(sheet.state(dokumen)).to_have_text("Berubah")
    expect(sheet.message(dokumen)).to_contain_text("Terbaru: 9")
    expect(sheet.message(dokumen)).to_contain_text("Isian Anda: 2")
    again.get_by_role("button", name="Simpan isian saya").click()
    sheet.all_saved()
    assert stored(dokumen) == Decimal(2)
    expect(again.locator("#kotak-perangkat")).to_be_hidden()
    expect_kept(again, 0)


def test_two_tabs_of_one_sheet_keep_and_send_each_its_own(sheet: Sheet) -> None:
    layanan, dokumen, _ = sheet.rows
    sheet.page.context.route(SAVE, lambda route: route.abort())
    sheet.field(layanan).fill("3")
    sheet.field(layanan).press("Tab")
    expect_kept(sheet.page, 1)
    beside = sheet.page.context.new_page()
    beside.goto(sheet.page.url)
    other = beside.locator(f"#baris-{dokumen.pk} [data-entry=realisasi]")
    other.fill("2")
    other.press("Tab")
    expect_kept(beside, 2)
    expect(beside.locator(f"#baris-{layanan.pk} [data-entry=realisasi]")).to_have_value("")

    sheet.page.context.unroute(SAVE)
    beside.get_by_role("button", name="Kirim sekarang").click()
    expect(beside.locator(f"#baris-{dokumen.pk} .state")).to_have_text("Tersimpan")
    expect_kept(beside, 1)
    assert stored(layanan) is None or stored(layanan) == Decimal(3)
    look_again(sheet.page)
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    expect_kept(beside, 0)
    expect(sheet.field(dokumen)).to_have_value("2")  # and each sees what the other one saved


def test_one_sign_in_sends_all_and_nobody_else_does(
    sheet: Sheet, cast: Cast, live_server: LiveServer, browser: Browser
) -> None:
    layanan, dokumen, _ = sheet.rows
    address = sheet.page.url
    end_session(sheet.page)
    sheet.field(layanan).fill("3")
    sheet.field(layanan).press("Tab")
    sheet.field(dokumen).fill("2")
    sheet.field(dokumen).press("Tab")
    box = sheet.page.locator("#kotak-kirim")
    expect(box).to_contain_text("Sesi Anda sudah berakhir. 2 baris belum terkirim.")
    expect(sheet.page.get_by_role("link", name="Masuk kembali")).to_have_count(1)
    expect_kept(sheet.page, 2)

    # Somebody else at the same computer, while the page is still open: he sees his own, and sends nothing.
    beside = sheet.page.context.new_page()
    beside.goto(f"{live_server.url}/admin/login/")
    sign_in(beside, cast.kepala)
    expect(beside.locator("#user-tools")).to_be_visible()
    expect(sheet.page.locator("#user-tools")).to_contain_text("Kepala")
    expect(sheet.field(layanan)).to_have_value("")
    assert stored(layanan) is None
    sheet.page.reload()
    expect(sheet.page.locator("#kotak-perangkat")).to_be_hidden()

    # The typist himself again: all of it is there, and goes.
    end_session(sheet.page)
    beside.close()
    sheet.page.goto(address)
    sign_in(sheet.page, cast.staf)
    sheet.all_saved()
    assert (stored(layanan), stored(dokumen)) == (Decimal(3), Decimal(2))
    expect_kept(sheet.page, 0)


def test_a_browser_that_keeps_nothing_says_so_and_sends_after_a_sign_in_elsewhere(sheet: Sheet, cast: Cast) -> None:
    layanan, *_ = sheet.rows
    sheet.page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    sheet.page.reload()
    expect(sheet.page.locator("#kotak-perangkat")).to_contain_text("tidak menyimpan isian di perangkat")
    sheet.field(layanan).fill("2")
    sheet.field(layanan).press("Tab")
    sheet.all_saved()
    end_session(sheet.page)
    sheet.field(layanan).fill("3")
    sheet.field(layanan).press("Tab")
    expect(sheet.page.locator("#kotak-kirim")).to_contain_text("masih ada di halaman ini")
    with sheet.page.context.expect_page() as opened:
        sheet.page.get_by_role("link", name="Masuk di tab baru").click()
    sign_in(opened.value, cast.staf)
    expect(sheet.page.locator("#ringkasan-simpan")).to_have_text("Semua isian tersimpan", timeout=20_000)
    assert stored(layanan) == Decimal(3)


def test_signing_out_asks_about_what_is_not_sent(sheet: Sheet) -> None:
    layanan, *_ = sheet.rows
    sheet.page.route(SAVE, lambda route: route.abort())
    sheet.field(layanan).fill("3")
    sheet.field(layanan).press("Tab")
    expect(sheet.page.locator("#kotak-kirim")).to_be_visible()
    expect_kept(sheet.page, 1)
    leave = sheet.page.get_by_role("button", name="Keluar", exact=True)
    leave.click()
    question = sheet.page.get_by_role("dialog")
    expect(question).to_contain_text("1 isian Anda baru tersimpan di perangkat ini")
    assert violations(sheet.page) == []
    sheet.page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect_kept(sheet.page, 1)
    leave.click()
    sheet.page.on("dialog", lambda dialog: dialog.accept())  # the browser's own question on leaving
    sheet.page.get_by_role("button", name="Hapus isian dan keluar").click()
    expect(sheet.page.get_by_role("button", name="Masuk")).to_be_visible()
    assert kept(sheet.page) == []


def test_two_browsers_on_one_unit(
    sheet: Sheet, office: Office, cast: Cast, live_server: LiveServer, browser: Browser
) -> None:
    layanan, dokumen, indeks = sheet.rows
    save_as(cast.kepala, office, layanan, "4")
    sheet.field(dokumen).focus()
    sheet.page.keyboard.type("2")  # is being typed
    save_as(cast.kepala, office, dokumen, "5")
    look_again(sheet.page)
    expect(sheet.field(layanan)).to_have_value("4")
    expect(sheet.state(layanan)).to_contain_text("Diubah Kepala Bidang IKP")
    expect(sheet.row(layanan).locator(".capaian")).to_be_visible()
    expect(sheet.field(dokumen)).to_have_value("2")
    sheet.page.keyboard.press("Tab")
    expect(sheet.message(dokumen)).to_contain_text("Terbaru: 5")
    sheet.page.get_by_role("button", name="Pakai nilai terbaru").click()
    sheet.all_saved()

    sheet.row(dokumen).locator(".open-details").click()
    sheet.row(dokumen).locator("a[data-row-history]").click()
    window = sheet.page.get_by_role("dialog")
    expect(window).to_contain_text("Isi realisasi oleh Kepala Bidang IKP (kepala)")
    expect(window.locator("ins")).to_have_text(["5"])
    assert violations(sheet.page) == []
    window.get_by_role("button", name="Tutup").click()
    expect(window).to_have_count(0)

    save_as(cast.kepala, office, indeks, "80,18")
    submit(by=cast.kepala, pengajuan=office.pengajuan(office.bidang))
    look_again(sheet.page)
    expect(sheet.page.locator("#kotak-keadaan")).to_contain_text("Muat ulang halaman untuk melihat keadaan terbaru.")
    sheet.page.locator("#kotak-keadaan").get_by_role("button", name="Muat ulang").click()
    expect(sheet.page.locator("#terkunci")).to_be_visible()


def test_long_texts_survive_an_ended_session(
    page: Page, live_server: LiveServer, office: Office, cast: Cast, complaints: list[str]
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # Playwright's own class for two numbers
    pengajuan = hand_in(office, office.bidang, cast.staf, BIDANG)
    address = live_server.url + reverse("indicators:pengajuan", args=[pengajuan.pk])
    page.goto(address)
    sign_in(page, cast.kepala)
    indikator = office.indikator(office.bidang)[0]
    page.locator(f"#pilih-{indikator.pk}").check()
    page.get_by_role("button", name="Kembalikan").first.click()
    # Refused without a reason: the answer stands at the address of the page, where it can be opened again.
    expect(page.locator(f"#pilih-{indikator.pk}")).to_be_checked()
    expect(page.locator(".message-bad").first).to_be_visible()
    expect(page).to_have_url(address)

    page.locator(f"#alasan-{indikator.pk}").fill("Angka tidak sesuai bukti")
    page.locator("#alasan").fill("Lengkapi bukti setiap layanan, lalu ajukan lagi.")
    end_session(page)
    page.get_by_role("button", name="Kembalikan").first.click()
    expect(page.locator("input[name=password]")).to_be_visible()
    sign_in(page, cast.kepala)
    expect(page).to_have_url(address)
    expect(page.locator("#alasan")).to_have_value("Lengkapi bukti setiap layanan, lalu ajukan lagi.")
    expect(page.locator(f"#pilih-{indikator.pk}")).to_be_checked()
    expect(page.locator(".draft-notice")).to_contain_text("yang belum terkirim sudah dikembalikan")
    assert violations(page) == []
    page.get_by_role("button", name="Kembalikan").first.click()
    expect(page.get_by_text("sudah dikembalikan. Unitnya membaca")).to_be_visible()
    pengajuan.refresh_from_db()
    assert pengajuan.status == StatusPengajuan.DIKEMBALIKAN
    assert Putusan.objects.filter(indikator=indikator, alasan="Angka tidak sesuai bukti").exists()
    expect_kept(page, 0)

    # A narrative: typed, the tab closed without sending, opened again, sent with a stale token, sent at last.
    end_session(page)
    report = live_server.url + reverse("reports:laporan", args=[2024, 1])
    page.goto(report)
    sign_in(page, cast.sekretaris)
    expect(page.locator("#bab_5")).to_be_visible()
    slow: list[Route] = []
    page.route("**/js/drafts/main*.js", lambda route: slow.append(route))
    page.reload(wait_until="commit")
    page.locator("#bab_5").fill("Layanan informasi publik meningkat.")  # before the script is there
    assert slow
    for route in slow:
        route.continue_()
    page.unroute("**/js/drafts/main*.js")
    expect_kept(page, 1)
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(report)
    expect(again.locator("#bab_5")).to_have_value("Layanan informasi publik meningkat.")
    again.context.clear_cookies(name="csrftoken")
    again.get_by_role("button", name="Simpan isi laporan").click()
    again.get_by_role("link", name="Buka kembali halaman itu").click()
    expect(again.locator("#bab_5")).to_have_value("Layanan informasi publik meningkat.")
    again.get_by_role("button", name="Simpan isi laporan").click()
    expect(again.get_by_text("tersimpan.")).to_be_visible()
    expect_kept(again, 0)
    assert "Layanan informasi publik meningkat." in str(Laporan.objects.get().narasi["bab_5"])

    # Somebody else wrote there meanwhile: nothing is filled in unasked.
    again.locator("#bab_5").fill("Kalimat saya.")
    expect_kept(again, 1)
    Laporan.objects.update(narasi={"bab_5": [{"jenis": "paragraf", "teks": "Kalimat orang lain."}]})
    again.on("dialog", lambda dialog: dialog.accept())  # the browser's own question on leaving
    again.reload()
    notice = again.locator(".draft-notice")
    expect(notice).to_contain_text("isi formulir ini sudah berubah sejak itu")
    expect(again.locator("#bab_5")).to_have_value("Kalimat orang lain.")
    notice.get_by_role("button", name="Pakai isian saya").click()
    expect(again.locator("#bab_5")).to_have_value("Kalimat saya.")
    notice.get_by_role("button", name="Buang isian itu").click()
    expect(again.locator("#bab_5")).to_have_value("Kalimat orang lain.")
    expect(notice).to_have_count(0)
    expect_kept(again, 0)
