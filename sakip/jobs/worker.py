"""The worker: takes jobs one by one and, between them, takes up those whose worker died and queues what is due."""

import logging
import signal
import sys
import time
from types import FrameType

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from sakip.jobs.runner import perform
from sakip.jobs.schedule import queue_due
from sakip.jobs.services import claim_next, reap

logger = logging.getLogger("sakip.jobs")

POLL_SECONDS = 0.5
# A database that is locked or restarted is given this many tries, a second apart, before the worker gives up.
MOST_FAILURES = 60
PAUSE_SECONDS = 1.0


class Worker:
    """Works until told to stop; survives a database that is busy or away for a while."""

    def __init__(self, *, batch: bool = False) -> None:
        self._batch = batch
        self._running = True
        self._failures = 0
        self._looked_after = 0.0

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish the job in hand, then end; a second signal ends at once and another worker takes the job up again."""
        if not self._running:
            sys.exit(1)
        self._running = False

    def work(self) -> None:
        """Take jobs until told to stop; with `batch` until none waits. Raises what the database raises, if it stays
        away."""
        while self._running:
            try:
                found = self._step()
                self._failures = 0
            except (OperationalError, InterfaceError) as error:
                self._wait_for_database(error)
                continue
            if not found:
                if self._batch:
                    return
                self._sleep(POLL_SECONDS)

    def _step(self) -> bool:
        """Do one job, if one waits, and say whether there was one."""
        close_old_connections()
        self._look_after()
        job = claim_next()
        if job is None:
            return False
        perform(job)
        return True

    def _look_after(self) -> None:
        """See to dead workers and to the schedule, a few times in every lease."""
        now = time.monotonic()
        if self._looked_after and now - self._looked_after < settings.JOB_LEASE_SECONDS / 3:
            return
        reap()
        queue_due()
        self._looked_after = now

    def _wait_for_database(self, error: Exception) -> None:
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            raise error
        logger.warning("Basis data belum dapat dipakai, dicoba lagi: %s", error)
        connections.close_all()
        self._sleep(PAUSE_SECONDS)

    def _sleep(self, seconds: float) -> None:
        # A signal that comes during the sleep is heard after it; one that came before leaves nothing to sleep for.
        if self._running:
            time.sleep(seconds)


def run_worker(*, batch: bool = False) -> None:
    """Work until SIGTERM or SIGINT; with `batch` until nothing waits."""
    worker = Worker(batch=batch)
    before = {number: signal.signal(number, worker.stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    try:
        worker.work()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
