"""Every formula by a table worked out by hand. Source: DOMAIN 4, the table of polaritas and the rules below it."""

from decimal import Decimal

import pytest

from indicators.capaian import (
    MinimalkanFormula,
    Polaritas,
    ResultStatus,
    TargetValue,
    ValueKind,
    apply_formula,
)
from tests.indicators.capaian.rules import rule, target

PERBANDINGAN = MinimalkanFormula.PERBANDINGAN


# DOMAIN 4: "maksimalkan: R / T x 100"; "maksimalkan with negative target: (1 + (1 - R/T)) x 100".
@pytest.mark.parametrize(
    ("realisasi", "sasaran", "exact", "text"),
    [
        ("12", "12", "100/1", "100,00"),
        ("0", "12", "0/1", "0,00"),
        ("8", "4", "200/1", "200,00"),
        ("15", "19", "1500/19", "78,95"),
        ("2.76", "2.0", "138/1", "138,00"),
        ("2.76", "2.75", "1104/11", "100,36"),
        ("1", "3", "100/3", "33,33"),
        ("2", "3", "200/3", "66,67"),
        ("-3", "12", "-25/1", "-25,00"),
        ("1", "800", "1/8", "0,13"),
        ("-10", "-10", "100/1", "100,00"),
        ("-5", "-10", "150/1", "150,00"),
        ("0", "-10", "200/1", "200,00"),
        ("5", "-10", "250/1", "250,00"),
        ("-20", "-10", "0/1", "0,00"),
        ("-25", "-10", "-50/1", "-50,00"),
    ],
)
def test_maksimalkan(realisasi: str, sasaran: str, exact: str, text: str) -> None:
    hasil = apply_formula(rule(Polaritas.MAKSIMALKAN), target(sasaran), Decimal(realisasi))
    assert (hasil.status, hasil.exact_text, hasil.teks) == (ResultStatus.DIHITUNG, exact, text)


# DOMAIN 4: "minimalkan: (2T - R) / T x 100, not below 0".
@pytest.mark.parametrize(
    ("realisasi", "sasaran", "exact", "text"),
    [
        ("35", "40", "225/2", "112,50"),
        ("40", "40", "100/1", "100,00"),
        ("0", "40", "200/1", "200,00"),
        ("60", "40", "50/1", "50,00"),
        ("80", "40", "0/1", "0,00"),
        ("81", "40", "0/1", "0,00"),
        ("400", "40", "0/1", "0,00"),
        ("-4", "40", "210/1", "210,00"),
        ("2", "3", "400/3", "133,33"),
    ],
)
def test_minimalkan_by_difference(realisasi: str, sasaran: str, exact: str, text: str) -> None:
    hasil = apply_formula(rule(Polaritas.MINIMALKAN), target(sasaran), Decimal(realisasi))
    assert (hasil.status, hasil.exact_text, hasil.teks) == (ResultStatus.DIHITUNG, exact, text)


# DOMAIN 4: "Alternative per indicator: T / R x 100, R = 0 gives 100".
@pytest.mark.parametrize(
    ("realisasi", "sasaran", "exact"),
    [("40", "40", "100/1"), ("80", "40", "50/1"), ("20", "40", "200/1"), ("30", "40", "400/3"), ("0", "40", "100/1")],
)
def test_minimalkan_by_quotient(realisasi: str, sasaran: str, exact: str) -> None:
    hasil = apply_formula(rule(Polaritas.MINIMALKAN, rumus=PERBANDINGAN), target(sasaran), Decimal(realisasi))
    assert (hasil.status, hasil.exact_text) == (ResultStatus.DIHITUNG, exact)


def test_minimalkan_by_quotient_has_no_meaning_for_a_negative_realisasi() -> None:
    hasil = apply_formula(rule(Polaritas.MINIMALKAN, rumus=PERBANDINGAN), target("40"), Decimal(-1))
    assert (hasil.status, hasil.teks) == (ResultStatus.TIDAK_TERDEFINISI, "n/a")
    assert "Pakai rumus selisih" in hasil.kalimat


# DOMAIN 4: "stabilkan: R / T x 100 when R <= T, else 200 - R / T x 100, not below 0".
@pytest.mark.parametrize(
    ("realisasi", "exact"),
    [
        ("50", "100/1"),
        ("40", "80/1"),
        ("60", "80/1"),
        ("0", "0/1"),
        ("100", "0/1"),
        ("101", "0/1"),
        ("75", "50/1"),
        ("-5", "0/1"),
    ],
)
def test_stabilkan(realisasi: str, exact: str) -> None:
    hasil = apply_formula(rule(Polaritas.STABILKAN), target("50"), Decimal(realisasi))
    assert (hasil.status, hasil.exact_text) == (ResultStatus.DIHITUNG, exact)


# DOMAIN 4: "rentang: inside: 100; above: the upper bound as minimalkan; below: the lower bound as maksimalkan".
@pytest.mark.parametrize(
    ("realisasi", "lower", "upper", "rumus", "exact"),
    [
        ("60", "60", "80", MinimalkanFormula.SELISIH, "100/1"),
        ("70", "60", "80", MinimalkanFormula.SELISIH, "100/1"),
        ("80", "60", "80", MinimalkanFormula.SELISIH, "100/1"),
        ("45", "60", "80", MinimalkanFormula.SELISIH, "75/1"),
        ("-6", "60", "80", MinimalkanFormula.SELISIH, "-10/1"),
        ("100", "60", "80", MinimalkanFormula.SELISIH, "75/1"),
        ("200", "60", "80", MinimalkanFormula.SELISIH, "0/1"),
        ("100", "60", "80", PERBANDINGAN, "80/1"),
        ("0", "0", "5", MinimalkanFormula.SELISIH, "100/1"),
        ("6", "0", "5", MinimalkanFormula.SELISIH, "80/1"),
        ("7", "7", "7", MinimalkanFormula.SELISIH, "100/1"),
    ],
)
def test_rentang(realisasi: str, lower: str, upper: str, rumus: MinimalkanFormula, exact: str) -> None:
    hasil = apply_formula(rule(Polaritas.RENTANG, rumus=rumus), target(lower, upper), Decimal(realisasi))
    assert (hasil.status, hasil.exact_text, hasil.rumus) == (ResultStatus.DIHITUNG, exact, "Rentang")


@pytest.mark.parametrize(
    ("lower", "upper", "realisasi", "status", "words"),
    [
        ("60", None, "70", ResultStatus.BELUM_ADA_TARGET, "Batas atas rentang belum diisi"),
        (None, "80", "70", ResultStatus.BELUM_ADA_TARGET, "Target belum diisi"),
        ("0", "0", "0", ResultStatus.BELUM_ADA_TARGET, "belum ada target"),
        ("80", "60", "70", ResultStatus.TIDAK_TERDEFINISI, "lebih besar daripada batas atas"),
        ("-5", "5", "0", ResultStatus.TIDAK_TERDEFINISI, "Target negatif"),
        ("0", "5", "-1", ResultStatus.TIDAK_TERDEFINISI, "di bawah batas bawah 0"),
    ],
)
def test_rentang_without_a_result(
    lower: str | None, upper: str | None, realisasi: str, status: ResultStatus, words: str
) -> None:
    hasil = apply_formula(rule(Polaritas.RENTANG), target(lower, upper), Decimal(realisasi))
    assert (hasil.status, hasil.nilai, hasil.teks) == (status, None, "n/a")
    assert words in hasil.kalimat


# DOMAIN 4: "predicate: score(R) / score(T) x 100"; DOMAIN 3: letters are printed, the score never.
@pytest.mark.parametrize("polaritas", list(Polaritas))
def test_predicate_is_score_against_score_whatever_the_polaritas(polaritas: Polaritas) -> None:
    hasil = apply_formula(
        rule(polaritas, jenis=ValueKind.PREDIKAT), TargetValue(Decimal(5), teks="BB"), Decimal(4), "B"
    )
    assert hasil.kalimat == "skor(B) / skor(BB) x 100 = 80,00 %"


def test_predicate_without_letters_still_hides_the_scores() -> None:
    hasil = apply_formula(rule(jenis=ValueKind.PREDIKAT), target("7"), Decimal(7))
    assert hasil.kalimat == "skor realisasi / skor target x 100 = 100,00 %"


@pytest.mark.parametrize(
    ("score", "status"), [("0", ResultStatus.BELUM_ADA_TARGET), ("-1", ResultStatus.TIDAK_TERDEFINISI)]
)
def test_predicate_needs_a_positive_target_score(score: str, status: ResultStatus) -> None:
    assert apply_formula(rule(jenis=ValueKind.PREDIKAT), target(score), Decimal(3)).status == status


# DOMAIN 4: "Target 0: n/a, belum ada target: out of every average, never 0 % and never 100 %".
@pytest.mark.parametrize("polaritas", [Polaritas.MAKSIMALKAN, Polaritas.STABILKAN])
@pytest.mark.parametrize("realisasi", ["0", "1", "-1"])
def test_target_zero_is_no_target(polaritas: Polaritas, realisasi: str) -> None:
    hasil = apply_formula(rule(polaritas), target("0"), Decimal(realisasi))
    assert (hasil.status, hasil.nilai, hasil.teks) == (ResultStatus.BELUM_ADA_TARGET, None, "n/a")
    assert hasil.kalimat == "Target 0: capaian tidak dihitung (n/a, belum ada target)."


# DOMAIN 4: "minimalkan with T = 0: with a realisasi terburuk W: (W - R) / W x 100".
@pytest.mark.parametrize(
    ("realisasi", "exact"), [("0", "100/1"), ("5", "75/1"), ("20", "0/1"), ("30", "0/1"), ("-2", "110/1")]
)
@pytest.mark.parametrize("rumus", list(MinimalkanFormula))
def test_minimalkan_to_zero_with_a_worst_case(realisasi: str, exact: str, rumus: MinimalkanFormula) -> None:
    hasil = apply_formula(rule(Polaritas.MINIMALKAN, rumus=rumus, terburuk="20"), target("0"), Decimal(realisasi))
    assert (hasil.status, hasil.exact_text) == (ResultStatus.DIHITUNG, exact)


# DOMAIN 4: "without: R = 0 gives 100, R > 0 is n/a and wants a note".
@pytest.mark.parametrize("rumus", list(MinimalkanFormula))
def test_minimalkan_to_zero_reached_is_100(rumus: MinimalkanFormula) -> None:
    hasil = apply_formula(rule(Polaritas.MINIMALKAN, rumus=rumus), target("0"), Decimal(0))
    assert (hasil.exact_text, hasil.catatan) == ("100/1", "")


@pytest.mark.parametrize("rumus", list(MinimalkanFormula))
@pytest.mark.parametrize("realisasi", ["1", "0.0001", "-1"])
def test_minimalkan_to_zero_missed_is_na_and_wants_a_note(realisasi: str, rumus: MinimalkanFormula) -> None:
    hasil = apply_formula(rule(Polaritas.MINIMALKAN, rumus=rumus), target("0"), Decimal(realisasi))
    assert (hasil.status, hasil.teks) == (ResultStatus.TIDAK_TERDEFINISI, "n/a")
    assert hasil.catatan.startswith("Jelaskan realisasi ini")


@pytest.mark.parametrize("terburuk", ["0", "-5"])
def test_minimalkan_to_zero_with_an_impossible_worst_case_is_na(terburuk: str) -> None:
    hasil = apply_formula(rule(Polaritas.MINIMALKAN, terburuk=terburuk), target("0"), Decimal(1))
    assert hasil.status == ResultStatus.TIDAK_TERDEFINISI
    assert "harus lebih dari 0" in hasil.kalimat


# DOMAIN 4: "A negative target is defined for maksimalkan only; elsewhere n/a with the reason".
@pytest.mark.parametrize("polaritas", [Polaritas.MINIMALKAN, Polaritas.STABILKAN])
def test_negative_target_elsewhere_is_na_with_the_reason(polaritas: Polaritas) -> None:
    hasil = apply_formula(rule(polaritas, terburuk="9"), target("-10"), Decimal(-10))
    assert (hasil.status, hasil.teks) == (ResultStatus.TIDAK_TERDEFINISI, "n/a")
    assert hasil.kalimat.startswith("Target negatif: capaian hanya ditetapkan untuk polaritas maksimalkan.")


# Issue 3: "(2 x 40 - 35) / 40 x 100 = 112,50 %": the sentence behind every figure.
@pytest.mark.parametrize(
    ("polaritas", "sasaran", "realisasi", "sentence"),
    [
        (Polaritas.MINIMALKAN, target("40"), "35", "(2 x 40 - 35) / 40 x 100 = 112,50 %"),
        (
            Polaritas.MINIMALKAN,
            target("40"),
            "100",
            "(2 x 40 - 100) / 40 x 100 = -50,00 %, tidak kurang dari 0: 0,00 %",
        ),
        (Polaritas.MAKSIMALKAN, target("2.0"), "2.76", "2,76 / 2 x 100 = 138,00 %"),
        (Polaritas.MAKSIMALKAN, target("2400000000"), "2360141080", "2.360.141.080 / 2.400.000.000 x 100 = 98,34 %"),
        (Polaritas.MAKSIMALKAN, target("-10"), "-5", "(1 + (1 - (-5) / (-10))) x 100 = 150,00 %"),
        (Polaritas.STABILKAN, target("50"), "60", "200 - 60 / 50 x 100 = 80,00 %"),
        (Polaritas.RENTANG, target("60", "80"), "70", "Realisasi 70 di dalam rentang 60 sampai 80: 100,00 %"),
        (Polaritas.RENTANG, target("60", "80"), "45", "Di bawah rentang 60 sampai 80: 45 / 60 x 100 = 75,00 %"),
        (
            Polaritas.RENTANG,
            target("60", "80"),
            "100",
            "Di atas rentang 60 sampai 80: (2 x 80 - 100) / 80 x 100 = 75,00 %",
        ),
    ],
)
def test_sentence_shows_the_computation(
    polaritas: Polaritas, sasaran: TargetValue, realisasi: str, sentence: str
) -> None:
    assert apply_formula(rule(polaritas), sasaran, Decimal(realisasi)).kalimat == sentence
