"""What a service may answer instead of doing it; each carries the sentence that the user reads."""

from collections.abc import Mapping
from typing import Any


class ServiceError(Exception):
    """Base of all refusals. `str()` is a full Indonesian sentence."""


class NotAllowed(ServiceError):
    """Not you: the permission is missing. The attempt is recorded in the audit trail."""


class NotNow(ServiceError):
    """Not now: the state of things does not allow it."""


class ChangedMeanwhile(ServiceError):
    """Someone else was faster. `current` holds what stands now, as plain data."""

    def __init__(self, message: str, current: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.current = dict(current or {})


class NotValid(ServiceError):
    """What was given is wrong. `fields` says per field what to do; `str()` is the first of them or a summary.

    Of a write of many, `objek` is the one that is wrong, where that is known.
    """

    def __init__(self, message: str, fields: Mapping[str, str] | None = None, objek: object = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})
        self.objek = objek


class NotFound(ServiceError):
    """It is not there, or not for you to know: answered as 404."""
