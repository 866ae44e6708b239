"""A database that is lost and a full disk: told from other faults, answered with what they are, logged once."""

import errno
import logging
import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import (
    DatabaseError,
    Error,
    IntegrityError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
)
from django.test import Client
from pytest_django import Settings

from indicators.models import BuktiDukung, Pengguna
from sakip import outages
from sakip.outages import FULL, LOST, OncePerMinute, is_outcome_unknown, outage_of
from sakip.sqlite3.base import DatabaseWrapper
from tests.cast import Cast, Office
from tests.files import PDF

LOST_SENTENCE = "Basis data sedang tidak dapat dipakai"


def of_sqlite(code: int, kind: type[Error] = OperationalError) -> Error:
    cause = sqlite3.OperationalError("as SQLite says it")
    cause.sqlite_errorcode = code
    error = kind("as SQLite says it")
    error.__cause__ = cause
    return error


def of_postgresql(state: str | None, kind: type[Error] = OperationalError) -> Error:
    cause = Exception("as PostgreSQL says it")
    cause.sqlstate = state  # type: ignore[attr-defined]  # as psycopg's errors have it
    error = kind("as PostgreSQL says it")
    error.__cause__ = cause
    return error


def raised_during(before: BaseException, after: Exception) -> Exception:
    after.__context__ = before
    return after


@pytest.mark.parametrize(
    ("error", "outage", "unknown"),
    [
        (OSError(errno.ENOSPC, "full"), FULL, False),
        (OSError(errno.EDQUOT, "quota"), FULL, False),
        (OSError(errno.EACCES, "permission"), None, False),
        (of_sqlite(sqlite3.SQLITE_FULL), FULL, False),
        (of_postgresql("53100"), FULL, False),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), LOST, False),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), LOST, False),
        (of_sqlite(sqlite3.SQLITE_NOTADB, DatabaseError), LOST, False),
        (of_sqlite(sqlite3.SQLITE_IOERR_FSYNC), LOST, True),
        (of_sqlite(sqlite3.SQLITE_ERROR), None, False),
        (of_sqlite(sqlite3.SQLITE_CONSTRAINT, IntegrityError), None, False),
        (of_postgresql(None), LOST, True),
        (of_postgresql("57P01"), LOST, True),
        (of_postgresql("53300"), LOST, True),
        (of_postgresql("40P01"), None, False),
        (InterfaceError("connection already closed"), LOST, True),
        (OperationalError("raised by a test, without a cause"), None, False),
        (ValueError("salah"), None, False),
        (raised_during(OSError(errno.ENOSPC, "full"), RuntimeError("while tidying up")), FULL, False),
        (None, None, False),
    ],
)
def test_what_an_outage_is(error: BaseException | None, outage: object, unknown: bool) -> None:
    assert outage_of(error) is outage
    assert error is None or is_outcome_unknown(error) is unknown


def test_a_database_that_cannot_write_its_files_for_want_of_room_is_a_full_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outages, "free_bytes", lambda _: 0)
    assert outage_of(of_sqlite(sqlite3.SQLITE_CANTOPEN)) is FULL


def record_of(error: BaseException) -> logging.LogRecord:
    return logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("a", "b"), (type(error), error, None))


def test_an_outage_is_one_line_in_a_minute_and_other_faults_keep_their_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seconds = iter([10.0, 20.0, 69.0, 71.0])
    monkeypatch.setattr("sakip.outages.time.monotonic", lambda: next(seconds))
    calm, lost = OncePerMinute(), record_of(of_postgresql("57P01"))
    assert [calm.filter(record_of(of_postgresql(None))) for _ in range(3)] + [calm.filter(lost)] == [
        True,
        False,
        False,
        True,
    ]
    assert lost.getMessage() == "Basis data tidak dapat dipakai: as PostgreSQL says it"
    assert lost.exc_info is None
    fault = record_of(ValueError("salah"))
    assert calm.filter(fault)
    assert fault.exc_info is not None


def test_an_answer_of_too_much_to_do_is_no_fault() -> None:
    answers = [
        logging.LogRecord("django.request", level, "", 0, "Service Unavailable: /x", (), None)
        for level in (logging.ERROR, logging.WARNING)
    ]
    assert [OncePerMinute().filter(record) for record in answers] == [False, True]


@pytest.fixture
def lose(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Let the database be out of reach: its file is not there, or nobody listens at its port."""
    before = dict(connection.settings_dict)
    monkeypatch.setattr(DatabaseWrapper, "creates", False)

    def lost() -> None:
        connection.close()
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = str(tmp_path / "hilang.sqlite3")
        else:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(free.getsockname()[1])}

    yield lost
    connection.close()
    connection.settings_dict |= before


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.staf, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sheet(office: Office) -> str:
    return f"/admin/pengisian/{office.tw1.pk}/{office.bidang.pk}/"


def test_a_lost_database_has_its_own_answer_and_comes_back(
    lose: Callable[[], None], office: Office, client: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = dict(connection.settings_dict)
    address = sheet(office)
    lose()
    page = client.get(address)
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert LOST_SENTENCE in page.content.decode()
    assert "muat ulang halaman ini" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    sent = client.post("/admin/login/", {"username": "staf", "password": "x"})
    assert sent.status_code == 503
    assert "isian Anda masih ada di sana" in sent.content.decode()
    answer = client.post(f"{address}simpan/", {"baris": []}, content_type="application/json")
    told = f"{LOST.sentence} Sebutkan kode ini kepada pengelola server: {answer['X-Request-ID']}"
    assert answer.json() == {"kode": 503, "jenis": "gagal", "pesan": told}
    assert Client().get("/sehat/").content == b"sehat\n"
    assert not (tmp_path / "hilang.sqlite3").exists()
    connection.close()
    connection.settings_dict |= before
    assert [client.get(each).status_code for each in (address, "/sehat/")] == [200, 200]
    assert [row.exc_info for row in caplog.records if "tidak dapat dipakai" in row.message] == [None]


@pytest.mark.one_database("sqlite")
@pytest.mark.django_db(transaction=True)
def test_a_database_that_somebody_keeps_locked_is_one_that_cannot_be_used(
    office: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows, and waits")
    connection.cursor().execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert client.get(sheet(office)).status_code == 200
        answer = client.post(f"{sheet(office)}simpan/", {"baris": [{"id": 1, "versi": 0}]}, "application/json")
        other.execute("ROLLBACK")
    connection.close()
    assert (answer.status_code, answer.json()["kode"]) == (503, 503)


@pytest.mark.one_database("sqlite")
def test_a_connection_leaves_a_file_that_is_no_longer_the_database(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its files itself")
    own = DatabaseWrapper({**connection.settings_dict, "NAME": str(tmp_path / "sendiri.sqlite3")}, "sendiri")
    own.ensure_connection()
    assert own.is_usable()
    os.rename(tmp_path / "sendiri.sqlite3", tmp_path / "dipindahkan.sqlite3")
    assert not own.is_usable()
    own.close()
    monkeypatch.setattr(DatabaseWrapper, "creates", False)
    with pytest.raises(OperationalError, match="unable to open"):
        own.ensure_connection()
    assert not (tmp_path / "sendiri.sqlite3").exists()


@pytest.mark.one_database("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_cut_in_the_middle_of_a_save_keeps_the_file_and_writes_no_row(
    office: Office, client: Client, settings: Settings
) -> None:
    """The file stays: nobody can tell from here that the commit did not happen. The night takes it away."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no connection to cut")
    address = f"{sheet(office)}baris/{office.indikator(office.bidang)[0].pk}/bukti/"
    other = connection.copy()

    def cut(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if sql.startswith('INSERT INTO "indicators_buktidukung"'):
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        return execute(sql, *arguments)

    with connection.execute_wrapper(cut):
        answer = client.post(
            address, {"berkas": SimpleUploadedFile("a.pdf", PDF)}, headers={"Accept": "application/json"}
        )
    other.close()
    told = f"{LOST.sentence} Sebutkan kode ini kepada pengelola server: {answer['X-Request-ID']}"
    assert (answer.status_code, answer.json()["pesan"]) == (503, told)
    close_old_connections()
    assert not BuktiDukung.objects.exists()
    assert Pengguna.objects.exists()
    assert len([*Path(default_storage.path("")).rglob("*.pdf")]) == 1
