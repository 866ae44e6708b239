"""The order of things that hang on one another: superiors first, whatever is missing or goes round in a circle. Pure.

A superior that never comes and a circle look the same from below: no order contains them. They are handed back, so
that the caller can say why, instead of being waited for.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T")


def order_by_levels(
    items: Iterable[T], key: Callable[[T], Hashable], above: Callable[[T], Hashable | None]
) -> tuple[list[list[T]], list[T]]:
    """Return the items level by level, each after what it hangs on, and the items that have no place in any order.

    `above` returns the key of what an item hangs on, None for nothing. An item has no place when the key that it names
    is none of the items', when it hangs on itself over any number of steps, or when it hangs on such an item.
    """
    rows = list(items)
    below: defaultdict[Hashable, list[T]] = defaultdict(list)
    for item in rows:
        below[above(item)].append(item)
    levels: list[list[T]] = []
    placed: set[int] = set()
    level = below[None]
    while level:
        levels.append(level)
        placed |= {id(item) for item in level}
        level = [item for superior in level for item in below[key(superior)] if id(item) not in placed]
    return levels, [item for item in rows if id(item) not in placed]


def find_circles(items: Iterable[T], above: Callable[[T], T | None]) -> set[int]:
    """Return the `id` of every item that hangs on itself, over any number of steps; each item is looked at once."""
    seen: set[int] = set()
    circles: set[int] = set()
    for item in items:
        way: dict[int, int] = {}
        current: T | None = item
        while current is not None and id(current) not in seen:
            way[id(current)] = len(way)
            seen.add(id(current))
            current = above(current)
        if current is not None and id(current) in way:
            circles |= {key for key, place in way.items() if place >= way[id(current)]}
    return circles
