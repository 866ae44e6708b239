"""What is thrown away at night, and what stays."""

from datetime import datetime, timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.utils import timezone

from sakip.jobs import housekeeping
from sakip.jobs.registry import list_daily

pytestmark = pytest.mark.django_db


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def test_the_nightly_tasks_are_known_to_every_worker() -> None:
    assert list_daily() == [
        "certificates.warn",
        "documents.sweep",
        "evidence.sweep",
        "jobs.forget",
        "messages.forget",
        "messages.send_again",
        "page_counts.forget",
        "passphrase_attempts.forget",
        "sessions.forget",
        "sign_ins.forget",
        "signatures.renew",
        "uploads.remove_old",
    ]


def test_ended_sessions_are_deleted_and_running_ones_stay() -> None:
    Session.objects.create(session_key="lama", expire_date=ago(seconds=1))
    Session.objects.create(session_key="masih", expire_date=ago(hours=-1))
    for _ in range(2):
        housekeeping.forget_sessions()
        assert [row.session_key for row in Session.objects.all()] == ["masih"]


def test_attempts_that_lock_nobody_any_more_are_deleted() -> None:
    for name, when in (("lama", ago(minutes=16)), ("terkunci", ago(minutes=14))):
        row = AccessAttempt.objects.create(username=name, failures_since_start=5)
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=when)
    housekeeping.forget_sign_ins()
    assert [row.username for row in AccessAttempt.objects.all()] == ["terkunci"]


def test_sign_ins_are_kept_for_a_year() -> None:
    for name, when in (("lama", ago(days=366)), ("setahun", ago(days=364))):
        row = AccessLog.objects.create(username=name)
        AccessLog.objects.filter(pk=row.pk).update(attempt_time=when)
    housekeeping.forget_sign_ins()
    assert [row.username for row in AccessLog.objects.all()] == ["setahun"]
