"""What the installation throws away every night: ended sessions, old lock rows and sign-ins, jobs long done, old
messages; and what it tries once more: messages that could not be sent."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from sakip.jobs.outbox import forget_messages, send_again
from sakip.jobs.registry import register_daily
from sakip.jobs.services import forget_ended

# Who signed in when is kept for as long as a year's report may be asked about.
SIGN_INS_KEPT = timedelta(days=365)


def register() -> None:
    register_daily("sessions.forget", forget_sessions)
    register_daily("sign_ins.forget", forget_sign_ins)
    register_daily("jobs.forget", forget_ended)
    register_daily("messages.send_again", send_again)
    register_daily("messages.forget", forget_messages)


def forget_sessions() -> None:
    """Delete the sessions that nobody can use any more."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def forget_sign_ins() -> None:
    """Delete failed attempts that lock nobody any more, and the record of sign-ins of more than a year ago."""
    now = timezone.now()
    AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(hours=settings.AXES_COOLOFF_TIME)).delete()
    AccessLog.objects.filter(attempt_time__lt=now - SIGN_INS_KEPT).delete()
