"""Messages by mail: put down in the transaction of the act that they tell of, sent by the worker afterwards.

A message is a row and a job that sends it, so that it is sent exactly when the act succeeded, by one worker, and again
by another when that one died in the middle. Dying between the mail server's answer and the note of it sends a message
twice: a mail server cannot be asked what it took.
"""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone

from sakip.jobs.models import Job, Message
from sakip.jobs.services import AlreadyQueued, finish, queue

SEND = "message.send"
# A mail server that is away for days may come back; after that a message is old news.
TRIED = timedelta(days=7)
# How long a message is kept, so that it can be told what was sent to whom.
KEPT = timedelta(days=30)


def put(*, to: str, subject: str, body: str) -> Message:
    """Put a message down for the worker, as part of the caller's transaction. `subject` is one line, `body` plain text.

    Raises RuntimeError outside of a transaction (it would be sent although the act fails), ValidationError for what is
    no address, ValueError for a subject of several lines.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A message belongs to the transaction of the act that it tells of.")
    validate_email(to)
    if len(subject.splitlines()) != 1:
        raise ValueError("The subject of a message is one line.")
    message = Message.objects.create(to=to, subject=subject, body=body, put_at=timezone.now())
    _queue(message)
    return message


def send(job: Job) -> None:
    """Send the message of a job, unless an earlier attempt has. Raises what the mail server answers: tried again."""
    message = Message.objects.get(pk=job.payload["message"])
    if message.sent_at is None:
        EmailMessage(message.subject, message.body, to=[message.to]).send()
    with transaction.atomic():
        Message.objects.filter(pk=message.pk, sent_at__isnull=True).update(sent_at=timezone.now())
        finish(job)


def send_again() -> None:
    """Queue once more what no attempt could send: the mail server may be back."""
    for message in Message.objects.filter(sent_at__isnull=True, put_at__gte=timezone.now() - TRIED):
        try:
            _queue(message)
        except AlreadyQueued:
            continue


def forget_messages() -> None:
    """Delete messages of long ago, sent or not."""
    Message.objects.filter(put_at__lt=timezone.now() - KEPT).delete()


def _queue(message: Message) -> None:
    queue(kind=SEND, key=f"message/{message.pk}", payload={"message": message.pk})
