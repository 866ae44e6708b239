"""A disk that is really full: each act has its sentence, nothing is half stored, and all goes on once there is room."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.cast import Cast
from tests.operation.databases import copy_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database("sqlite")]
# A mount of its own, gone with the process; without root in a namespace where this account is root.
MOUNTED = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'
SPARE = 1024 * 1024


def on_small_disk(folder: Path, size: int, command: list[str]) -> list[str]:
    namespace = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    return [*namespace, "sh", "-c", MOUNTED, "sh", str(size), str(folder), *command]


@pytest.fixture
def seen(cast: Cast, tmp_path: Path) -> dict[str, Any]:
    """Return what a user met on a full disk."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its disk elsewhere")
    disk, database = tmp_path / "disk", tmp_path / "asal.sqlite3"
    disk.mkdir()
    if subprocess.run(on_small_disk(disk, SPARE, ["true"]), capture_output=True, check=False).returncode:
        pytest.skip("this machine lets no process mount a file system")
    copy_database(database)
    command = [sys.executable, "-m", "tests.operation.full_disk", str(disk), str(database)]
    environment = os.environ | {
        "VAR_DIR": str(disk),
        "MEDIA_ROOT": str(disk / "media"),
        "ALLOWED_HOSTS": "testserver,127.0.0.1",
        "DATABASE_URL": f"sqlite:///{disk}/sakip.sqlite3",
        "DJANGO_SETTINGS_MODULE": "sakip.settings",
    }
    size = database.stat().st_size + SPARE
    done = subprocess.run(
        on_small_disk(disk, size, command), cwd=settings.BASE_DIR, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    assert b"Traceback" not in done.stderr, done.stderr.decode()[-3000:]
    assert done.stderr.count(b"Disk penuh") == 1
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_full_disk_is_named_harms_nothing_and_passes(seen: dict[str, Any]) -> None:
    assert seen["read"][0] == 200
    for name in ("grid", "small file", "file without row"):
        assert seen[name][0] == 507, name
        assert "Disk server penuh" in seen[name][1], name
    assert seen["sign in"][0] == 507
    assert "Disk server penuh" in seen["sign in"][1]
    assert seen["nothing stored"]
    assert seen["orphans"] == []
    assert (seen["grid again"][0], seen["file again"][0]) == (200, 200)
    assert seen["files"] == [1, 1]
    assert seen["integrity"] == "ok"
