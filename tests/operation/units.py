"""What systemd does for an installation, done by a test: it holds the socket of the server and hands it to each one it
starts (sd_listen_fds(3)), stops it by TERM and waits for its end; a program `systemctl` asks it."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

# The shell becomes the program, so that LISTEN_PID is its own.
HANDED_OVER = 'export LISTEN_PID=$$ LISTEN_FDS=1; exec "$@" 3<&0'
ASK = """
import socket, sys
channel = socket.socket(socket.AF_UNIX)
channel.connect({control!r})
channel.sendall(" ".join(sys.argv[1:]).encode())
channel.shutdown(socket.SHUT_WR)
sys.exit(int(channel.makefile().read()))
"""
SECONDS_TO_END = 60


class Units:
    """The two services below `current`, and the socket that stays."""

    def __init__(self, current: Path, run: Path, environment: dict[str, str]) -> None:
        self._current, self._run, self._environment = current, run, environment
        run.mkdir(parents=True)
        self._socket = socket.socket(socket.AF_UNIX)
        self.address = run / "web.sock"
        self._socket.bind(str(self.address))
        self._socket.listen(128)
        self._notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._notices.bind(str(run / "notify"))
        self._notices.settimeout(0.1)
        self._control = socket.socket(socket.AF_UNIX)
        self._control.bind(str(run / "control"))
        self._control.listen(8)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.asked: list[str] = []
        self.broken: set[str] = set()  # these end as soon as they began
        threading.Thread(target=self._serve, daemon=True).start()

    def program(self, folder: Path) -> None:
        """Write the program that asks."""
        path = folder / "systemctl"
        path.write_text(f"#!{sys.executable}\n{ASK.format(control=str(self._run / 'control'))}")
        path.chmod(0o755)

    def start(self, unit: str) -> bool:
        """Start it and say whether it runs: a server once it says so itself (sd_notify(3))."""
        if unit in self._running or unit in self.broken:
            return True
        commands: dict[str, Callable[[str], subprocess.Popen[bytes]]] = {
            "sakip-web.service": self._start_web,
            "sakip-worker.service": self._start_worker,
        }
        if unit in commands:
            self._running[unit] = commands[unit](str(self._current / ".venv/bin/python"))
        return unit != "sakip-web.service" or self._is_ready(self._running[unit])

    def _is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        while process.poll() is None:
            try:
                if b"READY=1" in self._notices.recv(4096):
                    return True
            except TimeoutError:
                continue
        return False

    def stop(self, unit: str) -> None:
        process = self._running.pop(unit, None)
        if process is not None:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS_TO_END)

    def wait(self, unit: str) -> int:
        """Wait until it ends by itself, and return its code."""
        return self._running.pop(unit).wait(SECONDS_TO_END)

    def stop_all(self) -> None:
        for unit in list(self._running):
            self.stop(unit)
        self._control.close()
        self._notices.close()
        self._socket.close()

    def log(self) -> str:
        return (self._run / "log").read_text()

    def _start_web(self, python: str) -> subprocess.Popen[bytes]:
        command = [python, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--log-level", "warning"]
        return self._spawn(
            ["sh", "-c", HANDED_OVER, "sh", *command], self._socket, NOTIFY_SOCKET=str(self._run / "notify")
        )

    def _start_worker(self, python: str) -> subprocess.Popen[bytes]:
        return self._spawn([python, "manage.py", "run_worker"], subprocess.DEVNULL)

    def _spawn(self, command: Sequence[str], given: socket.socket | int, **more: str) -> subprocess.Popen[bytes]:
        with (self._run / "log").open("ab") as log:
            return subprocess.Popen(
                command, cwd=self._current, env={**self._environment, **more}, stdin=given, stdout=log, stderr=log
            )

    def _serve(self) -> None:
        while True:
            try:
                channel, _ = self._control.accept()
            except OSError:  # closed
                return
            with channel, channel.makefile("rw") as text:
                words = [word for word in text.read().split() if not word.startswith("--")]
                text.write("0" if self._do(*words) else "1")

    def _do(self, verb: str, *units: str) -> bool:
        self.asked.append(" ".join((verb, *units)))
        for unit in units:
            if verb in ("stop", "restart"):
                self.stop(unit)
        return verb not in ("start", "restart") or all(self.start(unit) for unit in units)


def environment() -> dict[str, str]:
    """What a service gets; all else stands in the file of settings."""
    return {"PATH": os.environ["PATH"], "WEB_CONCURRENCY": "1", "PYTHONDONTWRITEBYTECODE": "1"}
