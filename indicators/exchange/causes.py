"""One sentence per cause: whoever misspelled a unit in two hundred rows reads it once, with the rows."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import Field, replace
from typing import Any, ClassVar, Protocol, TypeVar

from indicators.exchange.layout import ranges_of
from indicators.exchange.texts import joined
from sakip.digits import number_within

T = TypeVar("T")


class Found(Protocol):
    """A finding about a cell: where it is (`sel`) and what stands there (`isi`)."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def sel(self) -> str: ...
    @property
    def isi(self) -> str: ...


F = TypeVar("F", bound=Found)


def by_cause(items: Iterable[T], cause: Callable[[T], Hashable]) -> list[list[T]]:
    """Return what was said in groups of one cause each, in the order in which each was said first."""
    groups: dict[Hashable, list[T]] = {}
    for item in items:
        groups.setdefault(cause(item), []).append(item)
    return list(groups.values())


def cells_by_cause(findings: Iterable[F], cause: Callable[[F], Hashable]) -> list[F]:
    """Return one finding per cause, with all its cells by their rows, and each content that stands in one of them."""
    return [
        replace(
            items[0],
            sel=joined(sorted({item.sel: None for item in items}, key=number_within)),
            isi=joined(list(dict.fromkeys(item.isi for item in items))),
        )
        for items in by_cause(findings, cause)
    ]


def rows_by_cause(told: Iterable[tuple[int, str, str]]) -> list[tuple[str, str, str]]:
    """Return one entry per cause of what is told as (row, column, sentence): (the rows as text, column, sentence)."""
    groups = by_cause(told, lambda item: item[1:])
    return [(ranges_of([row for row, _, _ in items]), *items[0][1:]) for items in groups]
