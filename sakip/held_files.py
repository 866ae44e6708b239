"""Stored files that stay where they are while a backup runs, on whichever server.

A backup takes the database first and the files after it. A file that a row of that moment names may be named by none a
moment later; whoever then deletes it asks here, and leaves it to the nightly sweep. One who asks before the backup
holds has committed his row before the database is taken.

The lock is where all who ask can see it: on PostgreSQL in the database, for there may be several servers; on SQLite,
which has one, in a file.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

LOCK = "backup.lock"
# The number of the lock among those of the database: no other one is asked for.
_NUMBER = 7_252_547_001
# Those who ask hold the lock for a moment.
_PATIENCE_SECONDS = 2.0


class HeldAlready(Exception):
    """Another backup holds the files."""


def hold() -> AbstractContextManager[None]:
    """Let nobody delete stored files within. Raises HeldAlready."""
    return _hold_in_database() if connection.vendor == "postgresql" else _hold_in_file()


def are_held() -> bool:
    """Say whether a backup runs."""
    return _are_held_in_database() if connection.vendor == "postgresql" else _are_held_in_file()


def discard(name: str) -> None:
    """Delete a stored file that no row names any more; call it after the commit."""
    if not are_held():
        default_storage.delete(name)


def _wait_for(take: Callable[[], bool]) -> None:
    latest = time.monotonic() + _PATIENCE_SECONDS
    while not take():
        if time.monotonic() > latest:
            raise HeldAlready
        time.sleep(0.02)


# --- PostgreSQL -----------------------------------------------------------------------------------------------------


@contextmanager
def _hold_in_database() -> Iterator[None]:
    """Hold by a connection of its own: the lock ends with it, also when this process is killed."""
    with closing(connection.copy()) as own:

        def take() -> bool:
            with own.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [_NUMBER])
                return bool(cursor.fetchone()[0])

        _wait_for(take)
        try:
            yield
        finally:
            with own.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_NUMBER])


def _are_held_in_database() -> bool:
    """Ask for the lock that excludes a backup, for one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [_NUMBER])
        [free] = cursor.fetchone()
    return not free


# --- SQLite ---------------------------------------------------------------------------------------------------------


@contextmanager
def _hold_in_file() -> Iterator[None]:
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    lock = os.open(_lock_file(), os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _wait_for(lambda: _take(lock, fcntl.LOCK_EX))
        yield
    finally:
        os.close(lock)


def _are_held_in_file() -> bool:
    try:
        lock = os.open(_lock_file(), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _take(lock, fcntl.LOCK_SH)
    finally:
        os.close(lock)


def _take(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_file() -> Path:
    return Path(settings.VAR_DIR) / LOCK
