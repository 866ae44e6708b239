"""The life of a job: queued once for each key, leased once, kept alive, taken up again, cancelled, forgotten."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from sakip.jobs import services
from sakip.jobs.models import Job
from sakip.jobs.services import AlreadyQueued, LeaseLost
from tests.cast import Cast
from tests.sakip.jobs.conftest import KIND, Work, again, claim, let_lease_end, queue

pytestmark = pytest.mark.django_db


def test_a_queued_job_waits_with_its_keys_and_who_asked(work: Work, cast: Cast) -> None:
    job = again(services.queue(kind=KIND, key="laporan/7", payload={"dokumen": 3}, by=cast.kadis))
    assert (job.kind, job.key, job.payload, job.requested_by) == (KIND, "laporan/7", {"dokumen": 3}, cast.kadis)
    assert (job.status, job.attempts, job.progress, job.active) == ("waiting", 0, 0, True)


def test_a_job_is_part_of_the_act_that_queues_it(work: Work) -> None:
    @transaction.atomic
    def act() -> None:
        queue("satu")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Job.objects.exists()


def test_a_kind_that_nobody_does_is_not_queued() -> None:
    with pytest.raises(KeyError):
        services.queue(kind="test.unknown", key="satu", payload={})
    assert not Job.objects.exists()


def test_a_key_is_worked_on_once_at_a_time(job: Job) -> None:
    with pytest.raises(AlreadyQueued):
        queue("satu")
    assert queue("dua").pk != job.pk
    mine = claim(job)
    with pytest.raises(AlreadyQueued):
        queue("satu")
    services.finish(mine)
    assert queue("satu").pk != job.pk


def test_a_job_is_claimed_once(job: Job) -> None:
    first = claim(job)
    assert (first.status, first.attempts) == ("running", 1)
    assert len(first.lease) >= 32
    assert services.claim(job.pk) is None


def test_the_job_that_has_waited_longest_is_next(work: Work) -> None:
    second, first = queue("dua"), queue("satu")
    Job.objects.filter(pk=first.pk).update(queued_at=timezone.now() - timedelta(minutes=1))
    assert [services.claim_next(), services.claim_next(), services.claim_next()] == [first, second, None]


def test_a_worker_leaves_kinds_that_it_does_not_know_to_others(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(kind="test.of_tomorrow")
    assert services.claim_next() is None
    assert again(job).status == "waiting"


def test_progress_is_written_and_keeps_the_lease(job: Job) -> None:
    mine, other = claim(job), queue("dua")
    let_lease_end(job)
    services.report_progress(mine, 42, "Menata halaman")
    assert (again(job).progress, again(job).message) == (42, "Menata halaman")
    assert services.reap() == 0
    assert again(other).progress == 0


def test_a_sign_of_life_keeps_the_lease(job: Job) -> None:
    mine = claim(job)
    let_lease_end(job)
    assert services.keep_alive(mine)
    assert services.reap() == 0


def test_reap_takes_up_the_job_of_a_dead_worker_and_no_other(job: Job) -> None:
    claim(job)
    alive, waiting = claim(queue("dua")), queue("tiga")
    assert services.reap() == 0
    let_lease_end(job)
    assert services.reap() == 1
    assert (again(job).status, again(job).lease) == ("waiting", "")
    assert (again(alive).status, again(waiting).attempts) == ("running", 0)
    assert claim(job).attempts == 2


@pytest.mark.parametrize("act", ["progress", "finish", "fail", "give_back", "keep_alive"])
def test_who_lost_the_lease_changes_nothing_any_more(job: Job, act: str) -> None:
    late = claim(job)
    let_lease_end(job)
    services.reap()
    mine = claim(job)
    acts = {
        "progress": lambda: services.report_progress(late, 50, "terlambat"),
        "finish": lambda: services.finish(late),
        "fail": lambda: services.fail(late, "terlambat"),
        "give_back": lambda: services.give_back(late, detail="terlambat"),
    }
    if act == "keep_alive":
        assert not services.keep_alive(late)
    else:
        with pytest.raises(LeaseLost):
            acts[act]()
    assert again(job).lease == mine.lease
    assert "terlambat" not in again(job).message + again(job).error


def test_reap_gives_up_after_three_attempts(job: Job) -> None:
    for _ in range(3):
        claim(job)
        let_lease_end(job)
        services.reap()
    done = again(job)
    assert (done.status, done.attempts, done.active) == ("failed", 3, False)
    assert "Coba lagi" in done.message


@pytest.mark.parametrize("running", [False, True])
def test_a_cancelled_job_is_over_and_its_worker_notices(job: Job, running: bool) -> None:
    other = queue("dua")
    mine = claim(job) if running else job
    assert services.cancel(job, "Dibatalkan oleh Sekretaris.")
    assert (again(job).status, again(job).message) == ("cancelled", "Dibatalkan oleh Sekretaris.")
    assert services.claim(job.pk) is None
    assert again(other).status == "waiting"
    if running:
        with pytest.raises(LeaseLost):
            services.finish(mine)


def test_what_has_ended_is_not_cancelled(job: Job) -> None:
    services.finish(claim(job))
    assert not services.cancel(job, "Dibatalkan.")
    assert again(job).status == "done"


def test_jobs_are_forgotten_a_month_after_they_ended(job: Job, work: Work) -> None:
    recent, waiting = queue("dua"), queue("tiga")
    for each in (job, recent):
        services.finish(claim(each))
    Job.objects.filter(pk=job.pk).update(ended_at=timezone.now() - timedelta(days=31))
    Job.objects.filter(pk=recent.pk).update(ended_at=timezone.now() - timedelta(days=29))
    Job.objects.filter(pk=waiting.pk).update(queued_at=timezone.now() - timedelta(days=400))
    services.forget_ended()
    assert set(Job.objects.all()) == {recent, waiting}


def test_a_sign_of_life_from_the_future_holds_a_job_for_one_lease(job: Job) -> None:
    """A worker died, and the clock was set back: else nobody could ask for the same work for as long."""
    claim(job)
    Job.objects.update(alive_at=timezone.now() + timedelta(days=3))
    assert services.reap() == 0
    assert again(job).alive_at <= timezone.now()
    let_lease_end(job)
    assert (services.reap(), again(job).status) == (1, "waiting")
