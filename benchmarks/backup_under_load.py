#!/usr/bin/env python
"""Backups taken while savers write through the services, each restored elsewhere: is all there that was acknowledged?

    .venv/bin/python benchmarks/backup_under_load.py [--savers 50] [--backups 20] [--postgres URL] [--folder FOLDER]

Without --postgres on SQLite; URL names a server and a role that may create databases. The savers run in processes of
ten threads; meanwhile one of them changes the office's logo. Each write is noted when its service has returned. A write
that was noted before `manage.py backup` was started has to be in what `manage.py restore` makes of the archive, with
its trail and the bytes of its file; restore itself ends with `verify`. Prints a line for each backup.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
MANAGE = (sys.executable, str(ROOT / "manage.py"))
THREADS = 10
# Seconds between two saves of one saver: faster than people are.
PAUSE = (0.2, 1.0)


def environment(folder: Path, database: str) -> dict[str, str]:
    """Return the settings of an installation of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {key: value for key, value in os.environ.items() if key not in ("MEDIA_ROOT", "DATABASE_URL")}
    return {**given, "VAR_DIR": str(folder), "DATABASE_URL": database, "SECRET_KEY": "k" * 60}


class Databases:
    """Addresses of new databases: files in a folder, or databases of a server."""

    def __init__(self, folder: Path, server: str) -> None:
        self._folder, self._server = folder, server

    def new(self, name: str) -> str:
        if not self._server:
            return f"sqlite:///{self._folder / name / 'sakip.sqlite3'}"
        self.drop(name)
        self._tell(f"CREATE DATABASE {self._of(name)}")
        return f"{self._server}/{self._of(name)}"

    def drop(self, name: str) -> None:
        if self._server:
            self._tell(f"DROP DATABASE IF EXISTS {self._of(name)} WITH (FORCE)")

    def _of(self, name: str) -> str:
        return f"sakip_backup_{name}"

    def _tell(self, sentence: str) -> None:
        import psycopg

        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as server:
            server.execute(sentence)


def set_up() -> None:
    """Build an office with rows for every saver in the database of this process."""
    import django

    django.setup()
    from django.db import connection

    from indicators.models import Indikator
    from indicators.triggers import TRIGGERS
    from sakip.triggers import install, remove
    from tests.cast import build_cast, build_office, make_butir

    office = build_office()
    build_cast(office)
    remove(connection, TRIGGERS)
    for number in range(int(sys.argv[2])):
        row = Indikator.objects.create(
            opd=office.opd, unit=office.bidang, sub_kegiatan=office.sub_kegiatan, nama=f"Beban {number}", urutan=number
        )
        make_butir(office.pk, row, ("1", "2", "3", "4"))
    install(connection, TRIGGERS)


def save_on(first: int, count: int, log: Path, stop: Path) -> None:
    """Let savers write, each in a thread, until the file `stop` is there."""
    import django

    django.setup()
    from indicators.models import Indikator, Pengguna, Triwulan, UnitKerja
    from tests.savers import Acknowledged, Saver, change_logo

    rows = list(Indikator.objects.filter(nama__startswith="Beban ").order_by("urutan")[first : first + count])
    triwulan = Triwulan.objects.get(triwulan=1)
    unit = UnitKerja.objects.get(pk=rows[0].unit_id)
    staff = Pengguna.objects.get(username="staf")
    administrator = Pengguna.objects.get(username="admin")
    died: list[Exception] = []
    with log.open("a", buffering=1) as file:
        lock = threading.Lock()

        def note(write: Acknowledged) -> None:
            with lock:
                file.write(json.dumps(asdict(write)) + "\n")

        savers = [Saver(staff, triwulan, unit, row, note) for row in rows]
        acts: list[tuple[Callable[[], None], Callable[[], None]]] = [(one.save, one.look_again) for one in savers]
        if first == 0:
            acts.append((lambda: change_logo(administrator, unit.opd_id, len(died)), lambda: None))
        threads = [threading.Thread(target=repeat, args=(*pair, stop, died)) for pair in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if died:
        sys.exit(f"{len(died)} savers died: {died[0]!r}")


def repeat(act: Callable[[], None], look_again: Callable[[], None], stop: Path, died: list[Exception]) -> None:
    """Do an act again and again. Of one that SQLite was too busy for, the user is told, and nothing acknowledged."""
    from django.db import OperationalError, connection

    pause = random.Random()  # noqa: S311 - nothing is kept secret with it
    try:
        while not stop.exists():
            try:
                act()
            except OperationalError:
                connection.close()
                look_again()
            time.sleep(pause.uniform(*PAUSE))
    except Exception as error:  # noqa: BLE001 - the program that started this one tells of it
        died.append(error)
    finally:
        connection.close()


def restore_and_compare(archive: Path, log: Path, begun: float) -> None:
    """Restore an archive into the empty installation of this process, verify it, and print what it lacks of what was
    acknowledged before a moment."""
    import django

    django.setup()
    from django.conf import settings

    from sakip.keeping.restore import restore
    from sakip.keeping.verify import verify
    from tests.savers import Acknowledged, list_missing

    restore(archive, say=lambda _: None)
    said: list[str] = []
    wrong = verify(said.append).wrong
    before = [Acknowledged(**write) for write in acknowledged(log) if write["moment"] < begun]
    missing = list_missing(before, Path(settings.MEDIA_ROOT))
    whole = not wrong and not missing
    told = [line for line in said if "SALAH" in line] + [repr(write) for write in missing[:5]]
    print(json.dumps({"sebelum": len(before), "hilang": len(missing), "whole": whole, "told": told}))


def acknowledged(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(log.glob("*.log")) for line in path.read_text().splitlines()]


def count(log: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in log.glob("*.log"))


def call(*arguments: object, env: dict[str, str]) -> str:
    done = subprocess.run([str(part) for part in arguments], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{arguments}: {done.stdout}\n{done.stderr}")
    return done.stdout


def require_alive(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    assert all(process.poll() is None for process in processes), "a saver died"


def prove(folder: Path, databases: Databases, savers: int, backups: int) -> None:
    log, stop, me = folder / "log", folder / "stop", str(Path(__file__).resolve())
    log.mkdir(parents=True)
    env = environment(folder / "asal", databases.new("asal"))
    call(*MANAGE, "migrate", "--verbosity=0", env=env)
    call(sys.executable, me, "set-up", savers, env=env)
    processes = [
        subprocess.Popen(
            [sys.executable, me, "save", str(n), str(min(THREADS, savers - n)), str(log / f"{n}.log"), str(stop)],
            env=env,
        )
        for n in range(0, savers, THREADS)
    ]
    taken = []
    try:
        while count(log) < savers * 2:
            time.sleep(0.5)
            require_alive(processes)
        for number in range(backups):
            path, begun = folder / f"{number}.tar", time.monotonic()
            call(*MANAGE, "backup", path, env=env)
            taken.append((path, begun, time.monotonic() - begun))
        require_alive(processes)
    finally:
        stop.touch()
        ends = [process.wait(60) for process in processes]
    assert not any(ends), "a saver died"
    total, last = count(log), 0
    for number, (path, begun, seconds) in enumerate(taken):
        name = f"pulih_{number}"
        there = environment(folder / name, databases.new(name))
        found = json.loads(call(sys.executable, me, "restore", path, log, begun, env=there))
        print(
            f"{number + 1:>3}: {seconds:5.1f} s, {path.stat().st_size / 1e6:5.1f} MB, acknowledged before "
            f"{found['sebelum']:>6} (+{found['sebelum'] - last}), missing {found['hilang']}, "
            f"verified: {'whole' if found['whole'] else found['told']}",
            flush=True,
        )
        last = found["sebelum"]
        databases.drop(name)
        shutil.rmtree(folder / name)
        if not found["whole"]:
            sys.exit(1)
    databases.drop("asal")
    print(f"{total} writes of {savers} savers were acknowledged while {backups} backups were taken")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--savers", type=int, default=50)
    parser.add_argument("--backups", type=int, default=20)
    parser.add_argument("--postgres", default="", metavar="URL", help="postgres://role@host:port")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        prove(Path(name), Databases(Path(name), given.postgres), given.savers, given.backups)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["set-up", _]:
            set_up()
        case ["save", first, many, log, stop]:
            save_on(int(first), int(many), Path(log), Path(stop))
        case ["restore", archive, log, begun]:
            restore_and_compare(Path(archive), Path(log), float(begun))
        case _:
            main()
