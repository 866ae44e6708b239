"""The worker: takes jobs one by one and, between them, takes up those whose worker died and queues what is due."""

import logging
import signal
import sys
from time import monotonic, sleep
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from sakip.jobs.mail import is_sent
from sakip.jobs.runner import perform
from sakip.jobs.schedule import queue_due
from sakip.jobs.services import claim_next, reap
from sakip.jobs.workers import LifeSign, forget_dead
from sakip.schema.refusals import SchemaRefused
from sakip.schema.watch import SchemaWatch

logger = logging.getLogger("sakip.jobs")

POLL_SECONDS = 0.5
# How often the worker looks for what is due and for dead workers, or a third of a lease where that is less.
LOOK_SECONDS = 5.0
# After each failure in a row the worker pauses twice as long.
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 15.0
# What lasts is told again after so long; a batch, for which somebody waits, gives up instead.
TOLD_SECONDS = 600.0
BATCH_PATIENCE_SECONDS = 60.0


class Trouble:
    """Failures in a row: told once and again after ten minutes, with a pause between tries that grows."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._told = 0.0
        self._pause = 0.0

    @property
    def seconds(self) -> float:
        """How long nothing has succeeded."""
        return 0.0 if self._since is None else monotonic() - self._since

    def meet(self, error: Exception) -> float:
        """Take note of a failure and return how many seconds to pause."""
        now = monotonic()
        if self._since is None:
            self._since, self._pause = now, PAUSE_SECONDS
            self._tell(error, now)
        else:
            self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)
            if now - self._told >= TOLD_SECONDS:
                self._tell(error, now)
        return self._pause

    def end(self) -> None:
        """Take note of a success."""
        if self._since is not None:
            logger.warning("Pekerja bekerja kembali setelah %.0f detik.", self.seconds)
            self._since = None

    def _tell(self, error: Exception, now: float) -> None:
        self._told = now
        if isinstance(error, DatabaseError | InterfaceError):
            logger.warning(
                "Basis data tidak dapat dipakai sejak %.0f detik. Pekerja menunggu dan mencoba lagi sendiri: %s",
                self.seconds,
                error,
            )
        else:
            logger.error("Pekerja terganggu sejak %.0f detik dan mencoba lagi sendiri.", self.seconds, exc_info=error)


class Worker:
    """Works until told to stop; survives whatever goes wrong between jobs, and a database that is away for a while."""

    def __init__(self, *, batch: bool = False) -> None:
        self._batch = batch
        self._running = True
        self._trouble = Trouble()
        self._looked_after = 0.0
        self._life = LifeSign()
        self._schema = SchemaWatch()

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish the job in hand, then end; a second signal ends at once and another worker takes the job up again."""
        if not self._running:
            sys.exit(1)
        self._running = False

    def work(self) -> None:
        """Take jobs until told to stop; with `batch` until none waits. A batch raises what keeps it from working for a
        minute."""
        try:
            while self._running:
                if not self._try_step():
                    if self._batch:
                        return
                    self._sleep(POLL_SECONDS)
        finally:
            self._life.take_away()

    def _try_step(self) -> bool:
        """Do one job, if one waits, and say whether to go on at once; a failure is waited out."""
        try:
            found = self._step()
        except SchemaRefused:
            raise
        except Exception as error:
            pause = self._trouble.meet(error)
            if self._batch and self._trouble.seconds >= BATCH_PATIENCE_SECONDS:
                raise
            connections.close_all()
            self._sleep(pause)
            return True
        self._trouble.end()
        return found

    def _step(self) -> bool:
        """Do one job, if one waits, and say whether there was one."""
        close_old_connections()
        self._schema.require()
        self._life.give()
        self._look_after()
        job = claim_next()
        if job is None:
            return False
        perform(job, beat=self._life.give)
        return True

    def _look_after(self) -> None:
        """See to dead workers and to the schedule every few seconds."""
        now = monotonic()
        if self._looked_after and now - self._looked_after < min(LOOK_SECONDS, settings.JOB_LEASE_SECONDS / 3):
            return
        reap()
        forget_dead()
        queue_due()
        self._looked_after = now

    def _sleep(self, seconds: float) -> None:
        # In short pieces: a signal that comes during one is heard after it, and leaves nothing to sleep for.
        until = monotonic() + seconds
        while self._running and (left := until - monotonic()) > 0:
            sleep(min(left, POLL_SECONDS))


def run_worker(*, batch: bool = False) -> None:
    """Work until SIGTERM or SIGINT; with `batch` until nothing waits. Raises SchemaRefused where this code does not, or
    no longer, work on the database."""
    logging.captureWarnings(True)
    worker = Worker(batch=batch)
    if not is_sent():
        logger.warning(
            "EMAIL_URL dan EMAIL_HOST tidak diisi: surel hanya dicetak di sini dan tidak dikirim kepada siapa pun."
        )
    before = {number: signal.signal(number, worker.stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    try:
        worker.work()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
