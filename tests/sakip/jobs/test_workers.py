"""Signs of life: given by a worker that runs, taken away when it ends, never believed for ever; and what is told to who
waits."""

from datetime import datetime, timedelta

import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from sakip.jobs import services, workers
from sakip.jobs.models import Job, RunningWorker
from sakip.jobs.worker import Worker
from sakip.jobs.workers import LifeSign, explain_wait, forget_dead, worker_alive
from tests.sakip.jobs.conftest import Work, again, claim, queue

pytestmark = pytest.mark.django_db


def put_worker(seen: datetime | None = None) -> RunningWorker:
    now = timezone.now()
    return RunningWorker.objects.create(host="komputer", pid=1, started_at=now, seen_at=seen or now)


def put_back(job: Job, **span: float) -> Job:
    """As if the job had been queued that long ago."""
    Job.objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(**span))
    return again(job)


@pytest.mark.django_db(transaction=True)
def test_a_worker_shows_that_it_lives_while_it_works_and_not_after(work: Work) -> None:
    seen: list[bool] = []
    work(lambda _: seen.append(worker_alive()))
    queue("satu")
    assert not worker_alive()
    Worker(batch=True).work()
    assert seen == [True]
    assert not RunningWorker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_ended_by_a_second_signal_takes_its_row_away(work: Work) -> None:
    mine = Worker()

    def hear_twice(job: Job) -> None:
        mine.stop()
        mine.stop()

    work(hear_twice)
    queue("satu")
    with pytest.raises(SystemExit):
        mine.work()
    assert not RunningWorker.objects.exists()


def test_a_sign_of_life_is_written_every_few_seconds_and_again_when_its_row_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(workers, "monotonic", lambda: now)
    sign = LifeSign()
    sign.give()
    RunningWorker.objects.all().delete()
    sign.give()
    assert not RunningWorker.objects.exists(), "the last one is fresh"
    now = workers.SIGN_SECONDS
    sign.give()
    assert RunningWorker.objects.count() == 1
    other = put_worker()
    sign.take_away()
    assert list(RunningWorker.objects.all()) == [other]


@pytest.mark.parametrize("ago", [timedelta(minutes=1), timedelta(hours=-1)])
def test_a_dead_worker_is_not_believed_to_live_whatever_the_clock_does(ago: timedelta) -> None:
    """A sign from the future was given before the clock was set back."""
    put_worker(timezone.now() - ago)
    assert not worker_alive()
    put_worker(timezone.now() - timedelta(seconds=20))
    assert worker_alive()


@pytest.mark.parametrize("ago", [timedelta(hours=2), timedelta(hours=-2)])
def test_rows_of_killed_workers_are_swept(ago: timedelta) -> None:
    dead, alive = put_worker(timezone.now() - ago), put_worker()
    forget_dead()
    assert list(RunningWorker.objects.all()) == [alive]
    assert dead != alive


def test_a_worker_that_cannot_take_its_row_away_ends_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(self: QuerySet[RunningWorker]) -> None:
        raise OperationalError("gone")

    sign = LifeSign()
    sign.take_away()
    assert caplog.text == "", "one that was never given need not be taken away"
    sign.give()
    monkeypatch.setattr(QuerySet, "delete", gone)
    sign.take_away()
    assert "tidak dapat dihapus" in caplog.text


@pytest.mark.parametrize(("seconds", "told"), [(59, False), (61, True), (-3600, True)])
def test_who_waits_is_told_after_a_minute_that_no_worker_runs(job: Job, seconds: int, told: bool) -> None:
    """Also when the clock was set back by an hour meanwhile."""
    assert (explain_wait(put_back(job, seconds=seconds)) == workers.NOT_RUNNING) is told


def test_whose_job_was_in_the_hand_of_a_killed_worker_is_told_too(job: Job) -> None:
    claim(job)
    Job.objects.update(alive_at=timezone.now() - timedelta(seconds=61))
    assert explain_wait(again(job)) == workers.NOT_RUNNING
    put_worker()
    assert explain_wait(again(job)) == ""


def test_behind_others_the_number_before_is_told(work: Work) -> None:
    put_worker()
    at_work, waiting, mine, behind = (queue(str(number)) for number in range(4))
    claim(at_work)
    assert explain_wait(again(mine)) == "Menunggu giliran: 2 pekerjaan lain dikerjakan lebih dahulu."
    services.finish(Job.objects.get(pk=claim(waiting).pk))
    services.finish(Job.objects.get(pk=at_work.pk))
    assert explain_wait(put_back(mine, hours=1)) == ""
    assert "1 pekerjaan" in explain_wait(again(behind))


def test_of_what_has_ended_nothing_is_told(job: Job) -> None:
    services.cancel(put_back(job, hours=1), "Dibatalkan.")
    assert explain_wait(again(job)) == ""


def test_a_job_that_was_in_hand_when_the_clock_was_set_back_is_taken_up(job: Job) -> None:
    """Its sign of life stands in the future: it is set to now, and ends with the lease unless another follows."""
    claim(job)
    Job.objects.update(alive_at=timezone.now() + timedelta(days=1))
    assert services.reap() == 0
    assert again(job).alive_at <= timezone.now()
    Job.objects.update(alive_at=timezone.now() - timedelta(hours=1))
    assert services.reap() == 1


def test_a_pause_from_before_the_clock_was_set_back_keeps_nobody_waiting(job: Job) -> None:
    services.give_back(claim(job), detail="")
    assert services.claim_next() is None
    Job.objects.update(not_before=timezone.now() + timedelta(days=1))
    assert services.claim_next() == job
