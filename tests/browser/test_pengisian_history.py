"""Undo and redo on the entry page in real Chromium: what goes back is saved, what is shown as saved is saved."""

from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Indikator, Jejak, Realisasi
from tests.browser.device import expect_kept, kept
from tests.browser.sheet import Sheet, save_as, stored
from tests.browser.test_every_page import PHONE
from tests.cast import Cast, Office
from tests.files import PDF

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def test_escape_gives_back_the_cell_and_keys_undo_edits_and_pastes(sheet: Sheet) -> None:
    layanan, dokumen, indeks = sheet.rows
    keys = sheet.page.keyboard
    sheet.type(layanan, "15")
    sheet.field(layanan).press("Enter")  # the last row: it stays selected
    expect(sheet.state(layanan)).to_have_text("Tersimpan")

    # Escape: as it was, and nothing is sent.
    keys.type("99")
    keys.press("Escape")
    expect(sheet.field(layanan)).to_have_value("15")
    keys.press("Shift+Tab")
    expect(sheet.page.locator("#ringkasan-simpan")).to_have_text("Semua isian tersimpan")
    assert Realisasi.objects.get(indikator=layanan).versi == 1

    # A paste is one step; what was typed before it stays.
    sheet.paste(indeks, "80,5\n2")
    expect(sheet.state(dokumen)).to_have_text("Tersimpan")
    expect(sheet.state(indeks)).to_have_text("Tersimpan")
    keys.press("Control+z")
    expect(sheet.state(dokumen)).to_have_text("Tersimpan")
    sheet.all_saved()
    assert (stored(indeks), stored(dokumen), stored(layanan)) == (None, None, Decimal(15))
    expect(sheet.page.locator("#kotak-tempel")).to_have_text("Diurungkan: tempelan 2 baris.")
    keys.press("Control+z")
    sheet.all_saved()
    assert stored(layanan) is None
    keys.press("Control+y")
    keys.press("Control+Shift+z")
    sheet.all_saved()
    assert (stored(indeks), stored(dokumen), stored(layanan)) == (Decimal("80.5"), Decimal(2), Decimal(15))
    # Every step back and forth is a version of its own.
    assert Realisasi.objects.get(indikator=layanan).versi == 3
    assert Jejak.objects.filter(tindakan="isi_realisasi", objek_id=str(stored_row(layanan).pk)).count() == 3

    # Nothing is left to redo, and the browser's own undo has no say.
    keys.press("Control+y")
    sheet.all_saved()
    assert stored(layanan) == Decimal(15)


def stored_row(indikator: Indikator) -> Realisasi:
    return Realisasi.objects.get(indikator=indikator)


def test_a_selected_cell_is_replaced_and_an_edited_one_is_not(sheet: Sheet) -> None:
    layanan, dokumen, _ = sheet.rows
    keys = sheet.page.keyboard
    sheet.field(layanan).click()
    keys.type("2 layanan")
    keys.press("Enter")
    expect(sheet.field(layanan)).to_have_value("2")  # printed anew under the selection
    keys.type("12")
    expect(sheet.field(layanan)).to_have_value("12")
    keys.press("ArrowUp")
    expect(sheet.field(dokumen)).to_be_focused()
    sheet.field(layanan).click()
    keys.type("3")
    expect(sheet.field(layanan)).to_have_value("3")
    keys.press("Escape")
    keys.press("F2")
    keys.type("0")
    expect(sheet.field(layanan)).to_have_value("120")
    keys.press("Escape")
    sheet.field(layanan).click()  # a second click edits
    keys.press("End")
    keys.type("5")
    expect(sheet.field(layanan)).to_have_value("125")
    # Inside an edit its own states go back first, then the steps of the page.
    keys.press("Control+z")
    expect(sheet.field(layanan)).to_have_value("12")
    keys.press("Control+z")
    expect(sheet.field(layanan)).to_have_value("2")
    sheet.all_saved()
    assert stored(layanan) == Decimal(2)

    text = sheet.field(layanan, "kendala")
    text.click()
    keys.type("Listrik padam dua hari")
    keys.press("Control+z")
    expect(text).to_have_value("Listrik padam dua")
    keys.press("Control+y")
    expect(text).to_have_value("Listrik padam dua hari")
    keys.press("Escape")
    expect(text).to_have_value("")


def test_undo_puts_back_the_stored_figure_and_what_tidak_tersedia_hid(sheet: Sheet) -> None:
    layanan, dokumen, _ = sheet.rows
    sheet.type(layanan, "1.234")
    sheet.field(layanan).press("ArrowUp")
    sheet.message(layanan).get_by_role("button", name="1,234 (desimal)").click()
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    expect(sheet.field(dokumen)).to_have_value("")
    Realisasi.objects.filter(indikator=layanan).update(nilai=Decimal("81.1765"))
    sheet.page.reload()
    expect(sheet.field(layanan)).to_have_value("81,1765")
    # A figure of thousands, typed by who reads dots as decimals: its print would be read another way.
    sheet.type(layanan, "1234")
    sheet.field(layanan).press("Enter")
    expect(sheet.field(layanan)).to_have_value("1.234")
    sheet.type(layanan, "7")
    sheet.field(layanan).press("Enter")
    sheet.all_saved()
    sheet.page.keyboard.press("Control+z")
    sheet.all_saved()
    assert stored(layanan) == Decimal(1234)
    sheet.page.keyboard.press("Control+z")
    sheet.all_saved()
    assert stored(layanan) == Decimal("81.1765")

    sheet.row(layanan).locator(".open-details").click()
    sheet.field(layanan, "tidak_tersedia").check()
    sheet.page.keyboard.type("Survei diundur")
    sheet.page.keyboard.press("Tab")
    expect(sheet.row(layanan).locator(".capaian")).to_have_text("n/a")
    sheet.page.locator("#urungkan").click()
    expect(sheet.field(layanan)).to_have_value("81,1765")
    expect(sheet.field(layanan)).to_be_enabled()
    sheet.all_saved()
    row = stored_row(layanan)
    assert (row.status, row.alasan, row.nilai) == ("terisi", "", Decimal("81.1765"))


def test_undo_over_somebody_elses_value_asks(sheet: Sheet, cast: Cast, office: Office) -> None:
    layanan, dokumen, _ = sheet.rows
    for indikator in (layanan, dokumen):
        sheet.type(indikator, "3")
        sheet.field(indikator).press("Enter")
    sheet.all_saved()
    # One that this page has not seen, one that it has shown beside another edit.
    save_as(cast.kepala, office, layanan, "7", versi=1)
    save_as(cast.kepala, office, dokumen, "8", versi=1)
    sheet.field(dokumen, "kendala").fill("Macet")
    sheet.field(dokumen, "kendala").press("Tab")
    expect(sheet.field(dokumen)).to_have_value("8")
    sheet.all_saved()
    urungkan = sheet.page.locator("#urungkan")
    for _ in range(3):
        urungkan.click()
    expect(sheet.message(dokumen)).to_contain_text("Realisasi kini 8, bukan lagi 3")
    expect(sheet.message(layanan)).to_contain_text("Terbaru: 7")
    expect(sheet.message(layanan)).to_contain_text("Isian Anda: (kosong)")
    assert (stored(layanan), stored(dokumen)) == (Decimal(7), Decimal(8))
    sheet.message(dokumen).get_by_role("button", name="Biarkan").click()
    sheet.message(layanan).get_by_role("button", name="Pakai nilai terbaru").click()
    sheet.all_saved()
    assert (stored(layanan), stored(dokumen)) == (Decimal(7), Decimal(8))


def test_what_is_shown_as_saved_is_saved(sheet: Sheet, cast: Cast, office: Office, tmp_path: Path) -> None:
    layanan, dokumen, indeks = sheet.rows
    page = sheet.page

    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    # The server wrote 7, its answer got lost, the typist goes back to nothing: nothing is what has to be saved.
    page.route("**/simpan/", swallow)
    sheet.type(layanan, "7")
    sheet.field(layanan).press("ArrowUp")
    expect(sheet.state(layanan)).to_have_text("Belum terkirim")
    page.unroute("**/simpan/")
    page.locator("#urungkan").click()
    sheet.all_saved()
    assert stored(layanan) is None

    # An answer comes while the typist is at it again: what he is typing is neither overwritten nor sent half.
    held: list[Route] = []
    page.route("**/simpan/", lambda route: route.continue_() if held else held.append(route))
    sheet.type(dokumen, "2 dok")
    sheet.field(dokumen).press("ArrowUp")
    sheet.field(dokumen).click()
    page.keyboard.type("1")
    page.wait_for_timeout(100)
    held[0].continue_()
    expect(sheet.state(dokumen)).to_have_text("Belum tersimpan")
    expect(sheet.field(dokumen)).to_have_value("1")
    assert stored(dokumen) == Decimal(2)
    page.keyboard.type("5")
    page.keyboard.press("ArrowUp")
    sheet.all_saved()
    assert stored(dokumen) == Decimal(15)

    # A file says nothing of the values: somebody else's number is not overwritten after an upload.
    save_as(cast.kepala, office, indeks, "81")
    (tmp_path / "laporan.pdf").write_bytes(PDF)
    sheet.row(indeks).locator(".open-details").click()
    sheet.row(indeks).locator("[data-upload]").set_input_files(tmp_path / "laporan.pdf")
    expect(sheet.row(indeks).locator(".bukti-name")).to_have_text(["laporan.pdf"])
    sheet.type(indeks, "3")
    sheet.field(indeks).press("Tab")
    expect(sheet.message(indeks)).to_contain_text("Terbaru: 81")
    assert stored(indeks) == Decimal(81)
    sheet.message(indeks).get_by_role("button", name="Pakai nilai terbaru").click()

    # Text dropped into a cell, a program that fills a field nobody is in, a browser that restores an old page.
    sheet.drop(layanan, "99")
    sheet.field(layanan).evaluate(
        "field => { field.value = '98'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    expect(sheet.field(layanan)).to_have_value("")
    sheet.field(layanan, "kendala").evaluate("field => { field.value = 'lama'; }")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")  # what was typed is kept on the device
    page.wait_for_timeout(100)
    page.goto("about:blank")
    page.go_back()
    expect(sheet.field(layanan, "kendala")).to_have_value("")


def test_what_goes_back_while_its_save_is_under_way_stays_back(sheet: Sheet, office: Office) -> None:
    layanan, dokumen, _ = sheet.rows
    page = sheet.page
    sheet.type(layanan, "2")
    sheet.field(layanan).press("ArrowUp")
    sheet.all_saved()

    # Undone, and typed again as it was: the answer to what was sent in between prints over neither.
    held: list[Route] = []
    page.route("**/simpan/", lambda route: route.continue_() if held else held.append(route))
    sheet.type(layanan, "12")
    sheet.field(layanan).press("ArrowUp")
    expect(sheet.state(layanan)).to_have_text("Menyimpan…")
    page.keyboard.press("Control+z")
    expect(sheet.field(layanan)).to_have_value("2")
    expect_kept(page, 1, "2")
    held[0].continue_()
    sheet.all_saved()
    assert kept(page) == []  # at once: a page that is opened now has nothing to send
    expect(sheet.field(layanan)).to_have_value("2")
    assert stored(layanan) == Decimal(2)

    # The page is gone before the answer: what went back is kept, and sent when it is opened again.
    held.clear()
    sheet.type(layanan, "12")
    sheet.field(layanan).press("ArrowUp")
    expect(sheet.state(layanan)).to_have_text("Menyimpan…")
    sheet.type(layanan, "2")
    sheet.field(layanan).press("ArrowUp")
    expect(sheet.state(layanan)).to_have_text("Menyimpan…")
    expect_kept(page, 1, "2")
    address, again = page.url, page.context.new_page()
    held[0].fetch()  # the server wrote 12, nobody heard of it
    page.close(run_before_unload=False)
    assert stored(layanan) == Decimal(12)
    sheet.page = again
    again.goto(address)
    sheet.all_saved()
    expect(sheet.field(layanan)).to_have_value("2")
    assert stored(layanan) == Decimal(2)
    expect(sheet.message(layanan)).to_be_hidden()
    assert stored(dokumen) is None


def test_undo_on_a_phone(page: Page, live_server: LiveServer, sheet: Sheet) -> None:
    layanan, *_ = sheet.rows
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
    urungkan, ulangi = page.get_by_role("button", name="Urungkan"), page.get_by_role("button", name="Ulangi")
    expect(urungkan).to_have_attribute("aria-disabled", "true")
    sheet.type(layanan, "6")
    urungkan.click()  # leaves the cell, which makes a step, and takes it back
    expect(sheet.field(layanan)).to_have_value("")
    sheet.all_saved()
    ulangi.click()
    sheet.all_saved()
    assert stored(layanan) == Decimal(6)
    box = urungkan.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 390
