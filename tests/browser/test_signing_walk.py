"""A report's signatures, from the certificates to the successor, in real Chromium: registered, initialled, signed,
verified by the address of its QR, corrected, signed again by an acting head, and the old one verified once more."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from indicators.models import Pejabat, Pengguna
from indicators.permissions import Peran
from indicators.selectors.reporting import today_in
from reports.models import Dokumen
from tests.browser.test_every_page import sign_in
from tests.browser.test_sertifikat import OWN, REPORT, register
from tests.browser.test_walk import compare
from tests.cast import Cast, Office, make_user
from tests.reports import steps

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

NIP_PLT = "198001012005011001"


def register_own(page: Page, live_server: LiveServer, user: Pengguna, name: str, folder: Path) -> None:
    file = folder / "sertifikat.p12"
    file.write_bytes(steps.certificate(name))
    sign_in(page, live_server, user)
    page.goto(live_server.url + OWN)
    register(page, file, steps.PASSPHRASE)
    expect(page.locator("main")).to_contain_text("Dapat dipakai")


def sign_from_the_card(page: Page, live_server: LiveServer, user: Pengguna, button: str) -> None:
    """Sign in, go where the first page leads, and sign there."""
    sign_in(page, live_server, user)
    page.goto(live_server.url)
    page.get_by_role("region", name="Menunggu Anda").get_by_role("link").click()
    page.get_by_label("Kata sandi sertifikat").fill(steps.PASSPHRASE)
    page.get_by_role("button", name=button).click()
    expect(page.locator(".signing-order")).to_contain_text(", S.", timeout=30_000)


def look_at(page: Page, live_server: LiveServer, document: Dokumen) -> None:
    page.goto(f"{live_server.url}/verifikasi/{document.token}/")


def test_a_report_is_signed_verified_and_succeeded(
    live_server: LiveServer,
    page: Page,
    office: Office,
    cast: Cast,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    settings.PUBLIC_BASE_URL = live_server.url
    monkeypatch.setattr("reports.services.render.render_report_apart", steps.render_once)
    steps.approve_quarter(office, cast)
    steps.want_paraf(office, cast, certified=False)
    register_own(page, live_server, cast.sekretaris, "Sekretaris Contoh", tmp_path)
    register_own(page, live_server, cast.kadis, "Kepala Contoh", tmp_path)
    first = steps.make_final(office, cast.kadis)

    sign_from_the_card(page, live_server, cast.sekretaris, "Paraf laporan")
    look_at(page, live_server, first)
    expect(page.locator(".verdict").first).to_contain_text("Baru diparaf, belum ditandatangani")
    sign_from_the_card(page, live_server, cast.kadis, "Tanda tangani laporan")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh laporan bertanda tangan").click()
    file = tmp_path / "laporan.pdf"
    download.value.save_as(file)
    assert download.value.suggested_filename.endswith("-terbitan-1-bertanda-tangan.pdf")
    look_at(page, live_server, first)
    for signer in ("DEMO Sekretaris Contoh", "DEMO Kepala Contoh"):
        expect(page.locator("main")).to_contain_text(signer)
    expect(compare(page, file)).to_contain_text("Berkas sama")

    Pejabat.objects.create(
        opd=office.opd, unit=office.dinas, nama="Pelaksana Tugas, S.E.", nip=NIP_PLT, pangkat="Pembina",
        jabatan="Plt. Kepala Dinas", penanda_tangan=True, mulai=today_in(office.opd),
    )  # fmt: skip
    acting = make_user("plt", "Pelaksana Tugas", (office.dinas, Peran.KEPALA_DINAS), nip=NIP_PLT)
    steps.approve_again(office, cast)
    look_at(page, live_server, first)
    expect(page.locator(".verdict").first).to_contain_text("Angka berubah sejak diterbitkan")
    register_own(page, live_server, acting, "Pelaksana Tugas", tmp_path)
    second = steps.make_final(office, cast.kadis)
    sign_from_the_card(page, live_server, cast.sekretaris, "Paraf laporan")
    sign_in(page, live_server, cast.kadis)
    page.goto(live_server.url + REPORT)
    expect(page.locator("main")).to_contain_text("menunggu tanda tangan Pelaksana Tugas, S.E.")
    expect(page.get_by_label("Kata sandi sertifikat")).to_have_count(0)
    sign_from_the_card(page, live_server, acting, "Tanda tangani laporan")

    look_at(page, live_server, second)
    expect(page.locator("main")).to_contain_text("DEMO Pelaksana Tugas")
    look_at(page, live_server, first)
    expect(page.locator(".verdict").first).to_contain_text("Dokumen sudah digantikan")
    page.get_by_role("link", name="terbitan 2").click()
    expect(page.locator("main")).to_contain_text("DEMO Pelaksana Tugas")
