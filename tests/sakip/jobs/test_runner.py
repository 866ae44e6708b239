"""What becomes of a job when its handler returns, refuses, breaks, or is overtaken."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from sakip.jobs import runner, services
from sakip.jobs.models import Job, JobStatus
from sakip.jobs.registry import register
from sakip.jobs.services import JobRefused
from tests.jobs import run_job
from tests.sakip.jobs.conftest import KIND, Work, again, claim, do_nothing, let_lease_end, queue

pytestmark = pytest.mark.django_db


def test_a_handler_that_returns_has_done_its_job(job: Job, work: Work) -> None:
    done: list[int] = []
    work(lambda job: done.append(job.pk))
    run_job(job.pk)
    run_job(job.pk)
    assert done == [job.pk]
    assert (again(job).status, again(job).progress) == ("done", 100)


def test_a_handler_may_end_its_job_with_its_result(job: Job, work: Work) -> None:
    def store(job: Job) -> None:
        with transaction.atomic():
            services.finish(job)

    work(store)
    run_job(job.pk)
    assert again(job).status == "done"


def test_an_end_that_is_rolled_back_was_none(job: Job, work: Work) -> None:
    def break_off(job: Job) -> None:
        with transaction.atomic():
            services.finish(job)
            raise ZeroDivisionError

    work(break_off)
    run_job(job.pk)
    assert (again(job).status, again(job).attempts) == ("waiting", 1)


def test_a_refusal_ends_the_job_with_its_sentence(job: Job, work: Work) -> None:
    def refuse(job: Job) -> None:
        raise JobRefused("Teks terlalu panjang. Ringkas.")

    work(refuse)
    run_job(job.pk)
    assert (again(job).status, again(job).message) == ("failed", "Teks terlalu panjang. Ringkas.")


def test_a_crash_is_tried_again_and_explained_to_the_administrator(job: Job, work: Work) -> None:
    def crash(job: Job) -> None:
        raise MemoryError("habis")

    work(crash)
    run_job(job.pk)
    assert again(job).status == JobStatus.WAITING
    run_job(job.pk)
    run_job(job.pk)
    done = again(job)
    assert (done.status, done.attempts) == ("failed", 3)
    assert "MemoryError: habis" in done.error
    assert "MemoryError" not in done.message


def test_a_worker_that_wakes_up_late_leaves_the_job_to_the_other(job: Job, work: Work) -> None:
    def freeze(mine: Job) -> None:
        let_lease_end(mine)
        services.reap()
        work(do_nothing)
        run_job(mine.pk)

    work(freeze)
    run_job(job.pk)
    assert (again(job).status, again(job).attempts) == ("done", 2)


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_kept_alive_while_the_handler_works(work: Work, settings: Settings) -> None:
    settings.JOB_LEASE_SECONDS = 0.04
    job = queue("satu")
    mine = claim(job)
    began = again(job).alive_at
    with runner.Heartbeat(mine):
        wait_until(lambda: again(job).alive_at != began)


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_stops_when_the_lease_is_lost(work: Work, settings: Settings) -> None:
    settings.JOB_LEASE_SECONDS = 0.04
    mine = claim(queue("satu"))
    services.cancel(mine, "Dibatalkan.")
    with runner.Heartbeat(mine) as heart:
        heart._thread.join(timeout=10)
        assert not heart._thread.is_alive()


def wait_until(condition: Callable[[], bool]) -> None:
    never = threading.Event()
    for _ in range(2000):
        if condition():
            return
        never.wait(0.005)
    raise AssertionError(f"not within ten seconds on {connection.vendor}")


def test_two_handlers_for_one_kind_are_a_mistake(work: Work) -> None:
    register(KIND, do_nothing)
    with pytest.raises(ValueError, match=KIND):
        register(KIND, let_lease_end)
