"""Contradictory or inexact values never enter the engine; results print themselves."""

import ast
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import indicators.capaian
from indicators.capaian import (
    BELUM_DIISI,
    EntryStatus,
    InvalidValue,
    Konsolidasi,
    MeasureRules,
    MeasureSettings,
    MinimalkanFormula,
    Polaritas,
    PolaTarget,
    RealisasiValue,
    Result,
    ResultStatus,
    TargetValue,
    ValueKind,
    apply_formula,
    formula_text,
    legend,
    measure_against,
)
from sakip.labelled import Labelled
from tests.indicators.capaian.rules import rule

NOT_FIGURES = [
    1.5,
    True,
    "5",
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("-Infinity"),
    Decimal("1E+999999"),
    Decimal("9" * 70),
]


@pytest.mark.parametrize("value", [*NOT_FIGURES, Decimal("1E-999999")])
def test_only_exact_finite_figures_are_targets_or_realisasi(value: object) -> None:
    with pytest.raises(InvalidValue):
        TargetValue(value)  # type: ignore[arg-type]  # the wrong type is the point
    with pytest.raises(InvalidValue):
        TargetValue(Decimal(1), value)  # type: ignore[arg-type]  # the wrong type is the point
    with pytest.raises(InvalidValue):
        RealisasiValue.filled(value)  # type: ignore[arg-type]  # the wrong type is the point
    with pytest.raises(InvalidValue):
        measure_against(rule(), TargetValue(Decimal(1)), value)  # type: ignore[arg-type]  # the wrong type is the point


def test_status_and_value_of_a_realisasi_agree() -> None:
    with pytest.raises(InvalidValue):
        RealisasiValue(EntryStatus.TERISI)
    for status in (EntryStatus.BELUM_DIISI, EntryStatus.TIDAK_TERSEDIA):
        with pytest.raises(InvalidValue):
            RealisasiValue(status, Decimal(0))


def test_status_and_value_of_a_result_agree() -> None:
    with pytest.raises(InvalidValue):
        Result(ResultStatus.DIHITUNG)
    with pytest.raises(InvalidValue):
        Result(ResultStatus.BELUM_DIISI, Fraction(0))


@pytest.mark.parametrize(
    ("result", "text", "exact"),
    [
        (Result(ResultStatus.DIHITUNG, Fraction(225, 2)), "112,50", "225/2"),
        (Result(ResultStatus.DIHITUNG, Fraction(0)), "0,00", "0/1"),
        (Result(ResultStatus.BELUM_DIISI), "", None),
        (Result(ResultStatus.BELUM_ADA_TARGET), "n/a", None),
        (Result(ResultStatus.TIDAK_TERSEDIA), "n/a", None),
        (Result(ResultStatus.TIDAK_TERDEFINISI), "n/a", None),
    ],
)
def test_a_result_as_a_table_prints_it(result: Result, text: str, exact: str | None) -> None:
    assert (result.teks, result.exact_text) == (text, exact)


def test_blank_is_one_constant() -> None:
    assert RealisasiValue(EntryStatus.BELUM_DIISI) == BELUM_DIISI


@pytest.mark.parametrize(
    "enum", [Polaritas, Konsolidasi, PolaTarget, ValueKind, MinimalkanFormula, EntryStatus, ResultStatus]
)
def test_every_member_has_a_label_and_a_stored_word(enum: type[Labelled]) -> None:
    pairs = [(member.value, member.label) for member in enum]
    assert [value for value, _ in pairs] == [member.name.lower() for member in enum]
    assert all(label for _, label in pairs)
    assert len({label for _, label in pairs}) == len(pairs)


def test_legend_names_the_formulas_in_use_once() -> None:
    rules = [rule(), rule(), rule(Polaritas.RENTANG, rumus=MinimalkanFormula.PERBANDINGAN, pola=PolaTarget.TETAP)]
    sentences = legend(rules, MeasureSettings(batas_capaian=Decimal(120)))
    assert sum(sentence.startswith("Maksimalkan: R / T x 100") for sentence in sentences) == 1
    assert sum(sentence.startswith("Minimalkan (perbandingan): T / R x 100") for sentence in sentences) == 1
    assert not any(sentence.startswith(("Stabilkan", "Minimalkan:")) for sentence in sentences)
    assert any("baru diberi predikat pada Triwulan IV" in sentence for sentence in sentences)
    assert any("di atas 120,00 % dihitung 120,00 %" in sentence for sentence in sentences)
    assert "Sangat Tinggi (mulai 91,00 %)" in sentences[-1]


def test_legend_prints_a_formula_that_only_a_figure_called_for() -> None:
    """A negative target: the rule alone does not show it."""
    negative = apply_formula(rule(), TargetValue(Decimal(-10)), Decimal(-5))
    assert legend([rule()], results=[negative]) == [
        sentence
        for sentence in legend([rule()])
        for sentence in (
            [sentence, "Maksimalkan dengan target negatif: (1 + (1 - R / T)) x 100."]
            if sentence.startswith("Maksimalkan:")
            else [sentence]
        )
    ]
    without = apply_formula(rule(), TargetValue(None), Decimal(5))
    assert legend([rule()], results=[without]) == legend([rule()])


def test_formula_of_a_result_as_a_page_explains_it() -> None:
    assert formula_text("Maksimalkan") == "Maksimalkan: R / T x 100"
    assert formula_text("") == ""


def test_legend_covers_every_rule() -> None:
    for polaritas in Polaritas:
        for jenis in ValueKind:
            aturan = MeasureRules(polaritas, Konsolidasi.KUMULATIF, PolaTarget.BERTAHAP, jenis)
            assert all(sentence.endswith(".") for sentence in legend([aturan]))


def engine_modules() -> list[Path]:
    return sorted(Path(indicators.capaian.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("module", engine_modules(), ids=lambda path: path.stem)
def test_the_engine_is_pure(module: Path) -> None:
    """Standard library, itself, quarters and closed lists only; no clock, no locale, no binary float arithmetic."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""]
        for name in names:
            own = name.startswith("indicators.capaian") or name in (
                "indicators.capaian",
                "indicators.triwulan",
                "sakip.labelled",
            )
            assert own or is_allowed(name), name
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float), ast.dump(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"float", "round", "open", "eval", "exec"}


def is_allowed(module: str) -> bool:
    root = module.partition(".")[0]
    banned = {"datetime", "time", "locale", "os", "random", "math", "statistics", "socket", "sqlite3"}
    return root in sys.stdlib_module_names and root not in banned
