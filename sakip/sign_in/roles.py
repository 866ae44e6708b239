"""What the door asks the app that knows roles: this one knows none."""

from collections.abc import Callable, Collection
from typing import Any

Holds = Callable[[Any, Collection[str]], bool]

_askers: list[Holds] = []


def register(holds: Holds) -> None:
    """Name who says whether an account holds one of the roles with these codes today."""
    if holds not in _askers:
        _askers.append(holds)


def holds_one_of(account: Any, roles: Collection[str]) -> bool:
    return bool(roles) and any(holds(account, roles) for holds in _askers)
