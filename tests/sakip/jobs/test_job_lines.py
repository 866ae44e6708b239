"""One line for each job that was queued and one for each that was done, by the id that its failure names too."""

import logging
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from sakip.jobs import registry, runner, services
from sakip.jobs.models import Job
from sakip.jobs.services import JobRefused
from sakip.logs.context import LogContext, current_id, doing
from tests.cast import Cast
from tests.jobs import run_job
from tests.sakip.jobs.conftest import KIND, Work, again, claim

pytestmark = pytest.mark.django_db(transaction=True)


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [record.fields for record in caplog.records if record.name == "sakip.job"]


def test_a_job_is_found_from_the_request_that_asked_for_it(
    work: Work, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    ids: list[str] = []
    work(lambda _: ids.append(current_id()))
    with doing(LogContext("permintaan")):
        job = services.queue(kind=KIND, key="satu", payload={}, by=cast.staf)
    run_job(job.pk)
    queued, done = lines(caplog)
    assert queued == {"job": f"job-{job.pk}", "kind": KIND, "key": "satu", "outcome": "queued"}
    assert done.pop("ms") >= 0
    assert done == {
        "job": f"job-{job.pk}",
        "kind": KIND,
        "key": "satu",
        "outcome": "done",
        "attempt": 1,
        "user": f"{cast.staf.pk}:staf",
    }
    assert ids == [f"job-{job.pk}"]


def test_what_was_taken_back_was_not_queued(work: Work, caplog: pytest.LogCaptureFixture) -> None:
    try:
        with transaction.atomic():
            services.queue(kind=KIND, key="satu", payload={})
            raise ZeroDivisionError
    except ZeroDivisionError:
        assert lines(caplog) == []


def refuse(job: Job) -> None:
    raise JobRefused("Tidak bisa.")


def break_off_after_the_end(job: Job) -> None:
    with transaction.atomic():
        services.finish(job)
        raise ZeroDivisionError


def lose(job: Job) -> None:
    services.cancel(job, "Dibatalkan.")


@pytest.mark.parametrize(
    ("handler", "outcome"), [(refuse, "failed"), (break_off_after_the_end, "waiting"), (lose, "lost")]
)
def test_how_a_job_ended_is_told(
    job: Job, work: Work, caplog: pytest.LogCaptureFixture, handler: Any, outcome: str
) -> None:
    work(handler)
    caplog.clear()
    run_job(job.pk)
    assert [line["outcome"] for line in lines(caplog)] == [outcome]


def test_what_is_done_every_minute_is_quiet_while_it_goes_well(
    work: Work, monkeypatch: pytest.MonkeyPatch, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(registry._repeated, KIND, services.PAUSES[0])
    run_job(services.queue(kind=KIND, key="satu", payload={}).pk)
    assert lines(caplog) == []
    work(refuse)
    run_job(services.queue(kind=KIND, key="dua", payload={}).pk)
    assert [line["outcome"] for line in lines(caplog)] == ["failed"]
    work(lambda _: None)
    settings.LOG_EVERYTHING = True
    run_job(services.queue(kind=KIND, key="tiga", payload={}).pk)
    assert lines(caplog)[-1]["outcome"] == "done"


def test_a_job_that_gives_up_names_its_id(job: Job, work: Work) -> None:
    work(lambda _: 1 / 0)
    for _ in range(services.MOST_ATTEMPTS):
        run_job(job.pk)
    assert again(job).message == f"{services.GAVE_UP} Sebutkan kode ini kepada pengelola server: job-{job.pk}"


def test_the_heartbeat_bears_the_id_of_its_job(job: Job, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.JOB_LEASE_SECONDS = 0.04
    seen: list[str] = []

    def lose_it(_: Job) -> bool:
        seen.append(current_id())
        return False

    mine = claim(job)
    monkeypatch.setattr(runner, "keep_alive", lose_it)
    with doing(LogContext("job-7")), runner.Heartbeat(mine) as heart:
        heart._thread.join(5)
    assert seen == ["job-7"]


def test_the_lines_of_jobs_are_heard_by_default() -> None:
    assert logging.getLogger("sakip.job").isEnabledFor(logging.INFO)
