"""What counts as a number in a form, an address or a setting."""

import pytest

from sakip.digits import NO_VERSION, key_in, number_in, number_within, version_in, year_asked, year_in
from sakip.refusals import NotFound

# text: number, key, version, year
TEXTS: dict[str, tuple[int | None, int | None, int, int | None]] = {
    "": (None, None, -1, None),
    " ": (None, None, -1, None),
    " 7": (None, None, -1, None),
    "7\n": (None, None, -1, None),
    "7\0": (None, None, -1, None),
    "+7": (None, None, -1, None),
    "-1": (None, None, -1, None),
    "1_0": (None, None, -1, None),
    "1.0": (None, None, -1, None),
    "1e3": (None, None, -1, None),
    "0x1": (None, None, -1, None),
    "²": (None, None, -1, None),
    "٣": (None, None, -1, None),
    "２０２４": (None, None, -1, None),
    "tiga": (None, None, -1, None),
    "0": (0, None, 0, None),
    "1": (1, 1, 1, None),
    "007": (7, 7, 7, None),
    "999": (999, 999, 999, None),
    "0999": (999, 999, 999, None),
    "2024": (2024, 2024, 2024, 2024),
    "02024": (2024, 2024, 2024, None),
    "20240": (20240, 20240, 20240, None),
    "2147483647": (2147483647, 2147483647, 2147483647, None),
    "2147483648": (None, 2147483648, -1, None),
    "9223372036854775807": (None, 9223372036854775807, -1, None),
    "9223372036854775808": (None, None, -1, None),
    "1" * 30: (None, None, -1, None),
    "0" * 30: (None, None, -1, None),
    "9" * 5000: (None, None, -1, None),
}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:24]))
def test_what_a_text_says(text: str) -> None:
    assert (number_in(text), key_in(text), version_in(text), year_in(text)) == TEXTS[text]


def test_a_number_may_have_its_own_bounds() -> None:
    assert [number_in(text, least=5, most=10) for text in ("4", "5", "10", "11", "100")] == [None, 5, 10, None, None]


def test_a_version_that_no_row_has_is_not_that_of_an_unsaved_one() -> None:
    assert NO_VERSION < 0


def test_an_address_may_ask_for_no_year_but_for_no_nonsense() -> None:
    assert (year_asked(""), year_asked("2024")) == (None, 2024)
    for text in ("0", "-1", "²⁰²⁴", "2024 ", "20240", "2024\0"):
        with pytest.raises(NotFound):
            year_asked(text)


@pytest.mark.parametrize(("text", "number"), [("B12", 12), ("AB7", 7), ("", 0), ("judul", 0), ("B²3", 3)])
def test_the_digits_within_a_text(text: str, number: int) -> None:
    assert number_within(text) == number
