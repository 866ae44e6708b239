"""Quarter targets written per quarter and year to date, exactly."""

from decimal import Decimal

import pytest

from indicators.capaian import Konsolidasi
from indicators.capaian.target_triwulan import NotExact, add_up, take_apart

SUM, MEAN = Konsolidasi.PENJUMLAHAN, Konsolidasi.RATA_RATA


def figures(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("konsolidasi", "per_quarter", "to_date"),
    [
        (SUM, ("2", "2", "2", "2"), ("2", "4", "6", "8")),
        (SUM, ("0", "0", "0", "2"), ("0", "0", "0", "2")),
        (SUM, ("0.1", "0.2", "0.3", "0.4"), ("0.1", "0.3", "0.6", "1")),
        (MEAN, ("80", "81", "82", "83"), ("80", "80.5", "81", "81.5")),
        (MEAN, ("0.3", "0.3", "0.3", "0.3"), ("0.3", "0.3", "0.3", "0.3")),
    ],
)
def test_both_ways_say_the_same(
    konsolidasi: Konsolidasi, per_quarter: tuple[str, ...], to_date: tuple[str, ...]
) -> None:
    assert add_up(konsolidasi, figures(*per_quarter)) == figures(*to_date)
    assert take_apart(konsolidasi, figures(*to_date)) == figures(*per_quarter)


@pytest.mark.parametrize(
    ("konsolidasi", "per_quarter", "triwulan"),
    [
        (MEAN, ("1", "2", "2", "2"), 3),  # 5/3
        (MEAN, ("0.0001", "0.0002", "0", "0"), 2),  # 0,00015
        (SUM, ("999999999999999", "1", "0", "0"), 2),  # sixteen digits
    ],
)
def test_what_cannot_be_stored_exactly_is_refused(
    konsolidasi: Konsolidasi, per_quarter: tuple[str, ...], triwulan: int
) -> None:
    with pytest.raises(NotExact, match="tidak dapat disimpan tepat") as wrong:
        add_up(konsolidasi, figures(*per_quarter))
    assert wrong.value.triwulan == triwulan


def test_a_hole_hides_what_the_next_quarter_adds() -> None:
    assert take_apart(SUM, [Decimal(2), None, Decimal(6), Decimal(8)]) == [Decimal(2), None, None, Decimal(2)]
    assert take_apart(Konsolidasi.KUMULATIF, figures("2", "4", "6", "8")) == [None] * 4
