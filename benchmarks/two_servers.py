#!/usr/bin/env python
"""Two servers and three workers on one database and one folder of files: is anything lost, is anything done twice?

    .venv/bin/python benchmarks/two_servers.py [--staff 60] [--rows 6] [--seconds 60] [--reports 5] [--mails 60]

On the PostgreSQL of DATABASE_URL, in a database of its own that is thrown away, with the store that the environment
names or else a folder. Staff save rows and bring files, each time at the other server, while the workers render
reports, send mails to a real mail server, and do every nightly task, the backup among them, all of which are due at
once. One worker is killed (-9) with a report in its hands. Then all is counted: what was acknowledged, what stands,
what stands twice. Ends with 1 when a count is not what it has to be.
"""

import argparse
import asyncio
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from _measure import tree_of
from _servers import CONFIG, environment, server
from _staff import Typist, build, lost, send, tell_waits, type_all

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
MANAGE = (sys.executable, str(ROOT / "manage.py"))
WORKERS = 3
BOUNDARY = "batas"
Worker = subprocess.Popen[bytes]


@dataclass
class Bringer:
    """One of the staff who brings files to a row in which nobody types, and what was acknowledged: by name its hash."""

    session: str
    address: str
    files: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)

    async def bring(self, ports: Sequence[int], seconds: float) -> None:
        for turn in range(self.files):
            name = f"{hashlib.sha256(self.address.encode()).hexdigest()[:12]}-{turn}.pdf"
            content = b"%PDF-1.4\n" + name.encode() * 2000 + b"\n%%EOF\n"
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="berkas"; filename="{name}"\r\n\r\n'
            body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
            kind = f"multipart/form-data; boundary={BOUNDARY}"
            status, _ = await send(ports[turn % len(ports)], "POST", self.address, self.session, body, kind)
            self.answers[status] += 1
            if status == "200":
                self.acknowledged[name] = hashlib.sha256(content).hexdigest()
            await asyncio.sleep(seconds / self.files)


def bringers_of(typists: list[Typist]) -> list[Bringer]:
    """Let each of the staff leave his last row to files."""
    return [
        Bringer(one.session, one.address.replace("simpan/", f"baris/{one.indikator.pop()}/bukti/"), len(one.indikator))
        for one in typists
    ]


# --- what waits for the workers ---------------------------------------------------------------------------------------


def put_work(reports: int, mails: int) -> None:
    """Queue reports and mails, and let every nightly task be due."""
    from django.db import transaction
    from django.utils import timezone

    from indicators.models import UnitKerja
    from indicators.permissions import Peran
    from reports.services.dokumen import request_preview
    from sakip.jobs import outbox, registry
    from sakip.jobs.models import Schedule
    from tests.cast import make_user

    ago = timezone.now() - timedelta(minutes=1)
    Schedule.objects.bulk_create(Schedule(name=name, due_at=ago) for name in registry.list_daily())
    with transaction.atomic():
        for number in range(mails):
            outbox.put(to=f"orang{number}@example.go.id", subject=f"Surel {number}", body="Isi.")
    for number, root in enumerate(UnitKerja.objects.filter(kode="dinas").select_related("opd")[:reports]):
        kadis = make_user(f"kadis.{number}", "Kepala Dinas", (root, Peran.KEPALA_DINAS))
        request_preview(by=kadis, opd=root.opd, jenis="lpk", tahun=2024, triwulan=2)


@contextmanager
def working(folder: Path, settings: dict[str, str]) -> Iterator[list[Worker]]:
    """Run workers, each with a folder of its own, as on machines of their own."""
    workers = []
    for number in range(WORKERS):
        env = environment(**settings, VAR_DIR=str(folder / f"worker-{number}"))
        with (folder / f"worker-{number}.log").open("wb") as log:
            workers.append(subprocess.Popen([*MANAGE, "run_worker"], cwd=ROOT, env=env, stdout=log, stderr=log))
    try:
        yield workers
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()


def kill_one(workers: list[Worker], until: float) -> bool:
    """Kill a worker that has a report in its hands, with what it started; say whether there was one."""
    while time.monotonic() < until:
        for worker in workers:
            if any(is_rendering(pid) for pid in tree_of(worker.pid)):
                worker.send_signal(signal.SIGKILL)
                return True
        time.sleep(0.02)
    return False


def is_rendering(pid: int) -> bool:
    """Say whether a process is the one apart in which a report is laid out (ADR 32)."""
    try:
        return b"reports.rendering" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def await_end(seconds: float) -> bool:
    """Wait until no job is left; say whether that came about."""
    from sakip.jobs.models import ACTIVE, Job

    until = time.monotonic() + seconds
    while Job.objects.filter(status__in=ACTIVE).exclude(key__startswith="every/").exists():
        if time.monotonic() > until:
            return False
        time.sleep(0.5)
    return True


# --- what has to be so ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """One thing that is counted at the end: as it is, and as it has to be."""

    name: str
    found: object
    wanted: object


def count_saves(typists: list[Typist]) -> Iterator[Count]:
    from indicators.models import Jejak
    from indicators.services.bukti import MADE_FOR_EVIDENCE

    acknowledged = sum(len(one.acknowledged) for one in typists)
    written = Jejak.objects.filter(tindakan="isi_realisasi").exclude(alasan=MADE_FOR_EVIDENCE).count()
    yield Count("values that were acknowledged and do not stand", lost(typists), 0)
    yield Count("rows of the trail for acknowledged values", written, acknowledged)


def count_files(bringers: list[Bringer]) -> Iterator[Count]:
    from indicators.models import BuktiDukung

    wanted = {name: digest for one in bringers for name, digest in one.acknowledged.items()}
    stored = {row.nama_asli: hashlib.sha256(row.berkas.read()).hexdigest() for row in BuktiDukung.objects.all()}
    yield Count(
        "files that were acknowledged, whole", sum(stored.get(name) == wanted[name] for name in wanted), len(wanted)
    )
    yield Count("rows of files", BuktiDukung.objects.count(), len(wanted))


def count_jobs(reports: int, mails: int, taken: list[str]) -> Iterator[Count]:
    from indicators.models import SegelJejak
    from indicators.selectors.rantai import list_chains
    from reports.models import Dokumen
    from sakip.jobs import registry
    from sakip.jobs.models import Job

    yield Count("reports rendered", Dokumen.objects.exclude(berkas="").count(), reports)
    yield Count("documents made for them", Dokumen.objects.count(), reports)
    told = Counter(line for mail in taken for line in mail.splitlines() if line.startswith("To: orang"))
    yield Count("people with a mail", len(told), mails)
    yield Count("mails to them", sum(told.values()), mails)
    daily = Job.objects.filter(key__startswith="daily/")
    yield Count("nightly tasks done", daily.filter(status="done").count(), len(registry.list_daily()))
    yield Count("nightly tasks queued", daily.count(), len(registry.list_daily()))
    yield Count("seals of the trail", SegelJejak.objects.count(), len(list_chains()))


def count_kept(backups: Path, settings: dict[str, str]) -> Iterator[Count]:
    made = sorted(backups.glob("*.tar"))
    yield Count("backups", len(made), 1)
    for path in made:
        yield Count("a backup reads through", ends_well("restore", str(path), "--check", settings=settings), True)
    yield Count("the installation is whole", ends_well("verify", settings=settings), True)


def ends_well(*command: str, settings: dict[str, str]) -> bool:
    done = subprocess.run([*MANAGE, *command], cwd=ROOT, env=environment(**settings), capture_output=True, text=True)
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n")
    return done.returncode == 0


# --- the whole --------------------------------------------------------------------------------------------------------


def prove(options: argparse.Namespace, folder: Path) -> bool:
    from tests.sakip.jobs.mail_server import serve_mail

    typists = build(options.staff, options.rows + 1)
    bringers = bringers_of(typists)
    put_work(options.reports, options.mails)
    with ExitStack() as held:
        mail = held.enter_context(serve_mail(login=False))
        shared = {"MEDIA_ROOT": str(folder / "media"), "BACKUP_DIR": str(folder / "backups"), "JOB_LEASE_SECONDS": "5"}
        shared |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail.port), "EMAIL_SECURITY": "none"}
        shared |= {"EMAIL_FROM": "sakip@example.go.id", "WEB_CONCURRENCY": "2"}
        ports = [held.enter_context(server(options.config, shared))[0] for _ in range(2)]
        with working(folder, shared) as workers:
            begun = time.monotonic()
            killed = asyncio.run(everybody(typists, bringers, ports, workers, options.seconds))
            ended = await_end(options.patience)
            took = time.monotonic() - begun
        counts = [
            Count("workers killed with a report in their hands", int(killed), 1),
            Count("all jobs ended", ended, True),
        ]
        counts += [*count_saves(typists), *count_files(bringers)]
        counts += [*count_jobs(options.reports, options.mails, mail.taken), *count_kept(folder / "backups", shared)]
    waits = [wait for one in typists for wait in one.waits]
    tell_waits(f"{options.staff} staff, 2 servers", waits, sum((one.answers for one in typists), Counter[str]()))
    return tell(counts, took)


async def everybody(
    typists: list[Typist], bringers: list[Bringer], ports: list[int], workers: list[Worker], seconds: float
) -> bool:
    killing = asyncio.to_thread(kill_one, workers, time.monotonic() + seconds + 60)
    killed, *_ = await asyncio.gather(
        killing, type_all(typists, ports, seconds), *(one.bring(ports, seconds) for one in bringers)
    )
    return bool(killed)


def tell(counts: list[Count], took: float) -> bool:
    for count in counts:
        verdict = "" if count.found == count.wanted else f"   WRONG, has to be {count.wanted}"
        print(f"  {count.name:<50}{count.found!s:>8}{verdict}")
    print(f"  all of it took {took:.0f} s, load {os.getloadavg()[0]:.1f}")
    return all(count.found == count.wanted for count in counts)


def prepare(folder: Path) -> Any:
    import django

    places = {"VAR_DIR": folder / "var", "MEDIA_ROOT": folder / "media", "BACKUP_DIR": folder / "backups"}
    for path in places.values():
        path.mkdir()
    os.environ |= {name: str(path) for name, path in places.items()}
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "postgresql":
        raise SystemExit("Set DATABASE_URL to a PostgreSQL where databases may be made.")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("collectstatic", verbosity=0, interactive=False)
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    return connection


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--staff", type=int, default=60)
    parser.add_argument("--rows", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--reports", type=int, default=5, help="not more than offices, one for 12 staff")
    parser.add_argument("--mails", type=int, default=60)
    parser.add_argument("--patience", type=float, default=240, help="seconds that the jobs may take after that")
    parser.add_argument("--config", type=Path, default=CONFIG)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        connection = prepare(Path(name))
        try:
            whole = prove(options, Path(name))
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    sys.exit(0 if whole else 1)


if __name__ == "__main__":
    main()
