"""The whole door in a real browser: setting a second factor up and being asked for it, single sign-on at a provider
and back, signing out of both; each page without a violation, on a desk and on a telephone, in Indonesian."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sakip.sign_in.models import SecondFactor
from tests.browser.judges import english_on, too_small
from tests.browser.test_every_page import DESK, PHONE, sideways, violations
from tests.browser.test_sessions import sign_in
from tests.cast import PASSWORD, Cast
from tests.provider import CLIENT, SECRET, Provider, serving
from tests.sakip.sign_in.phone import Phone, give_phone

# What a browser shows says nothing about the database.
pytestmark = [pytest.mark.one_database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def provider(live_server: LiveServer, settings: Settings) -> Iterator[Provider]:
    with serving() as found:
        found.asks = True
        settings.OIDC_ISSUER, settings.PUBLIC_BASE_URL = found.issuer, live_server.url
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        yield found


def judge(page: Page) -> None:
    """Judge a page as every page is judged, then stay at the desk."""
    page.set_viewport_size(PHONE)
    assert sideways(page) <= 0
    assert too_small(page) == []
    assert english_on(page) == []
    page.set_viewport_size(DESK)
    # The judge's own style elements are blocked by the policy: the console is read before it.
    assert violations(page) == []


def type_code(page: Page, code: str) -> None:
    page.fill("input[name=kode]", code)
    page.get_by_role("button", name="Lanjutkan").click()


def forget_last_code() -> None:
    SecondFactor.objects.update(last_step=0)


def test_a_phone_is_paired_and_asked_for(live_server: LiveServer, page: Page, browser: Browser, cast: Cast) -> None:
    sign_in(page, live_server)
    page.get_by_role("link", name="Verifikasi dua langkah").click()
    judge(page)
    page.get_by_role("link", name="Pasang verifikasi dua langkah").click()
    expect(page.locator(".pairing-picture")).to_have_js_property("complete", True)
    assert page.evaluate("document.querySelector('.pairing-picture').naturalWidth") > 100, "the picture is drawn"
    judge(page)
    phone = Phone(page.locator(".pairing-key").inner_text().replace(" ", ""))
    page.get_by_label("Kata sandi Anda sekarang").fill(PASSWORD)
    page.get_by_label("Enam angka dari aplikasi").fill(phone.shows())
    page.get_by_role("button", name="Pasang").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    judge(page)
    code = page.locator(".recovery-codes code").first.inner_text()
    page.get_by_role("button", name="Saya sudah menyimpannya").click()
    page.goto(f"{live_server.url}/admin/verifikasi-dua-langkah/")
    judge(page)

    with browser.new_context() as elsewhere:
        other = elsewhere.new_page()
        sign_in(other, live_server)
        judge(other)
        type_code(other, "000000")
        expect(other.get_by_role("alert")).to_contain_text("Kode tidak cocok")
        other.get_by_role("link", name="Pakai kode pemulihan").click()
        judge(other)
        type_code(other, code)
        expect(other.get_by_role("link", name="Sesi saya")).to_be_visible()


def test_a_trusted_browser_is_asked_once(
    live_server: LiveServer, page: Page, cast: Cast, complaints: list[str]
) -> None:
    phone = give_phone(cast.staf)
    forget_last_code()
    sign_in(page, live_server)
    page.get_by_label(re.compile("Jangan tanya lagi")).check()
    type_code(page, phone.shows())
    page.get_by_role("button", name="Keluar").click()
    sign_in(page, None)
    expect(page.get_by_role("link", name="Sesi saya")).to_be_visible()


def test_single_sign_on_there_and_back(
    live_server: LiveServer, page: Page, cast: Cast, provider: Provider, complaints: list[str]
) -> None:
    """The walk of somebody who came for a page, cancels first, types his code after the provider, and signs out."""
    phone = give_phone(cast.staf)
    forget_last_code()
    page.goto(f"{live_server.url}/admin/sesi/")
    page.get_by_role("link", name="Masuk dengan SSO Pemda").click()
    page.get_by_role("button", name="Batal").click()
    expect(page.get_by_role("status")).to_contain_text("dibatalkan")
    page.goto(f"{live_server.url}/admin/sesi/")
    page.get_by_role("link", name="Masuk dengan SSO Pemda").click()
    page.get_by_role("button", name="Masuk sebagai staf").click()
    type_code(page, phone.shows())
    expect(page.get_by_role("heading", name="Sesi saya")).to_be_visible()
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    assert [each["client_id"] for each in provider.signed_out] == [CLIENT], "the provider's session ended too"
    page.goto(f"{live_server.url}/admin/sesi/")
    expect(page.get_by_role("button", name="Masuk")).to_be_visible()


def test_the_pages_of_single_sign_on(live_server: LiveServer, page: Page, cast: Cast, provider: Provider) -> None:
    provider.claims = {"preferred_username": "tak.ada"}
    page.goto(f"{live_server.url}/admin/login/")
    judge(page)
    page.get_by_role("link", name="Masuk dengan SSO Pemda").click()
    page.get_by_role("button", name="Masuk sebagai").click()
    expect(page.get_by_role("status")).to_contain_text("tidak terhubung dengan akun mana pun")
    judge(page)
