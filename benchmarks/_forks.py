"""Forked processes that run tests and tell of each, none of which hangs for longer than it may."""

import json
import os
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Tell = Callable[[Any], None]


class Child:
    """A forked process that runs tests one after the other and tells of each; it is ended when one takes too long."""

    def __init__(self, work: Callable[[Tell], None], limits: Mapping[str, float], folder: Path) -> None:
        self.tests, self.limits = list(limits), list(limits.values())
        self.folder = Path(tempfile.mkdtemp(dir=folder))
        self.told: list[Any] = []
        self.about: Any = None
        self.begun = time.monotonic()
        self._rest = b""
        self.reading, writing = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.setpgid(0, 0)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.close(self.reading)
            try:
                _settle_in(self.folder)
                work(lambda said: _write_all(writing, json.dumps(said).encode() + b"\n"))
            except BaseException:  # noqa: BLE001 - told to the process that waits, which ends
                _write_all(writing, json.dumps({"broken": traceback.format_exc()}).encode() + b"\n")
            finally:
                os._exit(0)
        os.close(writing)

    def listen(self) -> bool:
        """Take what was said; tell whether there may be more."""
        data = os.read(self.reading, 1 << 20)
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.told += map(json.loads, lines)
        if self.told and "broken" in self.told[-1]:
            raise SystemExit(self.told[-1]["broken"])
        if lines:
            self.begun = time.monotonic()
        return bool(data)

    def hangs(self) -> bool:
        return time.monotonic() - self.begun > self.limits[min(len(self.told), len(self.limits) - 1)]

    def end(self) -> None:
        """End it and what it started, and clear up behind it."""
        for who in (self.pid, -self.pid):
            try:
                os.kill(who, signal.SIGKILL)
            except ProcessLookupError:
                continue
        os.waitpid(self.pid, 0)
        os.close(self.reading)
        shutil.rmtree(self.folder, ignore_errors=True)


def _write_all(where: int, data: bytes) -> None:
    while data:
        data = data[os.write(where, data) :]


def _settle_in(folder: Path) -> None:
    """Write nowhere but into this process's own folder."""
    from django.conf import settings

    nowhere = os.open(os.devnull, os.O_RDWR)
    errors = os.open(folder / "said", os.O_WRONLY | os.O_CREAT)
    for number, where in enumerate((nowhere, errors, errors)):
        os.dup2(where, number)
    settings.VAR_DIR, settings.METRICS_DIR = folder / "var", folder / "var" / "metrik"
    settings.VAR_DIR.mkdir()
    os.environ["VAR_DIR"] = str(settings.VAR_DIR)
    # What counts asks for its folder whenever it makes a file.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_DIR)
