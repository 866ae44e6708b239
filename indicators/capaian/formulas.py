"""Capaian of one realisasi against one target: a function per row of DOMAIN 4's table.

All figures are per cent. Every function is pure and total: for any exact figures it returns a `Hasil`.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from indicators.capaian.exact import as_fraction, write_fixed
from indicators.capaian.kinds import MinimalkanFormula, Polaritas, ResultStatus, ValueKind
from indicators.capaian.values import MeasureRules, Result, TargetValue

MAKSIMALKAN = "Maksimalkan"
MAKSIMALKAN_NEGATIF = "Maksimalkan dengan target negatif"
MINIMALKAN = "Minimalkan"
MINIMALKAN_PERBANDINGAN = "Minimalkan (perbandingan)"
MINIMALKAN_TERBURUK = "Minimalkan dengan target 0"
STABILKAN = "Stabilkan"
RENTANG = "Rentang"
PREDIKAT = "Predikat"

#: The formulas' names with what they compute, for legends. R realisasi, T target, W realisasi terburuk.
RUMUS: dict[str, str] = {
    MAKSIMALKAN: "R / T x 100",
    MAKSIMALKAN_NEGATIF: "(1 + (1 - R / T)) x 100",
    MINIMALKAN: "(2 x T - R) / T x 100, tidak kurang dari 0",
    MINIMALKAN_PERBANDINGAN: "T / R x 100; realisasi 0 berarti 100",
    MINIMALKAN_TERBURUK: (
        "(W - R) / W x 100 dengan W realisasi terburuk, tidak kurang dari 0; tanpa W, realisasi 0 berarti 100"
    ),
    STABILKAN: "R / T x 100 bila R tidak lebih dari T, selain itu 200 - R / T x 100, tidak kurang dari 0",
    RENTANG: "100 di dalam rentang; di bawahnya R / batas bawah x 100; di atasnya minimalkan terhadap batas atas",
    PREDIKAT: "skor realisasi / skor target x 100",
}


def formula_text(name: str) -> str:
    """A formula as a page explains it: "Maksimalkan: R / T x 100"; "" for a result without one."""
    return f"{name}: {RUMUS[name]}" if name in RUMUS else ""


def number_text(value: Fraction) -> str:
    """A figure inside a sentence: up to four decimals (half up beyond), in brackets when negative."""
    text = write_fixed(value, places=4, minimum=0)
    return f"({text})" if value.numerator < 0 else text


def percent_text(value: Fraction) -> str:
    """A result inside a sentence: "112,50 %"."""
    return f"{write_fixed(value, places=2, minimum=2)} %"


def _stated(rumus: str, reason: str) -> Result:
    """A result that a rule fixes at 100."""
    return Result(ResultStatus.DIHITUNG, Fraction(100), rumus, f"{reason}: {percent_text(Fraction(100))}")


def _done(rumus: str, value: Fraction, working: str, *, floor: bool = False) -> Result:
    """A computed result; with `floor` a negative one becomes 0 and the sentence says so."""
    sentence = f"{working} = {percent_text(value)}"
    if floor and value.numerator < 0:
        value, sentence = Fraction(0), f"{sentence}, tidak kurang dari 0: 0,00 %"
    return Result(ResultStatus.DIHITUNG, value, rumus, sentence)


def _undefined(rumus: str, reason: str, note: str = "") -> Result:
    return Result(ResultStatus.TIDAK_TERDEFINISI, None, rumus, reason, note)


def _no_target(rumus: str, reason: str) -> Result:
    return Result(ResultStatus.BELUM_ADA_TARGET, None, rumus, reason)


def _target_is_zero(rumus: str) -> Result:
    return _no_target(rumus, "Target 0: capaian tidak dihitung (n/a, belum ada target).")


def _target_is_negative(rumus: str) -> Result:
    return _undefined(
        rumus,
        "Target negatif: capaian hanya ditetapkan untuk polaritas maksimalkan. Periksa target atau polaritasnya.",
    )


def measure_maksimalkan(realisasi: Fraction, target: Fraction) -> Result:
    """R / T x 100; with a negative target (1 + (1 - R/T)) x 100; target 0 is n/a. May be negative."""
    r, t = number_text(realisasi), number_text(target)
    if target == 0:
        return _target_is_zero(MAKSIMALKAN)
    if target < 0:
        value = (2 - realisasi / target) * 100
        return _done(MAKSIMALKAN_NEGATIF, value, f"(1 + (1 - {r} / {t})) x 100")
    return _done(MAKSIMALKAN, realisasi / target * 100, f"{r} / {t} x 100")


def measure_minimalkan(
    realisasi: Fraction, target: Fraction, rumus: MinimalkanFormula, terburuk: Fraction | None
) -> Result:
    """(2T - R) / T x 100, not below 0; or T / R x 100. Target 0: see `_minimalkan_to_zero`."""
    if target < 0:
        return _target_is_negative(MINIMALKAN)
    if target == 0:
        return _minimalkan_to_zero(realisasi, terburuk)
    r, t = number_text(realisasi), number_text(target)
    if rumus == MinimalkanFormula.SELISIH:
        return _done(MINIMALKAN, (2 * target - realisasi) / target * 100, f"(2 x {t} - {r}) / {t} x 100", floor=True)
    if realisasi == 0:
        return _stated(MINIMALKAN_PERBANDINGAN, f"Realisasi 0 terhadap target {t}")
    if realisasi < 0:
        return _undefined(
            MINIMALKAN_PERBANDINGAN,
            f"Realisasi {r} negatif: target / realisasi x 100 tidak bermakna. Pakai rumus selisih untuk indikator ini.",
        )
    return _done(MINIMALKAN_PERBANDINGAN, target / realisasi * 100, f"{t} / {r} x 100")


def _minimalkan_to_zero(realisasi: Fraction, terburuk: Fraction | None) -> Result:
    """Target 0 of minimalkan: with W (W - R) / W x 100, not below 0; without, R = 0 is 100 and the rest n/a."""
    r = number_text(realisasi)
    if terburuk is None:
        if realisasi == 0:
            return _stated(MINIMALKAN_TERBURUK, "Target 0 dan realisasi 0")
        return _undefined(
            MINIMALKAN_TERBURUK,
            f"Target 0 dan realisasi {r}: capaian tidak dapat dihitung tanpa realisasi terburuk (n/a).",
            "Jelaskan realisasi ini, atau minta perencana mengisi realisasi terburuk indikator.",
        )
    w = number_text(terburuk)
    if terburuk <= 0:
        return _undefined(
            MINIMALKAN_TERBURUK,
            f"Realisasi terburuk {w} harus lebih dari 0 agar capaian terhadap target 0 dapat dihitung.",
        )
    return _done(MINIMALKAN_TERBURUK, (terburuk - realisasi) / terburuk * 100, f"({w} - {r}) / {w} x 100", floor=True)


def measure_stabilkan(realisasi: Fraction, target: Fraction) -> Result:
    """R / T x 100 up to the target, 200 - R / T x 100 above it, not below 0 on either side."""
    if target < 0:
        return _target_is_negative(STABILKAN)
    if target == 0:
        return _target_is_zero(STABILKAN)
    r, t = number_text(realisasi), number_text(target)
    value = realisasi / target * 100
    if realisasi <= target:
        return _done(STABILKAN, value, f"{r} / {t} x 100", floor=True)
    return _done(STABILKAN, 200 - value, f"200 - {r} / {t} x 100", floor=True)


def measure_rentang(realisasi: Fraction, bawah: Fraction, atas: Fraction, rumus: MinimalkanFormula) -> Result:
    """100 inside [bawah, atas]; below as maksimalkan of `bawah`; above as minimalkan of `atas`.

    A range from 0 upwards is a target; 0 to 0 is none. Negative bounds are n/a (DOMAIN 4).
    """
    low, high, r = number_text(bawah), number_text(atas), number_text(realisasi)
    if bawah > atas:
        return _undefined(RENTANG, f"Batas bawah {low} lebih besar daripada batas atas {high}: periksa target.")
    if bawah < 0:
        return _target_is_negative(RENTANG)
    if atas == 0:
        return _target_is_zero(RENTANG)
    if bawah <= realisasi <= atas:
        return _stated(RENTANG, f"Realisasi {r} di dalam rentang {low} sampai {high}")
    if realisasi > atas:
        side, part = f"Di atas rentang {low} sampai {high}", measure_minimalkan(realisasi, atas, rumus, None)
    elif bawah == 0:
        return _undefined(RENTANG, f"Realisasi {r} di bawah batas bawah 0: capaian tidak dapat dihitung (n/a).")
    else:
        side, part = f"Di bawah rentang {low} sampai {high}", measure_maksimalkan(realisasi, bawah)
    return Result(part.status, part.nilai, RENTANG, f"{side}: {part.kalimat}", part.catatan)


def measure_predikat(realisasi: Fraction, target: Fraction, r: str, t: str) -> Result:
    """score(R) / score(T) x 100. `r` and `t` are the letters: a score is never printed."""
    if target == 0:
        return _target_is_zero(PREDIKAT)
    if target < 0:
        return _undefined(PREDIKAT, "Skor target negatif: periksa skala predikat indikator ini.")
    working = f"skor({r}) / skor({t}) x 100" if r and t else RUMUS[PREDIKAT]
    return _done(PREDIKAT, realisasi / target * 100, working)


def apply_formula(
    aturan: MeasureRules, target: TargetValue, realisasi: Decimal | Fraction | int, teks_realisasi: str = ""
) -> Result:
    """Capaian of a known realisasi by the indicator's rule; a missing target is `belum_ada_target`.

    A predicate is always score against score, whatever the polaritas says. The result carries its inputs: R, T (for a
    rentang the lower bound), "batas atas" and W where the formula reads them. Raises NilaiTidakSah.
    """
    r = as_fraction(realisasi, "Realisasi")
    if target.nilai is None:
        return replace(
            _no_target("", "Target belum diisi: capaian tidak dihitung (n/a, belum ada target)."), masukan=(("R", r),)
        )
    t = as_fraction(target.nilai, "Target")
    inputs = [("R", r), ("T", t)]
    result = _measure(aturan, target, r, t, teks_realisasi)
    if result.rumus == RENTANG and target.batas_atas is not None:
        inputs.append(("batas atas", as_fraction(target.batas_atas)))
    if result.rumus == MINIMALKAN_TERBURUK and aturan.realisasi_terburuk is not None:
        inputs.append(("W", as_fraction(aturan.realisasi_terburuk)))
    return replace(result, masukan=tuple(inputs))


def _measure(aturan: MeasureRules, target: TargetValue, r: Fraction, t: Fraction, teks_realisasi: str) -> Result:
    if aturan.jenis_nilai == ValueKind.PREDIKAT:
        return measure_predikat(r, t, teks_realisasi, target.teks)
    match aturan.polaritas:
        case Polaritas.MAKSIMALKAN:
            return measure_maksimalkan(r, t)
        case Polaritas.MINIMALKAN:
            worst = aturan.realisasi_terburuk
            return measure_minimalkan(r, t, aturan.rumus_minimalkan, None if worst is None else as_fraction(worst))
        case Polaritas.STABILKAN:
            return measure_stabilkan(r, t)
        case Polaritas.RENTANG:
            if target.batas_atas is None:
                return _no_target(RENTANG, "Batas atas rentang belum diisi: capaian tidak dihitung (n/a).")
            return measure_rentang(r, t, as_fraction(target.batas_atas), aturan.rumus_minimalkan)
