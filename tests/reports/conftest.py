"""Fixtures of the tests of reports: a certificate, a quick renderer, a report on its way."""

import pytest

from reports.models import Dokumen, Sertifikat
from tests.cast import Cast, Office
from tests.reports import steps
from tests.shared import shared


@pytest.fixture
def certificate(office: Office, cast: Cast) -> Sertifikat:
    """Let the head of the office have a demo certificate."""
    return steps.give_certificate(cast.kadis, office.opd)


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


@shared(beside=["quick"])
def signed(final: Dokumen, cast: Cast) -> Dokumen:
    return steps.sign(final, cast)
