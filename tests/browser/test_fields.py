"""Fields in a browser that speaks English: days, files, what is missing, a question, and the phone's menu; all of it in
Indonesian, by keyboard too."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.judges import english_on
from tests.browser.test_every_page import PHONE, sideways, sign_in, violations
from tests.cast import Cast, Office

# What a browser shows says nothing about the database.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
    pytest.mark.browser_context_args(locale="en-US"),
]


def test_a_day_is_picked_from_a_calendar_by_keyboard_and_by_pointer(
    live_server: LiveServer, page: Page, office: Office, cast: Cast, complaints: list[str]
) -> None:
    sign_in(page, live_server, cast.perencana)
    page.goto(f"{live_server.url}/admin/indicators/perjanjiankinerja/add/")
    field = page.get_by_label("Berlaku mulai", exact=False).first
    button = page.get_by_role("button", name="Kalender: Berlaku mulai")
    field.fill("29 Februari 2024")
    button.press("Enter")
    calendar = page.get_by_role("dialog", name="Kalender: Berlaku mulai")
    expect(calendar.get_by_role("button", name="Kamis, 29 Februari 2024")).to_be_focused()
    assert violations(page) == []
    assert english_on(page) == []
    # A day back, a week on, a month on, a year on: the last day of February where there is no 29th.
    for key, day in (
        ("Shift+PageDown", "Jumat, 28 Februari 2025"),
        ("ArrowLeft", "Kamis, 27 Februari 2025"),
        ("ArrowDown", "Kamis, 6 Maret 2025"),
        ("PageUp", "Kamis, 6 Februari 2025"),
        ("Home", "Senin, 3 Februari 2025"),
        ("End", "Minggu, 9 Februari 2025"),
    ):
        page.keyboard.press(key)
        expect(calendar.get_by_role("button", name=day)).to_be_focused()
    page.keyboard.press("Escape")
    expect(calendar).to_be_hidden()
    expect(button).to_be_focused()
    assert field.input_value() == "29 Februari 2024"
    button.click()
    calendar.get_by_role("button", name="Bulan berikutnya").click()
    calendar.get_by_role("button", name="Jumat, 1 Maret 2024").click()
    assert field.input_value() == "01/03/2024"
    page.set_viewport_size(PHONE)
    button.click()
    box = calendar.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert sideways(page) <= 0


def test_a_file_and_what_is_missing_are_told_in_indonesian(
    live_server: LiveServer, page: Page, office: Office, cast: Cast, tmp_path: Path, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/admin/login/")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("Isi bagian ini lebih dahulu.")).to_have_count(2)
    expect(page.get_by_label("Nama pengguna", exact=False)).to_be_focused()
    page.get_by_label("Nama pengguna", exact=False).fill("siapa")
    expect(page.get_by_text("Isi bagian ini lebih dahulu.")).to_have_count(1)
    assert violations(page) == []

    sign_in(page, live_server, cast.perencana)
    page.goto(f"{live_server.url}/admin/indicators/butirpk/import/")
    choose = page.get_by_role("button", name="Pilih berkas")
    expect(page.get_by_text("Belum ada berkas yang dipilih.")).to_be_visible()
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_text("Pilih berkasnya lebih dahulu.")).to_be_visible()
    expect(choose).to_be_focused()
    assert violations(page) == []
    file = tmp_path / "butir 2024.csv"
    file.write_text("Indikator\n", encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        choose.press("Enter")
    chooser.value.set_files(file)
    expect(page.locator(".file-name")).to_have_text("butir 2024.csv")
    expect(page.get_by_text("Pilih berkasnya lebih dahulu.")).to_have_count(0)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.locator("#content")).to_contain_text("Berkas ini hanya memuat judul kolom.")


def test_leaving_typed_text_behind_is_asked_in_indonesian(
    live_server: LiveServer, page: Page, office: Office, cast: Cast, complaints: list[str]
) -> None:
    sign_in(page, live_server, cast.perencana)
    page.goto(f"{live_server.url}/admin/laporan/2024/1/")
    page.get_by_label("Nomor laporan").fill("700/1")
    page.locator("[data-needs-saved] button").first.click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("Perubahan pada isian belum disimpan")
    assert violations(page) == []
    question.get_by_role("button", name="Batal").click()
    expect(question).to_have_count(0)
    assert page.get_by_label("Nomor laporan").input_value() == "700/1"
    page.locator("[data-needs-saved] button").first.click()
    question.get_by_role("button", name="Lanjutkan").click()
    expect(page.locator(".messagelist")).to_be_visible()


def test_the_menu_of_a_phone_holds_every_entry(
    live_server: LiveServer, page: Page, office: Office, cast: Cast, complaints: list[str]
) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, live_server, cast.sekretaris)
    page.goto(f"{live_server.url}/admin/")
    menu = page.get_by_role("button", name="Menu: Rencana")
    last = page.get_by_role("link", name="Usulan Peran", exact=False)
    expect(last).to_be_hidden()
    expect(page.get_by_role("button", name="Keluar")).to_be_hidden()
    menu.click()
    expect(last).to_be_in_viewport()
    expect(page.get_by_role("button", name="Keluar")).to_be_in_viewport()
    assert violations(page) == []
    assert sideways(page) <= 0
    page.keyboard.press("Escape")
    expect(last).to_be_hidden()
    expect(menu).to_be_focused()
