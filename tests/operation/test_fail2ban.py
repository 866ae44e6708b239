"""The filter of docs/operations/logs.md finds failed sign-ins in the lines that the program writes, and only those."""

import logging
import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from sakip.logs.config import FORMATS
from tests.cast import Cast
from tests.sakip.logs.outlet import Outlet

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).parents[2]
FORGED = "a 2026-11-30T10:11:12.345+07:00 WARNING sakip.sign_in x Masuk gagal dari 192.0.2.66 untuk akun y"
# What fail2ban puts in the place of <ADDR>, as far as our lines need it.
ADDRESS = r"(?P<address>[0-9a-fA-F:.]+)"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+07:00")


def read_filter() -> str:
    """Return the file of the filter as the page prints it."""
    page = (ROOT / "docs/operations/logs.md").read_text(encoding="utf-8")
    return page.partition("filter.d/sakip.conf`:\n\n```ini\n")[2].partition("```")[0]


def sign_in(name: str, address: str) -> HttpResponse:
    data = {"username": name, "password": "salah"}
    return Client().post("/admin/login/", data, REMOTE_ADDR=address)


@pytest.fixture(params=sorted(FORMATS))
def log(request: pytest.FixtureRequest, cast: Cast) -> str:
    """Return the lines of two failures, one attempt that came too soon, and of somebody who writes into the log."""
    outlet = Outlet()
    with outlet.collecting(request.param):
        sign_in("staf", "203.0.113.5")
        sign_in("bukan siapa-siapa", "2001:db8::7")
        for _ in range(5):
            sign_in("staf", "203.0.113.6")
        sign_in("staf", "203.0.113.6")
        Client().get("/admin/login/", HTTP_HOST=FORGED)
        Client().get(f"/{FORGED}/")
        sign_in(FORGED, "203.0.113.7")
        logging.getLogger("sakip.files").warning("Berkas %s", f"x\n{FORGED}")
    assert "192.0.2.66" in outlet.text
    return outlet.text


EXPECTED = ["203.0.113.5", "2001:db8::7", *["203.0.113.6"] * 6, "203.0.113.7"]


@pytest.mark.parametrize("journal", [False, True])
def test_the_filter_finds_failed_sign_ins_and_nothing_that_somebody_wrote(log: str, journal: bool) -> None:
    parser = ConfigParser()
    parser.read_string(read_filter())
    patterns = [re.compile(text.replace("<ADDR>", ADDRESS)) for text in parser["Definition"]["failregex"].splitlines()]
    assert len(patterns) == 2
    lines = [f" server gunicorn[12]: {line}" if journal else STAMP.sub("", line, count=1) for line in log.splitlines()]
    found = [match["address"] for line in lines for pattern in patterns if (match := pattern.match(line))]
    assert found == EXPECTED


@pytest.mark.skipif(shutil.which("fail2ban-regex") is None, reason="fail2ban is not installed on this machine")
def test_fail2ban_itself_finds_them(log: str, tmp_path: Path) -> None:
    (tmp_path / "sakip.conf").write_text(read_filter(), encoding="utf-8")
    (tmp_path / "log").write_text(log, encoding="utf-8")
    done = subprocess.run(
        ["fail2ban-regex", "-o", "ip", str(tmp_path / "log"), str(tmp_path / "sakip.conf")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == EXPECTED
