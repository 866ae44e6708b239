"""The server as `deploy/` starts it, on a port of the loopback address, and what it takes; shared by the benchmarks."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from _measure import resident_mb, tree_of

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "deploy" / "gunicorn.conf.py"
TICKS = os.sysconf("SC_CLK_TCK")


def database_url() -> str:
    """Return DATABASE_URL for the database that this process is connected to."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def environment(**settings: str) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": database_url(), "DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1", **settings}


@contextmanager
def server(config: Path = CONFIG, settings: Mapping[str, str] | None = None) -> Iterator[tuple[int, int]]:
    """Serve with a configuration of gunicorn; yield the port and the number of its first process."""
    from tests.ports import free_port

    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", str(config), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "--log-level", "warning", "sakip.wsgi:application"],
        cwd=ROOT,
        env=environment(**settings or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await_answer(process, port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _await_answer(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(150):
        time.sleep(0.2)
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
    raise SystemExit("The server did not start.")


def cpu_of(root: int) -> float:
    """Return the seconds of processor time of a process and its children."""
    total = 0
    for pid in tree_of(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


class Watch:
    """The most memory that each process of a server had, and the most connections to the database, while it is on."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.memory: dict[int, float] = {}
        self.connections = 0

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        from django.db import connection

        while not self._done.wait(0.5):
            for pid in tree_of(self._root):
                self.memory[pid] = max(self.memory.get(pid, 0.0), resident_mb({pid}))
            self.connections = max(self.connections, _connections())
        connection.close()

    def told(self) -> str:
        mine = sorted((mb for mb in self.memory.values() if mb > 1), reverse=True)
        return f"{sum(mine):.0f} MB in {len(mine)} processes (most {mine[0]:.0f}), {self.connections} connections"


def _connections() -> int:
    """Return how many connections others have to this database."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])
