"""Runs a command in a session of its own, with a terminal of its own in the place of each stream that is one.

A command of another account that shared the caller's terminal could read what is typed there, also later, and type for
the caller (TIOCSTI). What it gets here ends with this program. Streams that lead elsewhere are handed on as they are.

Usage: python -I bin/_apart.py COMMAND ...
"""

import contextlib
import fcntl
import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from typing import Any, NoReturn

STREAMS = (0, 1, 2)
HANDED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
COULD_NOT_RUN = 127
# Seconds that the kernel may take to bring what a command showed last.
SHOWN_LATE = 0.2


class Terminal:
    """The terminal of the caller, and the one that the command gets instead; `typed`: it may be typed into."""

    def __init__(self, ours: list[int]) -> None:
        self.ours, self.shown_on = ours, ours[-1]
        self.typed = 0 in ours and 1 in ours and is_in_front()
        self.master, self.slave = os.openpty()
        attributes = termios.tcgetattr(self.shown_on)
        if not self.typed:
            attributes[1] &= ~termios.OPOST  # the caller's does that
        termios.tcsetattr(self.slave, termios.TCSANOW, attributes)
        self.fit()

    def fit(self, *_: Any) -> None:
        """Make it as large as the caller's."""
        size = fcntl.ioctl(self.shown_on, termios.TIOCGWINSZ, bytes(8))
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, size)

    def take(self) -> None:
        """Put it in the place of the caller's, in the process that becomes the command."""
        if self.typed:
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
        for stream in self.ours:
            os.dup2(self.slave if self.typed or stream else os.open(os.devnull, os.O_RDONLY), stream)

    @contextlib.contextmanager
    def relayed(self) -> Iterator[None]:
        """Let each key reach the command as it is."""
        os.close(self.slave)
        signal.signal(signal.SIGWINCH, self.fit)
        if not self.typed:
            yield
            return
        before = termios.tcgetattr(0)
        tty.setraw(0, termios.TCSADRAIN)
        try:
            yield
        finally:
            termios.tcsetattr(0, termios.TCSADRAIN, before)

    def relay_until(self, ended: int) -> None:
        """Hand on what is typed and shown until the command has ended and all that it showed is handed on."""
        watched, patience = [self.master, ended, *([0] if self.typed else [])], None
        while True:
            ready = select.select(watched, [], [], patience)[0]
            if self.master in ready:
                shown = read(self.master)
                if not shown:
                    return
                write_whole(self.shown_on, shown)
            elif patience is not None:
                return  # what the command left behind has the terminal still
            if ended in ready:
                watched, patience = [self.master], SHOWN_LATE
            elif 0 in ready:
                typed = read(0)
                write_whole(self.master, typed)
                if not typed:
                    watched.remove(0)


def is_in_front() -> bool:
    """Say whether we are the ones who may read from the terminal; any who has it from elsewhere may."""
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return True


def read(stream: int) -> bytes:
    """Return what there is; nothing where the other side is gone."""
    try:
        return os.read(stream, 65536)
    except OSError:
        return b""


def write_whole(stream: int, text: bytes) -> None:
    while text:
        text = text[os.write(stream, text) :]


def become(command: list[str], terminal: Terminal | None) -> NoReturn:
    os.setsid()
    if terminal is not None:
        terminal.take()
    os.closerange(STREAMS[-1] + 1, os.sysconf("SC_OPEN_MAX"))
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python had it ignored
    try:
        os.execvp(command[0], command)  # noqa: S606 - what the caller named, word for word
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
        os._exit(COULD_NOT_RUN)


def main(command: list[str]) -> int:
    """Return what the command ended with, 128 and more where a signal ended it."""
    ours = [stream for stream in STREAMS if os.isatty(stream)]
    terminal = Terminal(ours) if ours else None
    child = os.fork()
    if child == 0:
        become(command, terminal)
    ended = os.pidfd_open(child)

    def hand_on(number: int, _: Any) -> None:
        try:
            os.killpg(child, number)
        except ProcessLookupError:  # it has no session of its own yet
            os.kill(child, number)

    for each in HANDED_ON:
        if signal.getsignal(each) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(each, hand_on)
    if terminal is None:
        select.select([ended], [], [])
    else:
        with terminal.relayed():
            terminal.relay_until(ended)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
