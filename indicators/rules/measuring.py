"""How an indicator may be measured, and which targets go with it: DOMAIN 3, one function per rule.

The same functions answer at the field of a form, in every import, in the services, at Tetapkan and on the page
"Kesehatan rencana". What is `SALAH` is refused when it is written; the rest is accepted and said at once.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from indicators.capaian import Konsolidasi, Polaritas, PolaTarget, ValueKind, write_number
from indicators.capaian.kinds import ACCUMULATING
from indicators.capaian.target_triwulan import TWO_WAYS, to_date
from indicators.rules.facts import Figure, Finding, MeasureFacts, Place, Severity
from indicators.triwulan import LAST_QUARTER, short_name

PREDICATE_CONSOLIDATIONS = (Konsolidasi.POSISI_AKHIR, Konsolidasi.MAKSIMUM, Konsolidasi.MINIMUM)
# What a unit of measure is called whose figures do not add up to one.
_NOT_SUMMED = frozenset({"indeks", "index", "skor", "rasio"})


def _wrong(kode: str, label: str, bidang: str, kalimat: str) -> Finding:
    return Finding(kode, label, Severity.SALAH, Place.BUTIR, kalimat, bidang)


def _odd(kode: str, label: str, bidang: str, kalimat: str) -> Finding:
    return Finding(kode, label, Severity.PERLU_DILIHAT, Place.BUTIR, kalimat, bidang)


# --- What belongs together -------------------------------------------------------------------------------------------


def predicate_with_polaritas(fakta: MeasureFacts) -> Finding | None:
    """Letters are compared by their scale alone: `maksimalkan` stands for "none"."""
    if not fakta.predikat or fakta.polaritas == Polaritas.MAKSIMALKAN:
        return None
    return _wrong(
        "predikat_berpolaritas",
        "Predikat dengan polaritas",
        "polaritas",
        "Predikat tidak mempunyai polaritas: urutannya mengikuti skala. Biarkan pada maksimalkan.",
    )


def predicate_accumulated(fakta: MeasureFacts) -> Finding | None:
    if not fakta.predikat or fakta.konsolidasi in PREDICATE_CONSOLIDATIONS:
        return None
    return _wrong(
        "predikat_dikumpulkan",
        "Predikat dijumlahkan atau dirata-rata",
        "konsolidasi",
        "Predikat tidak dapat dijumlahkan atau dirata-rata. Pilih posisi akhir, maksimum, atau minimum.",
    )


def index_summed(fakta: MeasureFacts) -> Finding | None:
    """Indexes, ratios and scores of four quarters do not add up to one of the year."""
    named = _NOT_SUMMED & set(fakta.satuan.casefold().split())
    if fakta.konsolidasi != Konsolidasi.PENJUMLAHAN:
        return None
    if fakta.jenis_nilai not in (ValueKind.INDEKS, ValueKind.RASIO) and (not named or fakta.predikat):
        return None
    return _wrong(
        "indeks_dijumlahkan",
        "Indeks, rasio, atau skor dijumlahkan",
        "konsolidasi",
        "Indeks, rasio, dan skor tidak dijumlahkan antar triwulan. Pilih posisi akhir atau rata-rata.",
    )


def percentage_summed(fakta: MeasureFacts) -> Finding | None:
    """Real offices write 50 + 50: accepted, but said."""
    if fakta.jenis_nilai != ValueKind.PERSEN or fakta.konsolidasi != Konsolidasi.PENJUMLAHAN:
        return None
    return _odd(
        "persen_dijumlahkan",
        "Persen dijumlahkan",
        "konsolidasi",
        "Persen triwulan dijumlahkan menjadi persen tahun. Pastikan maksudnya memang 50 + 50 = 100; bila tidak, "
        "pilih posisi akhir.",
    )


def worst_within_target(fakta: MeasureFacts) -> Finding | None:
    worst = fakta.realisasi_terburuk
    if fakta.predikat or fakta.polaritas != Polaritas.MINIMALKAN or worst is None:
        return None
    above = next((t for t in fakta.all_targets if t.angka is not None and t.angka >= worst), None)
    if above is None and worst > 0:
        return None
    against = f"target {above.teks}" if above is not None else "0"
    return _wrong(
        "terburuk_tidak_di_atas",
        "Realisasi terburuk tidak di atas target",
        "realisasi_terburuk",
        f"Realisasi terburuk {write_number(worst)} harus lebih besar daripada {against}: makin kecil makin baik. "
        "Perbaiki, atau kosongkan.",
    )


def target_without_formula(fakta: MeasureFacts) -> Finding | None:
    """A negative target is defined for maksimalkan only; on target 0 nothing can be stabilised."""
    if fakta.predikat or fakta.polaritas == Polaritas.MAKSIMALKAN:
        return None
    negative = next((t for t in fakta.all_targets if t.angka is not None and t.angka < 0), None)
    if negative is not None:
        return _odd(
            "target_negatif",
            "Target negatif tanpa rumus",
            "target_tahun",
            f"Dengan target {negative.teks} dan polaritas {fakta.polaritas.value}, capaian tidak dapat dihitung: "
            "target negatif hanya untuk maksimalkan. Periksa angka atau polaritasnya.",
        )
    if fakta.polaritas == Polaritas.STABILKAN and any(t.angka == 0 for t in fakta.all_targets):
        return _odd(
            "stabil_pada_nol",
            "Stabilkan dengan target 0",
            "target_tahun",
            "Dengan polaritas stabilkan dan target 0, capaian tidak dapat dihitung. Pilih minimalkan, atau rentang.",
        )
    return None


# --- Targets of one row ----------------------------------------------------------------------------------------------


def year_differs_from_last_quarter(fakta: MeasureFacts) -> Finding | None:
    """The year's target is TW IV's year-to-date target, for every konsolidasi."""
    last, year = fakta.target[LAST_QUARTER], fakta.target_tahun
    if last.kosong or year.kosong or _same(last, year, fakta):
        return None
    name = short_name(LAST_QUARTER)
    sentence = f"Target tahun {year.teks} berbeda dari target {name} {last.teks}, padahal keduanya satu angka. Samakan."
    if reading := _per_quarter_reading(fakta):
        sentence = f"Target tahun {year.teks} berbeda dari target {name} {last.teks}. {reading}"
    return _wrong("tahun_bukan_tw4", f"Target tahun berbeda dari {name}", "target_tahun", sentence)


def _per_quarter_reading(fakta: MeasureFacts) -> str:
    """Name both readings when the quarters look as if they were written per quarter, else ""."""
    figures = [target.angka for target in fakta.target.values() if target.angka is not None]
    if len(figures) < len(fakta.target) or fakta.predikat or fakta.konsolidasi not in TWO_WAYS:
        return ""
    if to_date(fakta.konsolidasi, figures)[-1] != fakta.target_tahun.angka:
        return ""
    texts = [target.teks for target in fakta.target.values()]
    if fakta.konsolidasi == Konsolidasi.PENJUMLAHAN:
        return (
            f"Bila {' + '.join(texts)} ditulis per triwulan, katakan “per triwulan” (jumlahnya dihitung); "
            f"bila sejak awal tahun, target tahun adalah {texts[-1]}."
        )
    return (
        f"Bila {'; '.join(texts)} ditulis per triwulan, katakan “per triwulan” (rata-rata berjalan dihitung); "
        f"bila rata-rata berjalan, target tahun adalah {texts[-1]}."
    )


def accumulated_target_falls(fakta: MeasureFacts) -> Finding | None:
    """What is counted from the year's beginning cannot become less."""
    if fakta.konsolidasi not in ACCUMULATING or fakta.predikat:
        return None
    step = first_fall(fakta.target.items())
    if step is None:
        return None
    earlier, later = step
    sentence = (
        f"Target {short_name(later)} ({fakta.target[later].teks}) lebih kecil dari {short_name(earlier)} "
        f"({fakta.target[earlier].teks}), padahal target ditulis sejak awal tahun."
    )
    advice = "Perbaiki angkanya."
    if fakta.konsolidasi == Konsolidasi.PENJUMLAHAN:
        advice = "Bila angka ini per triwulan, katakan “per triwulan”; bila sejak awal tahun, perbaiki angkanya."
    return _wrong("target_kumulatif_turun", "Target kumulatif turun", f"target_tw{later}", f"{sentence} {advice}")


def fixed_target_differs(fakta: MeasureFacts) -> Finding | None:
    """With pola tetap the year's target stands in every quarter."""
    if fakta.pola_target != PolaTarget.TETAP or fakta.target_tahun.kosong:
        return None
    for number, target in fakta.target.items():
        if not target.kosong and not _same(target, fakta.target_tahun, fakta):
            return _wrong(
                "tetap_berbeda",
                "Target tetap berbeda antar triwulan",
                f"target_tw{number}",
                f"Target {short_name(number)} {target.teks} berbeda dari target tahun {fakta.target_tahun.teks}. "
                "Samakan, atau pilih pola target bertahap.",
            )
    return None


def _same(one: Figure, other: Figure, fakta: MeasureFacts) -> bool:
    """Letters are compared as letters: two of them may bear no score yet."""
    return one.teks == other.teks if fakta.predikat else (one.angka, one.atas) == (other.angka, other.atas)


def first_fall(figures: Iterable[tuple[int, Figure]]) -> tuple[int, int] | None:
    """Return the numbers, of a quarter or a year, of the first figure below the one before it: (before, after). Blanks
    are stepped over."""
    known = [
        (number, [figure.angka, figure.angka if figure.atas is None else figure.atas])
        for number, figure in figures
        if figure.angka is not None
    ]
    for (earlier, high), (later, low) in pairwise(known):
        if any(_below(now, before) for now, before in zip(low, high, strict=True)):
            return earlier, later
    return None


def _below(now: Decimal | Fraction | None, before: Decimal | Fraction | None) -> bool:
    return now is not None and before is not None and now < before


MEASURE_RULES: tuple[Callable[[MeasureFacts], Finding | None], ...] = (
    predicate_with_polaritas,
    predicate_accumulated,
    index_summed,
    worst_within_target,
    year_differs_from_last_quarter,
    fixed_target_differs,
    accumulated_target_falls,
    percentage_summed,
    target_without_formula,
)


def check_row(fakta: MeasureFacts) -> list[Finding]:
    """Return everything that breaks or strains DOMAIN 3 in how something is measured and in its targets."""
    return [found for rule in MEASURE_RULES if (found := rule(fakta)) is not None]
