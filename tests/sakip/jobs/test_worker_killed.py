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
from django.db import connection

from sakip.jobs import registry, services
from sakip.jobs.models import Job
from tests.sakip.jobs.conftest import again, do_nothing, let_lease_end

PATIENCE = 60
Process = subprocess.Popen[bytes]


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], Process]]:
    """Start a worker on the test's own database."""
    started: list[Process] = []
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "sakip.settings",
    }

    def start() -> Process:
        with (tmp_path / f"worker-{len(started)}.log").open("wb") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "tests.sakip.jobs.patient_worker"],
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


@pytest.fixture
def patient(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Return a job that begins, and ends once the file "go" exists in tmp_path."""
    monkeypatch.setitem(registry._handlers, "test.patient", do_nothing)
    return services.queue(kind="test.patient", key="sabar", payload={"folder": str(tmp_path)})


def wait_until(condition: Callable[[], bool], worker: Process) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert worker.poll() is None, f"the worker ended by itself with {worker.returncode}: see its log"
        assert time.monotonic() < end, "the worker does not get on"
        time.sleep(0.005)


def lines(folder: Path) -> list[str]:
    log = folder / "log"
    return log.read_text().split() if log.exists() else []


def test_the_job_of_a_killed_worker_is_done_once_by_the_next(
    start_worker: Callable[[], Process], patient: Job, tmp_path: Path
) -> None:
    first = start_worker()
    wait_until(lambda: lines(tmp_path) == ["began"], first)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert again(patient).status == "running"
    let_lease_end(patient)
    (tmp_path / "go").touch()
    second = start_worker()
    wait_until(lambda: not again(patient).active, second)
    assert (again(patient).status, again(patient).attempts) == ("done", 2)
    assert lines(tmp_path) == ["began", "began", "ended"]
    second.send_signal(signal.SIGINT)
    assert second.wait(timeout=PATIENCE) == 0, "an idle worker stops at once"


def test_a_worker_that_is_told_to_stop_finishes_what_it_has_in_hand(
    start_worker: Callable[[], Process], patient: Job, tmp_path: Path
) -> None:
    worker = start_worker()
    wait_until(lambda: lines(tmp_path) == ["began"], worker)
    worker.terminate()
    (tmp_path / "go").touch()
    assert worker.wait(timeout=PATIENCE) == 0
    assert again(patient).status == "done"
