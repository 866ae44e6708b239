"""The course of a row's year: what a small picture beside the entry shows."""

from typing import TypedDict

from indicators.capaian.heights import heights_of
from indicators.selectors.quarter_sheet import SheetRow, print_consolidated
from indicators.triwulan import short_name


class CoursePoint(TypedDict):
    """One quarter: target and year-to-date realisasi as printed ("" for none), and their heights in thousandths of the
    picture's, None for none. `dasar` is the height of zero: above the ground where something is negative."""

    nama: str
    target: str
    realisasi: str
    tinggi_target: int | None
    tinggi_realisasi: int | None
    dasar: int


def course_of(row: SheetRow) -> list[CoursePoint]:
    """Return the four quarters, all by one measure."""
    quarters = list(row.triwulan.values())
    targets, values = [q.target.nilai for q in quarters], [q.hasil.nilai for q in quarters]
    zero, *heights = heights_of([0, *targets, *values])
    pairs = zip(heights[: len(quarters)], heights[len(quarters) :], strict=True)
    return [
        {
            "nama": short_name(quarter.triwulan),
            "target": quarter.target_teks,
            "realisasi": print_consolidated(quarter),
            "tinggi_target": target,
            "tinggi_realisasi": realisasi,
            "dasar": zero or 0,
        }
        for quarter, (target, realisasi) in zip(quarters, pairs, strict=True)
    ]
