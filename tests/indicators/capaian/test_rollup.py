"""Means of a level and the cap. Source: DOMAIN 4 (exact arithmetic, roll-up, cap)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.capaian import MeasureSettings, ResultStatus, mean, measure_against
from tests.indicators.capaian.rules import result, rule, target


def test_mean_of_quotients_is_exact() -> None:
    # DOMAIN 4: 10/30, 34/30, 7/12, 5/40 average to exactly 54,375 %, which Decimal prints as 54,37.
    parts = [("10", "30"), ("34", "30"), ("7", "12"), ("5", "40")]
    average = mean(measure_against(rule(), target(plan), Decimal(done)) for done, plan in parts)
    assert average.nilai == Fraction("54.375")
    assert (average.teks, average.exact_text) == ("54,38", "435/8")


def test_mean_leaves_out_what_is_na_and_counts_it() -> None:
    average = mean([result(50), result(None), result(100), result(0), result(None)])
    assert (average.teks, average.jumlah_dihitung, average.tanpa_nilai) == ("50,00", 3, 2)
    assert average.kalimat == "Rata-rata sederhana 3 dari 5 indikator = 50,00 %"


def test_mean_over_very_many_targets_is_still_written_exactly() -> None:
    """1000 odd targets of eleven digits: the common denominator is longer than Python writes whole numbers out."""
    targets = [10**10 + 2 * number + 1 for number in range(1000)]
    exact = mean([result(Fraction(100, value)) for value in targets])
    assert exact.exact_text is not None
    numerator, _, denominator = exact.exact_text.partition("/")
    assert len(denominator) > 4300
    assert (len(numerator), exact.teks) == (len(denominator) - 8, "0,00")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_mean_of_na_only_is_na(count: int) -> None:
    average = mean([result(None)] * count)
    assert (average.status, average.nilai, average.teks) == (ResultStatus.TIDAK_TERDEFINISI, None, "n/a")
    assert (average.jumlah_dihitung, average.tanpa_nilai) == (0, count)


# DOMAIN 4: "an optional cap per year acts in averages only, the table shows the uncapped figure".
@pytest.mark.parametrize(("cap", "text"), [(None, "125,00"), ("100", "75,00"), ("120", "85,00"), ("500", "125,00")])
def test_cap_acts_in_the_mean_only(cap: str | None, text: str) -> None:
    settings = MeasureSettings(batas_capaian=None if cap is None else Decimal(cap))
    results = [result(200), result(50)]
    assert mean(results, settings).teks == text
    assert [single.teks for single in results] == ["200,00", "50,00"]


def test_cap_is_told_in_the_sentence() -> None:
    sentence = mean([result(200)], MeasureSettings(batas_capaian=Decimal(120))).kalimat
    assert sentence.endswith("capaian di atas 120,00 % dihitung 120,00 %")
