"""Lines over a few periods: geometry written by hand, gaps, words."""

import re
from decimal import Decimal
from fractions import Fraction
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # it has no types

from sakip.charts import Figure, Line, Stroke, draw_trend

QUARTERS = ("I", "II", "III", "IV")


def drawn(*lines: Line, label: str = "Rata-rata", periods: tuple[str, ...] = QUARTERS) -> Element:
    found: Element = fromstring(draw_trend(lines, periods=periods, label=label))
    return found


def now(*values: Figure | None) -> Line:
    return Line((*values, *[None] * (4 - len(values))))


def lines_of(svg: Element) -> list[str]:
    return [line.attrib["points"] for line in svg.iter("polyline")]


def points_of(svg: Element) -> list[tuple[str, str]]:
    return [(point.attrib["cx"], point.attrib["cy"]) for point in svg.iter("circle")]


def test_figures_up_to_the_reference_stand_between_nought_and_it() -> None:
    svg = drawn(now(0, 50, Decimal("75"), 100))
    assert lines_of(svg) == ["300,640 840,365 1380,228 1920,90"]
    assert points_of(svg) == [("300", "640"), ("840", "365"), ("1380", "228"), ("1920", "90")]
    assert [text.text for text in svg.iter("text")] == ["100", "0", *QUARTERS]


def test_a_figure_above_the_reference_lifts_the_top() -> None:
    """138 of 2023: the reference is at 90 + 550 x 38/138."""
    svg = drawn(now(138, 138))
    assert lines_of(svg) == ["300,90 840,90"]
    reference = next(line for line in svg.iter("line") if line.attrib["class"] == "chart-reference")
    assert reference.attrib["y1"] == reference.attrib["y2"] == "241"


def test_far_above_the_reference_the_axis_leaves_out_the_word_that_would_overlap() -> None:
    assert [text.text for text in drawn(now(Fraction(6170))).iter("text")] == ["100", *QUARTERS]


def test_a_figure_below_nought_lowers_the_ground() -> None:
    svg = drawn(now(-100, 100))
    assert lines_of(svg) == ["300,640 840,90"]
    ground = next(line for line in svg.iter("line") if line.attrib["class"] == "chart-ground")
    assert ground.attrib["y1"] == "365"


def test_a_gap_breaks_the_line_and_a_lonely_figure_is_a_point() -> None:
    svg = drawn(now(50, None, 100, 100))
    assert lines_of(svg) == ["1380,90 1920,90"]
    assert points_of(svg) == [("300", "365"), ("1380", "90"), ("1920", "90")]
    assert lines_of(drawn(now(50))) == []


def test_without_figures_there_are_only_axes() -> None:
    svg = drawn(now())
    assert (lines_of(svg), points_of(svg)) == ([], [])
    assert len(list(svg.iter("line"))) == 2


def test_a_single_period_stands_in_the_middle() -> None:
    assert points_of(drawn(Line((100,)), periods=("2023",))) == [("1110", "90")]


def test_the_year_before_lies_below_and_is_told_apart_without_colour() -> None:
    svg = drawn(now(100, 100), Line((50, 50, 50, 50), Stroke.BEFORE))
    assert [group.attrib["class"] for group in svg.iter("g")] == ["chart-before", "chart-now"]
    dashed = [line.attrib.get("stroke-dasharray") for line in svg.iter("polyline")]
    assert dashed == ["50 36", None]
    assert {point.attrib["fill"] for point in svg.iter("circle")} == {"none", "currentColor"}


def test_what_it_says_is_escaped_and_said_once() -> None:
    text = draw_trend([now(1)], periods=QUARTERS, label='Program "A" & <b>B</b>')
    svg = fromstring(text)
    assert (svg.attrib["role"], svg.attrib["aria-label"]) == ("img", 'Program "A" & <b>B</b>')
    assert "<b>" not in text


def test_every_coordinate_is_an_integer_and_nothing_asks_for_a_style() -> None:
    text = draw_trend([now(Fraction(100, 3), Fraction(200, 7))], periods=QUARTERS, label="x")
    assert "style=" not in text
    for name in ("points", "cx", "cy", "x1", "y1", "x", "y"):
        assert all(re.fullmatch(r"[-0-9, ]+", found) for found in re.findall(rf' {name}="([^"]*)"', text)), name


def test_a_line_without_a_figure_for_each_period_is_refused() -> None:
    with pytest.raises(ValueError, match="for each period"):
        draw_trend([Line((1, 2))], periods=QUARTERS, label="x")
