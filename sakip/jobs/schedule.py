"""What is due every day or every few seconds: a table of due times, and an ordinary job for each task that is due.

The worker that moves a due time on queues the job in the same transaction, so several workers queue it once; a worker
that dies while doing it is a dead worker like any other.
"""

import logging
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from sakip.jobs import registry
from sakip.jobs.models import Schedule
from sakip.jobs.services import AlreadyQueued, forget_earlier, queue

logger = logging.getLogger("sakip.jobs")

# Local time, when offices sleep. A machine that was off catches up when its worker starts.
DUE = time(2, 0)


def next_due(now: datetime, every: timedelta | None = None) -> datetime:
    """Return the next time after `now` at which a task is due: after `every`, or in the night."""
    if every is not None:
        return now + every
    local = timezone.localtime(now)
    today = local.replace(hour=DUE.hour, minute=DUE.minute, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


def queue_due() -> int:
    """Queue every task that is due and return how many. A task that is new waits for its first night or interval."""
    now = timezone.now()
    tasks = registry.list_repeated()
    known = dict(Schedule.objects.filter(name__in=tasks).values_list("name", "due_at"))
    new = [Schedule(name=name, due_at=next_due(now, every)) for name, every in tasks.items() if name not in known]
    if new:
        Schedule.objects.bulk_create(new, ignore_conflicts=True)
    return sum(_look_at(name, due_at, now, tasks[name]) for name, due_at in known.items())


def _look_at(name: str, due_at: datetime, now: datetime, every: timedelta | None) -> int:
    if due_at <= now:
        return _queue(name, now, every)
    upcoming = next_due(now, every)
    if due_at > upcoming:
        # The clock was set back, or the interval is shorter than it was.
        Schedule.objects.filter(name=name, due_at=due_at).update(due_at=upcoming)
    return 0


@transaction.atomic
def _queue(name: str, now: datetime, every: timedelta | None) -> int:
    moved = Schedule.objects.filter(name=name, due_at__lte=now).update(due_at=next_due(now, every))
    if moved != 1:
        return 0
    key = f"daily/{name}" if every is None else f"every/{name}"
    if every is not None:
        forget_earlier(key)  # of what is done every minute only the last time is kept
    try:
        queue(kind=name, key=key, payload={})
    except AlreadyQueued:
        if every is None:
            logger.warning("Tugas harian %s dari hari sebelumnya belum selesai.", name)
        return 0
    return 1
