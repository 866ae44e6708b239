"""Sessions of an account: listed, ended, noted as used, forgotten."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sakip.jobs.registry import register_daily
from sakip.refusals import NotFound
from sakip.sign_in.events import Event, tell
from sakip.sign_in.models import Session
from sakip.sign_in.sessions import COOKIE_OUTLIVES, idle_time

# How exactly it is known when a session was last used: no page costs a write more often.
NOTED_EVERY = timedelta(minutes=1)


def list_sessions(*, by: Any) -> list[Session]:
    """Return the sessions in which somebody is signed in now, the last used first."""
    return list(_alive().filter(account_id=by.pk).order_by("-seen_at"))


def _alive() -> QuerySet[Session]:
    now = timezone.now()
    return Session.objects.filter(expire_date__gt=now, seen_at__gt=now - idle_time())


@transaction.atomic
def end_session(*, by: Any, tag: str) -> str:
    """End one session of one's own and return its key. Raises NotFound."""
    found = next((row for row in list_sessions(by=by) if row.tag == tag), None)
    if found is None:
        raise NotFound("Sesi ini sudah berakhir. Muat ulang halaman.")
    Session.objects.filter(session_key=found.session_key).delete()
    tell(Event.SIGNED_OUT, by, peramban=found.browser, alamat=found.address)
    return found.session_key


@transaction.atomic
def end_own_sessions(*, by: Any) -> None:
    """End all sessions of one's own, this one too."""
    number = len(list_sessions(by=by))
    end_sessions(account=by.pk)
    tell(Event.SIGNED_OUT_EVERYWHERE, by, sesi=number)


def end_sessions(*, account: int, besides: str | None = None) -> None:
    """End every session of an account, or all but the one with the key `besides`, as part of a write that changes how
    one signs in to it: a password, its activity, a second factor."""
    Session.objects.filter(account_id=account).exclude(session_key=besides or "").delete()


def note_use(row: Session) -> None:
    """Note that a session is in use now; most often that is known already."""
    now = timezone.now()
    if now - row.seen_at < NOTED_EVERY:
        return
    Session.objects.filter(session_key=row.session_key, seen_at__lt=now).update(seen_at=now)
    row.seen_at = now


def forget_sessions() -> None:
    """Delete the sessions that ended, once nobody comes back with their cookie to be told so."""
    Session.objects.filter(expire_date__lt=timezone.now() - timedelta(seconds=COOKIE_OUTLIVES)).delete()


def register_daily_tasks() -> None:
    register_daily("sessions.forget", forget_sessions, label="Hapus sesi yang berakhir")
