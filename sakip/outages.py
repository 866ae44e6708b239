"""What is the matter with the server, and neither with the request nor with the program: its database or its store of
files cannot be used, or a disk is full. Told to the user in a page or in data of its own, and to the log in one line a
minute."""

import errno
import logging
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError

from sakip.disks import free_bytes
from sakip.file_store import StoreAway


@dataclass(frozen=True)
class Outage:
    """A kind of outage: its page, what a page's script shows, what the log says."""

    template: str
    sentence: str
    log: str
    retry_after: int | None = None


LOST = Outage(
    "503.html",
    "Basis data server sedang tidak dapat dipakai. Isian Anda masih ada di halaman ini. Coba lagi sebentar lagi.",
    "Basis data tidak dapat dipakai: %s",
    retry_after=30,
)
OUTDATED = Outage(
    "503_outdated.html",
    "Aplikasi sedang dimutakhirkan. Isian Anda masih ada di halaman ini. Coba lagi beberapa menit lagi.",
    "Basis data sudah diubah versi yang lebih baru: %s",
    retry_after=60,
)
AWAY = Outage(
    "503_files.html",
    "Penyimpanan berkas tidak dapat dihubungi, jadi berkas belum dapat disimpan atau dibuka. Isian Anda masih ada di "
    "halaman ini, dan angka tetap dapat disimpan. Coba lagi sebentar lagi.",
    "Penyimpanan berkas tidak dapat dipakai: %s",
    retry_after=30,
)
FULL = Outage(
    "507.html",
    "Disk server penuh, jadi belum tersimpan. Isian Anda masih ada di halaman ini. Hubungi pengelola server, lalu coba "
    "lagi.",
    "Disk penuh: %s",
)

_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT})
# SQLite's primary codes: what is the matter with its file at this moment.
_UNREACHED = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
# SQLite cannot make or lengthen the files beside its own on a disk without room for a page of theirs.
_NO_ROOM_BESIDE = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR})
_NEXT_TO_NOTHING = 256 * 1024
# PostgreSQL: disk_full; connections that broke, a server that stops or starts, one that takes no more of them.
_DISK_FULL = "53100"
_BROKEN = ("08", "57P")
_TOO_MANY = "53300"


def outage_of(error: BaseException | None) -> Outage | None:
    """Return the outage that an error comes of, itself or as a cause; None: it is another fault."""
    for each in _chain(error):
        if isinstance(each, StoreAway):
            return AWAY
        if _is_full(each):
            return FULL
        if _is_lost(each):
            return LOST
    return None


def is_outcome_unknown(error: BaseException) -> bool:
    """Say whether the error leaves open if what was being committed is: the connection broke, or the sync failed."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    return _is_broken(error) or _sqlite_code(error) == sqlite3.SQLITE_IOERR


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those that it was raised from or during; one that was raised `from None` ends it."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL_ERRNOS
    if not isinstance(error, DatabaseError):
        return False
    code = _sqlite_code(error)
    if code in _NO_ROOM_BESIDE and settings.VAR_DIR.is_dir():
        return free_bytes(settings.VAR_DIR) < _NEXT_TO_NOTHING
    return code == sqlite3.SQLITE_FULL or _sqlstate(error) == _DISK_FULL


def _is_lost(error: BaseException) -> bool:
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, DatabaseError):
        return False
    return _sqlite_code(error) in _UNREACHED or (isinstance(error, OperationalError) and _is_broken(error))


def _is_broken(error: OperationalError) -> bool:
    """Say whether PostgreSQL is out of reach: psycopg's error of a connection that broke bears no code."""
    if isinstance(error.__cause__, sqlite3.Error) or error.__cause__ is None:
        return False
    state = _sqlstate(error)
    return not state or state.startswith(_BROKEN) or state == _TOO_MANY


def _sqlite_code(error: BaseException) -> int | None:
    code: int | None = getattr(error.__cause__ or error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _sqlstate(error: BaseException) -> str:
    return getattr(error.__cause__ or error, "sqlstate", None) or ""


class OncePerMinute(logging.Filter):
    """Says an outage in one line a minute, without the traceback: every request meets it."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        outage = outage_of(error)
        if outage is None:
            # What Django calls an error though none was raised is an answer as it is meant to be: to ask again later.
            return error is not None or record.levelno < logging.ERROR
        record.msg, record.args = outage.log, (str(error).strip().splitlines()[0][:200] if str(error).strip() else "",)
        record.exc_info = record.exc_text = None
        now, before = time.monotonic(), self._said.get(outage.log)
        if before is not None and now - before < 60:
            return False
        self._said[outage.log] = now
        return True
