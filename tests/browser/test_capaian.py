"""A capaian opens to its sentence, an ambiguous figure to its readings: by keyboard, on a phone, without script."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Indikator, TargetRenstra
from tests.browser.test_every_page import PHONE, sideways, sign_in, violations
from tests.cast import Cast, Office
from tests.indicators import way

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone's browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def test_a_capaian_opens_by_keyboard_and_stays_accessible(
    live_server: LiveServer, page: Page, office: Office, cast: Cast
) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    sign_in(page, live_server, cast.kepala)
    for address in (f"/admin/pengajuan/{pengajuan.pk}/", f"/admin/pengajuan/{pengajuan.pk}/versi/1/"):
        page.set_viewport_size(PHONE)
        page.goto(live_server.url + address)
        row = page.locator("tr", has_text="Indeks keterbukaan", has=page.locator("summary")).last
        row.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(row.get_by_text("80,18 / 81,18 x 100 = 98,77 %").first).to_be_visible()
        assert sideways(page) <= 0
        assert violations(page) == []


def test_a_mean_opens_to_what_it_averages(live_server: LiveServer, page: Page, office: Office, cast: Cast) -> None:
    way.validate_all(office, cast)
    sign_in(page, live_server, cast.kadis)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + "/admin/pengesahan/2024/1/")
    row = page.locator(".level", has=page.get_by_role("heading", name="Sub Kegiatan"))
    for summary in row.locator("summary").all():
        summary.click()
    expect(row.get_by_text("Rata-rata sederhana 2 dari 3 indikator = 50,00 %")).to_be_visible()
    expect(row.get_by_text("Target 0: capaian tidak dihitung")).to_be_visible()
    assert sideways(page) <= 0
    assert violations(page) == []


def test_a_capaian_opens_without_script(live_server: LiveServer, plain: Page, office: Office, cast: Cast) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    sign_in(plain, live_server, cast.kepala)
    plain.goto(f"{live_server.url}/admin/pengajuan/{pengajuan.pk}/")
    row = plain.locator("tr", has_text="Indeks keterbukaan", has=plain.locator("summary")).last
    expect(row.get_by_text("80,18 / 81,18 x 100")).to_have_count(2)
    expect(row.get_by_text("80,18 / 81,18 x 100").first).to_be_hidden()
    row.locator("summary").click()
    expect(row.get_by_text("80,18 / 81,18 x 100").first).to_be_visible()


def test_one_of_two_readings_is_chosen_without_script(
    live_server: LiveServer, plain: Page, office: Office, cast: Cast
) -> None:
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    sign_in(plain, live_server, cast.perencana)
    plain.goto(f"{live_server.url}/admin/indicators/indikator/{iku.pk}/change/")
    plain.fill("#id_target_renstra-0-target", "1.234")
    plain.locator("[name=_save]").click()
    plain.get_by_text("1,234 (desimal)").click()
    plain.locator("[name=_save]").click()
    plain.wait_for_url("**/indicators/indikator/")
    assert TargetRenstra.objects.get(indikator=iku, tahun=2023).nilai == Decimal("1.234")


def test_the_two_readings_are_accessible_on_a_phone(
    live_server: LiveServer, page: Page, office: Office, cast: Cast
) -> None:
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    sign_in(page, live_server, cast.perencana)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/admin/indicators/indikator/{iku.pk}/change/")
    page.fill("#id_target_renstra-0-target", "1.234")
    page.fill("#id_realisasi_terburuk", "12,500")
    page.locator("[name=_save]").click()
    choices = page.locator(".reading-choice label")
    expect(choices).to_have_count(4)
    for choice in choices.all():
        box = choice.bounding_box()
        assert box is not None
        assert box["height"] >= 40
    assert sideways(page) <= 0
    assert violations(page) == []
