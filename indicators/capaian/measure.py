"""Measuring one indicator: a quarter, the year, and any other target (DOMAIN 4)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from indicators.capaian.consolidation import ConsolidatedValue, consolidate
from indicators.capaian.exact import InvalidValue, as_fraction
from indicators.capaian.formulas import apply_formula
from indicators.capaian.kinds import (
    ACCUMULATING,
    EntryStatus,
    Konsolidasi,
    Polaritas,
    PolaTarget,
    ResultStatus,
    ValueKind,
)
from indicators.capaian.predicates import predicate_of_capaian
from indicators.capaian.values import (
    MeasureRules,
    MeasureSettings,
    QuarterResult,
    RealisasiValue,
    Result,
    TargetValue,
    YearResult,
)
from indicators.triwulan import LAST_QUARTER

_BLANK = "Realisasi belum diisi."
_AT_YEAR_END = (
    "Nilai yang bertambah sepanjang tahun belum dapat dibandingkan dengan target setahun: dinilai pada akhir tahun."
)
_NO_PROGRESS = "Progres tahun hanya dihitung untuk indikator maksimalkan dan predikat."


def is_judged(aturan: MeasureRules, triwulan: int, pengaturan: MeasureSettings | None = None) -> bool:
    """Whether colour and predicate may be shown in that quarter.

    `bertahap` always; `tetap` only in TW IV, unless the office's setting says otherwise (DOMAIN 4, R).
    """
    settings = pengaturan or MeasureSettings()
    return (
        triwulan == LAST_QUARTER
        or aturan.pola_target == PolaTarget.BERTAHAP
        or settings.nilai_tetap_sebelum_akhir_tahun
    )


def is_rising(aturan: MeasureRules) -> bool:
    """Whether more is better: maksimalkan, and a predicate, which has no polaritas. Only these have a progres tahun."""
    return aturan.jenis_nilai == ValueKind.PREDIKAT or aturan.polaritas == Polaritas.MAKSIMALKAN


def is_judged_at_year_end(aturan: MeasureRules, triwulan: int) -> bool:
    """Whether the quarter has no capaian at all (DOMAIN 4): an accumulating value of which less, the target itself or
    a range is best says nothing against the year's repeated target before the year is over."""
    return (
        triwulan < LAST_QUARTER
        and aturan.pola_target == PolaTarget.TETAP
        and aturan.konsolidasi in ACCUMULATING
        and not is_rising(aturan)
    )


def has_target(aturan: MeasureRules, target: TargetValue) -> bool:
    """Whether there is a target to be measured by: one that was set and is not the 0 that means "none" (DOMAIN 4)."""
    if target.nilai is None:
        return False
    return apply_formula(aturan, target, target.nilai).status != ResultStatus.BELUM_ADA_TARGET


def measure_quarter(
    aturan: MeasureRules,
    *,
    triwulan: int,
    target: Sequence[TargetValue],
    target_tahun: TargetValue,
    realisasi: Sequence[RealisasiValue],
    pengaturan: MeasureSettings | None = None,
) -> QuarterResult:
    """Both figures of one quarter: capaian triwulan and progres tahun.

    `target`: the four printed (year-to-date) targets; `realisasi`: the entries of TW 1..triwulan at least, later
    ones are ignored; `consolidation` says how they become one value and what a gap does. A blank or unavailable
    realisasi is named before a missing target. Raises InvalidValue for a wrong quarter or too short lists.
    """
    if triwulan not in range(1, LAST_QUARTER + 1):
        raise InvalidValue(f"Triwulan harus 1 sampai 4, bukan {triwulan}.")
    if len(target) != LAST_QUARTER or len(realisasi) < triwulan:
        raise InvalidValue("Target empat triwulan dan realisasi sampai triwulan yang diukur harus ada.")
    value = consolidate(aturan, realisasi, triwulan)
    own = target[triwulan - 1]
    capaian = _with_note(_judge(aturan, own, value), _plan_note(aturan, target, target_tahun))
    if is_judged_at_year_end(aturan, triwulan):
        capaian = _deferred(capaian)
    judged = is_judged(aturan, triwulan, pengaturan)
    predicate = predicate_of_capaian(capaian.nilai, pengaturan) if judged and capaian.nilai is not None else None
    return QuarterResult(
        triwulan=triwulan,
        nilai=value.nilai,
        capaian=capaian,
        progres=_progress(aturan, target_tahun, value),
        dinilai=judged,
        predikat=predicate,
        bertarget=has_target(aturan, own),
        huruf=value.teks,
        dari=value.dari,
    )


def not_measured(triwulan: int) -> QuarterResult:
    """A quarter in which the indicator did not belong to the PK: no target, no figure, in no mean."""
    none = Result(ResultStatus.BELUM_ADA_TARGET, kalimat="Indikator ini tidak ada dalam PK triwulan ini.")
    return QuarterResult(triwulan, None, none, none, dinilai=False, predikat=None, bertarget=False)


@cache
def not_yet(triwulan: int) -> QuarterResult:
    """A quarter after the one that a sheet shows: blank, whatever was entered since."""
    blank = Result(ResultStatus.BELUM_DIISI, kalimat=_BLANK)
    return QuarterResult(triwulan, None, blank, blank, dinilai=False, predikat=None)


def _deferred(result: Result) -> Result:
    """The result without its figure; a gap or a missing target is still named as such."""
    if result.nilai is None:
        return result
    return Result(ResultStatus.DINILAI_AKHIR_TAHUN, None, "", _AT_YEAR_END, result.catatan)


def _progress(aturan: MeasureRules, target_tahun: TargetValue, value: ConsolidatedValue) -> Result:
    """The value against the year's target; only what rises towards it makes progress."""
    result = _judge(aturan, target_tahun, value)
    if is_rising(aturan) or result.status in (ResultStatus.BELUM_DIISI, ResultStatus.TIDAK_TERSEDIA):
        return result
    return Result(ResultStatus.TIDAK_BERLAKU, None, "", _NO_PROGRESS)


def measure_year(
    aturan: MeasureRules,
    *,
    target_tahun: TargetValue,
    realisasi: Sequence[RealisasiValue],
    pengaturan: MeasureSettings | None = None,
) -> YearResult:
    """The year: the consolidated value of TW IV against the year's target of the last PK, with its predicate.

    Equal to `progres` of TW IV where there is one. Raises InvalidValue when there are fewer than four entries.
    """
    if len(realisasi) < LAST_QUARTER:
        raise InvalidValue("Realisasi empat triwulan harus ada untuk mengukur tahun.")
    value = consolidate(aturan, realisasi, LAST_QUARTER)
    result = _judge(aturan, target_tahun, value)
    return YearResult(
        status=result.status,
        nilai=result.nilai,
        rumus=result.rumus,
        kalimat=result.kalimat,
        catatan=result.catatan,
        masukan=result.masukan,
        realisasi=value.nilai,
        predikat=None if result.nilai is None else predicate_of_capaian(result.nilai, pengaturan),
        bertarget=has_target(aturan, target_tahun),
    )


def measure_against(
    aturan: MeasureRules,
    target: TargetValue,
    value: Decimal | Fraction | RealisasiValue | None,
) -> Result:
    """A consolidated value against any other target, by the indicator's own formula.

    Serves the Renstra's end-of-period target (2,76 against 2,75 = 100,36 %) and last year (its realisasi as the
    target). None is a blank realisasi. Raises InvalidValue.
    """
    if value is None:
        return Result(ResultStatus.BELUM_DIISI, kalimat=_BLANK)
    if not isinstance(value, RealisasiValue):
        return apply_formula(aturan, target, value)
    if value.status == EntryStatus.BELUM_DIISI:
        return Result(ResultStatus.BELUM_DIISI, kalimat=_BLANK)
    if value.nilai is None:
        reason = value.alasan.strip() or "alasan belum ditulis"
        return Result(ResultStatus.TIDAK_TERSEDIA, kalimat=f"Realisasi dinyatakan tidak tersedia ({reason}).")
    return apply_formula(aturan, target, value.nilai, value.teks)


def _judge(aturan: MeasureRules, target: TargetValue, value: ConsolidatedValue) -> Result:
    """A consolidated value against a target, with how the value came about in the sentence."""
    if value.status == EntryStatus.BELUM_DIISI:
        return Result(ResultStatus.BELUM_DIISI, kalimat=value.kalimat)
    if value.nilai is None:
        return Result(ResultStatus.TIDAK_TERSEDIA, kalimat=value.kalimat)
    result = _with_note(apply_formula(aturan, target, value.nilai, value.teks), value.catatan)
    return replace(result, kalimat=f"{value.kalimat}; {result.kalimat}") if value.kalimat else result


def _with_note(result: Result, note: str) -> Result:
    return replace(result, catatan=" ".join(part for part in (result.catatan, note) if part)) if note else result


def _plan_note(aturan: MeasureRules, target: Sequence[TargetValue], target_tahun: TargetValue) -> str:
    """Quarter targets of a penjumlahan that add up to the year's were surely not written year to date."""
    if aturan.konsolidasi != Konsolidasi.PENJUMLAHAN or aturan.pola_target != PolaTarget.BERTAHAP:
        return ""
    values = [as_fraction(quarter.nilai) for quarter in target if quarter.nilai is not None]
    if target_tahun.nilai is None or len(values) < LAST_QUARTER or values[-1] == as_fraction(target_tahun.nilai):
        return ""
    if sum(values, Fraction(0)) != as_fraction(target_tahun.nilai):
        return ""
    return "Target triwulan tampaknya ditulis per triwulan; tulis target akumulatif sampai triwulan itu."
