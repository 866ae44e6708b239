"""The worker's loop in this process: takes what waits, looks after the others, survives its database, stops."""

import signal

import pytest
from django.core.management import call_command
from django.db import OperationalError

from sakip.jobs import services, worker
from sakip.jobs.models import Job, Schedule
from sakip.jobs.registry import list_daily
from sakip.jobs.worker import Worker
from tests.sakip.jobs.conftest import Work, again, claim, let_lease_end, queue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.001)
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.001)


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


def test_a_worker_puts_down_when_each_daily_task_is_due() -> None:
    Worker(batch=True).work()
    assert sorted(Schedule.objects.values_list("name", flat=True)) == list_daily()
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


def test_a_worker_outlives_a_database_that_is_away_for_a_moment(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    job = queue("satu")
    failures = iter(range(5))

    def reap() -> int:
        for _ in failures:
            raise OperationalError("database is locked")
        return 0

    monkeypatch.setattr(worker, "reap", reap)
    Worker(batch=True).work()
    assert again(job).status == "done"


def test_a_worker_gives_up_when_its_database_stays_away(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def reap() -> int:
        tries.append(1)
        raise OperationalError("database is gone")

    monkeypatch.setattr(worker, "reap", reap)
    with pytest.raises(OperationalError, match="is gone"):
        Worker(batch=True).work()
    assert len(tries) == worker.MOST_FAILURES
