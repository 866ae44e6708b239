"""Turns: few checks at once, few that wait, and a sentence for all others."""

import errno
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_django import Settings

from indicators.exchange import apart
from indicators.exchange.apart import read_book
from indicators.exchange.trial import turns
from indicators.exchange.trial.turns import BUSY, turn, without_turn
from sakip.files import RefusedFile
from sakip.refusals import Busy
from sakip.room import NO_ROOM

pytestmark = pytest.mark.one_database("sqlite")


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def test_who_waits_too_long_is_told_so() -> None:
    start = time.monotonic()
    with turn(at_once=1, waiting=1, patience=0), pytest.raises(Busy) as refused:
        turn(at_once=1, waiting=1, patience=1).__enter__()
    assert str(refused.value) == BUSY
    assert time.monotonic() - start >= 1


def test_more_than_may_wait_are_told_at_once() -> None:
    with turn(at_once=1, waiting=0, patience=60):
        start = time.monotonic()
        with pytest.raises(Busy, match="sedang diperiksa"), turn(at_once=1, waiting=0, patience=60):
            pass
        assert time.monotonic() - start < 5


def test_a_turn_that_ends_is_the_next_ones() -> None:
    entered = threading.Event()

    def wait() -> None:
        with turn(at_once=1, waiting=1, patience=30):
            entered.set()

    with turn(at_once=1, waiting=1, patience=0):
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not entered.wait(0.3)
    assert entered.wait(10)
    waiting.join()


def test_as_many_as_allowed_run_at_once() -> None:
    with turn(at_once=2, waiting=0), turn(at_once=2, waiting=0), pytest.raises(Busy), turn(at_once=2, waiting=0):
        pass


@pytest.fixture
def orphan() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that goes on when the one that asked is gone."""
    with turn(at_once=1, waiting=0) as held:
        process = subprocess.Popen(["sleep", "60"], pass_fds=[held])
    yield process
    process.kill()
    process.wait()


def test_a_process_that_outlives_its_asker_keeps_the_turn(orphan: "subprocess.Popen[bytes]") -> None:
    with pytest.raises(Busy), turn(at_once=1, waiting=0, patience=0):
        pass
    orphan.kill()
    orphan.wait()
    with turn(at_once=1, waiting=0, patience=0):
        pass


# --- reading takes a turn ---------------------------------------------------------------------------------------------

CSV = [("a.csv", b"Satu;Dua\n1;2\n")]


def test_reading_waits_for_a_turn_except_where_one_is_held_or_none_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    few = partial(turn, at_once=1, waiting=0, patience=0)
    monkeypatch.setattr(turns, "turn", few)
    with few():
        with pytest.raises(Busy) as refused:
            read_book(CSV)
        assert str(refused.value) == BUSY
        with without_turn():
            assert len(read_book(CSV)) == 1
        with pytest.raises(Busy):
            read_book(CSV)
    assert len(read_book(CSV)) == 1


def test_reader_that_outlives_its_asker_keeps_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[str] = []

    def run(command: list[str], **options: Any) -> "subprocess.CompletedProcess[bytes]":
        held.extend(os.readlink(f"/proc/self/fd/{number}") for number in options["pass_fds"])
        return subprocess.CompletedProcess(command, 0, b'{"lembar": []}')

    stand_in = SimpleNamespace(run=run, TimeoutExpired=subprocess.TimeoutExpired)
    monkeypatch.setattr(apart, "subprocess", stand_in)
    read_book(CSV)
    assert [Path(name).name for name in held] == ["running-0"]


def test_turn_without_room_is_the_servers_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: Any) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(RefusedFile) as refused, turn():
            pass
    assert str(refused.value) == NO_ROOM
    assert [(row.levelname, row.exc_info is not None) for row in caplog.records] == [("ERROR", True)]
