"""What a service, or a selector that looks for a row, answers instead of doing it; each carries the sentence that the
user reads. What becomes of a refusal over HTTP stands in `sakip.answers`."""

from collections.abc import Mapping
from typing import Any


class ServiceError(Exception):
    """Base of all refusals. `str()` is a full Indonesian sentence."""


class NotAllowed(ServiceError):
    """Not you: the permission is missing. The attempt is recorded in the audit trail.

    `tentang` is what it was about, where only the write itself found that.
    """

    def __init__(self, message: str, tentang: object = None) -> None:
        super().__init__(message)
        self.tentang = tentang


class NotFound(ServiceError):
    """It is not there, or not for you to know."""


class Correctable(ServiceError):
    """Base of what the user may mend or try again: the page from which he asked comes back with the sentence and with
    everything that he typed."""


class NotNow(Correctable):
    """Not now: the state of things does not allow it."""


class Busy(Correctable):
    """Not now: the server has as much of this to do as it can bear. It may be asked again after `seconds`, which a
    page's script does by itself."""

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Damaged(NotNow):
    """Not now: a stored file is missing (`hilang`), or is not what its row says. Nobody but the server's keeper can
    mend it."""

    def __init__(self, message: str, *, hilang: bool) -> None:
        super().__init__(message)
        self.hilang = hilang


class ChangedMeanwhile(Correctable):
    """Someone else was faster. `current` holds what stands now, as plain data."""

    def __init__(self, message: str, current: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.current = dict(current or {})


class NotValid(Correctable):
    """What was given is wrong. `fields` says per field what to do; `str()` is the first of them or a summary.

    Of a write of many, `objek` is the one that is wrong, where that is known.
    """

    def __init__(self, message: str, fields: Mapping[str, str] | None = None, objek: object = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})
        self.objek = objek


class ReadsTwoWays(NotValid):
    """A typed number reads two ways: nothing was saved, and the user is asked which he meant."""


def refuse(field: str, message: str) -> NotValid:
    """Return a refusal that stands at one field."""
    return NotValid(message, {field: message})
