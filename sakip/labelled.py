"""The base of every closed list: a stored word, and the words that people read for it. Pure."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A member is written with both, `DRAF = "draf", "Draf"`: `value` is stored, `label` is read."""

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        # Left out only where a stored word is looked up, `Status("draf")`, which makes no member.
        if not label:
            raise TypeError(f"{cls.__name__}: the member of {value!r} has no label.")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
