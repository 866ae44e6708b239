"""What a real server writes: every line in one form, gunicorn's own too, whatever clients do."""

import json
import os
import re
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ports import free_port

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00 [A-Z]+ [\w.]+ \S+ .+")
OPTIONS = ("--threads", "2", "--logger-class", "sakip.logs.gunicorn.Logger", "--no-control-socket")


class Server:
    """A real server without a database: it answers, and what it answers is an outage."""

    def __init__(self, folder: Path, style: str) -> None:
        self.port = free_port()
        _pretend_collected(folder / "static")
        self._said = folder / "said"
        self._process = self._start(folder, style)

    def _start(self, folder: Path, style: str) -> "subprocess.Popen[bytes]":
        with self._said.open("wb") as said:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "gunicorn",
                    "sakip.wsgi:application",
                    *OPTIONS,
                    "--bind",
                    f"127.0.0.1:{self.port}",
                ],
                cwd=ROOT,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "sakip.settings",
                    "SAKIP_ENV_FILE": "",
                    "VAR_DIR": str(folder),
                    "DATABASE_URL": f"sqlite:///{folder}/tidak-ada.sqlite3",
                    "SECRET_KEY": "kunci-penanda-tangan-sesi",
                    "TIME_ZONE": "Asia/Makassar",
                    "LOG_FORMAT": style,
                },
                stderr=said,
            )

    def ask(self, request: bytes, *, reset: bool = False) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            line.sendall(request)
            if reset:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return b""
            return line.recv(65536)

    def wait(self) -> None:
        until = time.monotonic() + 30
        while True:
            try:
                self.ask(b"GET /static/tidak-ada HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                return
            except ConnectionError:
                assert time.monotonic() < until
                time.sleep(0.1)

    def stop(self) -> list[str]:
        """End the server and return its lines."""
        self._process.terminate()
        self._process.wait(timeout=30)
        return self._said.read_text(encoding="utf-8").splitlines()


def _pretend_collected(folder: Path) -> None:
    """Name the static files by their own names: a page of an error asks for their list."""
    names = [str(path.relative_to(ROOT / "static")) for path in (ROOT / "static").rglob("*") if path.is_file()]
    folder.mkdir()
    (folder / "staticfiles.json").write_text(
        json.dumps({"version": "1.1", "paths": dict(zip(names, names, strict=True))})
    )


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    served = Server(tmp_path, request.param)
    served.wait()
    yield served
    served.stop()


def trouble(server: Server) -> bytes:
    """Do what clients do, and return the last answer."""
    server.ask(b"bukan permintaan\r\n\r\n")
    server.ask(b"GET /admin/login/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    begun = (
        b"POST /verifikasi/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        b"User-Agent: a\x0bb\r\nContent-Length: 900000\r\n\r\n--x\r\n"
    )
    server.ask(begun, reset=True)
    return server.ask(b"GET /tidak-ada/?rahasia=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")


@pytest.mark.parametrize("server", ["json"], indirect=True)
def test_every_line_is_an_object(server: Server) -> None:
    answer = trouble(server)
    lines: list[dict[str, Any]] = [json.loads(line) for line in server.stop()]
    assert all(line["time"].endswith("+08:00") for line in lines)
    assert {line["logger"] for line in lines} >= {"gunicorn.error", "django.security.DisallowedHost", "sakip.request"}
    assert not [line for line in lines if "traceback" in line]
    last = [line for line in lines if line["logger"] == "sakip.request"][-1]
    assert f"X-Request-ID: {last['id']}".encode() in answer
    assert (last["path"], last["address"]) == ("/tidak-ada/", "127.0.0.1")


@pytest.mark.parametrize("server", ["text"], indirect=True)
def test_every_line_has_one_form_and_no_query(server: Server) -> None:
    trouble(server)
    lines = server.stop()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert any(" INFO gunicorn.error - Booting worker" in line for line in lines)
    assert "rahasia" not in "\n".join(lines)
