"""Which rows name the files of a folder: every app says so of its own."""

from collections.abc import Callable, Iterable
from itertools import islice

_folders: dict[str, Callable[[], Iterable[str]]] = {}


def know(folder: str, named: Callable[[], Iterable[str]]) -> None:
    """Say who names the files of a folder."""
    _folders[folder] = named


def list_named() -> set[str]:
    """Return every stored file that a row names."""
    return {name for named in _folders.values() for name in named()}


def list_some_named(most: int) -> list[str]:
    """Return at most so many of each folder."""
    return [name for named in _folders.values() for name in islice(named(), most)]
