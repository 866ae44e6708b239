"""What an administrator does about jobs and mails that went wrong: those of his office, and those of the installation
if he administers every office."""

from collections.abc import Sequence

from indicators.acts import Act
from indicators.models import Pengguna, PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.condition import list_offices_of_job, list_offices_of_mail
from indicators.services.access import require_each
from indicators.services.jejak import actor_text, record, write
from sakip.jobs.models import Job, Message
from sakip.jobs.outbox import queue_sending
from sakip.jobs.registry import label_of, list_kinds
from sakip.jobs.services import AlreadyQueued, NotFailed, cancel, retry
from sakip.refusals import NotNow

NOT_FAILED = "Pekerjaan ini tidak gagal, jadi tidak ada yang diulangi."
UNKNOWN = "Program yang sedang berjalan tidak mengenal pekerjaan ini, jadi tidak dapat mengulanginya."
QUEUED = "Pekerjaan ini sudah diantrekan kembali."
ENDED = "Pekerjaan ini sudah selesai, jadi tidak ada yang dibatalkan."
SENT = "Surel ini sudah terkirim."
SENDING = "Surel ini sudah menunggu giliran dikirim."


@write(Act.ULANGI_PEKERJAAN, Job)
def retry_job(*, by: Pengguna, job: Job) -> Job:
    """Queue a job once more that failed, for whom it was queued. Raises NotAllowed, NotNow (it did not fail, or waits
    again already; or it is of another version of the program)."""
    opd = _require(by, list_offices_of_job(job))
    if job.kind not in list_kinds():
        raise NotNow(UNKNOWN)
    try:
        again = retry(job)
    except NotFailed:
        raise NotNow(NOT_FAILED) from None
    except AlreadyQueued:
        raise NotNow(QUEUED) from None
    facts = {"pekerjaan": again.pk, "gagal": job.pk, "pesan": job.message}
    record(by=by, tindakan=Act.ULANGI_PEKERJAAN, objek=label_of(job.kind), opd=opd, sesudah=facts)
    return again


@write(Act.BATALKAN_PEKERJAAN, Job)
def cancel_job(*, by: Pengguna, job: Job) -> None:
    """End a job that waits or is at work; nothing comes of it. Raises NotAllowed, NotNow (it has ended)."""
    opd = _require(by, list_offices_of_job(job))
    if not cancel(job, f"Dibatalkan oleh {actor_text(by)}."):
        raise NotNow(ENDED)
    facts = {"pekerjaan": job.pk}
    record(by=by, tindakan=Act.BATALKAN_PEKERJAAN, objek=label_of(job.kind), opd=opd, sesudah=facts)


@write(Act.KIRIM_ULANG_SUREL, Message)
def send_again(*, by: Pengguna, message: Message) -> None:
    """Queue a mail that was not sent. Raises NotAllowed, NotNow (it was sent meanwhile, or waits already)."""
    opd = _require(by, list_offices_of_mail(message))
    if Message.objects.filter(pk=message.pk, sent_at__isnull=False).exists():
        raise NotNow(SENT)
    try:
        queue_sending(message)
    except AlreadyQueued:
        raise NotNow(SENDING) from None
    facts = {"surel": message.pk}
    record(by=by, tindakan=Act.KIRIM_ULANG_SUREL, objek=str(message), opd=opd, sesudah=facts)


def _require(by: Pengguna, offices: Sequence[PerangkatDaerah]) -> PerangkatDaerah | None:
    """Ask for every office that it is about, and return the one in whose trail it stands; None: it is of several.
    Raises NotAllowed."""
    require_each(by, Izin.KELOLA_KANTOR, offices)
    return offices[0] if len(offices) == 1 else None
