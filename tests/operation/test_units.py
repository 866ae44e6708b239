"""The units of systemd are whole, and what runs by them may do little."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.operation.front import DEPLOY, ROOT

pytestmark = pytest.mark.one_database
UNITS = ("sakip-web.socket", "sakip-web.service", "sakip-worker.service")
# In tenths, as systemd judges: 0 may do nothing, 100 everything.
MOST_EXPOSED = 20


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as they are installed, for an installation in a folder of this test."""
    installed = tmp_path / "current"
    program = installed / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.symlink_to("/bin/true")
    (installed / "docs").symlink_to(ROOT / "docs")
    folder = tmp_path / "system"
    shutil.copytree(
        DEPLOY, folder, ignore=lambda _, names: [name for name in names if not re.match(r"sakip-|\d", name)]
    )
    for unit in folder.glob("sakip-*.service"):
        unit.write_text(unit.read_text().replace("/opt/sakip/current", str(installed)))
    return folder


def number_after(words: str, file: Path) -> int:
    return int(file.read_text(encoding="utf-8").partition(words)[2].partition("\n")[0].rstrip("s;"))


def test_units_are_valid(units: Path) -> None:
    judged = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(f"./{unit}" for unit in UNITS)],
        cwd=units,
        capture_output=True,
        text=True,
        check=False,
    )

    ours = [line for line in judged.stderr.splitlines() if "sakip" in line]
    assert (judged.returncode, ours) == (0, [])


@pytest.mark.parametrize("unit", UNITS[1:])
def test_a_service_may_do_little(units: Path, unit: str) -> None:
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", f"./{unit}"],
        cwd=units,
        capture_output=True,
        text=True,
        check=False,
    )

    assert judged.returncode == 0, judged.stdout


def test_a_stop_waits_longer_than_the_requests_in_hand_may_take(units: Path) -> None:
    graceful = number_after("graceful_timeout = ", DEPLOY / "gunicorn.conf.py")
    stop = number_after("TimeoutStopSec=", units / "sakip-web.service")
    read = number_after("proxy_read_timeout ", DEPLOY / "nginx.conf")

    assert graceful < stop < read


def test_nobody_but_nginx_may_connect(units: Path) -> None:
    socket = (units / "sakip-web.socket").read_text().splitlines()

    assert {"SocketUser=sakip", "SocketGroup=www-data", "SocketMode=0660"} <= set(socket)
    assert "proxy_pass http://unix:/run/sakip/web.sock;" in (DEPLOY / "nginx.conf").read_text()
    assert "ListenStream=/run/sakip/web.sock" in socket
