"""The life of a job: queued, leased, kept alive, ended once, taken up again when its worker died.

Whoever changes a row from `menunggu` to `berjalan` writes a random token into it, and every later change asks for
that token: a worker that was frozen past its lease finds its token gone and its result is thrown away.
"""

import logging
import secrets
import threading
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from reports.models import Pekerjaan, StatusPekerjaan

logger = logging.getLogger("sakip.jobs")

MOST_ATTEMPTS = 3
GAVE_UP = "Penyusunan beberapa kali berhenti di tengah jalan. Coba lagi; bila terulang, hubungi administrator."


class LeaseLost(Exception):
    """Another worker holds the job now; what was done here is thrown away."""


def lease_time() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def queue_after_commit(job_id: int) -> None:
    """Hand the job's key to the queue once the transaction has succeeded."""
    transaction.on_commit(partial(enqueue, job_id))


def enqueue(job_id: int) -> None:
    """Put the job's key into the queue. Twice is harmless: the second finds nothing to claim."""
    result = _queue_entry().enqueue(pekerjaan_id=job_id)
    Pekerjaan.objects.filter(pk=job_id).update(id_antrean=str(result.id), diantrekan_pada=timezone.now())


def _queue_entry() -> Task[..., None]:
    """Return the task that stands in the queue for a job: it calls the services, so it is looked up when needed."""
    from reports.tasks import render_dokumen

    return render_dokumen


def claim(job_id: int) -> Pekerjaan | None:
    """Take a waiting job into hand and return it with its lease, or None when it is not waiting any more."""
    token = secrets.token_urlsafe(24)
    taken = Pekerjaan.objects.filter(pk=job_id, status=StatusPekerjaan.MENUNGGU.value).update(
        status=StatusPekerjaan.BERJALAN.value,
        sewa=token,
        denyut=timezone.now(),
        percobaan=F("percobaan") + 1,
        kemajuan=1,
        pesan="Menyiapkan data",
    )
    if taken != 1:
        return None
    return Pekerjaan.objects.select_related("dokumen__laporan__opd__pemda", "pemohon").get(pk=job_id)


def report_progress(job: Pekerjaan, percent: int, message: str) -> None:
    """Write progress, which is a sign of life too. Raises LeaseLost."""
    kept = _leased(job).update(kemajuan=max(1, min(percent, 99)), pesan=message[:500], denyut=timezone.now())
    if kept != 1:
        raise LeaseLost


def finish(job: Pekerjaan) -> None:
    """End the job with success; call it inside the transaction that stores the result. Raises LeaseLost."""
    _end(job, StatusPekerjaan.SELESAI, "Selesai", kemajuan=100)


def fail(job: Pekerjaan, sentence: str, *, detail: str = "") -> None:
    """End the job with a sentence for the user and, for the administrator, what went wrong. Raises LeaseLost."""
    _end(job, StatusPekerjaan.GAGAL, sentence, galat=detail[-10_000:])


def give_back(job: Pekerjaan, *, detail: str) -> None:
    """Let a job that broke wait for another attempt, or end it when there were enough. Raises LeaseLost."""
    if job.percobaan >= MOST_ATTEMPTS:
        fail(job, GAVE_UP, detail=detail)
        return
    _back_to_queue(_leased(job), job.pk, detail)


def _leased(job: Pekerjaan) -> QuerySet[Pekerjaan]:
    return Pekerjaan.objects.filter(pk=job.pk, status=StatusPekerjaan.BERJALAN.value, sewa=job.sewa)


def _end(job: Pekerjaan, status: StatusPekerjaan, message: str, **changes: object) -> None:
    ended = _leased(job).update(
        status=status.value, sewa="", pesan=message[:500], selesai_pada=timezone.now(), **changes
    )
    if ended != 1:
        raise LeaseLost


def _back_to_queue(rows: QuerySet[Pekerjaan], job_id: int, detail: str) -> bool:
    with transaction.atomic():
        moved = rows.update(
            status=StatusPekerjaan.MENUNGGU.value,
            sewa="",
            kemajuan=0,
            pesan="Menunggu giliran kembali",
            galat=detail[-10_000:],
            diantrekan_pada=timezone.now(),
            id_antrean="",
        )
        if moved != 1:
            return False
        queue_after_commit(job_id)
    return True


def reap() -> int:
    """Take up jobs whose worker gave no sign of life, or whose entry in the queue was lost; return how many."""
    now = timezone.now()
    expired = now - lease_time()
    dead = Pekerjaan.objects.filter(status=StatusPekerjaan.BERJALAN.value, denyut__lt=expired)
    lost = Pekerjaan.objects.filter(status=StatusPekerjaan.MENUNGGU.value, diantrekan_pada__lt=expired)
    return sum(_revive(job, expired) for job in [*dead, *(job for job in lost if not _still_queued(job))])


def _revive(job: Pekerjaan, expired: object) -> int:
    unchanged = Pekerjaan.objects.filter(Q(denyut__lt=expired) | Q(status=StatusPekerjaan.MENUNGGU.value)).filter(
        pk=job.pk, status=job.status, sewa=job.sewa
    )
    if job.percobaan >= MOST_ATTEMPTS and job.status == StatusPekerjaan.BERJALAN:
        return unchanged.update(status=StatusPekerjaan.GAGAL.value, sewa="", pesan=GAVE_UP, selesai_pada=timezone.now())
    logger.warning("Pekerjaan %s diambil alih: pekerjanya tidak memberi tanda hidup.", job.pk)
    return int(_back_to_queue(unchanged, job.pk, "Pekerja sebelumnya tidak memberi tanda hidup."))


def _still_queued(job: Pekerjaan) -> bool:
    """Whether the queue still holds the job's entry for a worker to take."""
    if not job.id_antrean:
        return False
    try:
        return _queue_entry().get_result(job.id_antrean).status == TaskResultStatus.READY
    except (TaskResultDoesNotExist, NotImplementedError):
        return False


class Heartbeat(AbstractContextManager["Heartbeat"]):
    """Keeps a lease alive from a thread of its own while the main thread renders."""

    def __init__(self, job: Pekerjaan) -> None:
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
                    if _leased(self._job).update(denyut=timezone.now()) != 1:
                        return
                except DatabaseError as error:
                    # A locked database is no reason to die: the next beat comes well before the lease ends.
                    logger.info("Tanda hidup tertunda: %s", error)
        finally:
            connection.close()
