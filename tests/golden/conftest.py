"""The demo office, loaded once for all tests of the oracle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from indicators.models import PerangkatDaerah


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
            call_command("render_report", "--tahun", "2023", "--output", folder / "laporan-2023.pdf")
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def opd(demo: Path, db: None) -> PerangkatDaerah:
    return PerangkatDaerah.objects.get()
