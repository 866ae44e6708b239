"""One class for each indicator, a predicate only for a level that is covered. Source: DOMAIN 4 (Coverage) and 6."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.capaian import (
    BELOW,
    Assessment,
    CapaianClass,
    Konsolidasi,
    MeasureSettings,
    Polaritas,
    PolaTarget,
    RealisasiValue,
    Result,
    ResultStatus,
    TargetValue,
    ValueKind,
    assess,
    measure_quarter,
    measure_year,
    name_measure,
)
from indicators.capaian.measure import has_target
from tests.indicators.capaian.rules import entries, result, rule, target, targets

TETAP = PolaTarget.TETAP


def without(status: ResultStatus) -> Result:
    return Result(status)


@pytest.mark.parametrize(
    ("hasil", "dinilai", "kelas"),
    [
        (result(Fraction(100004, 1000)), True, CapaianClass.TERCAPAI),
        (result(Fraction(99996, 1000)), True, CapaianClass.TERCAPAI),  # prints 100,00
        (result(Fraction(99994, 1000)), True, CapaianClass.DI_BAWAH_TARGET),  # prints 99,99
        (result(Fraction(99994, 1000)), False, CapaianClass.DI_BAWAH_BELUM_DINILAI),
        (result(Fraction(100005, 1000)), True, CapaianClass.MELAMPAUI),  # prints 100,01
        (result(138), False, CapaianClass.MELAMPAUI),
        (result(0), True, CapaianClass.DI_BAWAH_TARGET),
        (without(ResultStatus.BELUM_ADA_TARGET), True, CapaianClass.BELUM_ADA_TARGET),
        (without(ResultStatus.BELUM_DIISI), True, CapaianClass.BELUM_DIISI),
        (without(ResultStatus.TIDAK_TERSEDIA), True, CapaianClass.TIDAK_TERSEDIA),
        (without(ResultStatus.TIDAK_TERDEFINISI), True, CapaianClass.TIDAK_DAPAT_DIHITUNG),
        (without(ResultStatus.DINILAI_AKHIR_TAHUN), False, CapaianClass.DINILAI_AKHIR_TAHUN),
    ],
)
def test_class_of_an_indicator(hasil: Result, dinilai: bool, kelas: CapaianClass) -> None:
    assert Assessment(hasil, dinilai).kelas == kelas
    assert Assessment(hasil, dinilai, dihentikan=True).kelas == CapaianClass.TIDAK_DILANJUTKAN


def test_every_status_has_a_class() -> None:
    for status in ResultStatus:
        hasil = result(1) if status == ResultStatus.DIHITUNG else without(status)
        assert Assessment(hasil).kelas in CapaianClass


def level(*figures: int | None, dinilai: bool = True) -> list[Assessment]:
    """None is blank although there is a target."""
    return [
        Assessment(without(ResultStatus.BELUM_DIISI) if figure is None else result(figure), dinilai)
        for figure in figures
    ]


def test_the_classes_add_up_to_the_level() -> None:
    found = assess([*level(50, 100, 120, None), *level(10, dinilai=False), Assessment(result(5), dihentikan=True)])
    assert found.jumlah == sum(found.kelas.values()) == 6
    assert found.count(*BELOW) == 2
    assert (found.rata.teks, found.rata.jumlah_dihitung, found.rata.jumlah) == ("70,00", 4, 6)


# 80 % of the indicators with a target are needed; the boundary itself suffices.
@pytest.mark.parametrize(
    ("figures", "coverage", "predikat", "alasan"),
    [
        ((100, 100, 100, 100, None), "80", "Sangat Tinggi", ""),
        ((100, 100, 100, None), "80", None, "baru 3 dari 4 indikator bertarget yang dihitung"),
        ((100, 100, 100, None), "75", "Sangat Tinggi", ""),
        ((100, None, None, None), "0", "Sangat Tinggi", ""),
        ((None, None), "80", None, ""),
        ((), "80", None, ""),
    ],
)
def test_a_predicate_needs_coverage(
    figures: tuple[int | None, ...], coverage: str, predikat: str | None, alasan: str
) -> None:
    found = assess(level(*figures), MeasureSettings(cakupan_minimal=Decimal(coverage)))
    assert (found.predikat, found.alasan) == (predikat, alasan)


def test_what_has_no_target_or_is_judged_at_the_years_end_leaves_both_sides() -> None:
    """One of one that can be counted; without the exceptions it would be one of four."""
    rows = [
        *level(100),
        Assessment(without(ResultStatus.BELUM_ADA_TARGET), bertarget=False),
        Assessment(without(ResultStatus.BELUM_DIISI), bertarget=False),
        Assessment(without(ResultStatus.DINILAI_AKHIR_TAHUN), dinilai=False),
    ]
    found = assess(rows)
    assert (found.bertarget, found.predikat) == (1, "Sangat Tinggi")
    assert (found.rata.jumlah_dihitung, found.rata.jumlah) == (1, 4)


def test_one_figure_that_is_not_judged_leaves_the_level_unjudged() -> None:
    found = assess([*level(100, 100), *level(100, dinilai=False)])
    assert (found.predikat, found.alasan) == (None, "1 indikator bertarget tetap baru dinilai pada akhir tahun")


@pytest.mark.parametrize("wrong", ["-1", "100.01"])
def test_a_coverage_is_a_percentage(wrong: str) -> None:
    with pytest.raises(ValueError, match="antara 0 dan 100"):
        MeasureSettings(cakupan_minimal=Decimal(wrong))


@pytest.mark.parametrize("konsolidasi", list(Konsolidasi))
@pytest.mark.parametrize("polaritas", list(Polaritas))
@pytest.mark.parametrize("pola", list(PolaTarget))
def test_accumulating_values_against_a_repeated_target_wait_for_the_years_end(
    polaritas: Polaritas, konsolidasi: Konsolidasi, pola: PolaTarget
) -> None:
    goal = target("10", "20")
    waits = (
        polaritas != Polaritas.MAKSIMALKAN
        and konsolidasi in (Konsolidasi.KUMULATIF, Konsolidasi.PENJUMLAHAN)
        and pola == TETAP
    )
    for triwulan in (1, 2, 3, 4):
        hasil = measure_quarter(
            rule(polaritas, konsolidasi, pola),
            triwulan=triwulan,
            target=[goal] * 4,
            target_tahun=goal,
            realisasi=entries("12", "12", "12", "12"),
        )
        deferred = hasil.capaian.status == ResultStatus.DINILAI_AKHIR_TAHUN
        assert deferred == (waits and triwulan < 4)
        assert hasil.capaian.dihitung != deferred
        assert hasil.progres.dihitung == (polaritas == Polaritas.MAKSIMALKAN)
        assert (hasil.predikat_text == "Dinilai pada akhir tahun") == deferred


def test_what_waits_still_names_a_gap_and_a_missing_target() -> None:
    aturan = rule(Polaritas.STABILKAN, pola=TETAP)
    for done, plan, status in (
        (None, "5", ResultStatus.BELUM_DIISI),
        ("x", "5", ResultStatus.TIDAK_TERSEDIA),
        ("1", "0", ResultStatus.BELUM_ADA_TARGET),
    ):
        hasil = measure_quarter(
            aturan, triwulan=1, target=targets(plan) * 4, target_tahun=target(plan), realisasi=entries(done)
        )
        assert hasil.capaian.status == status


def test_a_predicate_makes_progress_whatever_its_polaritas_says() -> None:
    hasil = measure_quarter(
        rule(Polaritas.MINIMALKAN, pola=TETAP, jenis=ValueKind.PREDIKAT),
        triwulan=1,
        target=targets("80") * 4,
        target_tahun=target("80"),
        realisasi=entries("60"),
    )
    assert (hasil.capaian.teks, hasil.progres.teks) == ("75,00", "75,00")


@pytest.mark.parametrize(
    ("polaritas", "plan", "expected"),
    [
        (Polaritas.MAKSIMALKAN, target(None), False),
        (Polaritas.MAKSIMALKAN, target("0"), False),
        (Polaritas.MAKSIMALKAN, target("-1"), True),
        (Polaritas.STABILKAN, target("0"), False),
        (Polaritas.MINIMALKAN, target("0"), True),
        (Polaritas.RENTANG, target("0", "0"), False),
        (Polaritas.RENTANG, target("0", "5"), True),
        (Polaritas.RENTANG, target("5"), False),
    ],
)
def test_has_target(polaritas: Polaritas, plan: TargetValue, expected: bool) -> None:
    assert has_target(rule(polaritas), plan) == expected


def test_the_year_says_whether_it_has_a_target() -> None:
    year = measure_year(rule(), target_tahun=target("0"), realisasi=entries(None, None, None, None))
    assert (year.status, year.bertarget, Assessment.of_year(year).bertarget) == (ResultStatus.BELUM_DIISI, False, False)


def test_letters_of_a_maximum_are_those_of_the_entry_that_it_is() -> None:
    """B, then A, then B: the highest up to TW III is the A of TW II."""
    hasil = measure_quarter(
        rule(konsolidasi=Konsolidasi.MAKSIMUM, jenis=ValueKind.PREDIKAT),
        triwulan=3,
        target=targets("80") * 4,
        target_tahun=target("80"),
        realisasi=[RealisasiValue.filled(Decimal(s), h) for s, h in (("66", "B"), ("85", "A"), ("66", "B"))],
    )
    assert (hasil.huruf, hasil.dari, hasil.nilai) == ("A", 3, Decimal(85))


@pytest.mark.parametrize(
    ("polaritas", "name"),
    [
        (Polaritas.MAKSIMALKAN, ""),
        (Polaritas.MINIMALKAN, "Minimalkan"),
        (Polaritas.STABILKAN, "Stabilkan"),
        (Polaritas.RENTANG, "Rentang"),
    ],
)
def test_name_of_a_measure_in_a_row(polaritas: Polaritas, name: str) -> None:
    assert name_measure(rule(polaritas)) == name
