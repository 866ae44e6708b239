"""Widths of columns, with figures that can be added up by hand."""

import pytest

from reports.rendering.columns import Need, fit_columns, fit_widths, squeeze_widths, type_sizes


def test_columns_get_their_wish_and_texts_share_the_rest() -> None:
    needs = [Need(10, 10, wish=30), Need(5, 40, share=1), Need(5, 40, share=2)]
    assert fit_widths(needs, 180) == [30, 50, 100]


def test_a_text_keeps_its_longest_word_and_the_other_gets_less() -> None:
    needs = [Need(0, 90, share=1), Need(0, 20, share=3)]
    assert fit_widths(needs, 120) == [90, 30]


def test_wishes_give_way_before_words() -> None:
    needs = [Need(20, 20, wish=60), Need(20, 20, wish=40), Need(0, 50, share=1)]
    assert fit_widths(needs, 120) == [40, 30, 50]


def test_quarters_are_equally_wide() -> None:
    needs = [Need(10, 0, wish=12, twins="t"), Need(30, 0, wish=12, twins="t"), Need(0, 10, share=1)]
    assert fit_widths(needs, 100) == [30, 30, 40]


def test_nothing_fits_where_the_words_are_too_long_together() -> None:
    assert fit_widths([Need(10, 60, share=1), Need(50, 50)], 100) is None


def test_words_are_broken_before_figures() -> None:
    needs = [Need(10, 140, share=1), Need(50, 50)]
    widths = squeeze_widths(needs, 100)
    assert widths == [50, 50]
    assert squeeze_widths([Need(60, 0), Need(50, 0)], 100) is None


@pytest.mark.parametrize(("total", "expected"), [(200, 8.0), (150, 7.5), (141, 7.0), (99, None)])
def test_the_type_gives_way_down_to_seven_points(total: float, expected: float | None) -> None:
    fit = fit_columns(lambda pt: [Need(20 * pt, 0)], total, type_sizes(8), break_words=False)
    assert (None if fit is None else fit.pt) == expected


def test_the_smallest_type_is_seven_points() -> None:
    assert type_sizes(8.5) == (8.5, 8.0, 7.5, 7.0)
    assert type_sizes(8) == (8.0, 7.5, 7.0)
