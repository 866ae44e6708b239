"""Fixtures that every test may use; test databases are emptied with their guards taken away and put back."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client, TransactionTestCase
from pytest_django import Settings

from indicators.guards import install_guards, remove_guards
from indicators.imports.trial import codec, parent
from indicators.imports.trial.check import Check
from indicators.imports.trial.parent import run_apart
from indicators.models import Pengguna
from reports import guards as document_guards
from tests.cast import Cast, Office, build_cast, build_office

_flush = TransactionTestCase._fixture_teardown


def _flush_without_guards(self: TransactionTestCase) -> Any:
    """Empty the database after a test with real transactions: the append-only guards would refuse it."""
    for connection in connections.all():
        remove_guards(connection)
        document_guards.remove_guards(connection)
    result = _flush(self)
    for connection in connections.all():
        install_guards(connection)
        document_guards.install_guards(connection)
    return result


# A test that asks for one of these, or for a fixture that does, reaches the database.
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_reset_sequences", "live_server", "django_db_setup"})
RAN_ELSEWHERE = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--half",
        choices=["sqlite", "postgresql"],
        help="leave out what the other half of bin/test runs: what cannot differ between databases runs in one of them",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    half = config.getoption("--half")
    if half is None:
        return
    own = [item for item in items if runs_in(half, item)]
    kept = set(own)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    # Nothing left is no mistake of whoever chose the tests: they all run in the other half.
    config.stash[RAN_ELSEWHERE] = bool(items) and not own
    items[:] = own


def runs_in(half: str, item: pytest.Item) -> bool:
    """Say whether a half runs the test: pure ones are SQLite's, those marked one_database that half's which the mark
    names, all others both's. Every test is in one of them at least."""
    once = item.get_closest_marker("one_database")
    if once is not None:
        return bool(once.args[0] == half)
    return half == "sqlite" or reaches_database(item)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and session.config.stash.get(RAN_ELSEWHERE, False):
        session.exitstatus = pytest.ExitCode.OK


def reaches_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(names)


def pytest_configure(config: pytest.Config) -> None:
    TransactionTestCase._fixture_teardown = _flush_without_guards  # type: ignore[method-assign]  # see its docstring


@pytest.fixture(autouse=True)
def _test_settings(settings: Settings, tmp_path: Path) -> None:
    """Files go to the test's own folder; static names need no collectstatic; passwords hash fast."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


@pytest.fixture
def cast(office: Office) -> Cast:
    return build_cast(office)


@pytest.fixture
def client_of() -> Callable[[Pengguna], Client]:
    """Return a signed-in client of a user."""

    def make(user: Pengguna) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture(autouse=True)
def _checks_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks of imports run here and are taken back: another process cannot see what a test's transaction holds."""

    def run(check: Check[Any, Any], arguments: Mapping[str, Any]) -> Any:
        with transaction.atomic():
            found = check.function(**arguments)
            transaction.set_rollback(True)
        plain = json.loads(json.dumps(codec.encode(found, [])))
        return codec.decode(check.hints["return"], plain, ())

    monkeypatch.setattr(parent, "run_apart", run)


@pytest.fixture
def checks_apart(_checks_at_home: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks run as they do in service, in a process of their own: what they are to see has to be committed."""
    monkeypatch.setattr(parent, "run_apart", run_apart)
