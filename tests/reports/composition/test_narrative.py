"""Plain text to blocks and back."""

import pytest

from reports.composition import InvalidNarrative, blocks_to_text, parse_narrative


def test_parse_narrative_reads_paragraphs_and_lists() -> None:
    text = "Baris satu\r\nmasih paragraf satu.\r\n\r\nPengantar daftar:\r\n- butir satu\r\n- butir dua\r\n  lanjutan"
    assert parse_narrative(text) == [
        {"jenis": "paragraf", "teks": "Baris satu masih paragraf satu."},
        {"jenis": "paragraf", "teks": "Pengantar daftar:"},
        {"jenis": "daftar", "butir": ["butir satu", "butir dua lanjutan"]},
    ]


def test_blocks_to_text_gives_the_same_blocks_again() -> None:
    blocks = [
        {"jenis": "paragraf", "teks": "Satu."},
        {"jenis": "daftar", "butir": ["a", "b"]},
        {"jenis": "paragraf", "teks": "Dua."},
    ]
    assert parse_narrative(blocks_to_text(blocks)) == blocks


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  \n\n ", "masih kosong"),
        ("a" * 20_001, "paling banyak 20000"),
        ("a" * 5_001, "paling panjang 5000"),
        ("a\n\n" * 201, "paling banyak 200"),
    ],
)
def test_parse_narrative_refuses_with_what_to_do(text: str, sentence: str) -> None:
    with pytest.raises(InvalidNarrative, match=sentence):
        parse_narrative(text)
