"""Kinds of jobs of the tests' own: what they do stands in the test."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from sakip.jobs import registry, services
from sakip.jobs.models import Job

KIND = "test.work"
Work = Callable[[Callable[[Job], None]], None]


def do_nothing(job: Job) -> None:
    """What a job of the tests' kind does unless the test says more."""


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Return how to say what a job of the tests' kind does; until then it does nothing."""

    def let(handler: Callable[[Job], None]) -> None:
        monkeypatch.setitem(registry._handlers, KIND, handler)

    let(do_nothing)
    return let


@pytest.fixture
def job(db: None, work: Work) -> Job:
    return queue("satu")


def queue(key: str) -> Job:
    return services.queue(kind=KIND, key=key, payload={})


def claim(job: Job) -> Job:
    claimed = services.claim(job.pk)
    assert claimed is not None
    return claimed


def let_lease_end(job: Job) -> None:
    """As if its worker had given no sign of life for an hour."""
    Job.objects.filter(pk=job.pk, status="running").update(alive_at=timezone.now() - timedelta(hours=1))


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)
