"""bin/run: the port, the two processes and their end."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.bin.conftest import Checkout
from tests.ports import free_port

# Stands for the virtual environment's Python: a web server, a worker with a child of its own, or the preparation.
FAKE_PYTHON = """
here=$(cd "$(dirname "$0")" && pwd)
case "$*" in
*gunicorn*)
    echo "$$" >"$here/server.pid"
    all="$*"; address=${all#*--bind }
    exec /usr/bin/env python3 -c '
import http.server, sys
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
' "$(sed "s/ .*//; s/.*://" <<<"$address")" 2>/dev/null ;;
*run_worker*)
    echo "$$" >"$here/worker.pid"
    sleep 300 &
    echo "$!" >"$here/child.pid"
    wait ;;
*_prepare.py*) echo "${PUBLIC_BASE_URL-none}" >"$here/prepared" ;;
esac
"""


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    checkout.skip_setup()
    checkout.fake_venv_python(FAKE_PYTHON)
    return checkout


@pytest.fixture
def port() -> int:
    return free_port()


def pid_of(checkout: Checkout, name: str) -> int:
    return int((checkout.root / ".venv" / "bin" / f"{name}.pid").read_text())


def wait_for_files(checkout: Checkout, *names: str) -> None:
    """Ready means that the server answers; the worker may not have written its number yet."""
    deadline = time.monotonic() + 10
    files = [checkout.root / ".venv" / "bin" / f"{name}.pid" for name in names]
    while not all(file.exists() and file.read_text() for file in files) and time.monotonic() < deadline:
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """A zombie that nobody has collected yet is dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for_death(*pids: int) -> None:
    deadline = time.monotonic() + 5
    while any(is_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not [pid for pid in pids if is_alive(pid)], "bin/run left a process behind"


@contextmanager
def started(checkout: Checkout, port: int, command: list[str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """bin/run after it said that it is ready."""
    process = subprocess.Popen(
        command or checkout.command("run"),
        env=checkout.environment(PORT=str(port)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        seen: list[str] = []
        for line in process.stdout:
            seen.append(line)
            if "Tekan Ctrl+C" in line:
                break
        else:
            pytest.fail("bin/run ended before it was ready:\n" + "".join(seen))
        wait_for_files(checkout, "server", "worker", "child")
        process.args = "".join(seen)  # what it said so far, for the tests and for their failures
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        wait_until_nobody_listens(port)  # what was killed beside it may take a moment; the next start would be refused
        if process.stdout is not None:
            process.stdout.close()


def wait_until_nobody_listens(port: int) -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) != 0:
                return
        time.sleep(0.02)
    pytest.fail(f"somebody still listens at port {port}")


def test_run_with_a_taken_port_says_so_before_it_does_anything(ready: Checkout) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        outcome = ready.run("run", PORT=str(taken))

    assert outcome.returncode == 1
    assert f"Port {taken} sudah dipakai program lain." in outcome.stderr
    assert not (ready.root / "setup-was-called").exists()


@pytest.mark.parametrize("value", ["delapan", "0", "65536", "80 80", "-1"])
def test_run_with_a_port_that_is_none_says_so(ready: Checkout, value: str) -> None:
    outcome = ready.run("run", PORT=value)

    assert outcome.returncode == 1
    assert f'PORT="{value}" bukan nomor port.' in outcome.stderr
    assert not (ready.root / "setup-was-called").exists()


def test_run_prints_address_and_accounts(ready: Checkout, port: int) -> None:
    (ready.root / "var").mkdir()
    (ready.root / "var" / "demo-accounts.txt").write_text("kadis rahasia-contoh\n")

    with started(ready, port) as process:
        said = str(process.args)

    assert said.splitlines()[:2] == [
        "==> Menyalakan server dan pekerja",
        f"==> SAKIP siap di http://127.0.0.1:{port}",
    ]
    assert "kadis rahasia-contoh" in said
    assert (ready.root / ".venv" / "bin" / "prepared").exists()


def test_run_leaves_the_address_to_the_file_of_an_installation(ready: Checkout, port: int) -> None:
    """That address says whether it is in production; the environment would win over the file."""
    prepared = ready.root / ".venv" / "bin" / "prepared"
    with started(ready, port):
        assert prepared.read_text() == f"http://127.0.0.1:{port}\n"
    (ready.root / "sakip.env").symlink_to("/tidak/ada/sakip.env")
    with started(ready, port):
        assert prepared.read_text() == "none\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_run_ends_everything_it_started(ready: Checkout, port: int, number: signal.Signals) -> None:
    with started(ready, port) as process:
        pids = [pid_of(ready, name) for name in ("server", "worker", "child")]
        assert all(is_alive(pid) for pid in pids)

        process.send_signal(number)

        assert process.wait(timeout=20) == 0
        wait_for_death(*pids)


def test_run_in_the_background_of_a_script_obeys_ctrl_c(ready: Checkout, port: int) -> None:
    """There the shell has SIGINT ignored, which programs inherit."""
    script = f"{ready.root}/bin/run & echo; wait $!"
    with started(ready, port, ["bash", "-c", script]) as shell:
        pids = [pid_of(ready, name) for name in ("server", "worker")]
        runner = int(Path(f"/proc/{pids[0]}/stat").read_text().rpartition(")")[2].split()[1])

        os.kill(runner, signal.SIGINT)

        assert shell.wait(timeout=20) == 0
        wait_for_death(*pids)


def test_run_ends_the_rest_when_the_worker_dies(ready: Checkout, port: int) -> None:
    with started(ready, port) as process:
        os.kill(pid_of(ready, "worker"), signal.SIGKILL)

        assert process.wait(timeout=20) == 1
        wait_for_death(pid_of(ready, "server"), pid_of(ready, "child"))
        assert process.stdout is not None
        assert "Pekerja berhenti sendiri dengan kode 137, jadi semuanya dihentikan." in process.stdout.read()


def test_run_ends_when_the_server_never_comes_up(ready: Checkout, port: int) -> None:
    # The server gives up only when the worker runs: otherwise there would be nothing to end.
    fails = """*gunicorn*)
    until [ -s "$here/child.pid" ]; do sleep 0.01; done
    exit 3 ;;
never)"""
    ready.fake_venv_python(FAKE_PYTHON.replace("*gunicorn*)", fails))

    outcome = ready.run("run", PORT=str(port))

    assert outcome.returncode == 1
    assert "Server web berhenti sendiri dengan kode 3" in outcome.stderr
    wait_for_death(pid_of(ready, "worker"), pid_of(ready, "child"))


def test_run_killed_outright_takes_its_processes_along(ready: Checkout, port: int) -> None:
    with started(ready, port) as process:
        process.kill()
        process.wait()
        wait_for_death(pid_of(ready, "server"), pid_of(ready, "worker"))


def test_run_stops_when_the_preparation_fails(ready: Checkout, port: int) -> None:
    ready.fake_venv_python('echo "Persiapan gagal: contoh" >&2; exit 1')

    outcome = ready.run("run", PORT=str(port))

    assert outcome.returncode == 1
    assert outcome.stderr.strip() == "Persiapan gagal: contoh"
