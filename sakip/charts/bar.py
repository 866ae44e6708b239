"""A bar of parts, to stand in the row of a table that prints their numbers: how many of how many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sakip.charts.scale import Scale

# In tenths of a pixel.
WIDTH, HEIGHT = 1600, 140


@dataclass(frozen=True)
class Segment:
    """A part of a bar: how many, and which kind by the word of the style sheet (`chart-part-bad`)."""

    count: int
    kind: str


def draw_bar(segments: Sequence[Segment], *, longest: int, label: str) -> SafeString:
    """Return the parts beside each other, as long as `longest` allows: the bars of one table share it, so that their
    lengths may be compared. Raises ValueError for a negative number, or more than `longest`."""
    total = sum(segment.count for segment in segments)
    if any(segment.count < 0 for segment in segments) or total > longest:
        raise ValueError("The parts of a bar are not negative, and together not more than the longest bar.")
    return format_html(
        '<svg class="chart chart-bar" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg>',
        label,
        WIDTH,
        HEIGHT,
        WIDTH // 10,
        HEIGHT // 10,
        format_html_join(
            "",
            '<rect class="chart-part-{}" x="{}" y="0" width="{}" height="{}" fill="currentColor"></rect>',
            ((kind, start, end - start, HEIGHT) for kind, start, end in _edges(segments, longest)),
        ),
    )


def _edges(segments: Sequence[Segment], longest: int) -> Iterator[tuple[str, int, int]]:
    """Return where each part begins and ends: edges are rounded, not lengths, so that nothing is lost or overlaps."""
    scale = Scale(Fraction(0), Fraction(max(longest, 1)), 0, WIDTH)
    done = 0
    for segment in segments:
        if segment.count:
            yield segment.kind, scale.place(done), scale.place(done + segment.count)
        done += segment.count
