"""Errors to administrators by mail: the same at most once an hour, with how often it was met."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from sakip.jobs.outbox import put_to_each
from sakip.jobs.registry import register_every
from sakip.logs.errors import Counted, give_back, register_teller, take_due

logger = logging.getLogger("sakip.errors")

# What another machine told within the hour is not told again. A little less, for a mail is put down after its time.
TOLD_ELSEWHERE = timedelta(minutes=55)
LOOK_SECONDS = 300


def tell_due() -> None:
    """Put down a mail for each error that is due. What cannot be put down now is told by a worker later."""
    for counted in take_due():
        try:
            _put(counted)
        except (DatabaseError, InterfaceError) as error:
            give_back(counted)
            logger.warning("Surel galat %s belum dapat ditaruh: %s", counted.key, error)


def tell_at_once() -> None:
    """Tell what is due, unless a transaction is open, which may take the mail back with it."""
    if not connection.in_atomic_block:
        tell_due()


@transaction.atomic
def _put(counted: Counted) -> None:
    since_when = " sejak surel sebelumnya tentangnya" if counted.told_at else ""
    body = (
        f"Program SAKIP di {settings.PUBLIC_BASE_URL} terganggu. Terjadi {counted.count} kali{since_when}. Galat yang "
        f"sama disurelkan paling sering sekali sejam.\n\n{counted.text}\n"
    )
    since = timezone.now() - TOLD_ELSEWHERE
    put_to_each(settings.ERROR_RECIPIENTS, subject=counted.subject, body=body, unless_told_since=since)


def register() -> None:
    register_teller(tell_at_once)
    register_every("errors.tell", LOOK_SECONDS, tell_due, label="Beri tahu kesalahan kepada pengelola")
