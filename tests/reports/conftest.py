"""Fixtures of the tests of reports: a certificate, a quick renderer, a report on its way."""

from pathlib import Path

import pytest
from pytest_django import Settings

from reports.models import Dokumen
from tests.cast import Cast, Office
from tests.reports import steps


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


@pytest.fixture
def approved(office: Office, cast: Cast) -> Office:
    steps.approve_quarter(office, cast)
    return office


@pytest.fixture
def final(approved: Office, cast: Cast, quick: None) -> Dokumen:
    return steps.make_final(approved, cast.kadis)


@pytest.fixture
def signed(approved: Office, cast: Cast, quick: None, certificate: Path) -> Dokumen:
    return steps.make_signed(approved, cast)
