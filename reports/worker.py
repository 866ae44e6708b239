"""The worker: takes tasks from the queue and, beside it, takes up jobs whose worker died."""

import logging
import signal
import sys
import threading
import time
from datetime import timedelta
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from reports.services.jobs import reap

logger = logging.getLogger("sakip.jobs")

POLL_SECONDS = 0.5
# A database that is locked or restarted is given this many tries, a second apart, before the worker gives up.
MOST_FAILURES = 60
KEEP_FINISHED = timedelta(days=7)
PRUNE_EVERY = 3600.0


class ReportWorker(Worker):
    """The queue's own worker, but it ends quietly and survives a database that is busy for a while."""

    def __init__(self, *, batch: bool = False) -> None:
        super().__init__(
            queue_names=["default"],
            interval=POLL_SECONDS,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish the task in hand, then end; a second signal ends at once and the reaper takes the job up again."""
        if not self.running:
            self.reset_signals()
            sys.exit(1)
        self.running = False
        if not self.running_task:
            sys.exit(0)

    def work(self) -> None:
        """Take tasks until told to stop."""
        failures = 0
        while self.running:
            try:
                self.run()
                return
            except (OperationalError, InterfaceError) as error:
                failures += 1
                if failures >= MOST_FAILURES:
                    raise
                logger.warning("Basis data belum dapat dipakai, dicoba lagi: %s", error)
                connections.close_all()
                time.sleep(1)


class Reaper(threading.Thread):
    """Looks for dead jobs a few times in every lease; prunes the queue once an hour."""

    def __init__(self) -> None:
        super().__init__(name="reaper", daemon=True)
        self._ended = threading.Event()
        self._pruned = 0.0

    def end(self) -> None:
        self._ended.set()
        self.join(timeout=5)

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                reap()
                self._prune()
            except DatabaseError as error:
                logger.info("Pemeriksaan pekerjaan tertunda: %s", error)
            finally:
                connection.close()
            self._ended.wait(max(1.0, settings.JOB_LEASE_SECONDS / 3))

    def _prune(self) -> None:
        if time.monotonic() - self._pruned < PRUNE_EVERY and self._pruned:
            return
        DBTaskResult.objects.filter(enqueued_at__lt=timezone.now() - KEEP_FINISHED).exclude(status="READY").delete()
        self._pruned = time.monotonic()


def run_worker(*, batch: bool = False) -> None:
    """Work until SIGTERM or SIGINT; with `batch` until the queue is empty."""
    worker, reaper = ReportWorker(batch=batch), Reaper()
    worker.configure_signals()
    reaper.start()
    try:
        worker.work()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        reaper.end()
