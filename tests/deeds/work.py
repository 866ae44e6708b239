"""What an administrator does about jobs and mails of his own office."""

from django.utils import timezone

from indicators.services import condition
from reports.jobs import JobKind
from sakip.jobs.models import Job, JobStatus, Message
from tests.crowd import Life
from tests.deeds.deed import Deed, deed


def _job(it: Life, status: JobStatus, **columns: object) -> Job:
    return Job.objects.create(
        kind=JobKind.PREVIEW.value,
        key=f"uji/{it.final.pk}",
        payload={"dokumen": it.final.pk},
        requested_by=it.cast.perencana,
        status=status.value,
        queued_at=timezone.now(),
        **columns,
    )


def _retry(it: Life) -> None:
    condition.retry_job(by=it.cast.administrator, job=_job(it, JobStatus.FAILED, ended_at=timezone.now()))


def _cancel(it: Life) -> None:
    condition.cancel_job(by=it.cast.administrator, job=_job(it, JobStatus.WAITING))


def _send(it: Life) -> None:
    it.cast.kadis.email = f"kadis{it.office.opd.pk}@contoh.go.id"
    it.cast.kadis.save()
    mail = Message.objects.create(to=it.cast.kadis.email, subject="Uji", body="Uji", put_at=timezone.now())
    condition.send_again(by=it.cast.administrator, message=mail)


DEEDS: dict[str, Deed] = {
    "try a failed job again": deed(_retry, "ULANGI_PEKERJAAN", "Job"),
    "cancel a waiting job": deed(_cancel, "BATALKAN_PEKERJAAN", "Job"),
    "send a mail again": deed(_send, "KIRIM_ULANG_SUREL", "Job Message Pengguna"),
}
