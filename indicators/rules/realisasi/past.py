"""What is odd about a figure beside those before it: last quarter's, last year's, and how they usually move."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from indicators.capaian import Konsolidasi, ValueKind
from indicators.capaian.exact import as_fraction, difference, ratio
from indicators.rules.realisasi.facts import RowFacts, Said
from indicators.triwulan import LAST_QUARTER, QUARTERS, quarters_before, short_name

# A slipped decimal point multiplies by ten at least; a standing figure rarely triples within a quarter.
JUMP_CUMULATIVE = 10
JUMP_STANDING = 3
# Beside the same quarter of last year both kinds compare like with like.
JUMP_YEAR = 3
# One document that becomes three is no jump: a count has to move by as much before its factor says anything.
SMALL_COUNT = 5
# How often the widest move so far a figure may move; fewer moves than a year has quarters are no habit.
SPREADS = 3
ENOUGH_MOVES = len(QUARTERS)
# Known once a year: results of evaluations and surveys. Counts are known whenever something was made.
YEARLY_KINDS = frozenset({ValueKind.INDEKS, ValueKind.PERSEN})
COMPLETE = 100


def _leaps(now: Decimal, before: Decimal, factor: int) -> bool:
    """Whether a figure is `factor` times another or a fraction of it; from nothing or over zero there is no factor."""
    if not now or not before or (now > 0) != (before > 0):
        return False
    times = ratio(now, before)
    return times >= factor or times * factor <= 1


def jump_from_last_quarter(fakta: RowFacts) -> Said | None:
    now, before = fakta.realisasi, fakta.realisasi_lalu
    if now is None or before is None:
        return None
    if not _leaps(now, before, JUMP_CUMULATIVE if fakta.menumpuk else JUMP_STANDING):
        return None
    return Said(
        f"Realisasi berubah sangat jauh dari triwulan sebelumnya: {fakta.write(before)} menjadi {fakta.write(now)}.",
        "Periksa lagi letak koma dan titik serta satuannya.",
        "Periksa letak koma dan titik, satuan, dan buktinya.",
    )


def jump_from_last_year(fakta: RowFacts) -> Said | None:
    now, before = fakta.realisasi, fakta.tahun_lalu.get(fakta.triwulan)
    if now is None or before is None or not _leaps(now, before, JUMP_YEAR):
        return None
    if fakta.jenis_nilai == ValueKind.JUMLAH and abs(difference(now, before)) < SMALL_COUNT:
        return None
    return Said(
        f"Realisasi {fakta.write(now)} jauh dari {fakta.write(before)} pada triwulan yang sama tahun lalu.",
        "Periksa lagi angkanya; bila benar, jelaskan apa yang berubah.",
        "Periksa angka dan buktinya, dan apa yang berubah sejak tahun lalu.",
    )


def _moves(values: Sequence[Decimal | None]) -> list[Fraction]:
    """Return by how much figures moved from quarter to quarter; beside a hole nothing is known to move."""
    return [difference(b, a) for a, b in pairwise(values) if a is not None and b is not None]


def outside_habit(fakta: RowFacts) -> Said | None:
    """A move several times as wide as any before, of last year and this one. What accumulates begins each year at 0."""
    now = fakta.realisasi
    if now is None:
        return None
    last_year = [fakta.tahun_lalu.get(quarter) for quarter in QUARTERS]
    this_year = [fakta.tahun_ini.get(quarter) for quarter in quarters_before(fakta.triwulan)]
    if fakta.konsolidasi == Konsolidasi.KUMULATIF:
        until_now: list[Decimal | None] = [Decimal(0), *this_year]
        known = [*_moves([Decimal(0), *last_year]), *_moves(until_now)]
    else:
        until_now = [*last_year, *this_year]
        known = _moves(until_now)
    widest = max((abs(move) for move in known), default=as_fraction(0))
    if len(known) < ENOUGH_MOVES or not widest or until_now[-1] is None:
        return None
    move = abs(difference(now, until_now[-1]))
    if move <= SPREADS * widest:
        return None
    return Said(
        f"Realisasi bergerak {fakta.write(move)} dalam satu triwulan; selama ini paling jauh {fakta.write(widest)}.",
        "Periksa lagi letak koma dan titiknya; bila benar, jelaskan sebabnya.",
        "Periksa angka dan buktinya.",
    )


def known_once_a_year(fakta: RowFacts) -> Said | None:
    """A value in TW I of what the year's end tells: the PK expects nothing before, or last year knew one value only."""
    if fakta.triwulan != QUARTERS[0] or not fakta.hasil or fakta.menumpuk:
        return None
    reason = _why_yearly(fakta)
    if not reason:
        return None
    return Said(
        f"{reason}, jadi nilainya biasanya baru diketahui sekali setahun.",
        "Bila belum terbit, tandai tidak tersedia dengan alasannya; bila sudah, jelaskan sumbernya.",
        "Tanyakan sumber angka ini.",
    )


def _why_yearly(fakta: RowFacts) -> str:
    *earlier, last = (fakta.target.get(quarter) for quarter in QUARTERS)
    if last and not any(earlier):
        return f"Perjanjian kinerja baru menargetkannya pada {short_name(LAST_QUARTER)}"
    *before, end = (fakta.entry_of_last_year(quarter) for quarter in QUARTERS)
    if end and not any(before):
        return f"Tahun lalu angkanya baru ada pada {short_name(LAST_QUARTER)}"
    complete = fakta.jenis_nilai == ValueKind.PERSEN and end == COMPLETE
    if fakta.jenis_nilai in YEARLY_KINDS and end and not complete and all(value == end for value in before):
        return "Tahun lalu angkanya sama di semua triwulan"
    return ""
