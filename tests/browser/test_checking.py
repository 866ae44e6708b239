"""The Sekretaris goes through what waits for him and validates together what he looked at, at both sizes."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_every_page import DESK, PHONE, sign_in, violations
from tests.cast import Cast, Office
from tests.indicators import way

# What a browser shows says nothing about the database.
pytestmark = [pytest.mark.one_database, pytest.mark.django_db(transaction=True)]


def test_one_after_the_other_and_then_together(
    page: Page, live_server: LiveServer, office: Office, cast: Cast, complaints: list[str]
) -> None:
    way.hand_in(office, office.bidang, cast.staf, ("24", "2", "81.18"))
    way.check(office, office.bidang, cast.kepala)
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)
    way.hand_in(office, office.subbag, cast.staf_umum, ("100", "0"))
    way.check(office, office.subbag, cast.kasubbag)
    sign_in(page, live_server, cast.sekretaris)
    page.set_viewport_size(PHONE)

    page.goto(f"{live_server.url}/admin/validasi/")
    page.get_by_role("link", name="Buka satu per satu (3 menunggu Anda)").click()
    for left in (2, 1):
        page.get_by_role("link", name=f"Berikutnya ({left} lagi)").click()
    page.locator("p.next-stop").get_by_role("link", name="Kembali ke daftar").click()

    boxes = page.get_by_role("checkbox", name="Tandai Tim IKU")
    expect(boxes).to_be_enabled()
    # 24 of 12: it is decided on its own page.
    expect(page.get_by_role("checkbox", name=f"Tandai {office.bidang}")).to_be_disabled()
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert violations(page) == []
    everything = page.get_by_label("Tandai semua yang sudah Anda buka")
    everything.check()
    expect(boxes).to_be_checked()
    boxes.uncheck()
    expect(everything).not_to_be_checked()
    everything.check()
    page.get_by_role("button", name="Validasi yang ditandai").click()

    expect(page.locator(".messagelist")).to_contain_text("Data 2 unit sudah divalidasi: Subbag Umum; Tim IKU.")
    assert office.pengajuan(office.bidang).status == "diperiksa"

    # Paper shows the board and nothing that is pressed.
    page.emulate_media(media="print")
    for hidden in (".sakip-menu", ".filters", ".together-bar", "input[name=pilih]"):
        assert not any(found.is_visible() for found in page.locator(hidden).all())
    assert page.locator(".year-table").is_visible()
