"""The question about a number that reads two ways: its readings, its words, its answers."""

from decimal import Decimal

import pytest

from indicators.capaian import ChosenReading, ReadingChoice, TwoReadings, read_number

D = Decimal
INDONESIA, INGGRIS = ReadingChoice.INDONESIA, ReadingChoice.INGGRIS


def ask(text: str, satuan: str = "") -> TwoReadings:
    asked = read_number(text, satuan=satuan).ambiguous
    assert asked is not None
    return asked


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("1.234", [(INDONESIA, D(1234), "1.234 (ribuan)", "1234"), (INGGRIS, D("1.234"), "1,234 (desimal)", "1,2340")]),
        ("12,500", [(INDONESIA, D("12.5"), "12,5 (desimal)", "12,5"), (INGGRIS, D(12500), "12.500 (ribuan)", "12500")]),
        (
            "-1.234",
            [(INDONESIA, D(-1234), "-1.234 (ribuan)", "-1234"), (INGGRIS, D("-1.234"), "-1,234 (desimal)", "-1,2340")],
        ),
    ],
)
def test_both_readings_come_with_their_words_the_indonesian_first(
    text: str, offered: list[tuple[ReadingChoice, Decimal, str, str]]
) -> None:
    assert [(one.pilihan, one.nilai, one.teks, one.tulisan) for one in ask(text).bacaan] == offered
    for one in ask(text).bacaan:
        assert read_number(one.tulisan).nilai == one.nilai, "it is no question any more"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1.234", "Tulis 1234 bila ribuan, atau 1,2340 bila pecahan desimal."),
        (" 12,500 ", "Tulis 12500 bila ribuan, atau 12,5 bila pecahan desimal."),
        ("-1.234", "Tulis -1234 bila ribuan, atau -1,2340 bila pecahan desimal."),
    ],
)
def test_a_cell_is_told_how_to_write_each(text: str, advice: str) -> None:
    assert ask(text).tulis_ulang == f"“{text.strip()}” dapat dibaca dengan dua cara. {advice}"


def test_a_page_asks_with_the_text_that_was_typed() -> None:
    asked = ask("1.234 dok", "Dokumen")
    assert asked.satuan == "Dokumen"
    assert asked.pilih == "Angka 1.234 dok dapat dibaca dua cara. Pilih yang Anda maksud."
    assert asked.pilih_lalu_simpan == (
        "“1.234 dok” dapat dibaca dengan dua cara. Pilih yang Anda maksud, lalu simpan lagi."
    )
    assert asked.bacaan[1].as_data() == {"nilai": "inggris", "teks": "1,234 (desimal)"}


def test_an_answer_holds_the_reading_that_was_not_taken() -> None:
    answer = ChosenReading(ask("12,500"), INGGRIS)
    assert (answer.diambil.nilai, answer.lain.nilai) == (D(12500), D("12.5"))
    assert (answer.diambil.pilihan, answer.lain.pilihan) == (INGGRIS, INDONESIA)
