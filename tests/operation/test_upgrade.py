"""bin/upgrade on an installed layout: no request is lost, it goes on where it was killed, and it finds its way back."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.operation.databases import copy_database
from tests.operation.front import Front, nginx
from tests.operation.probes import Probes, ask
from tests.operation.releases import ROOT, add_migration, place
from tests.operation.units import Units, environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database("sqlite")]
OLD, NEW = "1.0.0", "1.1.0"
RUNS = 'systemd_runs() { [ -z "$DEST" ] && [ -d /run/systemd/system ]; }'


@dataclass(frozen=True)
class Installation:
    """An installation below a folder, and the services that run from it."""

    dest: Path
    units: Units

    @property
    def socket(self) -> Path:
        return self.dest / "run/sakip/web.sock"

    @property
    def in_force(self) -> str:
        return os.readlink(self.dest / "opt/sakip/current").removeprefix("releases/")

    @property
    def releases(self) -> list[str]:
        return sorted(path.name for path in (self.dest / "opt/sakip/releases").iterdir())

    @property
    def backups(self) -> list[Path]:
        return sorted((self.dest / "var/backups/sakip").iterdir())

    def begin(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            ["bash", str(self.dest / "checkout/bin/upgrade"), "--root", str(self.dest), *words],
            env={"PATH": f"{self.dest / 'fakes'}:{os.environ['PATH']}", "PATIENCE": "20"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def upgrade(self, *words: str) -> tuple[int, str]:
        process = self.begin(*words)
        said, _ = process.communicate(timeout=120)
        return process.returncode, said

    def upgrade_killed_at(self, step: int, *words: str) -> str:
        """Kill it with all that it started as soon as it says that the step begins."""
        process = self.begin(*words)
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if f"[{step}/7]" in line:
                break
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return said

    def release(self, version: str) -> Path:
        return self.dest / "opt/sakip/releases" / version


@pytest.fixture
def installed(tmp_path_factory: pytest.TempPathFactory, transactional_db: None) -> Iterator[Installation]:
    """Version 1.0.0 serves a database that it fits."""
    dest = tmp_path_factory.mktemp("i")  # a socket's address is short
    for folder in ("etc/sakip", "var/lib/sakip/media", "var/backups/sakip", "opt/sakip/releases", "fakes"):
        (dest / folder).mkdir(parents=True)
    database = dest / "var/lib/sakip/sakip.sqlite3"
    copy_database(database)
    settings = {
        "SECRET_KEY": "k" * 64,
        "DATABASE_URL": f"sqlite:///{database}",
        "PUBLIC_BASE_URL": "https://sakip.contoh.go.id",
        "VAR_DIR": dest / "var/lib/sakip",
        "BACKUP_DIR": dest / "var/backups/sakip",
        "TRUSTED_PROXIES": "unix:",
    }
    (dest / "etc/sakip/sakip.env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    place(dest, OLD)
    (dest / "opt/sakip/current").symlink_to(f"releases/{OLD}")
    shutil.copytree(ROOT / "bin", dest / "checkout/bin")
    service = dest / "checkout/bin/_service.sh"
    assert RUNS in service.read_text()
    service.write_text(service.read_text().replace(RUNS, "systemd_runs() { true; }"))
    units = Units(dest / "opt/sakip/current", dest / "run/sakip", environment())
    units.program(dest / "fakes")
    made = Installation(dest, units)
    try:
        assert units.start("sakip-web.service"), units.log()
        units.start("sakip-worker.service")
        assert ask(made.socket, "/sehat/") == "200", units.log()
        yield made
    finally:
        units.stop_all()


def test_an_upgrade_that_is_killed_at_several_steps_goes_on_and_loses_no_request(installed: Installation) -> None:
    """And the way back, while probes go on."""
    new = place(installed.dest, NEW)
    added = add_migration(new, "add_a_shelf", expands=True)
    with Probes(installed.socket) as probes:
        for step in (3, 4, 6):
            said = installed.upgrade_killed_at(step, str(new))
            assert f"[{step}/7]" in said, said
        code, said = installed.upgrade(str(new))
        assert code == 0, said + installed.units.log()
        assert f"Selesai. Rilis {NEW} berlaku." in said
        assert installed.in_force == NEW
        code, again = installed.upgrade(str(new))
        assert (code, f"Rilis {NEW} sudah berlaku" in again) == (0, True)
        code, back = installed.upgrade("--back")
        assert code == 0, back + installed.units.log()
    assert installed.in_force == OLD
    assert set(probes.answers) == {"200"}
    assert len(probes.answers) > 100
    assert f"tabel dan kolom yang ditambahkan rilis {NEW} tetap ada" in back
    assert added in said or "Cadangan dari sebelumnya" in said
    sys.stderr.write(f"\n{len(probes.answers)} probes, longest {probes.longest:.2f} s\n")


def test_a_page_of_one_release_finds_its_static_files_in_the_other(
    installed: Installation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On the way forth and on the way back, through nginx; what is placed by half or has no hash is not handed out."""
    place(installed.dest, NEW)
    for version in (OLD, NEW, "9.9.9"):
        folder = installed.release(version) / "collected/css"
        folder.mkdir(parents=True)
        for name in (f"{version}.0123456789ab.css", "plain.css"):
            (folder / name).write_text(f"/* {version} */")
    front = Front(tmp_path_factory.mktemp("front"))
    front.socket.symlink_to(installed.socket)
    with nginx(front):
        for version in (NEW, OLD):
            installed.units.stop("sakip-web.service")
            (installed.dest / "opt/sakip/current").unlink()
            (installed.dest / "opt/sakip/current").symlink_to(f"releases/{version}")
            assert installed.units.start("sakip-web.service"), installed.units.log()
            asked = [
                front.ask(f"/static/css/{name}", headers={"Host": "sakip.contoh.go.id"})
                for name in (f"{OLD}.0123456789ab.css", f"{NEW}.0123456789ab.css", "plain.css")
            ]
            assert [(answer.status, answer.body) for answer in asked] == [
                (200, f"/* {OLD} */"), (200, f"/* {NEW} */"), (200, f"/* {version} */")
            ]  # fmt: skip
            assert asked[0].headers["Content-Type"] == 'text/css; charset="utf-8"'
            for name in ("css/9.9.9.0123456789ab.css", "../.placed", "css/../../manage.0123456789ab.py"):
                assert front.ask(f"/static/{name}", headers={"Host": "sakip.contoh.go.id"}).status == 404, name


def test_a_release_that_does_not_answer_is_taken_back(installed: Installation) -> None:
    new = place(installed.dest, NEW)
    (new / "sakip/wsgi.py").write_text("raise RuntimeError('rusak')\n")
    code, said = installed.upgrade(str(new))
    assert code == 1
    assert f"Rilis {NEW} tidak menjawab.\n" in said
    assert f"Rilis {OLD} berlaku kembali; tidak ada data yang hilang" in said
    assert installed.in_force == OLD
    assert ask(installed.socket, "/sehat/") == "200"


def test_after_a_contracting_migration_only_the_backup_leads_back(installed: Installation) -> None:
    """Nobody is served meanwhile; what has to be done is said word for word. That no worker ran before, nor does now,
    is no fault of the release."""
    installed.units.stop("sakip-worker.service")
    installed.units.broken.add("sakip-worker.service")
    new = place(installed.dest, NEW)
    add_migration(new, "throw_a_shelf_away", expands=False)
    code, said = installed.upgrade(str(new))
    assert code == 0, said + installed.units.log()
    assert "layanan dihentikan" in said
    assert "Sebelum pemutakhiran sudah ada yang belum siap" in said
    assert "stop sakip-web.socket sakip-web.service sakip-worker.service" in installed.units.asked
    code, said = installed.upgrade("--back")
    assert (code, installed.in_force) == (1, NEW)
    [backup] = installed.backups
    assert f"sakip --owner restore {backup}" in said
    assert f"ln -sfn releases/{OLD}" in said


def test_a_backup_that_cannot_be_made_stops_before_anything_changes(installed: Installation) -> None:
    new = place(installed.dest, NEW)
    (installed.dest / "var/backups/sakip").rmdir()
    code, said = installed.upgrade(str(new))
    assert code == 1
    assert "Cadangan gagal dibuat" in said
    assert installed.in_force == OLD
