"""Fixtures of the tests of reports: a certificate, a quick renderer, a report on its way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from reports.models import Dokumen, Sertifikat
from tests.cast import Cast, Office
from tests.reports import steps
from tests.reports.signing.authorities import World, serve_world
from tests.shared import shared


@pytest.fixture
def certificate(office: Office, cast: Cast) -> Sertifikat:
    """Let the head of the office have a demo certificate."""
    return steps.give_certificate(cast.kadis, office.opd)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render a real report only once per run."""
    monkeypatch.setattr("reports.services.render.render_report_apart", steps.render_once)


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


@pytest.fixture
def world() -> Iterator[World]:
    """An authority, its CRL and OCSP and a time-stamp service, over HTTP on this machine."""
    with serve_world() as served:
        yield served


@pytest.fixture
def proving(world: World, settings: Settings, tmp_path: Path) -> World:
    """Let the installation sign with long-term proof, asking the world."""
    roots = tmp_path / "akar.pem"
    roots.write_bytes(world.root.pem)
    settings.SIGNING_TRUST_ROOTS = str(roots)
    settings.SIGNING_TSA_URL = f"{world.address}/tsa"
    settings.SIGNING_LONG_TERM = True
    return world
