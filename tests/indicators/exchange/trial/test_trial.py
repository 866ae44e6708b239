"""Checks in a process of their own: what they see and say, what they cannot do, and how they end."""

import fcntl
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from pytest_django import Settings

from indicators.exchange.trial import parent
from indicators.exchange.trial.check import TrialCheck
from indicators.exchange.trial.parent import LIMITS, TOO_MUCH, CheckFailed, run_apart
from indicators.exchange.trial.turns import AT_ONCE, turn
from indicators.models import Indikator, Jejak, Pengajuan, PerangkatDaerah
from sakip.files import RefusedFile
from sakip.limits import Limits
from sakip.refusals import NotValid
from sakip.room import NO_ROOM
from tests.cast import Office, build_office
from tests.indicators.exchange.trial import checks


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where temporary files would be left."""
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    return Path(settings.VAR_DIR)


@pytest.fixture
def real_office(transactional_db: None) -> Office:
    return build_office()


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.parent.name != "turns"} - {"turns"}


class Running:
    """A check that runs while the test looks at the database."""

    def __init__(self, check: TrialCheck[Any, Any], **arguments: Any) -> None:
        self.found: Any = None
        self.thread = threading.Thread(target=self._run, args=(check, arguments))
        self.thread.start()

    def _run(self, check: TrialCheck[Any, Any], arguments: dict[str, Any]) -> None:
        try:
            self.found = run_apart(check, arguments)
        except Exception as error:  # noqa: BLE001 - shown by the test that waits for the result
            self.found = error
        finally:
            connection.close()


def wait_for(path: Path, running: Running) -> None:
    until = time.monotonic() + 30
    while not path.exists():
        assert running.thread.is_alive(), running.found
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def held(real_office: Office, tmp_path: Path) -> Iterator[tuple[Running, Path]]:
    """A check that has locked and changed everything on its copy, and the file that lets it go on."""
    ready, go = tmp_path / "ready", tmp_path / "go"
    running = Running(checks.change_everything, opd=real_office.opd, ready=str(ready), go=str(go))
    wait_for(ready, running)
    yield running, go
    go.touch()
    running.thread.join()


def next_key() -> int:
    """Return the key that the next new indicator would get."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'indicators_indikator'")
        else:
            cursor.execute("SELECT last_value FROM indicators_indikator_id_seq")
        return int(cursor.fetchone()[0])


def test_a_check_that_writes_holds_no_lock_and_leaves_nothing(
    real_office: Office, folder: Path, held: tuple[Running, Path]
) -> None:
    running, go = held
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL lock_timeout = '100ms'")
                cursor.execute(
                    "SELECT mode, count(*) FROM pg_locks JOIN pg_class ON pg_class.oid = relation "
                    "JOIN pg_namespace ON pg_namespace.oid = relnamespace "
                    "WHERE nspname = 'public' AND pid <> pg_backend_pid() "
                    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY mode"
                )
                assert [mode for mode, _ in cursor.fetchall()] == ["AccessShareLock"]
            else:
                cursor.execute("PRAGMA busy_timeout = 0")
        list(PerangkatDaerah.objects.select_for_update())
        assert Pengajuan.objects.update(versi=2) > 0
        assert Indikator.objects.update(urutan=2) > 0
    with pytest.raises(BlockingIOError), (folder / "turns" / "running-0").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    key = next_key()
    go.touch()
    running.thread.join()
    seen = running.found
    assert seen.nama == ["Diubah", "Indikator baru"]
    assert seen.nomor > Indikator.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert next_key() == key
    assert not PerangkatDaerah.objects.filter(nama="Diubah").exists()
    assert not Indikator.objects.filter(nama="Indikator baru").exists()
    assert set(Indikator.objects.values_list("urutan", flat=True)) == {2}
    assert Jejak.objects.count() == 0
    assert left_in(folder) == set()
    assert "" in seen.rahasia
    assert seen.prioritas >= 5


def test_a_check_that_says_it_reads_cannot_write(real_office: Office) -> None:
    with pytest.raises(CheckFailed, match=r"read-only|readonly"):
        run_apart(checks.write_where_only_reading_is_allowed, {"opd": real_office.opd})
    assert not PerangkatDaerah.objects.filter(nama="Diubah").exists()


def test_what_the_database_guards_is_guarded_in_the_copy_too(real_office: Office) -> None:
    with pytest.raises(CheckFailed, match="sudah ditetapkan, isinya tidak boleh diubah"):
        run_apart(checks.change_what_is_frozen, {"opd": real_office.opd})


def test_a_table_that_the_copy_lacks_is_an_error_and_no_lock(real_office: Office) -> None:
    """SQLite's copy lacks none: there the write is as private as any other."""
    arguments = {"opd": real_office.opd}
    if connection.vendor == "sqlite":
        assert run_apart(checks.write_beside_the_copy, arguments) == real_office.opd.pk
    else:
        with pytest.raises(CheckFailed, match="read-only transaction"):
            run_apart(checks.write_beside_the_copy, arguments)
    assert ContentType.objects.exclude(model="diubah").count() == ContentType.objects.count() > 0


def test_a_refusal_comes_back_as_itself(real_office: Office) -> None:
    with pytest.raises(NotValid) as refused:
        run_apart(checks.refuse, {"opd": real_office.opd})
    assert (str(refused.value), refused.value.fields) == ("Isi namanya.", {"nama": "Isi namanya."})
    assert not PerangkatDaerah.objects.filter(nama="Diubah").exists()


# --- how it ends ------------------------------------------------------------------------------------------------------


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize(
    ("check", "limits"),
    [
        (checks.burn, replace(LIMITS, cpu=2)),
        (checks.burn, replace(LIMITS, seconds=1)),
        (checks.hoard, replace(LIMITS, memory=400 * 1024 * 1024)),
        (checks.die, LIMITS),
    ],
    ids=["processor", "time", "memory", "killed"],
)
def test_a_check_beyond_its_limits_ends_in_a_sentence(
    transactional_db: None, folder: Path, check: TrialCheck[Any, Any], limits: Limits
) -> None:
    with pytest.raises(RefusedFile) as refused:
        run_apart(check, {}, limits=limits)
    assert str(refused.value) == TOO_MUCH
    assert left_in(folder) == set()


@pytest.mark.one_database("sqlite")
def test_a_check_that_is_killed_from_outside_says_nothing_about_its_file(
    transactional_db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(RefusedFile, match="Tunggu satu menit, lalu unggah kembali"):
        run_apart(checks.be_killed, {})
    assert [(row.levelname, "SIGKILL" in row.message) for row in caplog.records] == [("ERROR", True)]


def test_a_copy_without_room_is_the_servers_fault(transactional_db: None, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RefusedFile) as refused:
        run_apart(checks.fill, {})
    assert str(refused.value) == NO_ROOM
    assert [(row.levelname, "disk is full" in row.message) for row in caplog.records] == [("ERROR", True)]


@pytest.mark.one_database("sqlite")
def test_a_check_that_reads_does_not_wait_for_its_own_turn(
    transactional_db: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(folder))
    with ExitStack() as others:
        for _ in range(AT_ONCE - 1):
            others.enter_context(turn())
        assert run_apart(checks.read, {}) == 1


@pytest.mark.one_database("sqlite")
def test_a_mistake_of_ours_is_no_refusal(transactional_db: None) -> None:
    with pytest.raises(CheckFailed, match="ZeroDivisionError"):
        run_apart(checks.crash, {})


def test_a_check_never_runs_within_a_transaction(office: Office) -> None:
    with pytest.raises(RuntimeError, match="outside of transactions"):
        run_apart(checks.refuse, {"opd": office.opd})


@pytest.mark.one_database("sqlite")
def test_what_the_process_started_ends_with_it() -> None:
    process = subprocess.Popen(
        ["/bin/sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    started = int(process.stdout.readline())
    parent._end(process)
    until = time.monotonic() + 5
    while Path(f"/proc/{started}/stat").exists() and " Z " not in Path(f"/proc/{started}/stat").read_text():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.one_database("sqlite")
def test_secrets_are_not_given_to_the_process(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    given: dict[str, Any] = {}

    class Silent:
        returncode = 0

        def __init__(self, command: list[str], **options: Any) -> None:
            given.update(options["env"])

        def communicate(self, question: bytes = b"", timeout: float = 0) -> tuple[bytes, bytes]:
            return json.dumps({"found": 1}).encode(), b""

        def poll(self) -> int:
            return 0

    monkeypatch.setenv("SECRET_KEY", "rahasia-sekali")
    monkeypatch.setenv("SIGNING_DEMO_PASSPHRASE", "rahasia-sekali")
    monkeypatch.setenv("EMAIL_URL", "smtp://sakip:rahasia-sekali@surel.example.go.id")
    monkeypatch.setattr(subprocess, "Popen", Silent)
    parent._answer(b"", LIMITS, 0)
    assert not [value for value in given.values() if "rahasia-sekali" in value]
    assert {name: given[name] for name in parent._WITHHELD} == dict.fromkeys(parent._WITHHELD, "")
