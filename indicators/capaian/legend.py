"""The rules behind the figures in sentences, for a report's legend (DOMAIN 4: what is marked R is printed)."""

from collections.abc import Iterable

from indicators.capaian import formulas
from indicators.capaian.exact import as_fraction, write_fixed
from indicators.capaian.formulas import RUMUS, formula_text, percent_text
from indicators.capaian.kinds import Konsolidasi, MinimalkanFormula, Polaritas, PolaTarget, ValueKind
from indicators.capaian.measure import is_judged_at_year_end, is_rising
from indicators.capaian.values import MeasureRules, MeasureSettings, Result
from indicators.triwulan import LAST_QUARTER, long_name

#: How the realisasi up to a quarter is made of the entries, by konsolidasi; what is printed as entered needs no words.
_MADE_OF_ENTRIES = {
    Konsolidasi.PENJUMLAHAN: "jumlah realisasi triwulan",
    Konsolidasi.RATA_RATA: "rata-rata realisasi triwulan",
    Konsolidasi.MAKSIMUM: "realisasi triwulan tertinggi",
    Konsolidasi.MINIMUM: "realisasi triwulan terendah",
}


def name_measure(rule: MeasureRules) -> str:
    """How a row is measured, for its note in a table whose legend explains the formula; "" for plain maksimalkan."""
    if rule.jenis_nilai == ValueKind.PREDIKAT:
        return formulas.PREDIKAT
    if rule.polaritas == Polaritas.MAKSIMALKAN:
        return ""
    if rule.polaritas == Polaritas.STABILKAN:
        return formulas.STABILKAN
    falling = _formula_of_falling(rule)
    if rule.polaritas == Polaritas.MINIMALKAN:
        return falling
    return formulas.RENTANG if falling == formulas.MINIMALKAN else f"{formulas.RENTANG}, di atasnya {falling}"


def legend(
    rules: Iterable[MeasureRules], pengaturan: MeasureSettings | None = None, *, results: Iterable[Result] = ()
) -> list[str]:
    """The sentences that explain the figures of indicators with these rules, each once, in a fixed order.

    `results`: the figures themselves; a formula that only a target called for (a negative one) is printed with them.
    """
    settings = pengaturan or MeasureSettings()
    used = list(rules)
    names = {name for rule in used for name in _formulas_of(rule)} | {result.rumus for result in results}
    sentences = [f"{formula_text(name)}." for name in RUMUS if name in names]
    if sentences:
        sentences.insert(
            0,
            "Capaian dalam persen; R realisasi sampai dengan triwulan, T target. Rumus yang bukan Maksimalkan disebut "
            "pada baris indikatornya.",
        )
    sentences += _year_to_date(used)
    sentences.append(
        "n/a: tidak dihitung (target 0 atau belum ada, realisasi tidak tersedia, dinilai pada akhir tahun, atau rumus "
        "tidak terdefinisi) dan tidak diikutkan dalam rata-rata. Realisasi yang belum diisi tidak dihitung; "
        "realisasi 0 dihitung sebagai 0."
    )
    sentences += _when_judged(used, settings)
    sentences.append("Capaian suatu tingkat adalah rata-rata sederhana capaian indikatornya sebelum dibulatkan.")
    if settings.batas_capaian is not None:
        cap = percent_text(as_fraction(settings.batas_capaian))
        sentences.append(f"Dalam rata-rata, capaian di atas {cap} dihitung {cap}; tabel memuat capaian sebenarnya.")
    sentences.append(_predicates(settings))
    return sentences


def _year_to_date(used: list[MeasureRules]) -> list[str]:
    """What stands in the columns of target and realisasi."""
    names = {rule.konsolidasi for rule in used}
    made = [f"{how} ({name.value.replace('_', '-')})" for name, how in _MADE_OF_ENTRIES.items() if name in names]
    first = "Target dan realisasi dicetak sampai dengan triwulan yang bersangkutan, paling banyak empat desimal."
    if not made:
        return [first]
    return [f"{first} Realisasi sampai dengan triwulan adalah {', '.join(made)}, atau isian triwulan itu sendiri."]


def _when_judged(used: list[MeasureRules], settings: MeasureSettings) -> list[str]:
    sentences = []
    if any(rule.pola_target == PolaTarget.TETAP for rule in used) and not settings.nilai_tetap_sebelum_akhir_tahun:
        sentences.append(
            "Indikator bertarget tetap (target tahun diulang setiap triwulan) baru diberi predikat pada "
            f"{long_name(LAST_QUARTER)}."
        )
    if any(is_judged_at_year_end(rule, LAST_QUARTER - 1) for rule in used):
        sentences.append(
            "Indikator minimalkan, stabilkan, dan rentang bertarget tetap yang nilainya bertambah sepanjang tahun "
            "dinilai pada akhir tahun."
        )
    if not all(is_rising(rule) for rule in used):
        sentences.append("Progres tahun hanya dihitung untuk indikator maksimalkan dan predikat.")
    coverage = write_fixed(as_fraction(settings.cakupan_minimal), places=2, minimum=0)
    sentences.append(
        "Rata-rata suatu tingkat diberi predikat bila semua indikator yang dihitung sudah dapat dinilai dan paling "
        f"sedikit {coverage} % indikator yang mempunyai target ikut dihitung."
    )
    return sentences


def _formula_of_falling(rule: MeasureRules) -> str:
    selisih = rule.rumus_minimalkan == MinimalkanFormula.SELISIH
    return formulas.MINIMALKAN if selisih else formulas.MINIMALKAN_PERBANDINGAN


def _formulas_of(rule: MeasureRules) -> tuple[str, ...]:
    if rule.jenis_nilai == ValueKind.PREDIKAT:
        return (formulas.PREDIKAT,)
    minimalkan = _formula_of_falling(rule)
    match rule.polaritas:
        case Polaritas.MAKSIMALKAN:
            return (formulas.MAKSIMALKAN,)
        case Polaritas.MINIMALKAN:
            return (minimalkan, formulas.MINIMALKAN_TERBURUK)
        case Polaritas.STABILKAN:
            return (formulas.STABILKAN,)
        case Polaritas.RENTANG:
            return (formulas.RENTANG, minimalkan)


def _predicates(settings: MeasureSettings) -> str:
    steps = [f"{name} (mulai {percent_text(as_fraction(bound))})" for bound, name in settings.ambang]
    return "Predikat capaian: " + ", ".join([*steps, f"{settings.predikat_terendah} (di bawahnya)"]) + "."
