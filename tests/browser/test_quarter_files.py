"""The upload of a measurement sheet in real Chromium: refused at its cells, mended, shown, saved."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Realisasi
from tests.browser.test_every_page import DESK, PHONE, sideways, sign_in, violations
from tests.cast import Cast, Office
from tests.indicators.exchange.test_quarter_reading import DOKUMEN, INDEKS, LAYANAN, sheet_with

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = pytest.mark.one_database


@pytest.mark.django_db(transaction=True)
def test_sheet_is_refused_mended_and_saved(
    page: Page, live_server: LiveServer, office: Office, cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "lembar.xlsx"
    sign_in(page, live_server, cast.staf)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # width and height
    page.goto(live_server.url + reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.bidang.pk]))
    page.get_by_role("link", name="Impor XLSX").click()
    wrong = [(LAYANAN, "Realisasi TW I", "1.234"), (INDEKS, "Realisasi TW I", "80,5"), (DOKUMEN, "Target TW I", 9)]
    for values in (wrong, [(LAYANAN, "Realisasi TW I", 1234), *wrong[1:]]):
        file.write_bytes(sheet_with(office, *values))
        page.locator("#berkas").set_input_files(file)
        page.get_by_role("button", name="Periksa berkas").click()
        for size in (PHONE, DESK):
            page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
            assert violations(page) == []
            assert sideways(page) == 0
        if values is wrong:
            expect(page.get_by_role("cell", name="S4", exact=True)).to_be_visible()
            assert not Realisasi.objects.exists()
    page.get_by_role("button", name="Simpan 2 baris").click()
    expect(page.get_by_text("selesai: 2 baris tersimpan.")).to_be_visible()
    assert Realisasi.objects.count() == 2
