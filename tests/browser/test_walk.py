"""TW I 2024 of the demo office, in real Chromium, through every role and every unit: entered, submitted, checked,
validated, approved, rendered by a real worker, signed, downloaded, and green on the page that the QR opens."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from indicators.models import Jejak, Pengajuan, Realisasi, Triwulan
from reports.models import Dokumen

pytestmark = pytest.mark.one_database

PASSWORD = "jalan-Penuh-2024"
PASSPHRASE = "sertifikat-Uji-77"
# Who enters for which unit and who checks it on the way to the Sekretaris, who heads the Sekretariat himself.
UNITS = (
    ("staf.umum", ["kasubbag.umum"]),
    ("staf.ikp", ["kabid.ikp"]),
    ("staf.egov", ["kabid.egov"]),
    ("staf.statsandi", ["kabid.statsandi"]),
    ("staf.iku", ["ketua.iku"]),
)


def database_url() -> str:
    """Return the address of the test database for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    host, port = facts["HOST"] or "127.0.0.1", facts["PORT"] or 5432
    secret = f":{facts['PASSWORD']}" if facts["PASSWORD"] else ""
    return f"postgres://{facts['USER'] or 'postgres'}{secret}@{host}:{port}/{facts['NAME']}"


@contextmanager
def worker(folder: Path, address: str) -> Iterator[None]:
    """Run the worker beside the server, as bin/run does."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "MEDIA_ROOT": str(live_settings.MEDIA_ROOT),
        "VAR_DIR": str(folder),
        "PUBLIC_BASE_URL": address,
    }
    root = Path(live_settings.BASE_DIR)
    process = subprocess.Popen([sys.executable, "manage.py", "run_worker"], cwd=root, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def signed_in(browser: Browser, live_server: LiveServer, username: str) -> Iterator[Page]:
    """A person with a browser of his own, who signs in on the login page and lands where his work begins."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1366, "height": 768}, accept_downloads=True)
    page = context.new_page()
    page.goto(live_server.url)
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("input[type=submit]")
    expect(page.locator(".current-pengguna")).to_be_visible()
    try:
        yield page
    finally:
        context.close()


@pytest.fixture
def demo(transactional_db: None, settings: Settings, tmp_path: Path, live_server: LiveServer) -> Path:
    settings.VAR_DIR = tmp_path
    settings.DEMO_PASSWORD = PASSWORD
    settings.SIGNING_DEMO_PASSPHRASE = PASSPHRASE
    settings.PUBLIC_BASE_URL = live_server.url
    call_command("load_demo", verbosity=0)
    call_command("ensure_demo_certificate", verbosity=0)
    return tmp_path


def enter_all(page: Page) -> None:
    """Type the quarter's target into every row, one after the other with Enter, then hand in."""
    rows = page.locator("[data-row][data-open]")
    expect(rows.first.locator("[data-entry=realisasi]")).to_be_enabled()  # once all of the page is there
    for number in range(rows.count()):
        row = rows.nth(number)
        field = row.locator("[data-entry=realisasi]")
        target = row.locator(".c-target").nth(1).inner_text().strip()
        field.fill("0" if target in ("", "–") else target)
        field.press("Enter")
        expect(row.locator(".state")).to_have_text("Tersimpan")
    expect(page.locator("#ringkasan-simpan")).to_have_text("Semua isian tersimpan")
    page.locator("#ajukan").click()
    expect(page).to_have_url(re.compile("/ajukan/"))
    page.get_by_role("button", name="Ajukan").click()
    expect(page.locator("body")).to_contain_text("Diajukan")


def open_first(page: Page, unit: str = "") -> None:
    page.locator("main a[href*='/pengajuan/']").filter(has_text=unit).first.click()


def check_first(page: Page) -> None:
    open_first(page)
    page.get_by_role("button", name="Periksa dan teruskan").click()
    expect(page.locator("main")).to_contain_text("Diperiksa")


def validate_all(page: Page, live_server: LiveServer) -> None:
    for pengajuan in Pengajuan.objects.filter(triwulan__tahun=2024).order_by("pk"):
        page.goto(f"{live_server.url}/admin/pengajuan/{pengajuan.pk}/")
        page.get_by_role("button", name="Validasi TW").click()
        expect(page.locator(".messagelist")).to_contain_text("sudah divalidasi")


def approve_and_sign(page: Page, folder: Path) -> tuple[Path, str]:
    """Approve the quarter, have the report made final, sign it, download it; return the file and its QR's address."""
    page.get_by_role("button", name="Sahkan TW I 2024").click()
    expect(page.locator("main")).to_contain_text("Disahkan")
    page.goto(page.url.split("/admin/")[0] + "/admin/laporan/2024/1/")
    page.get_by_role("button", name="Finalkan laporan").click()
    passphrase = page.get_by_label("Kata sandi sertifikat")
    expect(passphrase).to_be_visible(timeout=120_000)
    passphrase.fill(PASSPHRASE)
    page.get_by_role("button", name="Tanda tangani laporan").click()
    link = page.get_by_role("link", name="Unduh laporan bertanda tangan")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    target = folder / "laporan.pdf"
    download.value.save_as(target)
    token = Dokumen.objects.get(laporan__tahun=2024, laporan__triwulan=1, ditandatangani_pada__isnull=False).token
    return target, f"/verifikasi/{token}/"


def test_a_number_goes_its_whole_way(demo: Path, browser: Browser, live_server: LiveServer, page: Page) -> None:
    for staff, heads in UNITS:
        with signed_in(browser, live_server, staff) as own:
            enter_all(own)
        for head in heads:
            with signed_in(browser, live_server, head) as own:
                check_first(own)
    with signed_in(browser, live_server, "sekretaris") as own:
        validate_all(own, live_server)
    with worker(demo, live_server.url), signed_in(browser, live_server, "kadis") as own:
        signed, address = approve_and_sign(own, demo)

    assert Realisasi.objects.filter(triwulan__tahun=2024, status="terisi").count() == 55
    assert Triwulan.objects.get(tahun=2024, triwulan=1).status == "disahkan"
    assert signed.read_bytes().startswith(b"%PDF-")
    assert Jejak.objects.filter(tindakan__startswith="unduh").exists()

    with signed_in(browser, live_server, "pembaca") as own:
        own.goto(f"{live_server.url}/admin/laporan/2024/1/")
        expect(own.get_by_role("link", name="Unduh", exact=True).first).to_be_visible()
    for keeper, objects in (("perencana", "indikator"), ("admin", "pengguna")):
        with signed_in(browser, live_server, keeper) as own:
            own.goto(f"{live_server.url}/admin/indicators/{objects}/")
            expect(own.locator("#result_list tbody tr").first).to_be_visible()

    page.goto(live_server.url + address)  # without an account
    expect(page.locator("main")).to_contain_text("Dinas Komunikasi dan Informatika")
    expect(page.locator(".verdict").first).to_contain_text("DEMO")
    expect(page.locator(".verdict").first).to_have_class("verdict verdict-warn")
    expect(compare(page, signed)).to_have_class("verdict verdict-good")
    changed = demo / "diubah.pdf"
    changed.write_bytes(signed.read_bytes() + b"\n% diubah\n")
    expect(compare(page, changed)).to_have_class("verdict verdict-bad")


def compare(page: Page, file: Path) -> Locator:
    """Hand the public page a file and return what it says of it."""
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.locator("h2").first).to_have_text("Berkas yang Anda periksa")
    return page.locator(".verdict").first
