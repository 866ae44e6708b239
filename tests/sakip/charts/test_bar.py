"""A bar of parts: nothing is lost between them, and the bars of a table can be compared."""

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # it has no types

from sakip.charts import Segment, draw_bar


def parts(*segments: Segment, longest: int) -> list[tuple[str, int, int]]:
    """Return the kind of each part with where it begins and ends."""
    svg = fromstring(draw_bar(segments, longest=longest, label="x"))
    return [
        (
            rect.attrib["class"].removeprefix("chart-part-"),
            int(rect.attrib["x"]),
            int(rect.attrib["x"]) + int(rect.attrib["width"]),
        )
        for rect in svg.iter("rect")
    ]


def test_parts_follow_each_other_up_to_the_longest_bar() -> None:
    assert parts(Segment(1, "bad"), Segment(3, "good"), longest=4) == [("bad", 0, 400), ("good", 400, 1600)]
    assert parts(Segment(1, "bad"), longest=4) == [("bad", 0, 400)]


def test_thirds_leave_no_gap_and_do_not_overlap() -> None:
    found = parts(Segment(1, "a"), Segment(1, "b"), Segment(1, "c"), longest=3)
    assert found == [("a", 0, 533), ("b", 533, 1067), ("c", 1067, 1600)]


def test_a_part_of_nothing_is_not_drawn_and_an_empty_bar_is_none() -> None:
    assert parts(Segment(0, "bad"), Segment(2, "good"), longest=2) == [("good", 0, 1600)]
    assert parts(Segment(0, "bad"), longest=0) == []


def test_the_label_is_escaped() -> None:
    text = draw_bar([Segment(1, "bad")], longest=1, label="Program <i>&\"'")
    assert fromstring(text).attrib["aria-label"] == "Program <i>&\"'"
    assert "style=" not in text


@pytest.mark.parametrize("segments", [[Segment(-1, "bad")], [Segment(2, "bad"), Segment(2, "good")]])
def test_parts_that_do_not_fit_are_refused(segments: list[Segment]) -> None:
    with pytest.raises(ValueError, match="not more than the longest"):
        draw_bar(segments, longest=3, label="x")
