"""Refusals on their way from one process to another: their class by its name, their sentence, their fields."""

from collections.abc import Sequence
from typing import Any

from sakip.files import RefusedFile
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotFound, NotNow, NotValid, ServiceError

_PLAIN: dict[str, type[Exception]] = {kind.__name__: kind for kind in (RefusedFile, NotAllowed, NotNow, NotFound)}


def encode(refusal: ServiceError | RefusedFile) -> list[Any]:
    """Return [class, sentence, what else it carries]. Raises TypeError for a class that nobody expects of a check."""
    if isinstance(refusal, NotValid):
        return ["NotValid", str(refusal), refusal.fields]
    if isinstance(refusal, ChangedMeanwhile):
        return ["ChangedMeanwhile", str(refusal), refusal.current]
    name = type(refusal).__name__
    if name not in _PLAIN:
        raise TypeError(f"{name} cannot be handed to another process")
    return [name, str(refusal), {}]


def decode(found: Sequence[Any]) -> Exception:
    name, sentence, more = found
    if name == "NotValid":
        return NotValid(sentence, more)
    if name == "ChangedMeanwhile":
        return ChangedMeanwhile(sentence, more)
    return _PLAIN[name](sentence)
