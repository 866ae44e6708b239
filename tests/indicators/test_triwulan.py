"""The quarters of a year by hand."""

from datetime import date

import pytest

from indicators.triwulan import (
    ALL_QUARTERS,
    LAST_QUARTER,
    QUARTERS,
    last_month_of,
    long_name,
    quarter_end,
    quarter_of,
    quarters_before,
    quarters_until,
    roman,
    short_name,
)


@pytest.mark.parametrize(
    ("quarter", "numeral", "short", "long", "end"),
    [
        (1, "I", "TW I", "Triwulan I", date(2024, 3, 31)),
        (2, "II", "TW II", "Triwulan II", date(2024, 6, 30)),
        (3, "III", "TW III", "Triwulan III", date(2024, 9, 30)),
        (4, "IV", "TW IV", "Triwulan IV", date(2024, 12, 31)),
    ],
)
def test_names_and_ends(quarter: int, numeral: str, short: str, long: str, end: date) -> None:
    assert (roman(quarter), short_name(quarter), long_name(quarter)) == (numeral, short, long)
    assert quarter_end(2024, quarter) == end
    assert last_month_of(quarter) == end.month


def test_all_of_them() -> None:
    assert QUARTERS == (1, 2, 3, 4)
    assert LAST_QUARTER == 4
    assert ALL_QUARTERS == "TW I sampai TW IV"


def test_until_and_before() -> None:
    assert quarters_until(3) == (1, 2, 3)
    assert quarters_before(3) == (1, 2)
    assert quarters_before(1) == ()


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("iv", 4),
        ("iii", 3),
        ("2", 2),
        ("tw i", 1),
        ("tw. ii", 2),
        ("triwulan 3", 3),
        ("tw4", 4),
        ("5", None),
        ("v", None),
        ("iiii", None),
        ("tw", None),
        ("", None),
        ("triwulan pertama", None),
    ],
)
def test_number_read_from_text(text: str, quarter: int | None) -> None:
    assert quarter_of(text) == quarter


def test_no_quarter_has_no_name() -> None:
    with pytest.raises(KeyError):
        short_name(0)
