"""Daily tasks: due at night, queued once, caught up after a night without a worker, tried again when one dies. Tasks of
every few seconds: due after their interval, one at a time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sakip.jobs import registry, schedule, services
from sakip.jobs.models import Job, Schedule
from sakip.jobs.schedule import next_due, queue_due
from tests.jobs import run_job
from tests.sakip.jobs.conftest import again, claim, let_lease_end

JAKARTA = ZoneInfo("Asia/Jakarta")
NAME = "test.sweep"


class Clock:
    """What the schedule takes for the present."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = at(28, 9)
        monkeypatch.setattr(schedule.timezone, "now", lambda: self.now)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JAKARTA)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def sweeps(db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let one daily task exist, and no other; return what it did."""
    done: list[str] = []
    monkeypatch.setattr(registry, "_repeated", {})
    monkeypatch.setattr(registry, "_handlers", {})
    registry.register_daily(NAME, lambda: done.append("swept"))
    return done


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(28, 9), at(29, 2)),
        (at(28, 1, 59), at(28, 2)),
        (at(28, 2), at(29, 2)),
        (at(28, 23, 59), at(29, 2)),
    ],
)
def test_daily_tasks_are_due_at_two_in_the_morning(now: datetime, due: datetime) -> None:
    assert next_due(now) == due


def test_a_new_task_waits_for_the_night_and_is_then_done_once(sweeps: list[str], clock: Clock) -> None:
    assert queue_due() == 0
    assert Schedule.objects.get(name=NAME).due_at == at(29, 2)
    clock.now = at(29, 2)
    assert queue_due() == 1
    assert queue_due() == 0
    run_job(Job.objects.get().pk)
    assert sweeps == ["swept"]
    assert queue_due() == 0
    assert Schedule.objects.get(name=NAME).due_at == at(30, 2)


def test_a_night_without_a_worker_is_caught_up_once(sweeps: list[str], clock: Clock) -> None:
    queue_due()
    clock.now = at(30, 8)
    assert queue_due() == 1
    assert queue_due() == 0
    assert Job.objects.count() == 1


def test_a_task_still_at_work_the_next_night_is_not_queued_again(sweeps: list[str], clock: Clock) -> None:
    queue_due()
    clock.now = at(29, 2)
    queue_due()
    clock.now = at(30, 2)
    assert queue_due() == 0
    assert Job.objects.count() == 1


def test_the_task_of_a_dead_worker_is_done_by_the_next(sweeps: list[str], clock: Clock) -> None:
    queue_due()
    clock.now = at(29, 2)
    queue_due()
    job = claim(Job.objects.get())
    let_lease_end(job)
    assert services.reap() == 1
    run_job(job.pk)
    assert sweeps == ["swept"]
    assert (again(job).status, again(job).attempts) == ("done", 2)


def test_each_task_has_its_own_time(sweeps: list[str], clock: Clock) -> None:
    registry.register_daily("test.other", lambda: None)
    queue_due()
    Schedule.objects.filter(name=NAME).update(due_at=at(28, 8))
    assert queue_due() == 1
    assert [job.kind for job in Job.objects.all()] == [NAME]
    assert Schedule.objects.get(name="test.other").due_at == at(29, 2)


SEAL = "test.seal"


@pytest.fixture
def seals(sweeps: list[str]) -> list[str]:
    """Let a task of every minute exist beside the daily one; return what both did."""
    registry.register_every(SEAL, 60, lambda: sweeps.append("sealed"))
    return sweeps


def test_a_task_of_every_minute_is_done_again_after_each_minute(seals: list[str], clock: Clock) -> None:
    assert queue_due() == 0
    for minute in (1, 2):
        clock.now = at(28, 9, minute)
        assert queue_due() == 1
        assert queue_due() == 0
        run_job(Job.objects.get(kind=SEAL, status="waiting").pk)
    assert seals == ["sealed", "sealed"]
    assert Job.objects.count() == 1, "of many times only the last is kept"


def test_minutes_without_a_worker_are_not_made_up_for(seals: list[str], clock: Clock) -> None:
    queue_due()
    clock.now = at(28, 12)
    assert queue_due() == 1
    run_job(Job.objects.get().pk)
    assert queue_due() == 0
    assert Schedule.objects.get(name=SEAL).due_at == at(28, 12, 1)


@pytest.mark.parametrize("running", [False, True])
def test_a_task_of_every_minute_is_not_queued_beside_itself(seals: list[str], clock: Clock, running: bool) -> None:
    queue_due()
    clock.now = at(28, 9, 1)
    queue_due()
    if running:
        claim(Job.objects.get())
    clock.now = at(28, 9, 2)
    assert queue_due() == 0
    assert Job.objects.count() == 1
    assert Schedule.objects.get(name=SEAL).due_at == at(28, 9, 3)


def test_a_clock_that_is_set_back_keeps_no_task_waiting(seals: list[str], clock: Clock) -> None:
    queue_due()
    clock.now = at(1, 9)
    assert queue_due() == 0
    assert Schedule.objects.get(name=NAME).due_at == at(2, 2)
    assert Schedule.objects.get(name=SEAL).due_at == at(1, 9, 1)
    clock.now += timedelta(minutes=1)
    assert queue_due() == 1


def test_a_task_of_every_no_time_is_a_mistake(sweeps: list[str]) -> None:
    with pytest.raises(ValueError, match="every 0 seconds"):
        registry.register_every(SEAL, 0, lambda: None)
