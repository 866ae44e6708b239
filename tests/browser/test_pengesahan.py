"""The Kepala Dinas decides on a phone: the button lies under his thumb, and after it the next step."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_every_page import DESK, PHONE, sideways, sign_in, violations
from tests.cast import Cast, Office
from tests.indicators import way

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def within_reach(button: Locator, page: Page) -> bool:
    """Whether it lies whole in the lower half of the window, as high as a thumb needs."""
    box, size = button.bounding_box(), page.viewport_size
    assert box is not None
    assert size is not None
    return box["height"] >= 44 and size["height"] / 2 < box["y"] and box["y"] + box["height"] <= size["height"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_he_approves_goes_on_to_the_report_and_finds_how_to_open_it_again(
    live_server: LiveServer, page: Page, office: Office, cast: Cast, size: dict[str, int]
) -> None:
    way.validate_all(office, cast)
    sign_in(page, live_server, cast.kadis)
    page.set_viewport_size(size)  # type: ignore[arg-type]  # its keys are known
    page.goto(f"{live_server.url}/admin/pengesahan/")
    approve = page.get_by_role("button", name="Sahkan TW I 2024")
    assert within_reach(approve, page)
    expect(page.get_by_role("img", name="Rata-rata capaian Kegiatan. Tahun 2024")).to_be_visible()
    page.get_by_text("2 indikator di bawah target, belum dinilai").click()
    expect(page.get_by_role("link", name="Jumlah layanan media")).to_be_visible()
    page.get_by_text("Angka di balik grafik").click()
    assert (sideways(page), violations(page)) == (0, [])
    assert within_reach(approve, page)

    approve.click()

    expect(page.get_by_text("sudah disahkan. Laporannya kini dapat difinalkan")).to_be_visible()
    final = page.get_by_role("link", name="Finalkan laporan")
    assert within_reach(final, page)
    reopen = page.get_by_role("button", name="Buka kembali TW I 2024")
    expect(reopen).to_be_hidden()
    page.get_by_text("Angka TW I 2024 ternyata keliru? Buka kembali").click()
    expect(reopen).to_be_visible()
    assert (sideways(page), violations(page)) == (0, [])
