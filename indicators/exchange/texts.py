"""Texts as cells hold them: small helpers without Django, also for the process that reads files."""

from difflib import SequenceMatcher
from typing import Any

from sakip.sentences import enumerate_in_words


def tidy(text: str) -> str:
    """Return a text as cells and forms both hold it: no space around it, one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def plain(text: Any) -> str:
    """Return what two texts are compared by: case and spacing do not matter; blank for an empty cell."""
    return "" if text is None else " ".join(str(text).split()).casefold()


# Texts that agree to this many per mille are taken for one text that was mistyped or corrected.
ALIKE = 850


def likeness(first: str, second: str) -> int:
    """Return how many per mille two texts agree, 0 below `ALIKE`."""
    one, other = plain(first), plain(second)
    if abs(len(one) - len(other)) * 3 > max(len(one), len(other)):
        return 0
    ratio = 1000 if one == other else int(SequenceMatcher(None, one, other, autojunk=False).ratio() * 1000)
    return ratio if ratio >= ALIKE else 0


def alike(first: str, second: str) -> bool:
    """Say whether two texts may be one that was mistyped or corrected."""
    return likeness(first, second) > 0


def is_blank(value: Any) -> bool:
    """Say whether a cell holds nothing, or nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def joined(names: list[str]) -> str:
    """Return names as a sentence lists them: "A2, A3, dan A4"; of many only the first twelve and how many more."""
    if len(names) > 12:
        return f"{', '.join(names[:12])}, dan {len(names) - 12} lagi"
    return enumerate_in_words(names)
