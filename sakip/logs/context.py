"""Which request or job is in hand: its id stands in every line of the log and on the page that tells of a failure."""

import logging
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

# Letters that nobody mistakes for another when he reads them out.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_LETTERS = 10
NO_ID = "-"


def _no_secrets() -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class LogContext:
    """A request or a job: its id, what it is in words (asked when something went wrong), and the secrets that it
    carries, which no line may show."""

    id: str = ""
    words: Callable[[], str] = str
    secrets: Callable[[], Iterable[str]] = _no_secrets


_NOTHING = LogContext()
_current: ContextVar[LogContext] = ContextVar("log_context", default=_NOTHING)


def current_context() -> LogContext:
    return _current.get()


def current_id() -> str:
    """Return the id of the request or job in hand, "" outside of both."""
    return _current.get().id


@contextmanager
def doing(context: LogContext) -> Iterator[None]:
    """Let what is logged within bear the id of this request or job."""
    token = _current.set(context)
    try:
        yield
    finally:
        _current.reset(token)


def new_id() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS))


def code_sentence(code: str) -> str:
    """Return the sentence that has a user pass the id on; "" without one."""
    return f"Sebutkan kode ini kepada pengelola server: {code}" if code else ""


class IdFilter(logging.Filter):
    """Puts the id on every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.task_id = current_id() or NO_ID
        return True
