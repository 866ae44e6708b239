"""What a reader needs beside a row's figures to compute its capaian himself (DOMAIN 6): short notes, only what differs
from the plain case that the legend explains."""

from collections.abc import Callable, Sequence

from indicators.capaian import AturanUkur, JenisNilai, Konsolidasi, Polaritas, name_measure, write_number
from indicators.selectors.reporting import FaktaBaris
from indicators.triwulan import quarters_until
from reports.composition.agreements import name_quarters

PLAIN = "Maksimalkan"
_AMONG = {
    Konsolidasi.RATA_RATA: "rata-rata",
    Konsolidasi.MAKSIMUM: "nilai tertinggi",
    Konsolidasi.MINIMUM: "nilai terendah",
}


def compose_notes(row: FaktaBaris, triwulan: int) -> list[str]:
    """Return the row's notes for a report of that quarter, each a few words."""
    held = [quarter for quarter in quarters_until(triwulan) if row.berlaku[quarter - 1]]
    return [
        *_measures(row, held),
        *_year_targets(row, held),
        *_partial(row, held),
        *_rounded(row),
        *_not_held(held, triwulan),
    ]


def _by_text(quarters: Sequence[int], text_of: Callable[[int], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for quarter in quarters:
        found.setdefault(text_of(quarter), []).append(quarter)
    return found


def _measures(row: FaktaBaris, held: Sequence[int]) -> list[str]:
    """The formula, where it is not the plain one, with the scale and the worst realisasi that it reads."""
    found = _by_text(held, lambda quarter: _measure(*row.ukuran[quarter - 1]))
    if len(found) == 1:
        return [f"rumus {text}" for text in found if text != PLAIN]
    return [f"{name_quarters(quarters)}: rumus {text}" for text, quarters in found.items()]


def _measure(rule: AturanUkur, scale: str) -> str:
    name = name_measure(rule) or PLAIN
    if rule.jenis_nilai == JenisNilai.PREDIKAT:
        return f"{name}, skala {scale}" if scale else name
    if rule.polaritas == Polaritas.MINIMALKAN and rule.realisasi_terburuk is not None:
        return f"{name}, realisasi terburuk {write_number(rule.realisasi_terburuk, jenis=rule.jenis_nilai)}"
    return name


def _year_targets(row: FaktaBaris, held: Sequence[int]) -> list[str]:
    """The year's target that a quarter's progress was measured by, where it is not the printed one of TW IV."""
    found = _by_text(held, lambda quarter: row.target_tahun[quarter - 1])
    different = {text: quarters for text, quarters in found.items() if text != row.target[-1]}
    if len(found) == 1:
        return [f"target tahun {text or 'belum ada'}" for text in different]
    return [f"target tahun {text or 'belum ada'} ({name_quarters(quarters)})" for text, quarters in different.items()]


def _partial(row: FaktaBaris, held: Sequence[int]) -> list[str]:
    notes = []
    for quarter in held:
        counted = row.hasil[quarter - 1].dari
        words = _AMONG.get(row.ukuran[quarter - 1][0].konsolidasi)
        if words and 0 < counted < quarter:
            notes.append(f"{name_quarters([quarter])}: {words} dari {counted} dari {quarter} triwulan")
    return notes


def _rounded(row: FaktaBaris) -> list[str]:
    return [f"realisasi {name_quarters(row.dibulatkan)} dibulatkan"] if row.dibulatkan else []


def _not_held(held: Sequence[int], triwulan: int) -> list[str]:
    missing = [quarter for quarter in quarters_until(triwulan) if quarter not in held]
    return [f"tidak ada dalam PK {name_quarters(missing)}"] if missing else []
