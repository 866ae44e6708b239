"""The door in a real browser, on a desk and on a telephone: waiting, one's own sessions, ending them."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import PASSWORD, Cast

# What a browser shows says nothing about the database.
pytestmark = [pytest.mark.one_database, pytest.mark.django_db(transaction=True)]

TELEPHONE = (390, 844)
SIZES = [(1366, 768), TELEPHONE]


def sign_in(page: Page, server: LiveServer | None, typed: str = PASSWORD) -> None:
    """Type into the sign-in page: of the server, or the one that is open."""
    if server is not None:
        page.goto(f"{server.url}/admin/login/")
    page.fill("input[name=username]", "staf")
    page.fill("input[name=password]", typed)
    page.get_by_role("button", name="Masuk").click()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("size", SIZES, ids=["desk", "telephone"])
def test_sessions_are_listed_and_ended(
    live_server: LiveServer, page: Page, browser: Browser, cast: Cast, complaints: list[str], size: tuple[int, int]
) -> None:
    with browser.new_context() as elsewhere:
        other = elsewhere.new_page()
        sign_in(other, live_server)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        sign_in(page, live_server)
        if size == TELEPHONE:
            page.get_by_role("button", name=re.compile("^Menu")).click()
        page.get_by_role("link", name="Sesi saya").click()
        expect(page.get_by_role("heading", level=2)).to_have_count(2)
        expect(page.locator(".session", has_text="Sesi ini")).to_have_count(1)
        assert fits(page)

        page.get_by_role("button", name=re.compile("Akhiri sesi")).click()
        expect(page.get_by_text("Sesi itu sudah diakhiri.")).to_be_visible()
        expect(page.get_by_role("heading", level=2)).to_have_count(1)
        other.goto(f"{live_server.url}/admin/sesi/")
        expect(other.get_by_role("status")).to_contain_text("Sesi Anda sudah diakhiri")
        sign_in(other, None)
        expect(other.get_by_role("heading", name="Sesi saya")).to_be_visible()

    page.get_by_role("button", name="Keluar dari semua").click()
    expect(page.get_by_role("button", name="Masuk")).to_be_visible()


def test_who_has_to_wait_reads_until_when(
    live_server: LiveServer, page: Page, cast: Cast, complaints: list[str]
) -> None:
    for _ in range(6):
        sign_in(page, live_server, "salah")
    expect(page.get_by_text(re.compile(r"Tunggu sampai pukul \d\d\.\d\d\.\d\d, lalu coba lagi"))).to_be_visible()
    expect(page.locator("input[name=username]")).to_have_value("staf")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert fits(page)
