"""Filters, search and steps of the entry page in real Chromium."""

from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.sheet import Sheet, stored
from tests.browser.test_every_page import PHONE, sideways, violations
from tests.cast import Cast, Office

# What a browser shows says nothing about the database.
pytestmark = [pytest.mark.one_database, pytest.mark.django_db(transaction=True)]


def shown(sheet: Sheet) -> Locator:
    return sheet.page.locator("tbody.entry-row:visible")


def test_a_filter_shows_at_once_and_keeps_what_is_filled(sheet: Sheet) -> None:
    layanan, dokumen, indeks = sheet.rows
    page = sheet.page
    blank = page.get_by_role("link", name="Belum diisi")
    blank.click()
    expect(blank).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(page.url.split("?")[0] + "?saring=belum")

    # A row that is filled stays until the filter is chosen again; the count knows it at once.
    sheet.type(dokumen, "2")
    page.keyboard.press("Enter")
    sheet.all_saved()
    expect(blank).to_have_text("Belum diisi 2")
    expect(shown(sheet)).to_have_count(3)
    blank.click()
    expect(shown(sheet)).to_have_count(2)
    expect(sheet.row(dokumen)).to_be_hidden()

    # A block goes over the rows that are seen: never into a hidden one.
    sheet.paste(indeks, "61\n4\n")
    sheet.all_saved()
    assert (stored(indeks), stored(dokumen), stored(layanan)) == (Decimal(61), Decimal(2), Decimal(4))

    page.reload()
    expect(page.locator("#tanpa-cocok")).to_be_visible()
    page.get_by_role("link", name="Tampilkan semua baris").click()
    expect(shown(sheet)).to_have_count(3)

    # Words of the row, of its code and of the headings above it; a heading without rows goes too.
    search = page.get_by_role("searchbox")
    search.fill("2.16.02.2.01.02 layanan")
    expect(shown(sheet)).to_have_count(1)
    search.fill("pengelolaan")
    expect(shown(sheet)).to_have_count(2)
    expect(page.locator("tbody.group:visible")).to_have_count(2)
    for size in (PHONE, {"width": 1366, "height": 768}):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
        expect(shown(sheet)).to_have_count(2)
        expect(page.locator("tbody.group:visible")).to_have_count(2)
        assert violations(page) == []
        assert sideways(page) <= 0

    # Who is led to a row sees it.
    page.evaluate("(id) => { window.location.hash = 'baris-' + id; }", indeks.pk)
    expect(sheet.row(indeks)).to_be_visible()


def test_a_block_that_reaches_over_a_step_is_told_where_to_go(
    page: Page, live_server: LiveServer, office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indicators.selectors.sheet_part.ONE_PAGE", 2)
    monkeypatch.setattr("indicators.selectors.sheet_part.STEP_ROWS", 2)
    sheet = Sheet(page, live_server, office, cast.staf, office.bidang)
    layanan, dokumen, indeks = sheet.rows
    dialog = page.get_by_role("dialog")
    sheet.paste(indeks, "61\n2\n4\n")
    expect(dialog).to_contain_text("Barisnya ada di langkah 2: buka langkah itu, lalu tempel lagi di sana.")
    dialog.get_by_role("button", name="Tulis 1 baris").click()
    sheet.all_saved()
    expect(page.locator("#kotak-tempel")).to_contain_text("langkah 2")
    expect(page.locator("#jumlah-terisi")).to_have_text("1")

    sheet.paste(indeks, f"{layanan.nama}\t4\n{dokumen.nama}\t3\n")
    expect(dialog.locator("tbody tr").first).to_contain_text("Barisnya ada di langkah 2: tidak ditulis.")
    page.keyboard.press("Escape")

    page.get_by_role("link", name="Langkah berikutnya").first.click()
    sheet.paste(dokumen, "2\n4\n")
    sheet.all_saved()
    expect(page.locator("#jumlah-terisi")).to_have_text("3")
    assert (stored(indeks), stored(dokumen), stored(layanan)) == (Decimal(61), Decimal(2), Decimal(4))
    page.locator(".step-list summary").first.click()
    expect(page.get_by_role("link", name="1. ").first).to_be_visible()
    for size in (PHONE, {"width": 1366, "height": 768}):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
        assert violations(page) == []
        assert sideways(page) <= 0
