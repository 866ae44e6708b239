"""From which address and in which session something is asked: the trail keeps both, without the services below the
edge knowing of requests. A middleware says it for the time of one request; commands and jobs have none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

# The longest text of an IPv6 address.
LONGEST_ADDRESS = 45
FINGERPRINT = 16


@dataclass(frozen=True)
class Origin:
    """`session_key` is asked when a row is written: signing in gives the same request another key."""

    alamat: str = ""
    session_key: Callable[[], str | None] = lambda: None

    @property
    def sesi(self) -> str:
        return fingerprint(self.session_key())


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def current_origin() -> Origin:
    return _origin.get()


@contextmanager
def coming_from(alamat: str, session_key: Callable[[], str | None]) -> Iterator[None]:
    """Let what is done within come from this address and session."""
    token = _origin.set(Origin(alamat.replace("\x00", "")[:LONGEST_ADDRESS], session_key))
    try:
        yield
    finally:
        _origin.reset(token)


def fingerprint(session_key: str | None) -> str:
    """Return by what the trail tells sessions apart; it opens none, nor can anybody who reads it find the key."""
    if not session_key:
        return ""
    return salted_hmac("sakip.origin", session_key, algorithm="sha256").hexdigest()[:FINGERPRINT]
