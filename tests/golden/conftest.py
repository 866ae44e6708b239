"""The demo office, loaded once for all tests of the oracle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from indicators.models import PerangkatDaerah
from indicators.selectors.reporting import get_report_facts
from reports.papers.registry import render_report
from reports.selectors import find_laporan
from reports.services.kedaluwarsa import snapshot_of


@pytest.fixture(scope="package")
def demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Load the office and render its year; every test works in a savepoint above it."""
    folder = tmp_path_factory.mktemp("oracle")
    changed = override_settings(
        VAR_DIR=folder,
        MEDIA_ROOT=folder / "media",
        DEMO_PASSWORD="sandi-Oracle-1",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), transaction.atomic():
        with changed:
            call_command("load_demo")
            _render_final(folder / "laporan-2023.pdf")
        yield folder
        transaction.set_rollback(True)


def _render_final(target: Path) -> None:
    """Write the year's report as it would be final: whatever is not final carries DRAF across its tables."""
    opd = PerangkatDaerah.objects.get()
    facts = get_report_facts(opd, 2023, 4)
    assert facts is not None
    target.write_bytes(render_report(snapshot_of(find_laporan(opd, "lpk", 2023, 4), facts, draf=False)).pdf)


@pytest.fixture
def opd(demo: Path, db: None) -> PerangkatDaerah:
    return PerangkatDaerah.objects.get()
