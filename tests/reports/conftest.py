"""Fixtures of the tests of reports: a certificate, a quick renderer, a report on its way."""

from pathlib import Path

import pytest
from pytest_django import Settings

from reports.models import Dokumen
from tests.cast import Cast, Office
from tests.reports import steps
from tests.shared import shared


@pytest.fixture
def certificate(settings: Settings, tmp_path: Path) -> Path:
    """Let the installation sign with a demo certificate of the test's own."""
    settings.SIGNING_CERTIFICATE = steps.write_certificate(tmp_path)
    settings.SIGNER = "pkcs12"
    return steps.write_certificate(tmp_path)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render a real report only once per run."""
    monkeypatch.setattr("reports.services.render.render_report", steps.render_once)


@shared
def approved(office: Office, cast: Cast) -> Office:
    steps.approve_quarter(office, cast)
    return office


@shared(beside=["quick"])
def final(approved: Office, cast: Cast) -> Dokumen:
    with steps.quick_renderer():
        return steps.make_final(approved, cast.kadis)


@shared(beside=["quick", "certificate"])
def signed(final: Dokumen, cast: Cast) -> Dokumen:
    with steps.demo_certificate():
        return steps.sign(final, cast)
