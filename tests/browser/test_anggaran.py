"""Staff enter money in real Chromium: a refusal keeps what was typed, and every state of the page is judged."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import RealisasiAnggaran
from tests.browser.judges import follow
from tests.browser.test_every_page import PHONE, sideways, sign_in, violations
from tests.cast import Cast, Office
from tests.indicators.money import add_sub_kegiatan, make_anggaran, make_rak, spend

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = pytest.mark.one_database


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_staff_enter_money(live_server: LiveServer, page: Page, office: Office, cast: Cast, scheme: str) -> None:
    row = make_anggaran(office, pagu="2360141080")
    other = make_anggaran(office, add_sub_kegiatan(office, unit=office.bidang), pagu="5000000")
    make_rak(other, "1000000", "", "", "")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words that it takes
    sign_in(page, live_server, cast.staf)
    page.goto(f"{live_server.url}/admin/pengisian/{office.tw1.pk}/{office.bidang.pk}/")
    follow(page, page.get_by_role("link", name="Isi realisasi anggaran unit ini"))
    problems = violations(page)

    page.fill(f"#keuangan-{row.pk}", "2.000.000.000")
    page.fill(f"#keuangan-{other.pk}", "1.234")
    page.fill(f"#fisik-{other.pk}", "140")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert")).to_contain_text("1 baris tersimpan, 1 baris belum tersimpan")
    expect(page.locator(f"#fisik-{other.pk}")).to_have_value("140")
    problems += violations(page)
    page.set_viewport_size(PHONE)
    assert sideways(page) <= 0

    page.get_by_label("1.234 (ribuan)").check()
    page.fill(f"#fisik-{other.pk}", "14,5")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(f"#keuangan-{other.pk}")).to_have_value("1.234")
    saved = RealisasiAnggaran.objects.get(anggaran=other)
    assert (saved.keuangan, str(saved.fisik)) == (1234, "14.5000")
    assert not problems, "\n".join(problems)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_the_money(live_server: LiveServer, page: Page, office: Office, cast: Cast, scheme: str) -> None:
    make_rak(make_anggaran(office, add_sub_kegiatan(office), pagu="99999999999"), "1000000", "", "", "")
    spend(make_anggaran(office, pagu="5"), office.tw1, "99999999999", "12.5")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words that it takes
    sign_in(page, live_server, cast.sekretaris)
    page.goto(live_server.url + reverse("indicators:anggaran_triwulan", args=[2024, 1]))
    assert "99.999.999.999" in page.locator("main").inner_text()
    problems = violations(page)
    page.set_viewport_size(PHONE)
    assert sideways(page) <= 0
    assert not problems, "\n".join(problems)
