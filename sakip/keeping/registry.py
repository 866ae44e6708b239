"""What apps say about their own rows and files, and who records what was done. Each app registers in `ready()`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Flaw:
    """What a check found: `kalimat` says what and what to do. One that is not `wrong` is only to be looked at."""

    kalimat: str
    wrong: bool = True


# Yields once for each thing that it examines: None where all is well.
Check = Callable[[], Iterable[Flaw | None]]


class Deed(Enum):
    """What is done with a whole installation."""

    BACKUP = "backup"
    RESTORE = "restore"
    MOVE = "move"
    MOVE_FILES = "move_files"


# Writes a deed down in a database (its alias), with facts as plain data.
Recorder = Callable[[Deed, str, Mapping[str, object]], None]

_checks: dict[str, Check] = {}
_recorders: list[Recorder] = []


def register_check(name: str, check: Check) -> None:
    """Let `verify` ask `check` too; `name` heads what it says. Raises ValueError for a name that is taken."""
    if name in _checks:
        raise ValueError(f"two checks of the name {name!r}")
    _checks[name] = check


def list_checks() -> list[tuple[str, Check]]:
    """Return the checks in the order of their registration."""
    return list(_checks.items())


def register_recorder(recorder: Recorder) -> None:
    _recorders.append(recorder)


def record(deed: Deed, *, using: str = "default", **facts: object) -> None:
    for recorder in _recorders:
        recorder(deed, using, facts)
