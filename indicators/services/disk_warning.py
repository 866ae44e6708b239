"""Warnings of disks that fill up: in the log, and by mail to every administrator, once a day while it lasts."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from indicators.permissions import Peran
from indicators.selectors.kewenangan import list_holders_of
from sakip.disks import low_disks
from sakip.jobs.outbox import put_to_each
from sakip.jobs.registry import register_daily

logger = logging.getLogger("sakip.disks")

SUBJECT = "Ruang disk server SAKIP hampir habis"
# A task that is tried again tells nobody twice.
TOLD_AGAIN = timedelta(hours=12)


def register_daily_tasks() -> None:
    register_daily("disks.warn", warn_of_low_disks, label="Peringatan ruang disk")


@transaction.atomic
def warn_of_low_disks() -> None:
    """Log each disk that is nearly full, and put a mail down for each administrator who got none today."""
    sentences = [disk.sentence for disk in low_disks()]
    if not sentences:
        return
    for sentence in sentences:
        logger.warning(sentence)
    put_to_each(
        (user.email for user in list_holders_of(None, [Peran.ADMINISTRATOR])),
        subject=SUBJECT,
        body="\n".join(sentences) + "\n",
        unless_told_since=timezone.now() - TOLD_AGAIN,
    )
