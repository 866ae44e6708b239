"""Who is asked for conditions: each app registers its own in `ready()`."""

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError

from sakip.condition.conditions import Condition, Group, State

logger = logging.getLogger("sakip.condition")

# The offices of which a condition may tell; None: of all. What it says of the installation itself is for everybody.
Scope = Collection[int] | None
Reader = Callable[[Scope], Iterable[Condition]]

LOST = Condition(
    "database",
    "Basis data",
    State.BROKEN,
    "Basis data tidak dapat dipakai, jadi tidak ada halaman yang dapat dibuka dan tidak ada yang tersimpan.",
    "Minta pengelola server memeriksa server basis data; aplikasi bekerja lagi sendiri begitu basis data menjawab.",
)


@dataclass(frozen=True)
class Registered:
    """A reader, where its conditions stand, and whether the server can do without what they are about."""

    group: Group
    read: Reader
    vital: bool


_registered: list[Registered] = []


def register(group: Group, reader: Reader, *, vital: bool = False) -> None:
    """Ask `reader` too. `vital`: a server for which it is broken is not ready, and administrators are told at once."""
    if reader not in [each.read for each in _registered]:
        _registered.append(Registered(group, reader, vital))


def read_groups(scope: Scope) -> dict[Group, list[Condition]]:
    """Return all conditions by the groups in which they stand."""
    found: dict[Group, list[Condition]] = {group: [] for group in Group}
    try:
        for each in _registered:
            found[each.group] += each.read(scope)
    except (DatabaseError, InterfaceError) as error:
        found[Group.SERVER].insert(0, _lost(error))
    return found


def read_all(scope: Scope = None) -> list[Condition]:
    return [condition for conditions in read_groups(scope).values() for condition in conditions]


def read_vital() -> list[Condition]:
    """Return the conditions without which the server is not ready: few, and cheap."""
    found: list[Condition] = []
    try:
        for each in _registered:
            found += each.read(()) if each.vital else ()
    except (DatabaseError, InterfaceError) as error:
        found.insert(0, _lost(error))
    return found


def _lost(error: Exception) -> Condition:
    logger.warning("Keadaan basis data tidak dapat dibaca: %s", error)
    return LOST
