"""Django's session engine in the database, with our table: sessions end at a fixed age and when they are not used."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from sakip.labelled import Labelled
from sakip.sign_in.models import Session

# The cookie outlives its session, so that who comes back after it is told why he has to sign in.
COOKIE_OUTLIVES = 24 * 3600
# The parameter of the sign-in page that says why.
WHY = "sesi"


class Ending(Labelled):
    """Why a session is none any more, as the sign-in page says it."""

    IDLE = "diam", "Sesi Anda berakhir karena lama tidak dipakai. Masuk kembali untuk melanjutkan."
    EXPIRED = "habis", "Sesi Anda berakhir karena sudah lama sejak Anda masuk. Masuk kembali untuk melanjutkan."
    ENDED = "ditutup", "Sesi Anda sudah diakhiri, atau kata sandi Anda diganti. Masuk kembali untuk melanjutkan."


def idle_time() -> timedelta:
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES)


def ending_of(row: Session | None, now: datetime) -> Ending | None:
    """Return why a session cannot be used, None when it can."""
    if row is None:
        return Ending.ENDED
    if row.expire_date <= now:
        return Ending.EXPIRED
    return Ending.IDLE if row.seen_at <= now - idle_time() else None


class SessionStore(DatabaseStore):
    """`row` is the stored session, once it was read or written; `ending` says why the one of the cookie is none."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.row: Session | None = None
        self.ending: Ending | None = None
        self._origin = ("", "")

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def begin(self, *, address: str, browser: str) -> None:
        """Let the session begin now, from there: its owner has just signed in."""
        self.row, self._origin = None, (address[:45], browser[:60])
        self.modified = True

    def flush(self) -> None:
        super().flush()
        self.row, self._origin = None, ("", "")

    def _get_session_from_db(self) -> Session | None:
        row = Session.objects.filter(session_key=self.session_key).order_by().first()
        self.ending = ending_of(row, timezone.now())
        if self.ending is not None:
            self._session_key = None
            return None
        self.row = row
        return row

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Return the seconds that the cookie lives."""
        return int(settings.SESSION_COOKIE_AGE) + COOKIE_OUTLIVES

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the session as it is to be stored: what is known of it goes with it under another key too."""
        instance = cast(Session, super().create_model_instance(data))
        now, known = timezone.now(), self.row
        account = data.get(SESSION_KEY)
        instance.account_id = None if account is None else int(account)
        instance.started_at = now if known is None else known.started_at
        instance.seen_at = now if known is None else known.seen_at
        instance.address, instance.browser = self._origin if known is None else (known.address, known.browser)
        instance.expire_date = instance.started_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        self.row = instance
        return instance
