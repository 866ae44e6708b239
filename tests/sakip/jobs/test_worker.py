"""The worker's loop in this process: takes what waits, looks after the others, survives its database, stops."""

import signal
from collections.abc import Callable
from itertools import count

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError

from sakip.jobs import services, worker
from sakip.jobs.models import Job, RunningWorker, Schedule
from sakip.jobs.registry import list_repeated
from sakip.jobs.worker import Worker
from sakip.schema import watch
from tests.sakip.jobs.conftest import Work, again, claim, let_lease_end, queue

pytestmark = pytest.mark.django_db(transaction=True)
Failing = Callable[[int, Exception], list[int]]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.001)
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(worker, "LONGEST_PAUSE_SECONDS", 0.001)


def test_a_batch_does_all_that_waits_and_ends(work: Work) -> None:
    jobs = [queue("satu"), queue("dua")]
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    call_command("run_worker", "--batch")
    assert [again(job).status for job in jobs] == ["done", "done"]
    assert {number: signal.getsignal(number) for number in handlers} == handlers


def test_a_worker_takes_up_the_job_of_a_dead_one(work: Work) -> None:
    job = queue("satu")
    claim(job)
    let_lease_end(job)
    Worker(batch=True).work()
    assert (again(job).status, again(job).attempts) == ("done", 2)


def test_a_worker_puts_down_when_each_task_is_due() -> None:
    Worker(batch=True).work()
    assert sorted(Schedule.objects.values_list("name", flat=True)) == sorted(list_repeated())
    assert not Job.objects.exists()


def test_a_worker_that_is_told_to_stop_finishes_what_it_has_in_hand(work: Work) -> None:
    first, second = queue("satu"), queue("dua")
    mine = Worker()
    work(lambda _: mine.stop())
    mine.work()
    assert [again(first).status, again(second).status] == ["done", "waiting"]


def test_a_second_signal_ends_at_once_and_leaves_the_job_to_another(work: Work) -> None:
    job = queue("satu")
    mine = Worker()

    def hear_twice(job: Job) -> None:
        mine.stop(signal.SIGTERM)
        mine.stop(signal.SIGTERM)

    work(hear_twice)
    with pytest.raises(SystemExit):
        mine.work()
    assert again(job).status == "running"
    let_lease_end(job)
    assert services.reap() == 1


def test_a_worker_ends_before_the_next_job_when_its_code_no_longer_fits(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(watch, "FRESH_SECONDS", 0)
    monkeypatch.setattr(watch, "judge", lambda: said[-1] if said else "")
    first, second = queue("satu"), queue("dua")
    work(lambda _: said.append("Versi baru."))
    with pytest.raises(CommandError, match=r"Pekerja berhenti\. Versi baru\."):
        call_command("run_worker")
    assert [again(first).status, again(second).status] == ["done", "waiting"]
    assert not RunningWorker.objects.exists()


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Return how to let the worker fail so many times, one time in each step; it returns the list of its steps."""

    def fail(times: int, error: Exception) -> list[int]:
        steps: list[int] = []

        def claim_next() -> Job | None:
            steps.append(1)
            if len(steps) <= times:
                raise error
            return services.claim_next()

        monkeypatch.setattr(worker, "claim_next", claim_next)
        return steps

    return fail


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("closed"), OSError("disk")])
def test_a_worker_outlives_what_goes_wrong_between_jobs_and_tells_it_once(
    work: Work, failing: Failing, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    """More failures than the 60 that once ended it."""
    job = queue("satu")
    failing(100, error)
    Worker(batch=True).work()
    assert again(job).status == "done"
    told = [record.getMessage() for record in caplog.records if record.name == "sakip.jobs"]
    assert len(told) == 2
    assert "mencoba lagi sendiri" in told[0]
    assert "bekerja kembali" in told[1]


def test_failures_that_come_and_go_never_add_up(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that meets a short failure before each of 61 jobs does them all, without a longer pause."""
    turns = count()
    pauses: list[float] = []
    monkeypatch.setattr(Worker, "_sleep", lambda _self, seconds: pauses.append(seconds))

    def claim_next() -> Job | None:
        if next(turns) % 2 == 0:
            raise OperationalError("database is locked")
        return services.claim_next()

    monkeypatch.setattr(worker, "claim_next", claim_next)
    jobs = [queue(str(number)) for number in range(61)]
    Worker(batch=True).work()
    assert {again(job).status for job in jobs} == {"done"}
    assert set(pauses) == {worker.PAUSE_SECONDS}


def test_what_lasts_is_told_again_and_the_pause_grows(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = 1000.0
    monkeypatch.setattr(worker, "monotonic", lambda: now)
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 1.0)
    monkeypatch.setattr(worker, "LONGEST_PAUSE_SECONDS", 15.0)
    trouble = worker.Trouble()
    pauses = []
    for _ in range(6):
        pauses.append(trouble.meet(OperationalError("gone")))
        now += 150
    assert pauses == [1, 2, 4, 8, 15, 15]
    assert [record.getMessage().partition(".")[0] for record in caplog.records] == [
        "Basis data tidak dapat dipakai sejak 0 detik",
        "Basis data tidak dapat dipakai sejak 600 detik",
    ]
    trouble.end()
    assert trouble.seconds == 0
    assert trouble.meet(OperationalError("gone")) == 1


def test_a_batch_gives_up_when_its_database_stays_away(monkeypatch: pytest.MonkeyPatch, failing: Failing) -> None:
    monkeypatch.setattr(worker, "BATCH_PATIENCE_SECONDS", 0.01)
    failing(10**6, OperationalError("database is gone"))
    with pytest.raises(OperationalError, match="is gone"):
        Worker(batch=True).work()


def test_a_job_that_fails_at_once_neither_stops_the_worker_nor_keeps_others_waiting(work: Work) -> None:
    done: list[str] = []

    def fail_or_do(job: Job) -> None:
        done.append(job.key)
        if job.key == "rusak":
            raise ZeroDivisionError

    work(fail_or_do)
    broken, other = queue("rusak"), queue("lain")
    Worker(batch=True).work()
    assert done == ["rusak", "lain"]
    assert (again(broken).status, again(other).status) == ("waiting", "done")
