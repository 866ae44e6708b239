"""Fixtures that every test may use; test databases are emptied with their triggers taken away and put back."""

import gc
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO, StringIO
from itertools import count
from pathlib import Path
from subprocess import DEVNULL, PIPE, CompletedProcess, TimeoutExpired
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.db import connections, transaction
from django.test import Client, TransactionTestCase, override_settings
from pytest_django import Settings

from indicators.exchange import apart
from indicators.exchange.trial import codec, parent
from indicators.exchange.trial.check import TrialCheck
from indicators.exchange.trial.parent import run_apart
from indicators.exchange.trial.turns import without_turn
from indicators.models import Pengguna
from indicators.triggers import TRIGGERS
from reports.triggers import TRIGGERS as DOCUMENT_TRIGGERS
from sakip import triggers
from sakip.file_store import MARK
from sakip.limits import Limits
from sakip.sqlite3.base import DatabaseWrapper
from tests.cast import Cast, Office, build_cast, build_office
from tests.division import Division
from tests.shared import FAST_HASHERS, Stage, is_transactional, prepare, shared

# Written by migrations, the same for every test.
KEPT_TABLES = frozenset({"django_content_type", "auth_permission", "schema_expandingmigration"})
_MEDIA_FOLDERS = count(1)


def _empty_databases(self: TransactionTestCase) -> None:
    """Empty the database after a test with real transactions: the triggers would refuse it. Django's own way empties
    and fills again what migrations wrote, and commits every statement."""
    for connection in connections.all():
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            triggers.remove(connection, [*TRIGGERS, *DOCUMENT_TRIGGERS])
            for table in set(tables) - KEPT_TABLES:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table's own name
            connection.check_constraints()  # PostgreSQL puts up no trigger while keys are still to be checked
            triggers.install(connection, [*TRIGGERS, *DOCUMENT_TRIGGERS])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--beside", type=Path, help="folder that other runs have too: they divide the tests among them")
    parser.addoption("--alone", action="store_true", help="no run has another database: all runs once")
    parser.addoption("--quick", action="store_true", help="as --alone, without what has real transactions")


def pytest_configure(config: pytest.Config) -> None:
    TransactionTestCase._fixture_teardown = _empty_databases  # type: ignore[method-assign]  # see its docstring
    if (folder := config.getoption("--beside")) is not None:
        vendor, alone, quick = connections["default"].vendor, config.getoption("--alone"), config.getoption("--quick")
        config.pluginmanager.register(Division(folder, vendor, alone=alone, quick=quick))


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every look for garbage, and look less often: that took a tenth of
    the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def _serves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What serves asks the database for its schema every few seconds; the browser's server is no test's business."""
    monkeypatch.setattr("sakip.schema.watch._serving", None)


@pytest.fixture(autouse=True, scope="session")
def _tokens_spell_no_word() -> Iterator[None]:
    """A page's token is made of letters in which no word or number that the page is asked not to hold stands by
    chance."""
    with mock.patch("django.middleware.csrf.CSRF_ALLOWED_CHARS", "qxzjQXZJ"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _test_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static names need no collectstatic, passwords hash fast, and the QR of a document can be opened by others."""
    storages = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    static = tmp_path_factory.mktemp("static")
    public = "https://sakip.contoh.go.id"
    with override_settings(
        STATIC_ROOT=static, STORAGES=storages, PASSWORD_HASHERS=FAST_HASHERS, PUBLIC_BASE_URL=public
    ):
        yield


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, _test_settings: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files go to the test's own folder, marked as that of an installation in use."""
    folder = tmp_path_factory.getbasetemp() / f"media-{next(_MEDIA_FOLDERS)}"
    folder.mkdir(mode=0o700)
    (folder / MARK).touch(mode=0o600)
    settings.MEDIA_ROOT = folder


@pytest.fixture(autouse=True)
def _settles_its_own_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files whose rows were never committed, because the test's transaction was undone, are not asked after by the
    next one's first request."""
    monkeypatch.setattr("sakip.storage._of_thread", threading.local())


@pytest.fixture(autouse=True)
def _databases_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that serves, or works, leaves the process as it was: one that makes databases."""
    monkeypatch.setattr(DatabaseWrapper, "creates", True)


@pytest.fixture(autouse=True)
def _uploads_read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads are read by the same code without a process of its own, which takes longer to start than they to read.
    Tests of that process bear the mark `own_process`; those with real transactions, which may read two at once, have
    one too."""
    if request.node.get_closest_marker("own_process") is None and not is_transactional(request.node):
        stand_in = SimpleNamespace(run=_read_here, PIPE=PIPE, DEVNULL=DEVNULL, TimeoutExpired=TimeoutExpired)
        monkeypatch.setattr(apart, "subprocess", stand_in)


def _read_here(command: list[str], *, input: bytes, **options: Any) -> CompletedProcess[bytes]:  # noqa: A002 - as subprocess
    channel = SimpleNamespace(stdin=SimpleNamespace(buffer=BytesIO(input)), stdout=StringIO())
    with (
        mock.patch.object(apart, "sys", channel),
        mock.patch.object(apart, "resource", mock.MagicMock()),  # limits would hold for all tests
        mock.patch.object(Limits, "impose"),
        mock.patch.object(apart, "os", mock.MagicMock()),
    ):
        apart._main()
    return CompletedProcess(command, 0, stdout=channel.stdout.getvalue().encode())


# The fixture of pytest-django inside which a test's own transaction begins.
BEGINS_TEST = "_django_db_helper"
CLEAR_STAGE = pytest.StashKey[Callable[[], None]]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Clear the stage before a test with real transactions begins with its first fixture: once Playwright's event loop
    runs, Django gives this thread another connection, and nobody would take the rows of the first one down."""
    if is_transactional(item) and (clear := item.config.stash.get(CLEAR_STAGE, None)) is not None:
        clear()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Set the stage of shared rows before the test's own transaction begins; a module that makes its own rows gets an
    empty one."""
    own_rows = fixturedef.scope in ("module", "package") and "django_db_blocker" in fixturedef.argnames
    if fixturedef.argname != BEGINS_TEST and not own_rows:
        return
    with request.getfixturevalue("django_db_blocker").unblock():
        stage = request.getfixturevalue("shared_stage")
        if own_rows:
            stage.set([])
        else:
            prepare(request, stage)


@pytest.fixture(scope="session")
def shared_stage(django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> Iterator[Stage]:
    stage = Stage()

    def clear() -> None:
        with django_db_blocker.unblock():
            stage.set([])

    pytestconfig.stash[CLEAR_STAGE] = clear
    yield stage
    clear()


@pytest.fixture
def shared_values(db: None, shared_stage: Stage) -> dict[str, Any]:
    """Return this test's own copies of what its shared fixtures made."""
    return shared_stage.values()


@shared
def office() -> Office:
    return build_office()


@shared
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

    def run(check: TrialCheck[Any, Any], arguments: Mapping[str, Any]) -> Any:
        with transaction.atomic(), without_turn():
            found = check.function(**arguments)
            transaction.set_rollback(True)
        plain = json.loads(json.dumps(codec.encode(found, [])))
        return codec.decode(check.hints["return"], plain, ())

    monkeypatch.setattr(parent, "run_apart", run)


@pytest.fixture
def checks_apart(_checks_at_home: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks run as they do in service, in a process of their own: what they are to see has to be committed."""
    monkeypatch.setattr(parent, "run_apart", run_apart)
