"""The life of a job: queued, leased, kept alive, ended once, taken up again when its worker died.

Whoever changes a row from waiting to running writes a random token into it, and every later change asks for that
token: a worker that was frozen past its lease finds its token gone and its result is thrown away.
"""

import logging
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from sakip.jobs import registry
from sakip.jobs.models import ACTIVE, Job, JobStatus
from sakip.logs.context import code_sentence
from sakip.logs.lines import told

logger = logging.getLogger("sakip.jobs")
# A line for each job that was queued, and one for each that was done.
lines = logging.getLogger("sakip.job")

MOST_ATTEMPTS = 3
# How long a job that broke waits before each further attempt: others go first meanwhile.
PAUSES = (timedelta(seconds=5), timedelta(seconds=30))
GAVE_UP = "Pekerjaan ini beberapa kali berhenti di tengah jalan. Coba lagi; bila terulang, hubungi administrator."
# How long an ended job is kept, so that what it ended with can still be read.
KEPT = timedelta(days=30)


class AlreadyQueued(Exception):
    """Something is being done about this key already; nothing was queued."""


class LeaseLost(Exception):
    """Another worker holds the job now, or it was cancelled; what was done here is thrown away."""


class NotFailed(Exception):
    """Only what failed is tried again by hand."""


class JobBroke(Exception):
    """The work broke off and may succeed next time; its text is the sentence for whoever asked if it never does."""


class JobRefused(Exception):
    """The work cannot be done and trying again would not help; its text is the sentence for whoever asked."""


def code_of(job: Job) -> str:
    """Return the id that the job's lines in the log bear, and that whoever asked for it may pass on."""
    return f"job-{job.pk}"


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
            job = Job.objects.create(
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
    if not registry.is_frequent(kind):
        # Written by the request that asked for it: its id leads to the job's.
        fields = {"job": code_of(job), "kind": kind, "key": key, "outcome": "queued"}
        transaction.on_commit(lambda: lines.info("%s", told(fields), extra={"fields": fields}))
    return job


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
    now = timezone.now()
    # A pause beyond the longest was put down before the clock was set back.
    ready = Q(not_before__isnull=True) | Q(not_before__lte=now) | Q(not_before__gt=now + max(PAUSES))
    waiting = Job.objects.filter(ready, status=JobStatus.WAITING.value, kind__in=registry.list_kinds())
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


def is_held(job: Job) -> bool:
    """Say whether the lease is still ours, without a write."""
    return _leased(job).exists()


def finish(job: Job) -> None:
    """End the job with success; call it inside the transaction that stores the result. Raises LeaseLost."""
    _end(job, JobStatus.DONE, "Selesai", progress=100)


def fail(job: Job, sentence: str, *, detail: str = "") -> None:
    """End the job with a sentence for the user and, for the administrator, what went wrong. Raises LeaseLost."""
    _end(job, JobStatus.FAILED, sentence, error=detail[-10_000:])


def give_back(job: Job, *, detail: str, sentence: str = GAVE_UP) -> None:
    """Let a job that broke wait for another attempt after a pause that grows, or end it with a sentence when there
    were enough. Raises LeaseLost."""
    if job.attempts >= MOST_ATTEMPTS:
        fail(job, _with_code(job, sentence), detail=detail)
    elif _wait_again(_leased(job), detail, PAUSES[job.attempts - 1]) != 1:
        raise LeaseLost
    else:
        job.status = JobStatus.WAITING.value


def cancel(job: Job, sentence: str) -> bool:
    """End a job that waits or runs; the worker that has it in hand throws its result away. False: it had ended."""
    ended = Job.objects.filter(pk=job.pk, status__in=ACTIVE).update(
        status=JobStatus.CANCELLED.value, lease="", message=sentence[:500], ended_at=timezone.now()
    )
    return ended == 1


def withdraw(job: Job) -> bool:
    """End a job that waits, as part of the caller's transaction. False: a worker has it in hand, or had since it was
    read."""
    waiting = Job.objects.filter(pk=job.pk, status=JobStatus.WAITING.value, attempts=job.attempts)
    ended = waiting.update(status=JobStatus.CANCELLED.value, message="Ditarik kembali", ended_at=timezone.now())
    return ended == 1


def retry(job: Job) -> Job:
    """Queue once more what failed, for whom it was queued; the failed one stays to be read. It is part of the caller's
    transaction. Raises AlreadyQueued, NotFailed."""
    current = Job.objects.select_related("requested_by").get(pk=job.pk)
    if current.status != JobStatus.FAILED:
        raise NotFailed
    return queue(kind=current.kind, key=current.key, payload=current.payload, by=current.requested_by)


def list_unsolved(kinds: Collection[str] | None = None) -> QuerySet[Job]:
    """Return the jobs that failed and were not done or begun since, the latest first; `kinds` None: of any kind."""
    later = Job.objects.filter(key=OuterRef("key"), pk__gt=OuterRef("pk"))
    found = Job.objects.filter(~Exists(later), status=JobStatus.FAILED.value).order_by("-ended_at", "-pk")
    return found if kinds is None else found.filter(kind__in=kinds)


def reap() -> int:
    """Take up jobs whose worker gave no sign of life for the length of a lease; return how many.

    A sign of life from the future was given before the clock was set back: its lease begins now.
    """
    now = timezone.now()
    expired = now - lease_time()
    running = Job.objects.filter(status=JobStatus.RUNNING.value)
    running.filter(alive_at__gt=now + lease_time()).update(alive_at=now)
    dead = running.filter(alive_at__lt=expired)
    return sum(_revive(job, expired) for job in dead)


def forget_ended() -> int:
    """Delete the jobs that ended long ago; return how many."""
    deleted, _ = Job.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()
    return deleted


def forget_earlier(key: str) -> None:
    """Delete the ended jobs of a key."""
    Job.objects.filter(key=key).exclude(status__in=ACTIVE).delete()


def _with_code(job: Job, sentence: str) -> str:
    return f"{sentence} {code_sentence(code_of(job))}"


def _leased(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING.value, lease=job.lease)


def _end(job: Job, status: JobStatus, message: str, **changes: object) -> None:
    ended = _leased(job).update(
        status=status.value, lease="", message=message[:500], ended_at=timezone.now(), **changes
    )
    if ended != 1:
        raise LeaseLost
    job.status = status.value


def _wait_again(rows: QuerySet[Job], detail: str, pause: timedelta = timedelta(0)) -> int:
    return rows.update(
        status=JobStatus.WAITING.value,
        not_before=timezone.now() + pause,
        lease="",
        progress=0,
        message="Menunggu giliran kembali",
        error=detail[-10_000:],
    )


def _revive(job: Job, expired: datetime) -> int:
    still_dead = _leased(job).filter(alive_at__lt=expired)
    if job.attempts >= MOST_ATTEMPTS:
        message = _with_code(job, GAVE_UP)
        return still_dead.update(status=JobStatus.FAILED.value, lease="", message=message, ended_at=timezone.now())
    logger.warning("Pekerjaan %s diambil alih: pekerjanya tidak memberi tanda hidup.", job.pk)
    return _wait_again(still_dead, "Pekerja sebelumnya tidak memberi tanda hidup.")
