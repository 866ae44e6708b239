"""The year-to-date realisasi of an indicator, from its quarters' entries (DOMAIN 3, Konsolidasi).

| konsolidasi | what is entered | value of TW q |
|---|---|---|
| kumulatif | year to date | the entry of TW q |
| posisi_akhir | the state at the quarter's end | the entry of TW q |
| penjumlahan | the quarter's own | sum of the entries of TW 1..q |
| rata_rata | the quarter's own | mean of the values among TW 1..q |
| maksimum, minimum | the quarter's own | highest, lowest value among TW 1..q |

The year is TW IV. Targets are never consolidated: the printed target of a quarter is "akumulatif" (DOMAIN 1) and
is compared as it stands, for penjumlahan too (2/4/6/8 against sums, not 2/2/2/2).

Missing entries. Blank is not 0, and nothing is carried forward:
- the quarter's own entry is blank: `belum_diisi`, for every konsolidasi;
- kumulatif and posisi_akhir look at no other quarter;
- penjumlahan: a blank among the earlier quarters makes the sum unknown (`belum_diisi`), a "tidak tersedia"
  makes it `tidak_tersedia`; blank is named first, because somebody can still act on it;
- rata_rata, maksimum, minimum: "tidak tersedia" and earlier blanks stay out, as n/a stays out of every average, and
  a note names them; with no value at all the result is `tidak_tersedia`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.capaian.exact import as_decimal_if_exact, as_fraction
from indicators.capaian.formulas import number_text
from indicators.capaian.kinds import EntryStatus, Konsolidasi, ValueKind
from indicators.capaian.values import MeasureRules, RealisasiValue
from indicators.triwulan import short_name


@dataclass(frozen=True, slots=True)
class ConsolidatedValue:
    """The year-to-date value, or why there is none.

    `kalimat`: how it came about, "" when it is simply the entry; `catatan`: what wants an explanation;
    `teks`: a predicate's letters when the value is that of an entry; `dari`: how many quarters a mean, maximum or
    minimum was made of, 0 for the rest.
    """

    status: EntryStatus
    nilai: Decimal | Fraction | None = None
    kalimat: str = ""
    catatan: str = ""
    teks: str = ""
    dari: int = 0


def consolidate(aturan: MeasureRules, realisasi: Sequence[RealisasiValue], triwulan: int) -> ConsolidatedValue:
    """The year-to-date value of `triwulan` (1-4) from the entries of TW 1.. (later ones are ignored)."""
    entries = realisasi[:triwulan]
    own = entries[-1]
    if own.status == EntryStatus.BELUM_DIISI:
        return ConsolidatedValue(EntryStatus.BELUM_DIISI, kalimat=f"Realisasi {short_name(triwulan)} belum diisi.")
    match aturan.konsolidasi:
        case Konsolidasi.KUMULATIF | Konsolidasi.POSISI_AKHIR:
            return _own_entry(aturan, entries)
        case Konsolidasi.PENJUMLAHAN:
            return _sum(aturan, entries)
        case Konsolidasi.RATA_RATA | Konsolidasi.MAKSIMUM | Konsolidasi.MINIMUM:
            return _among(aturan, entries)


def _quarters(entries: Sequence[RealisasiValue], status: EntryStatus) -> list[int]:
    return [number for number, entry in enumerate(entries, start=1) if entry.status == status]


def _names(quarters: Sequence[int]) -> str:
    return ", ".join(short_name(quarter) for quarter in quarters)


def _unavailable(entries: Sequence[RealisasiValue]) -> ConsolidatedValue:
    """`tidak_tersedia`, with the reasons that were given."""
    reasons = [
        f"{short_name(quarter)}: {entry.alasan.strip() or 'alasan belum ditulis'}"
        for quarter, entry in enumerate(entries, start=1)
        if entry.status == EntryStatus.TIDAK_TERSEDIA
    ]
    return ConsolidatedValue(
        EntryStatus.TIDAK_TERSEDIA, kalimat=f"Realisasi dinyatakan tidak tersedia ({'; '.join(reasons)})."
    )


def _own_entry(aturan: MeasureRules, entries: Sequence[RealisasiValue]) -> ConsolidatedValue:
    own = entries[-1]
    if own.nilai is None:
        quarter = len(entries)
        reason = own.alasan.strip() or "alasan belum ditulis"
        return ConsolidatedValue(
            EntryStatus.TIDAK_TERSEDIA,
            kalimat=f"Realisasi dinyatakan tidak tersedia ({short_name(quarter)}: {reason}).",
        )
    return ConsolidatedValue(EntryStatus.TERISI, own.nilai, catatan=_falling(aturan, entries), teks=own.teks)


def _falling(aturan: MeasureRules, entries: Sequence[RealisasiValue]) -> str:
    """A kumulatif value may not fall without a note: against the latest earlier value."""
    own = entries[-1].nilai
    if aturan.konsolidasi != Konsolidasi.KUMULATIF or own is None:
        return ""
    earlier = [(q, entry.nilai) for q, entry in enumerate(entries[:-1], start=1) if entry.nilai is not None]
    if not earlier or own >= earlier[-1][1]:
        return ""
    quarter, before = earlier[-1]
    if aturan.jenis_nilai == ValueKind.PREDIKAT:
        return f"Realisasi kumulatif turun sejak {short_name(quarter)}: jelaskan sebabnya."
    return (
        f"Realisasi kumulatif turun dari {number_text(as_fraction(before))} ({short_name(quarter)}) menjadi "
        f"{number_text(as_fraction(own))} ({short_name(len(entries))}): jelaskan sebabnya."
    )


def _values(entries: Sequence[RealisasiValue]) -> list[Fraction]:
    return [as_fraction(entry.nilai) for entry in entries if entry.nilai is not None]


def _explained(aturan: MeasureRules, sentence: str) -> str:
    """How the value came about; never the scores of a predicate."""
    return "" if aturan.jenis_nilai == ValueKind.PREDIKAT else sentence


def _sum(aturan: MeasureRules, entries: Sequence[RealisasiValue]) -> ConsolidatedValue:
    blank = _quarters(entries, EntryStatus.BELUM_DIISI)
    if blank:
        return ConsolidatedValue(
            EntryStatus.BELUM_DIISI,
            kalimat=f"Realisasi {_names(blank)} belum diisi: jumlah sampai {short_name(len(entries))} belum diketahui.",
        )
    if _quarters(entries, EntryStatus.TIDAK_TERSEDIA):
        return _unavailable(entries)
    values = _values(entries)
    total = sum(values, Fraction(0))
    terms = " + ".join(number_text(value) for value in values)
    sentence = f"Realisasi sampai {short_name(len(entries))}: {terms} = {number_text(total)}" if len(values) > 1 else ""
    return ConsolidatedValue(EntryStatus.TERISI, as_decimal_if_exact(total), _explained(aturan, sentence))


def _among(aturan: MeasureRules, entries: Sequence[RealisasiValue]) -> ConsolidatedValue:
    values = _values(entries)
    if not values:
        return _unavailable(entries)
    terms = [number_text(value) for value in values]
    match aturan.konsolidasi:
        case Konsolidasi.RATA_RATA:
            value = sum(values, Fraction(0)) / len(values)
            equals = "=" if (value * 10**4).denominator == 1 else "≈"
            working = f"({' + '.join(terms)}) / {len(values)} {equals} {number_text(value)}"
        case Konsolidasi.MAKSIMUM:
            value, working = max(values), f"nilai tertinggi dari {'; '.join(terms)} = {number_text(max(values))}"
        case _:
            value, working = min(values), f"nilai terendah dari {'; '.join(terms)} = {number_text(min(values))}"
    sentence = f"Realisasi sampai {short_name(len(entries))}: {working}" if len(values) > 1 else ""
    left_out = [number for number, entry in enumerate(entries, start=1) if entry.nilai is None]
    note = f"Tidak diikutkan karena belum diisi atau tidak tersedia: {_names(left_out)}." if left_out else ""
    letters = next((entry.teks for entry in entries if entry.nilai is not None and entry.nilai == value), "")
    return ConsolidatedValue(
        EntryStatus.TERISI, as_decimal_if_exact(value), _explained(aturan, sentence), note, letters, len(values)
    )
