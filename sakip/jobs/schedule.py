"""What is due every day: a table of due times, and an ordinary job for each task that is due.

The worker that moves a due time on queues the job in the same transaction, so several workers queue it once; a worker
that dies while doing it is a dead worker like any other.
"""

import logging
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from sakip.jobs import registry
from sakip.jobs.models import Schedule
from sakip.jobs.services import AlreadyQueued, queue

logger = logging.getLogger("sakip.jobs")

# Local time, when offices sleep. A machine that was off catches up when its worker starts.
DUE = time(2, 0)


def next_due(now: datetime) -> datetime:
    """Return the next time after `now` at which daily tasks are due."""
    local = timezone.localtime(now)
    today = local.replace(hour=DUE.hour, minute=DUE.minute, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


def queue_due() -> int:
    """Queue every daily task that is due and return how many; a task that is new is due the coming night."""
    now = timezone.now()
    names = registry.list_daily()
    known = dict(Schedule.objects.filter(name__in=names).values_list("name", "due_at"))
    new = [Schedule(name=name, due_at=next_due(now)) for name in names if name not in known]
    if new:
        Schedule.objects.bulk_create(new, ignore_conflicts=True)
    return sum(_queue(name, now) for name, due_at in known.items() if due_at <= now)


@transaction.atomic
def _queue(name: str, now: datetime) -> int:
    moved = Schedule.objects.filter(name=name, due_at__lte=now).update(due_at=next_due(now))
    if moved != 1:
        return 0
    try:
        queue(kind=name, key=f"daily/{name}", payload={})
    except AlreadyQueued:
        logger.warning("Tugas harian %s dari hari sebelumnya belum selesai.", name)
        return 0
    return 1
