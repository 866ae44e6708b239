"""What happened at the door, told to the app that keeps the trail; who was not let in stands in the log too."""

import logging
from collections.abc import Callable
from enum import Enum, auto
from typing import Any

from django.http import HttpRequest

from sakip.network import client_address

logger = logging.getLogger("sakip.sign_in")


class Event(Enum):
    SIGNED_IN = auto()
    FAILED = auto()
    LOCKED = auto()
    SIGNED_OUT = auto()
    SIGNED_OUT_EVERYWHERE = auto()
    SECOND_FACTOR_SET_UP = auto()
    SECOND_FACTOR_TAKEN_OFF = auto()
    RECOVERY_CODES_RENEWED = auto()
    RECOVERY_CODE_USED = auto()


# Event, account (None: no such name), and what else there is to say, as plain data.
Listener = Callable[[Event, Any, dict[str, Any]], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def tell(event: Event, account: Any, **details: Any) -> None:
    for listener in _listeners:
        listener(event, account, details)


def log_failed(request: HttpRequest, account: Any) -> None:
    _log("Masuk gagal", request, account)


def log_held(request: HttpRequest, account: Any) -> None:
    """Write that an attempt came too soon after wrong ones."""
    _log("Masuk ditahan", request, account)


def _log(what: str, request: HttpRequest, account: Any) -> None:
    """Write the line that a guard in front may read. People type passwords where a name belongs: only the name of an
    account is told."""
    name = "yang tidak dikenal" if account is None else account.get_username()
    logger.warning("%s dari %s untuk akun %s", what, client_address(request), name)
