"""What a deed is: what is done, the rows that it may touch, where they stand, what the trail says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.acts import Act
from tests.crowd import Life

# The quarter of the crowd that is open.
TW2 = {"tahun": 2024, "triwulan": 2}


@dataclass(frozen=True)
class Deed:
    """What is done, the kinds of rows that it may touch (`Jejak` always grows), and where: a coordinate that is not
    named is not held to anything. `baru`: offices that it founds are its own too."""

    do: Callable[[Life], Any]
    kinds: frozenset[str]
    at: Mapping[str, Any]
    acts: frozenset[Act]
    baru: bool = False


def deed(do: Callable[[Life], Any], acts: str, kinds: str = "", *, baru: bool = False, **at: Any) -> Deed:
    return Deed(do, frozenset(kinds.split()), at, frozenset(Act[name] for name in acts.split()), baru)
