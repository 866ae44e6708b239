"""A head goes through a long unit in steps, marks rows on two of them, and returns both, at both sizes."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import BarisDikembalikan
from tests.browser.test_every_page import DESK, PHONE, sign_in, violations
from tests.cast import Cast, Office
from tests.indicators import way

# What a browser shows says nothing about the database.
pytestmark = [pytest.mark.one_database, pytest.mark.django_db(transaction=True)]


def test_marks_go_along_from_step_to_step(
    page: Page,
    live_server: LiveServer,
    office: Office,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    complaints: list[str],
) -> None:
    monkeypatch.setattr("indicators.selectors.sheet_part.ONE_PAGE", 2)
    monkeypatch.setattr("indicators.selectors.sheet_part.STEP_ROWS", 2)
    pengajuan = way.hand_in(office, office.bidang, cast.staf, ("24", "2", "81.18"))
    layanan, dokumen, indeks = office.indikator(office.bidang)
    sign_in(page, live_server, cast.kepala)
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/admin/pengajuan/{pengajuan.pk}/")
    page.locator(f"#pilih-{indeks.pk}").check()
    page.locator(f"#alasan-{indeks.pk}").fill("Satuannya salah.")
    # From the list of what is odd to a row of another step.
    page.locator(".findings").get_by_role("link", name=str(layanan)).click()
    expect(page.locator(f"#baris-{layanan.pk}")).to_be_in_viewport()
    expect(page.locator(f"#baris-{layanan.pk} .open-row")).to_have_attribute("aria-expanded", "true")
    elsewhere = page.locator(".elsewhere")
    expect(elsewhere.get_by_role("checkbox")).to_be_checked()
    expect(elsewhere.get_by_role("textbox")).to_have_value("Satuannya salah.")
    page.locator(f"#pilih-{dokumen.pk}").check()
    page.locator(f"#alasan-{dokumen.pk}").fill("Buktinya mana?")
    expect(page.locator("[data-marked]")).to_have_text("2 baris ditandai")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert violations(page) == []
    page.get_by_role("link", name="Langkah sebelumnya").click()
    expect(page.locator(f"#pilih-{indeks.pk}")).to_be_checked()
    page.get_by_role("searchbox").fill("zzz")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_text("Tidak ada baris yang cocok.")).to_be_visible()
    expect(elsewhere.get_by_role("checkbox")).to_have_count(2)
    # Taken away here, it is not marked on its step either.
    elsewhere.get_by_role("checkbox", name=str(dokumen)).uncheck()
    page.get_by_role("link", name="Tampilkan semua baris").click()
    page.get_by_role("link", name="Langkah berikutnya").click()
    expect(page.locator(f"#pilih-{dokumen.pk}")).not_to_be_checked()
    expect(page.locator(f"#alasan-{dokumen.pk}")).to_have_value("Buktinya mana?")
    page.locator(f"#pilih-{dokumen.pk}").check()

    page.emulate_media(media="print")
    for hidden in (".sheet-steps", ".sheet-filters", ".decision"):
        assert not any(found.is_visible() for found in page.locator(hidden).all())
    expect(page.get_by_text("Langkah 2 dari 2: 2 dari 3 baris unit ini.")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Kembalikan").click()

    expect(page.locator(".messagelist")).to_contain_text("sudah dikembalikan")
    asked = dict(BarisDikembalikan.objects.values_list("indikator_id", "alasan"))
    assert asked == {indeks.pk: "Satuannya salah.", dokumen.pk: "Buktinya mana?"}
