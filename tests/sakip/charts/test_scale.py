"""From an exact figure to a coordinate."""

from decimal import Decimal
from fractions import Fraction

import pytest

from sakip.charts.scale import Scale, spread


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 640), (100, 90), (50, 365), (Decimal("99.996"), 90), (Fraction(1, 3), 638), (Decimal("0.09"), 640)],
)
def test_a_figure_is_rounded_once_and_at_the_very_end(value: Fraction, expected: int) -> None:
    assert Scale(Fraction(0), Fraction(100), 640, 90).place(value) == expected


def test_halves_go_upwards_on_both_sides_of_nought() -> None:
    scale = Scale(Fraction(-10), Fraction(10), -10, 10)
    assert [scale.place(Fraction(text)) for text in ("0.5", "-0.5", "1.5", "-1.5")] == [1, 0, 2, -1]


def test_figures_beyond_the_reach_of_floats_keep_their_place() -> None:
    high = Fraction(10) ** 40
    assert Scale(Fraction(0), high, 0, 1000).place(high / 2 + 1) == 500


def test_a_scale_of_one_figure_is_refused() -> None:
    with pytest.raises(ValueError, match="two different figures"):
        Scale(Fraction(3), Fraction(3), 0, 10)


def test_places_are_spread_evenly_and_a_single_one_stands_in_the_middle() -> None:
    assert spread(4, 300, 1920) == [300, 840, 1380, 1920]
    assert spread(1, 300, 1920) == [1110]
    assert spread(0, 300, 1920) == []
