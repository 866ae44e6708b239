"""The pages that only a document brings about, in real Chromium: the report's page in each of its states and the public
page behind the QR, judged as every other page is."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_every_page import sign_in, violations, visit_all
from tests.cast import Cast, Office
from tests.reports import steps

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = pytest.mark.one_database

REPORT = "/admin/laporan/2024/1/"


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.services.render.render_report_apart", steps.render_once)


@pytest.mark.django_db(transaction=True)
def test_pages_of_a_document(live_server: LiveServer, page: Page, stage: None, office: Office, cast: Cast) -> None:
    problems: list[str] = []

    def judge(url: str, words: str) -> None:
        problems.extend(visit_all(page, live_server, [url], violations))
        assert words in page.content()

    steps.approve_quarter(office, cast)
    steps.give_certificate(cast.kadis, office.opd)
    sign_in(page, live_server, cast.kadis)
    judge(REPORT, "Finalkan laporan")
    final = steps.make_final(office, cast.kadis)
    public = f"/verifikasi/{final.token}/"
    judge(REPORT, "Tanda tangani laporan")
    judge(public, "belum ditandatangani")
    steps.sign_document(by=cast.kadis, dokumen=final, versi=final.versi, passphrase=steps.PASSPHRASE)
    judge(REPORT, "Unduh laporan bertanda tangan")
    judge(public, "demo-banner")
    sign_in(page, live_server, cast.pembaca)
    judge(REPORT, "Unduh")
    assert not problems, "\n".join(problems)
