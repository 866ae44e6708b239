"""Errors are counted in files that the processes of an installation share, and told by whoever registered for it."""

import json
import logging
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings

from sakip.locked_folder import locked_folder
from sakip.logs.report import Report, report_of
from sakip.outages import outage_of

logger = logging.getLogger("sakip.errors")

# The same error is told at most so often, and forgotten when it was not met for so long.
TOLD_EVERY = 3600
KEPT = 30 * 86_400
# A program that breaks everywhere at once does not fill the disk.
MOST_KINDS = 500

_tellers: list[Callable[[], object]] = []


@dataclass(frozen=True)
class Counted:
    """An error with how often it was met since it was told last, and when that was."""

    key: str
    subject: str
    text: str
    count: int
    told_at: float = 0.0
    met_at: float = 0.0


def register_teller(tell: Callable[[], object]) -> None:
    """Let `tell` be called after each error that was counted."""
    if tell not in _tellers:
        _tellers.append(tell)


class ErrorHandler(logging.Handler):
    """Counts what is logged as an error, where somebody wants to be told. An outage of database or disk is none: it
    could not be told, and no program is at fault."""

    def createLock(self) -> None:  # noqa: N802  # logging's own name
        """Have none: one error's slow database must not hold up the others. The files have a lock of their own."""
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ERROR_RECIPIENTS or outage_of(record.exc_info[1] if record.exc_info else None):
            return
        try:
            count(report_of(record))
        except OSError as error:
            logger.warning("Galat tidak dapat dihitung untuk surel: %s", error)
            return
        for tell in _tellers:
            tell()


def count(report: Report) -> None:
    """Add one to an error's count. Raises OSError."""
    with _folder() as folder:
        path = folder / f"{report.key}.json"
        if not path.exists() and len(list(folder.iterdir())) > MOST_KINDS:
            return
        before = _read(path) if path.exists() else None
        met, told_at = (0, 0.0) if before is None else (before.count, before.told_at)
        _write(folder, Counted(report.key, report.subject, report.text, met + 1, told_at, time.time()))


def take_due() -> list[Counted]:
    """Take the counts that are due to be told, each by one process only. Raises OSError."""
    now = time.time()
    due = []
    with _folder() as folder:
        for path in folder.glob("*.json"):
            counted = _read(path)
            if counted.count and not 0 <= now - counted.told_at < TOLD_EVERY:
                due.append(counted)
                _write(folder, replace(counted, count=0, told_at=now))
            elif now - counted.met_at > KEPT:
                path.unlink()
    return due


def give_back(taken: Counted) -> None:
    """Count again what could not be told. Raises OSError."""
    with _folder() as folder:
        now = _read(folder / f"{taken.key}.json")
        _write(folder, replace(now, count=now.count + taken.count, told_at=taken.told_at))


def _folder() -> AbstractContextManager[Path]:
    """Hold the folder of the counts."""
    return locked_folder(settings.VAR_DIR / "errors")


def _read(path: Path) -> Counted:
    return Counted(**json.loads(path.read_text(encoding="utf-8")))


def _write(folder: Path, counted: Counted) -> None:
    half = folder / "half"
    half.write_text(json.dumps(asdict(counted)), encoding="utf-8")
    os.replace(half, folder / f"{counted.key}.json")
