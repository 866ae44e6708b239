"""Two servers and three workers on one database and one folder: nothing is lost, nothing is done twice, though a worker
is killed in the middle. In small; `benchmarks/two_servers.py` by itself does it in large."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.sakip.jobs.test_worker_killed import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database("postgresql")]

SMALL = ("--staff", "4", "--rows", "2", "--seconds", "4", "--reports", "1", "--mails", "6")


def test_nothing_is_lost_and_nothing_done_twice() -> None:
    program = Path(settings.BASE_DIR) / "benchmarks" / "two_servers.py"
    server, _, name = database_url().rpartition("/")
    done = subprocess.run(
        [sys.executable, str(program), *SMALL],
        env={**os.environ, "DATABASE_URL": f"{server}/two_{name}"},
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert "WRONG" not in done.stdout, done.stdout
    assert done.returncode == 0, done.stderr
    assert "workers killed with a report in their hands              1\n" in done.stdout
