"""Few checks at once: eight uploads must neither take both processors nor every thread that serves pages."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

from sakip.refusals import Busy
from sakip.room import room_needed

AT_ONCE = max(2, (os.cpu_count() or 2) // 2)
# Who waits holds a thread of the web process.
WAITING = 3
PATIENCE_SECONDS = 20
BUSY = "Beberapa berkas lain sedang diperiksa. Tunggu satu menit, lalu unggah kembali."
AGAIN_SECONDS = 60
_POLL_SECONDS = 1 / 10
_EXEMPT: ContextVar[bool] = ContextVar("exempt_from_turns", default=False)


@contextmanager
def turn(*, at_once: int = AT_ONCE, waiting: int = WAITING, patience: int = PATIENCE_SECONDS) -> Iterator[int]:
    """Wait for a turn among all processes of this installation; yield a file descriptor that holds it.

    A process that inherits the descriptor holds the turn too. Raises Busy when too many wait, or too long, and
    RefusedFile when VAR_DIR has no room.
    """
    with ExitStack() as held:
        queue = _take("waiting", at_once + waiting, 0)
        held.callback(os.close, queue)
        place = _take("running", at_once, patience)
        held.callback(os.close, place)
        yield place


@contextmanager
def without_turn() -> Iterator[None]:
    """Read files within as they come: a check, whose process holds a turn, and commands, which serve no page."""
    token = _EXEMPT.set(True)
    try:
        yield
    finally:
        _EXEMPT.reset(token)


@contextmanager
def reading_turn() -> Iterator[tuple[int, ...]]:
    """Wait as `turn` does and yield the descriptors that hold it; none, and at once, within `without_turn`."""
    if _EXEMPT.get():
        yield ()
        return
    with turn() as held:
        yield (held,)


def _take(name: str, count: int, patience: int) -> int:
    """Return a locked descriptor of one of `count` files; the system frees it when its last holder ends."""
    until = time.monotonic() + patience
    while True:
        for number in range(count):
            file = _open(f"{name}-{number}")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
            else:
                return file
        if time.monotonic() >= until:
            raise Busy(BUSY, seconds=AGAIN_SECONDS)
        time.sleep(_POLL_SECONDS)


def _open(name: str) -> int:
    folder = Path(settings.VAR_DIR) / "turns"
    with room_needed("the turns of imports"):
        folder.mkdir(exist_ok=True)
        return os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
