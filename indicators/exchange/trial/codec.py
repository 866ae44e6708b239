"""Arguments and results as plain JSON, and back by their annotations.

Not pickle: what a process wrote that had hostile data in its hands is not run by one that serves pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.db.models import Model

# Mark a dataclass's field with it that the other process has no use for.
STAYS = {"stays": True}
_SCALARS = (str, int, bool, NoneType)


def encode(value: Any, blobs: list[bytes]) -> Any:
    """Return plain data; of an object of the database its key, of bytes their place in `blobs`. Raises TypeError."""
    if type(value) in _SCALARS or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        blobs.append(value)
        return len(blobs) - 1
    if isinstance(value, Model):
        return value.pk
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: encode(getattr(value, item.name), blobs) for item in fields(value) if item.metadata != STAYS}
    if isinstance(value, Mapping):
        return {str(key): encode(item, blobs) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [encode(item, blobs) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be handed to another process")


def decode(hint: Any, found: Any, blobs: Sequence[bytes]) -> Any:
    """Return what `encode` was given, as the annotation says. Raises TypeError, DoesNotExist."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (kind,) = (item for item in inner if item is not NoneType)
        return None if found is None else decode(kind, found, blobs)
    if origin is tuple and inner[-1:] != (...,):
        return tuple(decode(kind, item, blobs) for kind, item in zip(inner, found, strict=True))
    if origin in (list, tuple, Sequence):
        return (tuple if origin is tuple else list)(decode(inner[0], item, blobs) for item in found)
    if origin in (dict, Mapping):
        return {key: decode(inner[1], item, blobs) for key, item in found.items()}
    if hint is bytes:
        return blobs[found]
    if isinstance(hint, type) and issubclass(hint, Model):
        return hint._base_manager.get(pk=found)
    if isinstance(hint, type) and is_dataclass(hint):
        kinds = _kinds_of(hint)
        return hint(**{name: decode(kinds[name], item, blobs) for name, item in found.items()})
    if hint in _SCALARS:
        if type(found) is not hint:
            raise TypeError(f"{found!r} is no {hint}")
        return found
    raise TypeError(f"{hint} cannot come from another process")


@cache
def _kinds_of(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
