"""The order of a tree: what has no place in it is handed back, never waited for."""

import pytest

from indicators.lineage import find_circles, order_by_levels


@pytest.mark.parametrize(
    ("above", "levels", "lost"),
    [
        ({"a": None, "b": "a", "c": "b"}, [["a"], ["b"], ["c"]], []),
        ({"c": "b", "b": "a", "a": None}, [["a"], ["b"], ["c"]], []),
        ({"a": None, "b": "gone", "c": "b"}, [["a"]], ["b", "c"]),
        ({"a": None, "b": "c", "c": "b", "d": "c"}, [["a"]], ["b", "c", "d"]),
        ({"a": "a"}, [], ["a"]),
        ({}, [], []),
    ],
)
def test_order_by_levels(above: dict[str, str | None], levels: list[list[str]], lost: list[str]) -> None:
    assert order_by_levels(above, str, above.__getitem__) == (levels, lost)


def test_deep_and_wide_trees_cost_one_step_per_item() -> None:
    asked: list[int] = []

    def above(number: int) -> int | None:
        asked.append(number)
        return number - 1 if number else None

    levels, lost = order_by_levels(range(5_000), int, above)
    assert (len(levels), lost, len(asked)) == (5_000, [], 5_000)


@pytest.mark.parametrize(
    ("above", "circles"),
    [
        ({"a": None, "b": "a"}, set()),
        ({"a": "a", "b": "a"}, {"a"}),
        ({"d": "c", "c": "b", "b": "c", "e": "d"}, {"b", "c"}),
        ({"a": "b", "b": "c", "c": "a", "x": "y", "y": "x", "z": "gone", "gone": None}, {"a", "b", "c", "x", "y"}),
    ],
)
def test_find_circles(above: dict[str, str | None], circles: set[str]) -> None:
    names = {name: name for name in above}

    def superior(name: str) -> str | None:
        wanted = above[name]
        return None if wanted is None else names[wanted]

    assert find_circles(names.values(), superior) == {id(names[name]) for name in circles}
