"""Dates as people type and print them."""

from datetime import date

import pytest

from sakip.dates import read_date, write_date


@pytest.mark.parametrize("text", ["31-12-2023", "31/12/2023", "2023-12-31", " 31-12-2023 "])
def test_read_date(text: str) -> None:
    assert read_date(text) == date(2023, 12, 31)


def test_read_date_takes_the_day_first() -> None:
    assert read_date("02/03/2024") == date(2024, 3, 2)


@pytest.mark.parametrize("text", ["", "31-02-2024", "12-31-2023", "31.12.2023", "31-12-23", "besok"])
def test_read_date_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        read_date(text)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2023, 12, 31), "31 Desember 2023"),
        (date(2024, 1, 1), "1 Januari 2024"),
        (date(2024, 8, 17), "17 Agustus 2024"),
    ],
)
def test_write_date(day: date, text: str) -> None:
    assert write_date(day) == text
