"""What is odd about a row, in real Chromium: shown when it is left, explained there, found again from Ajukan."""

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import PenjelasanTemuan
from tests.browser.sheet import Sheet
from tests.browser.test_every_page import PHONE
from tests.cast import Cast, Office

# What a browser shows says nothing about the database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
TEXT = "Layanan dua bulan dikerjakan sekaligus."


def test_a_finding_appears_is_explained_and_goes_with_its_figure(sheet: Sheet) -> None:
    layanan, dokumen, indeks = sheet.rows
    page, keys = sheet.page, sheet.page.keyboard
    finding = sheet.row(layanan).locator(".finding")
    sheet.type(layanan, "24")
    sheet.field(layanan).press("Tab")
    expect(finding).to_contain_text("Jauh di atas target")
    expect(finding).to_contain_text("Periksa lagi letak koma dan titik")
    expect(page.locator("#pengumuman")).to_contain_text("Perlu dicermati: Realisasi 24 sudah 200,00 %")

    # Escape takes the form away, and nothing is sent.
    finding.get_by_role("button", name="Jelaskan").click()
    keys.type("Salah")
    keys.press("Escape")
    expect(sheet.row(layanan).locator(".finding-form")).to_have_count(0)
    expect(finding.locator("[data-explain]")).to_be_focused()

    # Left, it is saved; what the server has stands below the finding.
    keys.press("Enter")
    keys.type(TEXT)
    sheet.field(indeks).focus()
    expect(finding.locator("[data-finding-note]")).to_contain_text(f"Penjelasan unit: {TEXT} (Staf IKP (staf))")
    expect(sheet.row(layanan).locator(".finding-form")).to_have_count(0)
    assert PenjelasanTemuan.objects.get().teks == TEXT

    # A save that finds the same leaves the explanation; another figure asks anew and offers the old text.
    sheet.type(indeks, "81,18")
    sheet.field(layanan, "kendala").fill("Tidak ada.")
    sheet.field(indeks).focus()
    sheet.all_saved()
    expect(finding.locator("[data-finding-note]")).to_be_visible()
    sheet.field(layanan).fill("25")
    sheet.field(dokumen).focus()
    expect(finding.locator("[data-finding-stale]")).to_contain_text(TEXT)
    finding.get_by_role("button", name="Jelaskan").click()
    expect(finding.locator("textarea")).to_have_value(TEXT)
    keys.press("Escape")
    sheet.field(layanan).fill("6")
    sheet.field(dokumen).focus()
    expect(finding).to_have_count(0)
    expect(sheet.row(layanan).locator(".tr-findings")).to_be_hidden()


def test_an_explanation_that_did_not_arrive_stays_and_is_sent_again(sheet: Sheet) -> None:
    layanan, _, indeks = sheet.rows
    sheet.type(layanan, "24")
    sheet.field(layanan).press("Tab")
    finding = sheet.row(layanan).locator(".finding")
    finding.get_by_role("button", name="Jelaskan").click()

    def cut(route: Route) -> None:
        route.abort()

    sheet.page.route("**/jelaskan/", cut)
    sheet.page.keyboard.type(TEXT)
    sheet.field(indeks).focus()
    expect(finding.locator(".refusal")).to_contain_text("Tidak tersambung ke server.")
    expect(finding.locator("textarea")).to_have_value(TEXT)
    sheet.page.unroute("**/jelaskan/", cut)
    finding.get_by_role("button", name="Simpan penjelasan").click()
    expect(finding.locator("[data-finding-note]")).to_contain_text(TEXT)

    # The server wrote another one and its answer got lost: the old text is no longer what is known to be saved.
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    finding.locator("[data-explain]").click()
    sheet.page.route("**/jelaskan/", swallow)
    finding.locator("textarea").fill("Lain.")
    finding.get_by_role("button", name="Simpan penjelasan").click()
    expect(finding.locator(".refusal")).to_contain_text("Tidak tersambung ke server.")
    assert PenjelasanTemuan.objects.get().teks == "Lain."
    sheet.page.unroute("**/jelaskan/", swallow)
    finding.locator("textarea").fill(TEXT)
    finding.get_by_role("button", name="Simpan penjelasan").click()
    expect(finding.locator("[data-finding-note]")).to_contain_text(TEXT)
    expect(finding.locator(".finding-form")).to_have_count(0)
    assert PenjelasanTemuan.objects.get().teks == TEXT


def test_a_server_that_never_answers_is_not_waited_for_without_end(sheet: Sheet) -> None:
    layanan, dokumen, _ = sheet.rows
    finding = sheet.row(layanan).locator(".finding")
    sheet.type(layanan, "24")
    sheet.field(dokumen).focus()
    finding.get_by_role("button", name="Jelaskan").click()
    finding.locator("textarea").fill(TEXT)
    sheet.page.clock.install()
    asked: list[Route] = []

    def hang(route: Route) -> None:
        asked.append(route)

    sheet.page.route("**/jelaskan/", hang)
    with sheet.page.expect_request("**/jelaskan/"):
        finding.get_by_role("button", name="Simpan penjelasan").click()
    expect(finding.locator(".refusal")).to_be_hidden()
    sheet.page.clock.fast_forward(31_000)
    assert len(asked) == 1
    expect(finding.locator(".refusal")).to_contain_text("Tidak tersambung ke server. Penjelasan Anda masih di sini")


def test_handing_in_leads_back_to_the_finding_on_a_phone(
    page: Page, live_server: LiveServer, office: Office, cast: Cast, complaints: list[str]
) -> None:
    page.set_viewport_size(PHONE)
    sheet = Sheet(page, live_server, office, cast.staf, office.bidang)
    layanan = sheet.rows[0]
    sheet.type(layanan, "24")
    sheet.field(layanan).press("Tab")
    sheet.all_saved()
    page.locator("#ajukan").click()
    page.get_by_role("link", name="Jumlah layanan media").last.click()
    opener = sheet.row(layanan).locator("[data-explain]")
    expect(opener).to_be_focused()
    box = opener.bounding_box()
    assert box is not None
    assert box["height"] >= 44
