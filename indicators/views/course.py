"""The course of a row's year as a small picture: a bar for each realisasi, a line across it for its target."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.selectors.course import CoursePoint

COLUMN, BAR, LINE = 56, 28, 44
HEIGHT, ABOVE, BELOW = 56, 4, 14


def draw_course(points: Sequence[CoursePoint]) -> SafeString:
    """Return the picture with its alternative in words; nothing where no quarter has a target or a realisasi."""
    if not any(point["target"] or point["realisasi"] for point in points):
        return SafeString("")
    return format_html(
        '<svg class="course" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg>',
        describe_course(points),
        *(COLUMN * len(points), ABOVE + HEIGHT + BELOW) * 2,
        format_html_join("", "{}", ((_draw_point(at * COLUMN, point),) for at, point in enumerate(points))),
    )


def describe_course(points: Sequence[CoursePoint]) -> str:
    return "; ".join(
        f"{point['nama']}: realisasi {point['realisasi'] or 'belum ada'}, target {point['target'] or 'belum ada'}"
        for point in points
    )


def _draw_point(left: int, point: CoursePoint) -> SafeString:
    return format_html(
        '{}{}<text class="course-name" x="{}" y="{}" text-anchor="middle">{}</text>',
        _draw_bar(left + (COLUMN - BAR) // 2, point),
        _draw_target(left + (COLUMN - LINE) // 2, point["tinggi_target"]),
        left + COLUMN // 2,
        ABOVE + HEIGHT + BELOW - 2,
        point["nama"],
    )


def _y(height: int) -> int:
    return ABOVE + HEIGHT - height * HEIGHT // 1000


def _draw_bar(left: int, point: CoursePoint) -> SafeString:
    if point["tinggi_realisasi"] is None:
        return SafeString("")
    ends = sorted((_y(point["dasar"]), _y(point["tinggi_realisasi"])))
    # A realisasi of zero is there, too.
    return format_html(
        '<rect class="course-bar" x="{}" y="{}" width="{}" height="{}"/>', left, ends[0], BAR, max(1, ends[1] - ends[0])
    )


def _draw_target(left: int, height: int | None) -> SafeString:
    if height is None:
        return SafeString("")
    return format_html('<path class="course-target" d="M{} {}h{}"/>', left, _y(height), LINE)
