"""Real workers on the real database: one is killed in the middle, the next finishes, once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from reports.models import Pekerjaan
from reports.services.dokumen import request_preview
from tests.cast import build_cast, build_office

LEASE = 5
PATIENCE = 120


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start `manage.py run_worker` on the test's own database and files."""
    started: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "VAR_DIR": str(tmp_path / "var"),
        "JOB_LEASE_SECONDS": str(LEASE),
    }

    def start() -> subprocess.Popen[bytes]:
        with (tmp_path / f"worker-{len(started)}.log").open("wb") as log:
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "run_worker"],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=log,
            )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    login = values["USER"] + (f":{values['PASSWORD']}" if values["PASSWORD"] else "")
    return f"postgres://{login}@{values['HOST'] or 'localhost'}:{values['PORT'] or 5432}/{values['NAME']}"


def wait_for(job: Pekerjaan, worker: subprocess.Popen[bytes], *statuses: str) -> Pekerjaan:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert worker.poll() is None, f"the worker ended by itself with {worker.returncode}: see its log"
        now = Pekerjaan.objects.select_related("dokumen").get(pk=job.pk)
        if now.status in statuses:
            return now
        time.sleep(0.02)
    raise AssertionError(f"still {now.status}: {now.pesan} {now.galat}")


def request_one() -> Pekerjaan:
    office = build_office()
    return request_preview(by=build_cast(office).kadis, opd=office.opd, tahun=2024, triwulan=1)


def stored_files() -> list[str]:
    folders, _ = default_storage.listdir("dokumen")
    return [name for folder in folders for name in default_storage.listdir(f"dokumen/{folder}")[1]]


def test_the_job_of_a_killed_worker_is_done_once_by_the_next(
    start_worker: Callable[[], subprocess.Popen[bytes]],
) -> None:
    job = request_one()
    first = start_worker()
    running = wait_for(job, first, "berjalan")
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert Pekerjaan.objects.get(pk=job.pk).status == "berjalan", "killed too late to prove anything"
    done = wait_for(job, start_worker(), "selesai", "gagal")
    assert (done.status, done.percobaan) == ("selesai", running.percobaan + 1)
    assert stored_files() == [Path(done.dokumen.berkas.name).name]


def test_a_worker_that_is_told_to_stop_finishes_what_it_has_in_hand(
    start_worker: Callable[[], subprocess.Popen[bytes]],
) -> None:
    job = request_one()
    worker = start_worker()
    wait_for(job, worker, "berjalan")
    worker.terminate()
    assert worker.wait(timeout=PATIENCE) == 0
    assert Pekerjaan.objects.get(pk=job.pk).status == "selesai"


def test_an_idle_worker_stops_at_once(start_worker: Callable[[], subprocess.Popen[bytes]]) -> None:
    job = request_one()
    worker = start_worker()
    wait_for(job, worker, "selesai")
    time.sleep(1)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(timeout=20) == 0
