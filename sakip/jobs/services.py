"""The life of a job: queued, leased, kept alive, ended once, taken up again when its worker died.

Whoever changes a row from waiting to running writes a random token into it, and every later change asks for that
token: a worker that was frozen past its lease finds its token gone and its result is thrown away.
"""

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from sakip.jobs import registry
from sakip.jobs.models import ACTIVE, Job, JobStatus

logger = logging.getLogger("sakip.jobs")

MOST_ATTEMPTS = 3
GAVE_UP = "Pekerjaan ini beberapa kali berhenti di tengah jalan. Coba lagi; bila terulang, hubungi administrator."
# How long an ended job is kept, so that what it ended with can still be read.
KEPT = timedelta(days=30)


class AlreadyQueued(Exception):
    """Something is being done about this key already; nothing was queued."""


class LeaseLost(Exception):
    """Another worker holds the job now, or it was cancelled; what was done here is thrown away."""


class JobRefused(Exception):
    """The work cannot be done and trying again would not help; its text is the sentence for whoever asked."""


def lease_time() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def queue(*, kind: str, key: str, payload: Mapping[str, Any], by: AbstractBaseUser | None = None) -> Job:
    """Queue a job. It is part of the caller's transaction: no worker sees it before that has succeeded.

    `key` names what is worked on; `payload` holds keys of rows, never what they said when the job was queued. `by`:
    None for what nobody asked for. Raises AlreadyQueued, KeyError (a kind that nobody does).
    """
    registry.handler_of(kind)
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind=kind,
                key=key,
                payload=dict(payload),
                requested_by_id=None if by is None else by.pk,
                message="Menunggu giliran",
                queued_at=timezone.now(),
            )
    except IntegrityError:
        if not Job.objects.filter(key=key, status__in=ACTIVE).exists():
            raise
        raise AlreadyQueued(key) from None


def claim(job_id: int) -> Job | None:
    """Take a waiting job into hand and return it with its lease, or None when it is not waiting any more."""
    token = secrets.token_urlsafe(24)
    Job.objects.filter(pk=job_id, status=JobStatus.WAITING.value).update(
        status=JobStatus.RUNNING.value,
        lease=token,
        alive_at=timezone.now(),
        attempts=F("attempts") + 1,
        progress=1,
        message="Menyiapkan data",
    )
    return Job.objects.select_related("requested_by").filter(pk=job_id, lease=token).first()


def claim_next() -> Job | None:
    """Take the job into hand that has waited longest, or None. A kind that this worker does not know waits for one
    that does: while an installation is renewed, old and new workers run side by side."""
    waiting = Job.objects.filter(status=JobStatus.WAITING.value, kind__in=registry.list_kinds())
    for job_id in waiting.order_by("queued_at", "pk").values_list("pk", flat=True)[:20]:
        if job := claim(job_id):
            return job
    return None


def report_progress(job: Job, percent: int, message: str) -> None:
    """Write progress, which is a sign of life too. Raises LeaseLost."""
    kept = _leased(job).update(progress=max(1, min(percent, 99)), message=message[:500], alive_at=timezone.now())
    if kept != 1:
        raise LeaseLost


def keep_alive(job: Job) -> bool:
    """Prolong the lease; False when it is lost."""
    return _leased(job).update(alive_at=timezone.now()) == 1


def finish(job: Job) -> None:
    """End the job with success; call it inside the transaction that stores the result. Raises LeaseLost."""
    _end(job, JobStatus.DONE, "Selesai", progress=100)


def fail(job: Job, sentence: str, *, detail: str = "") -> None:
    """End the job with a sentence for the user and, for the administrator, what went wrong. Raises LeaseLost."""
    _end(job, JobStatus.FAILED, sentence, error=detail[-10_000:])


def give_back(job: Job, *, detail: str) -> None:
    """Let a job that broke wait for another attempt, or end it when there were enough. Raises LeaseLost."""
    if job.attempts >= MOST_ATTEMPTS:
        fail(job, GAVE_UP, detail=detail)
    elif _wait_again(_leased(job), detail) != 1:
        raise LeaseLost


def cancel(job: Job, sentence: str) -> bool:
    """End a job that waits or runs; the worker that has it in hand throws its result away. False: it had ended."""
    ended = Job.objects.filter(pk=job.pk, status__in=ACTIVE).update(
        status=JobStatus.CANCELLED.value, lease="", message=sentence[:500], ended_at=timezone.now()
    )
    return ended == 1


def reap() -> int:
    """Take up jobs whose worker gave no sign of life for the length of a lease; return how many."""
    expired = timezone.now() - lease_time()
    dead = Job.objects.filter(status=JobStatus.RUNNING.value, alive_at__lt=expired)
    return sum(_revive(job, expired) for job in dead)


def forget_ended() -> int:
    """Delete the jobs that ended long ago; return how many."""
    deleted, _ = Job.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()
    return deleted


def _leased(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING.value, lease=job.lease)


def _end(job: Job, status: JobStatus, message: str, **changes: object) -> None:
    ended = _leased(job).update(
        status=status.value, lease="", message=message[:500], ended_at=timezone.now(), **changes
    )
    if ended != 1:
        raise LeaseLost
    job.status = status.value


def _wait_again(rows: QuerySet[Job], detail: str) -> int:
    return rows.update(
        status=JobStatus.WAITING.value,
        lease="",
        progress=0,
        message="Menunggu giliran kembali",
        error=detail[-10_000:],
    )


def _revive(job: Job, expired: datetime) -> int:
    still_dead = _leased(job).filter(alive_at__lt=expired)
    if job.attempts >= MOST_ATTEMPTS:
        return still_dead.update(status=JobStatus.FAILED.value, lease="", message=GAVE_UP, ended_at=timezone.now())
    logger.warning("Pekerjaan %s diambil alih: pekerjanya tidak memberi tanda hidup.", job.pk)
    return _wait_again(still_dead, "Pekerja sebelumnya tidak memberi tanda hidup.")
