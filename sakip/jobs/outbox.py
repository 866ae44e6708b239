"""Messages by mail: put down in the transaction of the act that they tell of, sent by the worker afterwards.

A message is a row and a job that sends it, so that it is sent exactly when the act succeeded, by one worker, and again
by another when that one died in the middle. Dying between the mail server's answer and the note of it sends a message
twice: a mail server cannot be asked what it took.
"""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone

from sakip.jobs.mail import MailFailed, send_mail
from sakip.jobs.models import ACTIVE, Job, Message
from sakip.jobs.services import (
    AlreadyQueued,
    JobBroke,
    JobRefused,
    finish,
    forget_earlier,
    queue,
    withdraw,
)

logger = logging.getLogger("sakip.jobs")

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
    queue_sending(message)
    return message


def put_to_each(
    addresses: Iterable[str], *, subject: str, body: str, unless_told_since: datetime | None = None
) -> None:
    """Put the same message down once for each address, as part of the caller's transaction. What is no address gets
    none: a slip of the pen in an account hinders no act. Nor does who got that subject since `unless_told_since`."""
    wanted = [address for address in dict.fromkeys(addresses) if is_address(address)]
    if unless_told_since is not None:
        told = Message.objects.filter(subject=subject, put_at__gte=unless_told_since)
        reached = set(told.values_list("to", flat=True))
        wanted = [address for address in wanted if address not in reached]
    for address in wanted:
        put(to=address, subject=subject, body=body)


def take_back(addresses: Collection[str], *, subject: str, body: str) -> list[str]:
    """Delete what tells of an act that was undone and was not sent yet, as part of the caller's transaction; return
    the addresses that heard nothing. What a worker tried to send may have been taken by the mail server."""
    unheard = []
    for message in Message.objects.filter(to__in=addresses, subject=subject, body=body, sent_at__isnull=True):
        key = key_of(message)
        job = Job.objects.filter(key=key, status__in=ACTIVE).first()
        if job is not None and not withdraw(job):
            continue
        if job is not None and job.attempts == 0:
            unheard.append(message.to)
        message.delete()
        forget_earlier(key)
    return unheard


def is_address(text: str) -> bool:
    """Say whether a message can be put down for it."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def send(job: Job) -> None:
    """Send the message of a job, unless an earlier attempt has, or it was taken back.

    Raises JobRefused where the mail server said no, and JobBroke where it may say yes in a moment.
    """
    message = Message.objects.filter(pk=job.payload["message"]).first()
    if message is not None and message.sent_at is None:
        try:
            send_mail(to=message.to, subject=message.subject, body=message.body)
        except MailFailed as failed:
            logger.warning("Surel %s belum terkirim. %s", message.pk, failed)
            raise (JobRefused if failed.for_good else JobBroke)(str(failed)) from failed
    with transaction.atomic():
        Message.objects.filter(pk=job.payload["message"], sent_at__isnull=True).update(sent_at=timezone.now())
        finish(job)


def send_again() -> None:
    """Queue once more what no attempt could send: the mail server may be back, or set up rightly by now."""
    # In the order in which they were put down: one may correct another.
    for message in Message.objects.filter(sent_at__isnull=True, put_at__gte=timezone.now() - TRIED).order_by("pk"):
        try:
            queue_sending(message)
        except AlreadyQueued:
            continue


def forget_messages() -> None:
    """Delete messages of long ago, sent or not."""
    Message.objects.filter(put_at__lt=timezone.now() - KEPT).delete()


def queue_sending(message: Message) -> None:
    """Queue a message that is put down. It is part of the caller's transaction. Raises AlreadyQueued."""
    queue(kind=SEND, key=key_of(message), payload={"message": message.pk})


def key_of(message: Message) -> str:
    """Return the key of the jobs that send a message."""
    return f"message/{message.pk}"
