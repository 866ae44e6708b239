"""Signs of life of the workers, and what is told to who waits for one."""

import logging
import os
import socket
from datetime import timedelta
from time import monotonic

from django.db import DatabaseError, InterfaceError
from django.db.models import QuerySet
from django.utils import timezone

from sakip.jobs.models import Job, JobStatus, RunningWorker

logger = logging.getLogger("sakip.jobs")

SIGN_SECONDS = 5.0
# A worker that was not seen for so long does not run. The other side of now counts alike: a sign of life from the
# future was given before the clock was set back.
DEAD_AFTER = timedelta(seconds=45)
FORGOTTEN_AFTER = timedelta(hours=1)
# How long a job waits before its owner is told that nobody works.
TOLD_AFTER = timedelta(minutes=1)
NOT_RUNNING = (
    "Program pekerja di server tidak berjalan, jadi permintaan Anda menunggu. Minta pengelola server menjalankannya; "
    "permintaan Anda tetap tersimpan dan dikerjakan begitu program itu berjalan."
)
NONE_RUNS = (
    "Program pekerja di server tidak berjalan, jadi laporan tidak disusun dan surel tidak dikirim. Minta pengelola "
    "server menjalankannya (manage.py run_worker); yang menunggu tetap tersimpan."
)


class LifeSign:
    """This process's row among the workers: written every few seconds, taken away at the end."""

    def __init__(self) -> None:
        self._started_at = timezone.now()
        self._row = 0
        self._given: float | None = None

    def give(self) -> None:
        """Write the sign of life, unless the last one is fresh. Raises what the database raises."""
        now = monotonic()
        if self._given is not None and now - self._given < SIGN_SECONDS:
            return
        if RunningWorker.objects.filter(pk=self._row).update(seen_at=timezone.now()) != 1:
            self._row = RunningWorker.objects.create(
                host=socket.gethostname()[:200], pid=os.getpid(), started_at=self._started_at, seen_at=timezone.now()
            ).pk
        self._given = now

    def take_away(self) -> None:
        """Take the row away; where the database is gone as well, it grows old."""
        if not self._row:
            return
        try:
            RunningWorker.objects.filter(pk=self._row).delete()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("Tanda hidup pekerja tidak dapat dihapus: %s", error)


def forget_dead() -> None:
    """Delete the rows of workers that were killed; one that lives after all writes another."""
    now = timezone.now()
    RunningWorker.objects.exclude(seen_at__range=(now - FORGOTTEN_AFTER, now + FORGOTTEN_AFTER)).delete()


def forget_all() -> None:
    """Delete the rows of all workers: those that a backup brought along run elsewhere."""
    RunningWorker.objects.all().delete()


def worker_alive() -> bool:
    """Say whether a worker gave a sign of life a moment ago."""
    return _alive().exists()


def count_alive() -> int:
    """Return how many workers gave a sign of life a moment ago."""
    return _alive().count()


def _alive() -> QuerySet[RunningWorker]:
    now = timezone.now()
    return RunningWorker.objects.filter(seen_at__range=(now - DEAD_AFTER, now + DEAD_AFTER))


def count_before(job: Job) -> int:
    """Return how many jobs are done before a waiting one: those at work, and those that wait longer."""
    at_work = Job.objects.filter(status=JobStatus.RUNNING.value).count()
    waiting = Job.objects.filter(status=JobStatus.WAITING.value, queued_at__lte=job.queued_at, pk__lt=job.pk)
    return at_work + waiting.count()


def explain_wait(job: Job) -> str:
    """Return what who waits for a job should know: that no worker lives, or how many jobs come before it; blank where
    there is nothing to tell."""
    if not job.active:
        return ""
    waiting = job.status == JobStatus.WAITING
    since = job.queued_at if waiting or job.alive_at is None else job.alive_at
    if abs(timezone.now() - since) >= TOLD_AFTER and not worker_alive():
        return NOT_RUNNING
    before = count_before(job) if waiting else 0
    return f"Menunggu giliran: {before} pekerjaan lain dikerjakan lebih dahulu." if before else ""
