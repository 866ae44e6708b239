"""Steady requests over a unix socket, each with what came of it."""

import http.client
import socket
import threading
import time
from pathlib import Path
from typing import Self

PAUSE = 0.02


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("sakip.contoh.go.id", timeout=60)
        self._path = str(path)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def ask(path: Path, address: str) -> str:
    """Return the status, or the name of what went wrong."""
    connection = UnixConnection(path)
    try:
        connection.request("GET", address, headers={"X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()
    return str(answer.status)


class Probes:
    """Asks without end within its block; `answers` are what came of it, `longest` the longest wait in seconds."""

    def __init__(self, path: Path, address: str = "/sehat/") -> None:
        self._path, self._address = path, address
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self.answers: list[str] = []
        self.longest = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def wait_for(self, number: int) -> None:
        """Wait until so many were answered, one way or another."""
        until = time.monotonic() + 60
        while len(self.answers) < number:
            assert time.monotonic() < until, "nothing is answered"
            time.sleep(PAUSE)

    def _ask(self) -> None:
        while not self._stop.is_set():
            begun = time.monotonic()
            self.answers.append(ask(self._path, self._address))
            self.longest = max(self.longest, time.monotonic() - begun)
            self._stop.wait(PAUSE)
