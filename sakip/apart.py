"""Running a module of ours in a process of its own: within limits, watched, stopped at any moment.

It starts without the environment, so without secrets, and dies with this process, however that ends. Its module begins
with `sakip.limits.begin_apart`.
"""

import os
import resource
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO

from sakip.limits import Limits

_PROJECT_DIRECTORY = Path(__file__).resolve().parents[1]
# How often `watch` is called.
WATCH_SECONDS = 1.0
# How often it is looked how large the process is.
LOOK_SECONDS = 0.1
_CHUNK = 1 << 16
# What is kept of its complaints: the last ones, which say why it ended.
_MOST_SAID = 1 << 16
# SIGKILL is also how a system without memory ends a process; limits of ours send SIGXCPU.
_FROM_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP})


def ended_from_outside(returncode: int) -> bool:
    """Say whether somebody else ended the process, which says nothing about its work. `returncode` as subprocess's."""
    return -returncode in _FROM_OUTSIDE


@dataclass(frozen=True)
class Ended:
    """How the process ended: None for beyond its seconds, else as subprocess has it; all that it wrote, and the most
    address space that it was seen to have, in bytes."""

    returncode: int | None
    output: bytes
    said: str
    seen: int = 0


def run_apart(
    module: str,
    words: tuple[str, ...] = (),
    *,
    given: IO[bytes],
    limits: Limits,
    hear: Callable[[bytes], None] | None = None,
    watch: Callable[[], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ended:
    """Run a module with limits and words; it reads the open file `given` from its beginning.

    `hear` gets each line of its output as it comes, which is then not part of the ending. `watch` is called every
    second. What either raises ends the process, at once.
    """
    # The process reads on where the file stands for the system, whatever Python has buffered of it; and moves it on,
    # which Python does not hear of: it would take the next bytes from there.
    stood = os.lseek(given.fileno(), 0, os.SEEK_CUR)
    os.lseek(given.fileno(), 0, os.SEEK_SET)
    process = subprocess.Popen(  # noqa: S603  # our own modules
        [sys.executable, "-m", module, limits.passed(), *words],
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_PROJECT_DIRECTORY,
        env={"PYTHONUTF8": "1", "PATH": "/usr/bin:/bin", **(environment or {})},
        start_new_session=True,
    )
    try:
        return _Conversation(process, monotonic() + limits.seconds, hear, watch).lead()
    finally:
        _end(process)
        os.lseek(given.fileno(), stood, os.SEEK_SET)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the process with all that it may have started, and collect it."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for channel in (process.stdout, process.stderr):
        if channel is not None:
            channel.close()


class _Conversation:
    """Reading what a process writes until it ends or its time is over."""

    def __init__(
        self,
        process: "subprocess.Popen[bytes]",
        until: float,
        hear: Callable[[bytes], None] | None,
        watch: Callable[[], None] | None,
    ) -> None:
        self._process = process
        self._until = until
        self._hear = hear
        self._watch = watch
        self._watched = monotonic()
        self._output = bytearray()
        self._said = bytearray()
        self._seen = 0

    def lead(self) -> Ended:
        with selectors.DefaultSelector() as channels:
            channels.register(self._process.stdout, selectors.EVENT_READ, self._take_output)  # type: ignore[arg-type]  # a pipe
            channels.register(self._process.stderr, selectors.EVENT_READ, self._take_said)  # type: ignore[arg-type]  # a pipe
            while channels.get_map():
                if monotonic() >= self._until:
                    return self._ending(None)
                for key, _ in channels.select(LOOK_SECONDS):
                    if chunk := os.read(key.fd, _CHUNK):
                        key.data(chunk)
                    else:
                        channels.unregister(key.fileobj)
                self._look()
        try:
            return self._ending(self._process.wait(timeout=max(0.0, self._until - monotonic())))
        except subprocess.TimeoutExpired:
            return self._ending(None)

    def _take_output(self, chunk: bytes) -> None:
        self._output += chunk
        if self._hear is not None:
            *lines, rest = self._output.split(b"\n")
            self._output = bytearray(rest)
            for line in lines:
                self._hear(bytes(line))

    def _take_said(self, chunk: bytes) -> None:
        self._said += chunk
        del self._said[:-_MOST_SAID]

    def _look(self) -> None:
        self._seen = max(self._seen, _address_space(self._process.pid))
        if self._watch is not None and monotonic() - self._watched >= WATCH_SECONDS:
            self._watched = monotonic()
            self._watch()

    def _ending(self, returncode: int | None) -> Ended:
        return Ended(returncode, bytes(self._output), self._said.decode(errors="replace"), self._seen)


def _address_space(pid: int) -> int:
    """Return what the process has now, in bytes; 0 for one that has ended."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[0]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()
