"""Several workers at the same moment, with real transactions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sakip.jobs import registry, services
from sakip.jobs.models import Job, Schedule
from sakip.jobs.schedule import queue_due
from sakip.jobs.services import AlreadyQueued
from tests.indicators.races.racing import race
from tests.sakip.jobs.conftest import Work, queue

pytestmark = pytest.mark.django_db(transaction=True)
RACERS = 4


def results(acts: list[Callable[[], Any]]) -> list[Any]:
    """Let all act at once and return what each got; none may break."""
    outcomes = race(acts)
    assert [outcome.error for outcome in outcomes if outcome.error is not None] == []
    return [outcome.value for outcome in outcomes]


def test_a_job_has_one_worker(work: Work) -> None:
    job = queue("satu")
    claimed = results([lambda: services.claim(job.pk)] * RACERS)
    assert sorted(type(each).__name__ for each in claimed) == ["Job", *["NoneType"] * (RACERS - 1)]


def test_workers_take_different_jobs(work: Work) -> None:
    jobs = {queue(str(number)) for number in range(RACERS)}
    assert set(results([services.claim_next] * RACERS)) == jobs


def test_a_key_is_queued_once(work: Work) -> None:
    def ask() -> str:
        try:
            queue("satu")
        except AlreadyQueued:
            return "busy"
        return "queued"

    assert sorted(results([ask] * RACERS)) == [*["busy"] * (RACERS - 1), "queued"]
    assert Job.objects.count() == 1


@pytest.mark.parametrize("every", [None, 60])
def test_a_task_that_is_due_is_queued_by_one_worker(monkeypatch: pytest.MonkeyPatch, every: int | None) -> None:
    monkeypatch.setattr(registry, "_repeated", {})
    monkeypatch.setattr(registry, "_handlers", {})
    if every is None:
        registry.register_daily("test.sweep", lambda: None)
    else:
        registry.register_every("test.sweep", every, lambda: None)
    results([queue_due] * RACERS)
    Schedule.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert sorted(results([queue_due] * RACERS)) == [*[0] * (RACERS - 1), 1]
    assert Job.objects.count() == 1


def test_a_dead_job_is_taken_up_by_one_worker(work: Work) -> None:
    job = queue("satu")
    services.claim(job.pk)
    Job.objects.update(alive_at=timezone.now() - timedelta(hours=1))
    assert sum(results([services.reap] * RACERS)) == 1
