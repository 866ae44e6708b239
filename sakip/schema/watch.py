"""Asking again and again, while a process runs, whether its code still fits: another release may have migrated."""

import logging
from time import monotonic

from django.db import InterfaceError, OperationalError, connections

from sakip.schema.fit import judge, require
from sakip.schema.refusals import SchemaRefused

logger = logging.getLogger("sakip.schema")

# For so long an answer is believed.
FRESH_SECONDS = 5.0


class SchemaWatch:
    """The last answer, asked anew when it is old."""

    def __init__(self) -> None:
        self._asked: float | None = None
        self._sentence = ""

    def sentence(self) -> str:
        """Return why this code does not work on the database; blank where it does. Raises what the database raises."""
        now = monotonic()
        if self._asked is None or now - self._asked >= FRESH_SECONDS:
            self._asked = now  # before the question: others who come meanwhile have the last answer
            self._hear(judge())
        return self._sentence

    def require(self) -> None:
        """Raise SchemaRefused where this code does not work on the database."""
        if sentence := self.sentence():
            raise SchemaRefused(sentence)

    def _hear(self, sentence: str) -> None:
        if sentence and not self._sentence:
            logger.error("%s", sentence)
        self._sentence = sentence


_serving: SchemaWatch | None = None


def begin_to_serve() -> None:
    """Refuse to serve a database that does not fit, and have `is_outdated` look from now on. Raises SchemaRefused. A
    database that is away is waited for, as by every request."""
    global _serving
    try:
        require()
    except (OperationalError, InterfaceError) as error:
        logger.warning("Basis data belum dapat ditanya: %s", error)
    finally:
        connections.close_all()  # a server forks after this; no connection is shared
    _serving = SchemaWatch()


def is_outdated() -> bool:
    """Say whether this process serves and its code no longer fits."""
    return _serving is not None and bool(_serving.sentence())
