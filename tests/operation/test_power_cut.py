"""A power cut right after a save was acknowledged: the save is there, row and file, by what had been synced until then.

The process is real (services, storage, SQLite) and traced; its system calls are replayed onto a disk that keeps nothing
but what was synced. Saved as before, the same replay loses saves: so the proof can fail.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.cast import Cast
from tests.operation.databases import copy_database
from tests.operation.power_cut import Disk, replay, strace

# What PostgreSQL syncs is its own affair; that files are on the disk before their row is told in test_bukti.py.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database("sqlite")]
SAVES = 3


@pytest.fixture
def var(cast: Cast, tmp_path: Path) -> Path:
    """Return a folder with a closed copy of the database, as a server finds it when it starts."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone writes its files in this process")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], check=False).returncode:  # the system's
        pytest.skip("this machine lets no process trace another")
    folder = tmp_path / "var"
    folder.mkdir()
    copy_database(folder / "sakip.sqlite3")
    return folder


def trace(var: Path, *options: str) -> tuple[Disk, Path]:
    """Run the saver under strace; return the disk as it was before, and the trace."""
    disk, log = Disk.of(var), var.parent / "trace"
    command = [*strace(log), sys.executable, "-m", "tests.operation.saver", str(SAVES), *options]
    environment = os.environ | {
        "VAR_DIR": str(var),
        "MEDIA_ROOT": str(var / "media"),
        "DATABASE_URL": f"sqlite:///{var}/sakip.sqlite3",
        "DJANGO_SETTINGS_MODULE": "sakip.settings",
    }
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, umask=0o022, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return disk, log


def found_again(disk: Disk, folder: Path) -> tuple[list[str], list[tuple[str, str]], str]:
    """Cut the power: return the whole files, the rows that name them with what they say, and SQLite's own verdict."""
    disk.after_power_cut(folder)
    with closing(sqlite3.connect(folder / "sakip.sqlite3")) as database:
        rows = database.execute("SELECT berkas, sha256 FROM indicators_buktidukung ORDER BY id").fetchall()
        (remark,) = database.execute("SELECT max(kendala) FROM indicators_realisasi").fetchone()
        (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
    whole = [
        name
        for name, sha256 in rows
        if (path := folder / "media" / name).is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    ]
    return [*whole, str(remark)], rows, str(verdict)


def missing_after_each(disk: Disk, log: Path, folder: Path) -> list[list[str]]:
    """Cut the power at every acknowledgement; return what was acknowledged and is not found again."""
    acknowledged: list[str] = []
    missing = []
    for number, line in enumerate(replay(log, disk)):
        said = json.loads(line)
        acknowledged.append(said["berkas"])
        copy = folder / str(number)
        copy.mkdir()
        found, rows, verdict = found_again(disk, copy)
        assert verdict == "ok"
        assert len(rows) <= number + 1
        missing.append([each for each in (*acknowledged, said["kendala"]) if each not in found])
        shutil.rmtree(copy)
    return missing


def test_what_was_acknowledged_outlasts_a_power_cut(var: Path, tmp_path: Path) -> None:
    disk, log = trace(var)
    assert missing_after_each(disk, log, tmp_path) == [[]] * SAVES
    made = [path for path in var.rglob("*") if path.stat().st_mode & 0o077]
    assert made == [], "others may read what was made"


def test_the_same_proof_finds_what_was_lost_before(var: Path, tmp_path: Path) -> None:
    missing = missing_after_each(*trace(var, "--as-before"), tmp_path)
    assert [len(each) for each in missing] == [number + 2 for number in range(SAVES)]
