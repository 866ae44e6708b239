"""Words for figures. Source: DOMAIN 4 (predicate of capaian, predicate of a SAKIP score) and 3 (predicate scales)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.capaian import InvalidValue, MeasureSettings, PredicateScale, predicate_of_capaian, predicate_of_sakip


# DOMAIN 4: >= 91 Sangat Tinggi, >= 76 Tinggi, >= 66 Sedang, >= 51 Rendah, else Sangat Rendah; on the 2-decimal value.
@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("138", "Sangat Tinggi"),
        ("91", "Sangat Tinggi"),
        ("90.995", "Sangat Tinggi"),
        ("90.99499", "Tinggi"),
        ("76", "Tinggi"),
        ("75.995", "Tinggi"),
        ("75.99", "Sedang"),
        ("66", "Sedang"),
        ("65.99", "Rendah"),
        ("51.08", "Rendah"),
        ("51", "Rendah"),
        ("50.99", "Sangat Rendah"),
        ("0", "Sangat Rendah"),
        ("-25", "Sangat Rendah"),
    ],
)
def test_predicate_of_capaian(value: str, name: str) -> None:
    assert predicate_of_capaian(Fraction(value)) == name


def test_predicate_of_capaian_with_the_years_own_bounds() -> None:
    settings = MeasureSettings(ambang=((Decimal("85"), "Baik"), (Decimal("55.5"), "Cukup")), predikat_terendah="Kurang")
    values = ["85", "84.99", "55.5", "55.49"]
    assert [predicate_of_capaian(Fraction(value), settings) for value in values] == ["Baik", "Cukup", "Cukup", "Kurang"]


@pytest.mark.parametrize("bounds", [("76", "91"), ("91", "91")])
def test_bounds_must_fall(bounds: tuple[str, str]) -> None:
    with pytest.raises(InvalidValue):
        MeasureSettings(ambang=tuple((Decimal(bound), "x") for bound in bounds))


@pytest.mark.parametrize("cap", ["0", "-1", "NaN"])
def test_cap_must_be_positive(cap: str) -> None:
    with pytest.raises(InvalidValue):
        MeasureSettings(batas_capaian=Decimal(cap))


# DOMAIN 4: "lower bounds exclusive: AA > 90, A > 80, BB > 70, B > 60, CC > 50, C > 30, D. 90,00 is A."
@pytest.mark.parametrize(
    ("score", "letters"),
    [
        ("100", "AA"),
        ("90.01", "AA"),
        ("90.005", "AA"),
        ("90.004", "A"),
        ("90.00", "A"),
        ("81.18", "A"),
        ("80.00", "BB"),
        ("70", "B"),
        ("60", "CC"),
        ("50", "C"),
        ("30.01", "C"),
        ("30.0049", "D"),
        ("30", "D"),
        ("0", "D"),
    ],
)
def test_predicate_of_sakip(score: str, letters: str) -> None:
    assert predicate_of_sakip(Decimal(score)) == letters


@pytest.mark.parametrize("score", ["NaN", "sNaN", "Infinity", "1E+999999"])
def test_predicate_of_sakip_refuses_what_is_no_score(score: str) -> None:
    with pytest.raises(InvalidValue):
        predicate_of_sakip(Decimal(score))


SKALA = PredicateScale((("WTP", Decimal(4)), ("WDP", Decimal(3)), ("TMP", Decimal("1.5"))))


def test_scale_reads_and_prints_letters() -> None:
    assert SKALA.score_of(" wt p ") == Decimal(4)
    assert SKALA.score_of("BB") is None
    assert SKALA.letter_of(Decimal("1.50")) == "TMP"
    assert SKALA.letter_of(Fraction(7, 2)) is None


@pytest.mark.parametrize("pairs", [(("A", 1), ("a", 2)), (("A", 1), ("B", 1))])
def test_scale_is_unambiguous(pairs: tuple[tuple[str, int], ...]) -> None:
    with pytest.raises(InvalidValue):
        PredicateScale(tuple((letters, Decimal(score)) for letters, score in pairs))
