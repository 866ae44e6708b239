"""An official registers his certificate, an administrator confirms the name that it bears, and it signs: in real
Chromium, on a desk and in a hand."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_every_page import sign_in, violations
from tests.cast import Cast, Office
from tests.reports import steps

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = pytest.mark.one_database("sqlite")

OWN, OFFICIALS, REPORT = "/admin/sertifikat/", "/admin/sertifikat/pejabat/", "/admin/laporan/2024/1/"
SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr("reports.services.render.render_report_apart", steps.render_once)


def register(page: Page, file: Path, passphrase: str) -> None:
    page.set_input_files("input[name=berkas]", file)
    page.get_by_label("Kata sandi sertifikat").fill(passphrase)
    page.get_by_role("button", name="sertifikat DISKOMINFO").last.click()


@pytest.mark.django_db(transaction=True)
def test_a_certificate_goes_its_way(
    live_server: LiveServer,
    page: Page,
    stage: None,
    office: Office,
    cast: Cast,
    tmp_path: Path,
    complaints: list[str],
) -> None:
    steps.approve_quarter(office, cast)
    steps.make_final(office, cast.kadis)
    file = tmp_path / "sertifikat.p12"
    file.write_bytes(steps.certificate("Orang Lain"))
    problems: list[str] = []

    def look(url: str) -> None:
        for size in SIZES:
            page.set_viewport_size(size)
            page.goto(live_server.url + url)
            problems.extend(f"{url} at {size['width']}: {text}" for text in violations(page))
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    sign_in(page, live_server, cast.kadis)
    look(REPORT)
    page.locator("main").get_by_role("link", name="Sertifikat saya").click()
    register(page, file, "salah")
    expect(page.locator(".refusal")).to_contain_text("Kata sandi sertifikat salah.")
    expect(page.get_by_label("Kata sandi sertifikat")).to_have_value("")
    register(page, file, steps.PASSPHRASE)
    expect(page.locator("main")).to_contain_text("Menunggu konfirmasi administrator")
    look(OWN)

    sign_in(page, live_server, cast.administrator)
    look(OFFICIALS)
    page.get_by_label("Alasan nama lain diterima").fill("Ganti nama sejak menikah.")
    page.get_by_role("button", name="Konfirmasi sertifikat").click()
    expect(page.locator("main")).to_contain_text("Administrator (admin): Ganti nama sejak menikah.")

    sign_in(page, live_server, cast.kadis)
    page.goto(live_server.url + REPORT)
    page.get_by_label("Kata sandi sertifikat").fill(steps.PASSPHRASE)
    page.get_by_role("button", name="Tanda tangani laporan").click()
    expect(page.get_by_role("link", name="Unduh laporan bertanda tangan")).to_be_visible(timeout=30_000)
    page.goto(live_server.url + OWN)
    page.get_by_role("button", name="Tarik sertifikat").click()
    expect(page.locator("main")).to_contain_text("Belum ada sertifikat.")
    look(OWN)
    assert not problems, "\n".join(problems)
