"""Messages: put down with the act that they tell of, sent once by the worker, tried again, forgotten."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from sakip.jobs import outbox
from sakip.jobs.models import Job, Message
from sakip.jobs.outbox import forget_messages, put, send_again, take_back
from tests.jobs import run_job

ADDRESS = "kepala@example.go.id"


class DeadServer(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, email_messages: object) -> int:
        raise ConnectionRefusedError("no mail server")


def put_one() -> tuple[Message, Job]:
    message = put(to=ADDRESS, subject="Sandi diatur ulang", body="Sandi Anda diatur ulang oleh administrator.")
    return message, Job.objects.get(key=f"message/{message.pk}")


def test_a_message_is_sent_by_the_worker(db: None) -> None:
    waiting, _ = put_one()
    message, job = put_one()
    assert mail.outbox == []
    run_job(job.pk)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "Sandi diatur ulang")
    assert sent.body == "Sandi Anda diatur ulang oleh administrator."
    message.refresh_from_db()
    job.refresh_from_db()
    assert message.sent_at is not None
    assert job.status == "done"
    waiting.refresh_from_db()
    assert waiting.sent_at is None


def test_an_act_that_fails_sends_nothing(db: None) -> None:
    with transaction.atomic():
        put_one()
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_without_an_act_is_refused() -> None:
    with pytest.raises(RuntimeError, match="belongs to the transaction"):
        put(to=ADDRESS, subject="Uji", body="Isi")
    assert not Message.objects.exists()


@pytest.mark.parametrize("subject", ["", "Satu\nBcc: lain@example.go.id", "Satu\r\ndua"])
def test_a_subject_of_several_lines_or_none_is_refused(db: None, subject: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        put(to=ADDRESS, subject=subject, body="Isi")


@pytest.mark.parametrize("address", ["", "kepala", "kepala@example.go.id\nlain@example.go.id", "a@b.id, c@d.id"])
def test_what_is_no_address_is_refused(db: None, address: str) -> None:
    with pytest.raises(ValidationError):
        put(to=address, subject="Uji", body="Isi")


def test_a_server_that_is_away_is_tried_again_at_night(db: None, settings: Settings) -> None:
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.sakip.jobs.test_outbox.DeadServer"
    message, job = put_one()
    for _ in range(3):
        run_job(job.pk)
    job.refresh_from_db()
    assert job.status == "failed"
    assert "Server surel menolak sambungan" in job.message
    settings.EMAIL_BACKEND = working
    send_again()
    send_again()  # what is queued already is not queued twice
    waiting = Job.objects.get(key=f"message/{message.pk}", status="waiting")
    run_job(waiting.pk)
    assert len(mail.outbox) == 1
    send_again()
    assert not Job.objects.filter(status="waiting").exists()


def test_what_an_earlier_attempt_sent_is_not_sent_again(db: None) -> None:
    message, job = put_one()
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now())
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == "done"
    assert mail.outbox == []


def test_old_messages_are_neither_tried_nor_kept(db: None) -> None:
    message, _ = put_one()
    fresh, _ = put_one()
    Job.objects.all().delete()
    Message.objects.filter(pk=message.pk).update(put_at=timezone.now() - outbox.TRIED - timedelta(hours=1))
    send_again()
    assert [row.key for row in Job.objects.all()] == [f"message/{fresh.pk}"]
    Message.objects.filter(pk=message.pk).update(put_at=timezone.now() - outbox.KEPT - timedelta(hours=1))
    forget_messages()
    assert list(Message.objects.values_list("pk", flat=True)) == [fresh.pk]


FACTS = {"subject": "Sandi diatur ulang", "body": "Sandi Anda diatur ulang oleh administrator."}


@pytest.mark.parametrize(
    ("status", "attempts", "unheard", "left"),
    [("waiting", 0, True, 0), ("waiting", 1, False, 0), ("failed", 3, False, 0), ("running", 1, False, 1)],
)
def test_what_is_undone_is_taken_back_unless_a_worker_has_it_in_hand(
    db: None, status: str, attempts: int, unheard: bool, left: int
) -> None:
    _, job = put_one()
    now = timezone.now()
    lease = {"lease": "x", "alive_at": now} if status == "running" else {}
    ended_at = now if status == "failed" else None
    Job.objects.filter(pk=job.pk).update(status=status, attempts=attempts, ended_at=ended_at, **lease)
    assert take_back([ADDRESS], **FACTS) == ([ADDRESS] if unheard else [])
    assert (Message.objects.count(), Job.objects.count()) == (left, left)


@pytest.mark.parametrize("other", [{"subject": "Lain"}, {"body": "Lain"}])
def test_only_what_tells_the_same_is_taken_back(db: None, other: dict[str, str]) -> None:
    put_one()
    assert take_back([ADDRESS], **{**FACTS, **other}) == []
    assert take_back(["lain@example.go.id"], **FACTS) == []
    assert Message.objects.count() == 1


def test_what_was_sent_is_not_taken_back(db: None) -> None:
    _, job = put_one()
    run_job(job.pk)
    assert take_back([ADDRESS], **FACTS) == []
    assert Message.objects.count() == 1


def test_a_job_whose_message_was_taken_back_sends_nothing(db: None) -> None:
    message, job = put_one()
    message.delete()
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, mail.outbox) == ("done", [])


def test_messages_are_tried_again_in_the_order_in_which_they_were_put_down(db: None) -> None:
    first, _ = put_one()
    second, _ = put_one()
    Job.objects.all().delete()
    send_again()
    assert [job.key for job in Job.objects.order_by("pk")] == [f"message/{first.pk}", f"message/{second.pk}"]
