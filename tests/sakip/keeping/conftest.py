"""An empty installation beside the test's own, for what is restored."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

Elsewhere = Callable[[], AbstractContextManager[None]]


def quiet(text: str) -> None:
    """Say nothing."""


@pytest.fixture
def elsewhere(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[Elsewhere]:
    """Point this process to an empty database and an empty folder for as long as the block runs; entered again, to the
    same."""
    here = connection.settings_dict["NAME"]
    there = str(tmp_path / "elsewhere.sqlite3") if connection.vendor == "sqlite" else f"{here}_elsewhere"
    if connection.vendor == "postgresql":
        tell(f"DROP DATABASE IF EXISTS {there}", f"CREATE DATABASE {there}")

    @contextmanager
    def point() -> Iterator[None]:
        media = settings.MEDIA_ROOT
        connection.close()
        connection.settings_dict["NAME"], settings.MEDIA_ROOT = there, tmp_path / "elsewhere"
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"], settings.MEDIA_ROOT = here, media

    yield point
    if connection.vendor == "postgresql":
        tell(f"DROP DATABASE {there} WITH (FORCE)")


def tell(*sentences: str) -> None:
    """Tell the PostgreSQL server something that no transaction may hold."""
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]  # Django's own way to it
        for sentence in sentences:
            cursor.execute(sentence)
