"""The public pages in each of their states, in real Chromium, judged as every other page is, and in the dark too."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from reports.models import Laporan
from tests.browser.judges import follow
from tests.browser.test_every_page import violations, visit_all
from tests.cast import Cast, Office
from tests.reports import public_states, steps
from tests.reports.signing.test_proof import made

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = [pytest.mark.one_database("sqlite"), pytest.mark.django_db(transaction=True)]

NUMBER = "045/12/DKI/2024"


@pytest.fixture
def stage(office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr("reports.services.render.render_report_apart", steps.render_once)
    monkeypatch.setattr("reports.services.verification.trust_roots", public_states.trusted_roots)
    monkeypatch.setattr("reports.views.verification.allow", lambda *_args, **_limits: True)
    picture = io.BytesIO()
    Image.new("RGB", (70, 80), "teal").save(picture, format="PNG")
    office.opd.logo.save("logo.png", ContentFile(picture.getvalue()))
    office.opd.dokumen_terbuka = True
    office.opd.save()
    Laporan.objects.update_or_create(opd=office.opd, jenis="lpk", tahun=2024, triwulan=1, defaults={"nomor": NUMBER})
    steps.approve_quarter(office, cast)
    return office


@pytest.mark.parametrize("name", public_states.STATES)
def test_page_of_every_state(name: str, live_server: LiveServer, page: Page, stage: Office, cast: Cast) -> None:
    make, colour, headline = public_states.STATES[name]
    document = make(stage, cast)
    problems = visit_all(page, live_server, [f"/verifikasi/{document.token}/"], violations)
    assert page.locator(f".verdict-{colour} h2").inner_text() == headline
    for summary in page.locator("summary").all():
        summary.click()
    page.emulate_media(color_scheme="dark")
    problems += violations(page)
    assert not problems, "\n".join(problems)


def test_pages_without_a_code(live_server: LiveServer, page: Page, stage: Office, cast: Cast, tmp_path: Path) -> None:
    public_states.two_hands(stage, cast)
    search = f"/verifikasi/nomor/?opd={stage.opd.pk}&nomor={NUMBER}"
    problems = visit_all(page, live_server, ["/verifikasi/", search, search + "0"], violations)
    page.goto(f"{live_server.url}/verifikasi/x/")
    problems += violations(page)
    for name in ("shadow: hide", "closed by an official", "never signed"):
        path = tmp_path / "berkas.pdf"
        path.write_bytes(made(name))
        page.goto(f"{live_server.url}/verifikasi/")
        page.set_input_files("#berkas", path)
        follow(page, page.get_by_role("button", name="Periksa berkas"))
        page.locator("summary").first.click() if name != "never signed" else None
        problems += violations(page)
    assert not problems, "\n".join(problems)
