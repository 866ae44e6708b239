"""What processes left behind that were killed in the middle: working folders and half-received uploads. What a process
puts into the folder for temporary files bears our name, so that it is known there."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import time

from django.conf import settings

from sakip.held_files import are_held
from sakip.jobs.registry import register_daily
from sakip.keeping import media
from sakip.keeping.backup import COPY

logger = logging.getLogger("sakip.keeping")

# Nothing of ours works so long.
KEPT = timedelta(days=1)
_OURS = "sakip-*"
# As Django names what it receives.
_RECEIVED = "tmp*.upload*"


def register() -> None:
    register_daily("leftovers.sweep", sweep, label="Hapus sisa proses yang terhenti")


def sweep() -> int:
    """Delete what is older than a day and of this account; return how much. None while a backup runs."""
    if are_held():
        return 0
    old = [path for path in _list_left() if _is_old(path)]
    for path in old:
        logger.warning("Sisa proses yang terhenti dihapus: %s", path)
        _delete(path)
    return len(old)


def _list_left() -> Iterator[Path]:
    temporary = Path(tempfile.gettempdir())
    yield from temporary.glob(_OURS)
    yield from temporary.glob(_RECEIVED)
    yield from Path(settings.VAR_DIR).glob(f"{COPY}*")
    yield from media.list_staging()


def _is_old(path: Path) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:  # another worker was faster
        return False
    return found.st_uid == os.getuid() and time() - found.st_mtime > KEPT.total_seconds()


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
