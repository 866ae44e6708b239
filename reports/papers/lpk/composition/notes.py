"""What a reader needs beside a row's figures to compute its capaian himself (DOMAIN 6): short notes, only what differs
from the plain case that the legend explains."""

from collections.abc import Callable, Sequence

from indicators.capaian import Konsolidasi, MeasureRules, Polaritas, ValueKind, name_measure, write_number
from indicators.selectors.reporting import ReportQuarter, ReportRow
from indicators.triwulan import LAST_QUARTER
from reports.papers.lpk.composition.agreements import name_quarters

PLAIN = "Maksimalkan"
_AMONG = {
    Konsolidasi.RATA_RATA: "rata-rata",
    Konsolidasi.MAKSIMUM: "nilai tertinggi",
    Konsolidasi.MINIMUM: "nilai terendah",
}


def compose_notes(row: ReportRow, triwulan: int) -> list[str]:
    """Return the row's notes for a report of that quarter, each a few words."""
    quarters = [quarter for quarter in row.terukur if quarter.triwulan <= triwulan]
    held = [quarter for quarter in quarters if quarter.berlaku]
    return [
        *_measures(held),
        *_year_targets(row, held),
        *_partial(held),
        *_rounded(row),
        *_not_held(quarters),
    ]


def _by_text(quarters: Sequence[ReportQuarter], text_of: Callable[[ReportQuarter], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for quarter in quarters:
        found.setdefault(text_of(quarter), []).append(quarter.triwulan)
    return found


def _measures(held: Sequence[ReportQuarter]) -> list[str]:
    """The formula, where it is not the plain one, with the scale and the worst realisasi that it reads."""
    found = _by_text(held, lambda quarter: _measure(quarter.aturan, quarter.skala))
    if len(found) == 1:
        return [f"rumus {text}" for text in found if text != PLAIN]
    return [f"{name_quarters(quarters)}: rumus {text}" for text, quarters in found.items()]


def _measure(rule: MeasureRules, scale: str) -> str:
    name = name_measure(rule) or PLAIN
    if rule.jenis_nilai == ValueKind.PREDIKAT:
        return f"{name}, skala {scale}" if scale else name
    if rule.polaritas == Polaritas.MINIMALKAN and rule.realisasi_terburuk is not None:
        return f"{name}, realisasi terburuk {write_number(rule.realisasi_terburuk, jenis=rule.jenis_nilai)}"
    return name


def _year_targets(row: ReportRow, held: Sequence[ReportQuarter]) -> list[str]:
    """The year's target that a quarter's progress was measured by, where it is not the printed one of TW IV."""
    found = _by_text(held, lambda quarter: quarter.target_tahun)
    different = {text: quarters for text, quarters in found.items() if text != row.triwulan[LAST_QUARTER].target}
    if len(found) == 1:
        return [f"target tahun {text or 'belum ada'}" for text in different]
    return [f"target tahun {text or 'belum ada'} ({name_quarters(quarters)})" for text, quarters in different.items()]


def _partial(held: Sequence[ReportQuarter]) -> list[str]:
    notes = []
    for quarter in held:
        counted, number = quarter.hasil.dari, quarter.triwulan
        words = _AMONG.get(quarter.aturan.konsolidasi)
        if words and 0 < counted < number:
            notes.append(f"{name_quarters([number])}: {words} dari {counted} dari {number} triwulan")
    return notes


def _rounded(row: ReportRow) -> list[str]:
    rounded = [quarter.triwulan for quarter in row.terukur if quarter.dibulatkan]
    return [f"realisasi {name_quarters(rounded)} dibulatkan"] if rounded else []


def _not_held(quarters: Sequence[ReportQuarter]) -> list[str]:
    missing = [quarter.triwulan for quarter in quarters if not quarter.berlaku]
    return [f"tidak ada dalam PK {name_quarters(missing)}"] if missing else []
