"""Charts of the figures of a quarter, each with the sentence that says the same to who does not see it."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.safestring import SafeString

from indicators.capaian import write_percent
from indicators.selectors.pengesahan_glance import GlanceLevel, MeanPoint
from indicators.selectors.pengesahan_standing import MeanChange, ProgramTally
from indicators.triwulan import QUARTERS, roman, short_name
from sakip.charts import Figure, Line, Segment, Stroke, draw_bar, draw_trend

register = template.Library()


@register.simple_tag
def level_trend(level: GlanceLevel, tahun: int) -> SafeString:
    """Draw the means of a level through the year, over those of the year before."""
    now, before = level.arah.kini, level.arah.lalu
    lines = [Line(_values(now), Stroke.NOW)]
    label = f"Rata-rata capaian {level.rata.tingkat.label}. {_words(now, tahun)}"
    if any(before.values()):
        lines.append(Line(_values(before), Stroke.BEFORE))
        label += f" {_words(before, tahun - 1)}"
    return draw_trend(lines, periods=[roman(quarter) for quarter in QUARTERS], label=label)


def _values(points: Mapping[int, MeanPoint | None]) -> tuple[Figure | None, ...]:
    found = (points.get(quarter) for quarter in QUARTERS)
    return tuple(None if point is None else point.nilai for point in found)


def _words(points: Mapping[int, MeanPoint | None], tahun: int) -> str:
    parts = [
        f"{short_name(quarter)} {'belum ada angka' if point is None else f'{point.teks} persen'}"
        for quarter, point in points.items()
    ]
    return f"Tahun {tahun}: {', '.join(parts)}."


@register.simple_tag
def program_bar(program: ProgramTally, longest: int) -> SafeString:
    """Draw how the indicators of a program stand, in the colours of the columns beside it."""
    parts = (
        (program.di_bawah, "bad", "di bawah target"),
        (program.belum_dinilai, "warn", "di bawah target, belum dinilai"),
        (program.tercapai, "good", "mencapai target"),
        (program.lainnya, "rest", "tanpa capaian"),
    )
    words = ", ".join(f"{count} {text}" for count, _, text in parts if count)
    label = f"{program.nama}: dari {program.jumlah} indikator, {words}."
    return draw_bar([Segment(count, kind) for count, kind, _ in parts], longest=longest, label=label)


@register.filter
def longest(programs: Sequence[ProgramTally]) -> int:
    """Return how many indicators the largest of the programs has."""
    return max((program.jumlah for program in programs), default=0)


@register.filter
def change_in_words(change: MeanChange) -> str:
    """Say a difference of means, for a quarter to follow: "Naik 26,33 poin dari", "Sama dengan"."""
    difference = change.selisih
    if not difference:
        return "Sama dengan"
    return f"{'Naik' if difference > 0 else 'Turun'} {write_percent(abs(difference))} poin dari"
