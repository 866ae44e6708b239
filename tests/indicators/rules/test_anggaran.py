"""What is odd about a row's money: one test per rule, each with the case beside it that is not odd."""

from dataclasses import replace
from decimal import Decimal

from indicators.rules.anggaran import MONEY_RULES, MoneyFacts, find_money_oddities

D = Decimal
PLAIN = MoneyFacts(D(100), D(100), D(100), D(50), D(40), D("45.5"), D(40))


def codes(**changes: Decimal | None) -> list[str]:
    return [found.kode for found in find_money_oddities(replace(PLAIN, **changes))]


def test_nothing_is_odd_about_plain_money_or_about_none() -> None:
    assert codes() == []
    assert find_money_oddities(MoneyFacts(None, None, None, None, None, None, None)) == []


def test_more_than_the_pagu_is_odd() -> None:
    assert codes(keuangan=D(100)) == []
    assert codes(keuangan=D("100.01")) == ["di_atas_pagu"]
    assert codes(keuangan=D(0), keuangan_lalu=None, pagu=D(0)) == []


def test_money_that_falls_is_odd() -> None:
    assert codes(keuangan=D(40)) == []
    assert codes(keuangan=D("39.99")) == ["keuangan_turun"]


def test_physical_progress_that_falls_is_odd() -> None:
    assert codes(fisik=D(40)) == []
    assert codes(fisik=D("39.5")) == ["fisik_turun"]


def test_a_rak_that_does_not_add_up_is_odd() -> None:
    assert codes(rak_setahun=None) == []
    assert codes(rak_setahun=D(99)) == ["rak_berbeda"]


def test_every_sentence_says_the_figures_and_what_to_do() -> None:
    worst = MoneyFacts(D(1000), D(1000), D(900), D(2360141080), D(2360141081), D("12.5"), D(20))
    found = find_money_oddities(worst)
    assert len(found) == len(MONEY_RULES)
    assert found[0].kalimat.startswith("Realisasi keuangan Rp2.360.141.080 melebihi pagu Rp1.000.")
    assert all(item.kalimat.endswith(".") for item in found)
