"""Code of one release on the schema of another: what the newer one only added is lived with, anything else is
refused in a sentence. Copies of this code have a migration more; the last release is what is tagged."""

import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.operation.conftest import Serving, manage
from tests.operation.probes import ask
from tests.operation.releases import ROOT, add_migration, copy_code, use_plain_static_files
from tests.operation.units import Units, environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database("sqlite")]
NEWER = "Basis data ini sudah diubah versi program yang lebih baru (migrasi jobs."
OLDER = "Basis data belum dimutakhirkan untuk program versi 1.1.0: migrasi jobs."
PATIENCE = 60
AS_STAFF = """
import django
django.setup()
from django.test import Client
from indicators.models import Pengguna
client = Client(SERVER_NAME="sakip.contoh.go.id")
client.force_login(Pengguna.objects.get(username="staf"), backend="django.contrib.auth.backends.ModelBackend")
print(client.get("/", follow=True).status_code, client.get("/admin/pengisian/", follow=True).status_code)
"""


def newer(serving: Serving, *, expands: bool) -> Path:
    """Return a copy with one migration more and the same settings."""
    code = copy_code(serving.root / "newer", "1.1.0")
    (code / "sakip.env").symlink_to(serving.code / "sakip.env")
    add_migration(code, "change_a_shelf", expands=expands)
    return code


def test_code_serves_and_works_on_what_a_newer_release_added(serving: Serving) -> None:
    migrated = manage(newer(serving, expands=True), "migrate", "--verbosity=0")
    assert migrated.returncode == 0, migrated.stderr
    serving.units.stop("sakip-web.service")
    serving.units.start("sakip-web.service")
    assert ask(serving.socket, "/admin/login/") == "200", serving.units.log()
    worked = manage(serving.code, "run_worker", "--batch")
    assert worked.returncode == 0, worked.stderr


def test_code_neither_serves_nor_works_on_what_a_newer_release_changed(serving: Serving) -> None:
    """The server that runs says so within some seconds; one that starts ends."""
    assert ask(serving.socket, "/admin/login/") == "200"
    migrated = manage(newer(serving, expands=False), "migrate", "--verbosity=0")
    assert migrated.returncode == 0, migrated.stderr
    until = time.monotonic() + PATIENCE
    while ask(serving.socket, "/admin/login/") != "503":
        assert time.monotonic() < until, "it serves on"
        time.sleep(0.1)
    assert ask(serving.socket, "/sehat/") == "200"
    serving.units.stop("sakip-web.service")
    serving.units.start("sakip-web.service")
    assert serving.units.wait("sakip-web.service") != 0
    assert serving.units.log().count(NEWER) >= 2
    for command in (("run_worker", "--batch"), ("unlock", "siapa")):
        refused = manage(serving.code, *command)
        assert refused.returncode == 1
        assert NEWER in refused.stderr
        assert "Traceback" not in refused.stderr


def test_newer_code_does_not_work_on_a_schema_that_lacks_its_migration(serving: Serving) -> None:
    refused = manage(newer(serving, expands=True), "run_worker", "--batch")
    assert refused.returncode == 1
    assert OLDER in refused.stderr


def last_release() -> str:
    """Return the newest release before this code: by its tag, or in a checkout without tags the commit that gave it
    its heading in the change log; blank when there is none."""
    return _git("describe", "--tags", "--abbrev=0", "--match=v[0-9]*") or _commit_of_heading()


def _commit_of_heading() -> str:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = re.search(r"^## [0-9.]+ - [0-9-]+$", log, re.MULTILINE)
    return "" if heading is None else _git("log", "-1", "--format=%H", f"-S{heading[0]}", "--", "CHANGELOG.md")


def _git(*command: str) -> str:
    found = subprocess.run(["git", "-C", str(ROOT), *command], capture_output=True, text=True, check=False)
    return found.stdout.strip()


def test_the_last_release_serves_and_works_on_the_schema_of_today(serving: Serving) -> None:
    release = last_release()
    if not release:
        pytest.skip("there is no release in the history of this checkout")
    code = serving.root / "last"
    code.mkdir()
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", release], capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", str(code)], input=archive.stdout, check=True)
    use_plain_static_files(code)
    shutil.copy2(serving.code / "sakip.env", code)
    (code / ".venv").symlink_to((serving.code / ".venv").readlink())
    units = Units(code, serving.root / "run-last", environment())
    try:
        units.start("sakip-web.service")
        asked = {address: ask(units.address, address) for address in ("/sehat/", "/admin/login/", "/verifikasi/")}
        assert set(asked.values()) == {"200"}, (asked, units.log())
    finally:
        units.stop_all()
    staff = manage(code, "shell", "--command", AS_STAFF)
    assert staff.stdout.split()[-2:] == ["200", "200"], staff.stderr
    worked = manage(code, "run_worker", "--batch")
    assert worked.returncode == 0, worked.stderr
