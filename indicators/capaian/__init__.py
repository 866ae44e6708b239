"""The one engine that computes capaian: pure, exact, independent of date, locale, database and order.

`formulas` has one function per row of the table of formulas, `consolidation` makes a year of quarters, `measure`
judges a quarter, the year or any other target, `rollup` averages, `classes` says what may be said of it, `anggaran`
holds money beside it, `target_triwulan` reads targets per quarter, `numbers` reads what people type, `two_readings`
asks back what reads two ways, `writing` prints.
"""

from indicators.capaian.anggaran import efisiensi, serapan
from indicators.capaian.classes import BELOW, MEASURED, Assessment, LevelAssessment, assess, is_below_target
from indicators.capaian.consolidation import ConsolidatedValue, consolidate
from indicators.capaian.exact import MAX_DECIMALS, MAX_DIGITS, Angka, InvalidValue
from indicators.capaian.formulas import RUMUS, apply_formula, formula_text
from indicators.capaian.kinds import (
    CapaianClass,
    EntryStatus,
    Konsolidasi,
    MinimalkanFormula,
    Polaritas,
    PolaTarget,
    ResultStatus,
    ValueKind,
)
from indicators.capaian.legend import legend, name_measure
from indicators.capaian.measure import (
    is_judged,
    is_judged_at_year_end,
    measure_against,
    measure_quarter,
    measure_year,
    not_measured,
    not_yet,
)
from indicators.capaian.numbers import NotANumber, Reading, read_cell, read_number
from indicators.capaian.predicates import PredicateScale, predicate_of_capaian, predicate_of_sakip
from indicators.capaian.rollup import mean
from indicators.capaian.two_readings import ChosenReading, OneReading, ReadingChoice, TwoReadings
from indicators.capaian.values import (
    BELUM_DIISI,
    TIDAK_DIHITUNG,
    EfisiensiResult,
    MeanResult,
    MeasureRules,
    MeasureSettings,
    QuarterResult,
    RealisasiValue,
    Result,
    TargetValue,
    YearResult,
)
from indicators.capaian.words import printed_unit
from indicators.capaian.writing import (
    is_rounded,
    plain_figure,
    read_percent,
    text_of_figure,
    write_exact,
    write_number,
    write_percent,
    write_range,
)

__all__ = [
    "BELOW",
    "BELUM_DIISI",
    "MAX_DECIMALS",
    "MAX_DIGITS",
    "MEASURED",
    "RUMUS",
    "TIDAK_DIHITUNG",
    "Angka",
    "Assessment",
    "CapaianClass",
    "ChosenReading",
    "ConsolidatedValue",
    "EfisiensiResult",
    "EntryStatus",
    "InvalidValue",
    "Konsolidasi",
    "LevelAssessment",
    "MeanResult",
    "MeasureRules",
    "MeasureSettings",
    "MinimalkanFormula",
    "NotANumber",
    "OneReading",
    "PolaTarget",
    "Polaritas",
    "PredicateScale",
    "QuarterResult",
    "Reading",
    "ReadingChoice",
    "RealisasiValue",
    "Result",
    "ResultStatus",
    "TargetValue",
    "TwoReadings",
    "ValueKind",
    "YearResult",
    "apply_formula",
    "assess",
    "consolidate",
    "efisiensi",
    "formula_text",
    "is_below_target",
    "is_judged",
    "is_judged_at_year_end",
    "is_rounded",
    "legend",
    "mean",
    "measure_against",
    "measure_quarter",
    "measure_year",
    "name_measure",
    "not_measured",
    "not_yet",
    "plain_figure",
    "predicate_of_capaian",
    "predicate_of_sakip",
    "printed_unit",
    "read_cell",
    "read_number",
    "read_percent",
    "serapan",
    "text_of_figure",
    "write_exact",
    "write_number",
    "write_percent",
    "write_range",
]
