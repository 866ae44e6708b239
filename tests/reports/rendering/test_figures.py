"""What a figure is: the parts of a text that stay on one line."""

import pytest

from reports.rendering.figures import as_measured, as_printed, hard_tokens, is_figure, soft_tokens


@pytest.mark.parametrize(
    "text",
    [
        "0", "2,76", "2.360.141.080", "Rp2.360.141.080", "-Rp5", "Rp-5", "(5.000.000)", "1:17,9", "1:32",
        "60 - 70", "60-70", "60 – 70", "Rp1.000 - Rp2.000", "90,57 %", "90,57%", "3,14159265",
    ],
)  # fmt: skip
def test_a_figure_stays_whole(text: str) -> None:
    assert is_figure(text)
    assert hard_tokens(text) == {text}
    assert soft_tokens(text) == set()


@pytest.mark.parametrize("text", ["", "n/a", "–", "BB", "tidak tersedia", "12 dokumen"])
def test_what_is_no_figure_alone(text: str) -> None:
    assert not is_figure(text)


def test_a_unit_may_move_to_its_own_line_and_the_figure_may_not() -> None:
    assert hard_tokens("60 - 70 Indeks Poin") == {"60 - 70"}
    assert soft_tokens("60 - 70 Indeks Poin") == {"Indeks", "Poin"}
    assert as_measured("60 - 70 Indeks Poin") == "60\u00a0-\u00a070 Indeks Poin"
    assert as_printed("60 - 70 Indeks Poin") == '<span class="utuh-angka">60 - 70</span> Indeks Poin'


def test_words_with_digits_stay_whole_and_words_without_may_part_at_hyphen_and_slash() -> None:
    text = "Renstra 2023-2026 (SPBE/e-government) TW1."
    assert hard_tokens(text) == {"2023-2026", "TW1."}
    assert soft_tokens(text) == {"Renstra", "(SPBE/", "e-", "government)"}


def test_a_word_beyond_every_figure_may_be_broken() -> None:
    assert hard_tokens("9" * 41) == set()
    assert hard_tokens("a1" * 21) == set()


def test_markup_in_a_text_is_escaped() -> None:
    assert as_printed('<b> & "60 - 70 x') == "&lt;b&gt; &amp; &quot;60 - 70 x"
    assert as_printed("<i> 6-7") == '&lt;i&gt; <span class="utuh-angka">6-7</span>'
