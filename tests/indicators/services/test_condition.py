"""Jobs and mails are handled by administrators of the offices that they are about; every refusal is recorded."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone

from indicators.models import Jejak, Pengguna
from indicators.services.condition import cancel_job, retry_job, send_again
from sakip.jobs.models import Job, JobStatus, Message
from sakip.refusals import NotAllowed, NotNow
from tests.cast import Cast
from tests.indicators.views.test_condition import make_keeper


@pytest.fixture
def job(db: None) -> Job:
    now = timezone.now()
    return Job.objects.create(
        kind="trail.seal", key="uji", status=JobStatus.FAILED.value, queued_at=now, ended_at=now, error="uji"
    )


@pytest.fixture
def mail(db: None) -> Message:
    return Message.objects.create(to="luar@contoh.go.id", subject="Uji", body="Uji", put_at=timezone.now())


@dataclass(frozen=True)
class Things:
    job: Job
    mail: Message


Deed = Callable[[Pengguna, Things], object]
DEEDS: dict[str, Deed] = {
    "ulangi_pekerjaan": lambda by, it: retry_job(by=by, job=it.job),
    "batalkan_pekerjaan": lambda by, it: cancel_job(by=by, job=it.job),
    "kirim_ulang_surel": lambda by, it: send_again(by=by, message=it.mail),
}


@pytest.mark.parametrize("tindakan", DEEDS)
def test_the_installations_own_is_not_for_the_administrator_of_one_office(
    cast: Cast, job: Job, mail: Message, tindakan: str
) -> None:
    for by in (cast.administrator, cast.kadis):
        with pytest.raises(NotAllowed):
            DEEDS[tindakan](by, Things(job, mail))
    rows = Jejak.objects.filter(tindakan=tindakan, ditolak=True)
    assert [row.pelaku_nomor for row in rows.order_by("pk")] == [cast.administrator.pk, cast.kadis.pk]
    assert not Job.objects.exclude(pk=job.pk).exists()
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED


def test_what_did_not_fail_is_not_tried_again(cast: Cast, job: Job) -> None:
    Job.objects.update(status=JobStatus.DONE.value)
    with pytest.raises(NotNow, match="tidak gagal"):
        retry_job(by=make_keeper(), job=job)


def test_what_this_program_does_not_know_is_not_tried_again(cast: Cast, job: Job) -> None:
    job.kind = "versi.lain"
    job.save()
    with pytest.raises(NotNow, match="tidak mengenal"):
        retry_job(by=make_keeper(), job=job)


def test_a_mail_that_was_sent_meanwhile_is_not_sent_twice(cast: Cast, mail: Message) -> None:
    Message.objects.update(sent_at=timezone.now())
    with pytest.raises(NotNow, match="sudah terkirim"):
        send_again(by=make_keeper(), message=mail)


def test_a_mail_is_sent_again_whatever_became_of_others(mail: Message) -> None:
    now = timezone.now()
    Message.objects.create(to="lain@contoh.go.id", subject="Lain", body="Lain", put_at=now, sent_at=now)
    send_again(by=make_keeper(), message=mail)
    assert [job.payload for job in Job.objects.all()] == [{"message": mail.pk}]
