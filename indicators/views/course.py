"""The course of a row's year as a small picture: a bar for each realisasi, a line across it for its target."""

from collections.abc import Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from indicators.selectors.course import CoursePoint

COLUMN, BAR, LINE = 56, 28, 44
HEIGHT, ABOVE, BELOW = 56, 4, 14


def draw_course(points: Sequence[CoursePoint]) -> SafeString:
    """Return the picture with its alternative in words; nothing where no quarter has a target or a realisasi."""
    if not any(point["target"] or point["realisasi"] for point in points):
        return SafeString("")
    # Put together at once, each row of a sheet has one: `format_html` for each of its parts took five times as long.
    parts = "".join([_draw_point(at * COLUMN, point) for at, point in enumerate(points)])
    return format_html(
        '<svg class="course" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg>',
        describe_course(points),
        *(COLUMN * len(points), ABOVE + HEIGHT + BELOW) * 2,
        mark_safe(parts),  # noqa: S308 - all in it are numbers, but for the name, which is escaped
    )


def describe_course(points: Sequence[CoursePoint]) -> str:
    return "; ".join(
        f"{point['nama']}: realisasi {point['realisasi'] or 'belum ada'}, target {point['target'] or 'belum ada'}"
        for point in points
    )


def _draw_point(left: int, point: CoursePoint) -> str:
    return (
        f"{_draw_bar(left + (COLUMN - BAR) // 2, point)}"
        f"{_draw_target(left + (COLUMN - LINE) // 2, point['tinggi_target'])}"
        f'<text class="course-name" x="{left + COLUMN // 2}" y="{ABOVE + HEIGHT + BELOW - 2}" text-anchor="middle">'
        f"{escape(point['nama'])}</text>"
    )


def _y(height: int) -> int:
    return ABOVE + HEIGHT - height * HEIGHT // 1000


def _draw_bar(left: int, point: CoursePoint) -> str:
    if point["tinggi_realisasi"] is None:
        return ""
    top, bottom = sorted((_y(point["dasar"]), _y(point["tinggi_realisasi"])))
    # A realisasi of zero is there, too.
    return f'<rect class="course-bar" x="{left}" y="{top}" width="{BAR}" height="{max(1, bottom - top)}"/>'


def _draw_target(left: int, height: int | None) -> str:
    return "" if height is None else f'<path class="course-target" d="M{left} {_y(height)}h{LINE}"/>'
