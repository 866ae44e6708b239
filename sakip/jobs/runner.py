"""Doing a leased job: its handler, a heartbeat beside it, and what becomes of the job when that ends."""

import logging
import threading
import traceback
from contextlib import AbstractContextManager
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection

from sakip.jobs import registry
from sakip.jobs.models import Job
from sakip.jobs.services import JobRefused, LeaseLost, fail, finish, give_back, keep_alive

logger = logging.getLogger("sakip.jobs")


def perform(job: Job) -> None:
    """Do a job that was claimed.

    Its handler may report progress, and may call `finish` itself in the transaction that stores its result. It raises
    JobRefused when trying again would not help; whatever else it raises is tried again.
    """
    try:
        with Heartbeat(job):
            _handle(job)
    except LeaseLost:
        logger.warning("Pekerjaan %s dibatalkan atau diambil alih pekerja lain; hasil di sini dibuang.", job.pk)


def _handle(job: Job) -> None:
    try:
        registry.handler_of(job.kind)(job)
        if job.active:
            finish(job)
    except LeaseLost:
        raise
    except JobRefused as refusal:
        fail(job, str(refusal))
    except Exception:
        logger.exception("Pekerjaan %s gagal pada percobaan %s.", job.pk, job.attempts)
        give_back(job, detail=traceback.format_exc())


class Heartbeat(AbstractContextManager["Heartbeat"]):
    """Keeps a lease alive from a thread of its own while the main thread works."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{job.pk}", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(settings.JOB_LEASE_SECONDS / 4):
                try:
                    if not keep_alive(self._job):
                        return
                except DatabaseError as error:
                    # A locked database is no reason to die: the next beat comes well before the lease ends.
                    logger.info("Tanda hidup tertunda: %s", error)
        finally:
            connection.close()
