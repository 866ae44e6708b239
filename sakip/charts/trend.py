"""Lines over a few periods, with a line to hold them against: how a mean moved through the year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sakip.charts.scale import Figure, Scale, spread

# In tenths of a pixel, so that integers are fine enough.
WIDTH, HEIGHT = 2000, 860
LEFT, RIGHT, TOP, BOTTOM = 300, 1920, 90, 640
UNDER = 810
LETTERS = 110
# Nearer to each other two words on the axis cannot be read.
APART = 120


class Stroke(Enum):
    """How a line is told from another without its colour: the line of now is whole and its points are full."""

    NOW = "now"
    BEFORE = "before"


@dataclass(frozen=True)
class Line:
    """A figure for each period, None where there is none: the line is then broken, nothing is made up."""

    values: tuple[Figure | None, ...]
    stroke: Stroke = Stroke.NOW


def draw_trend(
    lines: Sequence[Line], *, periods: Sequence[str], label: str, reference: Figure = 100, reference_text: str = "100"
) -> SafeString:
    """Return the lines over the periods, from 0 (or the lowest figure below it) to the highest figure, at least to the
    reference. `label` says in words what is seen. Raises ValueError for a line that has not a figure, or None, for
    every period."""
    if any(len(line.values) != len(periods) for line in lines):
        raise ValueError("A line has one figure, or None, for each period.")
    scale = _scale_of([value for line in lines for value in line.values if value is not None], reference)
    across = spread(len(periods), LEFT, RIGHT)
    return format_html(
        '<svg class="chart chart-trend" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">'
        "{}{}{}</svg>",
        label,
        WIDTH,
        HEIGHT,
        WIDTH // 10,
        HEIGHT // 10,
        _axes(scale, reference, reference_text),
        _periods(across, periods),
        # What is now lies over what was before.
        format_html_join("", "{}", ((_draw(line, across, scale),) for line in sorted(lines, key=_over))),
    )


def _over(line: Line) -> bool:
    return line.stroke is Stroke.NOW


def _scale_of(values: Sequence[Figure], reference: Figure) -> Scale:
    exact = [Fraction(0), Fraction(reference), *(Fraction(value) for value in values)]
    return Scale(min(exact), max(exact), BOTTOM, TOP)


def _axes(scale: Scale, reference: Figure, text: str) -> SafeString:
    ground, held = scale.place(0), scale.place(reference)
    found = [_level(held, "chart-reference", text)]
    found.append(_level(ground, "chart-ground", "0" if abs(ground - held) >= APART else ""))
    return format_html_join("", "{}", ((item,) for item in found))


def _level(y: int, name: str, text: str) -> SafeString:
    line = format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor" stroke-width="8"></line>',
        name,
        LEFT - 80,
        y,
        RIGHT + 80,
        y,
    )
    return format_html("{}{}", line, _word(LEFT - 110, y + LETTERS // 3, text, "end")) if text else line


def _word(x: int, y: int, text: str, anchor: str) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" font-size="{}" fill="currentColor">{}</text>', x, y, anchor, LETTERS, text
    )


def _periods(across: Sequence[int], periods: Sequence[str]) -> SafeString:
    pairs = zip(across, periods, strict=True)
    return format_html_join("", "{}", ((_word(x, UNDER, name, "middle"),) for x, name in pairs))


def _draw(line: Line, across: Sequence[int], scale: Scale) -> SafeString:
    runs = list(_runs(line, across, scale))
    before = line.stroke is Stroke.BEFORE
    joined = format_html_join("", "{}", ((_polyline(run, before=before),) for run in runs if len(run) > 1))
    points = [point for run in runs for point in run]
    return format_html(
        '<g class="chart-{}">{}{}</g>',
        line.stroke.value,
        joined,
        format_html_join("", "{}", ((_point(point, before=before),) for point in points)),
    )


def _runs(line: Line, across: Sequence[int], scale: Scale) -> Iterator[list[tuple[int, int]]]:
    """Return the points that follow each other without a gap."""
    run: list[tuple[int, int]] = []
    for x, value in zip(across, line.values, strict=True):
        if value is not None:
            run.append((x, scale.place(value)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _polyline(run: Sequence[tuple[int, int]], *, before: bool) -> SafeString:
    return format_html(
        '<polyline points="{}" fill="none" stroke="currentColor" stroke-width="{}"{}></polyline>',
        " ".join(f"{x},{y}" for x, y in run),
        14 if before else 24,
        format_html(' stroke-dasharray="{}"', "50 36") if before else "",
    )


def _point(point: tuple[int, int], *, before: bool) -> SafeString:
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="currentColor" stroke-width="14"></circle>',
        *point,
        26 if before else 34,
        "none" if before else "currentColor",
    )
