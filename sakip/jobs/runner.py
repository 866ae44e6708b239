"""Doing a leased job: its handler, a heartbeat beside it, and what becomes of the job when that ends."""

import logging
import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import copy_context
from functools import partial
from time import perf_counter
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from sakip.jobs import registry
from sakip.jobs.models import Job, JobStatus
from sakip.jobs.services import (
    GAVE_UP,
    JobBroke,
    JobRefused,
    LeaseLost,
    code_of,
    fail,
    finish,
    give_back,
    keep_alive,
    lines,
)
from sakip.logs.context import LogContext, doing
from sakip.logs.hiding import hide
from sakip.logs.lines import told
from sakip.outages import AWAY, FULL, outage_of

logger = logging.getLogger("sakip.jobs")

# How often a worker with a job in hand gives a sign of life, or a quarter of a lease where that is less.
BEAT_SECONDS = 5.0
# What becomes of a job that was cancelled or taken up by another; else its status, waiting where it is tried again.
LOST = "lost"
# What a person reads whose job met an outage each time it was tried.
_MET = {
    AWAY: "Penyimpanan berkas tidak dapat dihubungi, jadi hasilnya tidak dapat disimpan. Coba lagi beberapa menit "
    "lagi; bila terulang, hubungi pengelola server.",
    FULL: "Penyimpanan server penuh, jadi hasilnya tidak dapat disimpan. Hubungi pengelola server, lalu coba lagi.",
}


def perform(job: Job, *, beat: Callable[[], object] | None = None) -> None:
    """Do a job that was claimed; `beat` is called again and again meanwhile, in another thread.

    Its handler may report progress, and may call `finish` itself in the transaction that stores its result. It raises
    JobRefused when trying again would not help; whatever else it raises is tried again.
    """
    began = perf_counter()
    with doing(LogContext(code_of(job), lambda: f"pekerjaan {job.kind}, kunci {job.key}, percobaan {job.attempts}")):
        try:
            with Heartbeat(job, beat=beat):
                _handle(job)
            outcome = job.status
        except LeaseLost:
            logger.warning("Pekerjaan %s dibatalkan atau diambil alih pekerja lain; hasil di sini dibuang.", job.pk)
            outcome = LOST
        seconds = perf_counter() - began
        _write_line(job, outcome, seconds)
        registry.tell_observers(job.kind, outcome, seconds)


def _handle(job: Job) -> None:
    try:
        registry.handler_of(job.kind)(job)
        if job.active:
            finish(job)
    except LeaseLost:
        raise
    except JobRefused as refusal:
        fail(job, str(refusal))
    except JobBroke as broke:
        logger.warning("Pekerjaan %s terhenti pada percobaan %s: %s", job.pk, job.attempts, broke)
        give_back(job, detail=hide(traceback.format_exc()), sentence=str(broke))
    except Exception as error:
        logger.exception("Pekerjaan %s gagal pada percobaan %s.", job.pk, job.attempts)
        outage = outage_of(error)
        sentence = GAVE_UP if outage is None else _MET.get(outage, GAVE_UP)
        give_back(job, detail=hide(traceback.format_exc()), sentence=sentence)


def _write_line(job: Job, outcome: str, seconds: float) -> None:
    if outcome == JobStatus.DONE.value and registry.is_frequent(job.kind) and not settings.LOG_EVERYTHING:
        return
    user = job.requested_by
    fields = {
        "job": code_of(job),
        "kind": job.kind,
        "key": job.key,
        "outcome": outcome,
        "attempt": job.attempts,
        "ms": round(seconds * 1000),
        "user": None if user is None else f"{user.pk}:{user.get_username()}",
    }
    lines.info("%s", told(fields), extra={"fields": fields})


class Heartbeat(AbstractContextManager["Heartbeat"]):
    """Keeps a lease alive from a thread of its own while the main thread works."""

    def __init__(self, job: Job, *, beat: Callable[[], object] | None = None) -> None:
        self._job = job
        self._beat_too = beat
        self._stop = threading.Event()
        # In the context of the job, so that its lines bear the same id.
        beat_in_context = partial(copy_context().run, self._beat)
        self._thread = threading.Thread(target=beat_in_context, name=f"heartbeat-{job.pk}", daemon=True)

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
            lost = False
            while not self._stop.wait(min(BEAT_SECONDS, settings.JOB_LEASE_SECONDS / 4)):
                try:
                    lost = lost or not keep_alive(self._job)
                    if self._beat_too is not None:
                        self._beat_too()
                    elif lost:
                        return
                except (DatabaseError, InterfaceError) as error:
                    # A locked database is no reason to die: the next beat comes well before the lease ends. One that
                    # was restarted needs another connection.
                    logger.info("Tanda hidup tertunda: %s", error)
                    connection.close()
        finally:
            connection.close()
