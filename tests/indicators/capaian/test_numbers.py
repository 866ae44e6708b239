"""Numbers as people type them. Source: DOMAIN 5, with every form it names."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.capaian import (
    NotANumber,
    Reading,
    TwoReadings,
    ValueKind,
    read_cell,
    read_number,
)

J = ValueKind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # DOMAIN 5, in its order
        ("81,18", "81.18"),
        ("2.360.141.080", "2360141080"),
        ("81.18", "81.18"),
        ("43773", "43773"),
        ("2 dok", "2"),
        ("90.57%", "90.57"),
        ("Rp2.360.141.080", "2360141080"),
        ("2,0 Indeks Poin", "2"),
        # zero heads, repeated and mixed marks
        ("0,500", "0.5"),
        ("0.500", "0.5"),
        ("00,125", "0.125"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,567", "1234.567"),
        ("1.234.567,89", "1234567.89"),
        ("12,3456", "12.3456"),
        ("1234,5", "1234.5"),
        ("12345.6789", "12345.6789"),
        # spaces of every kind
        ("  5 ", "5"),
        ("\u00a05\u00a0", "5"),
        ("\ufeff5\u200b", "5"),
        ("\t5\n", "5"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u00a0567,5", "1234567.5"),
        ("12\u202f345", "12345"),
        # signs
        ("-3", "-3"),
        ("\u22123,5", "-3.5"),
        ("\u20133", "-3"),
        ("+7", "7"),
        ("-0", "0"),
        ("-0,00", "0"),
        # zeros
        ("0", "0"),
        ("007", "7"),
        ("12,50000", "12.5"),
        ("81,1800000", "81.18"),
        # rupiah
        ("Rp 2.360.141.080,00", "2360141080"),
        ("rp. 5.000.000", "5000000"),
        ("IDR 5000", "5000"),
        ("Rp2.000.000,-", "2000000"),
        ("-Rp5", "-5"),
        ("Rp-5", "-5"),
        # units
        ("2 dok.", "2"),
        ("12 orang (jiwa)", "12"),
        ("5 (orang)", "5"),
        # words in brackets are read over, unless they say another number
        ("12 (dua belas) dokumen", "12"),
        ("2.500.000 (dua juta lima ratus ribu) rupiah", "2500000"),
        ("1.234 (seribu dua ratus tiga puluh empat)", "1234"),
        ("3,5 (tiga koma lima)", "3.5"),
        ("12 (lihat lampiran) dok", "12"),
        # the minus of accountants
        ("(5)", "-5"),
        ("(5.000.000)", "-5000000"),
        ("Rp(5.000.000,00)", "-5000000"),
        ("(Rp 2.360.141.080)", "-2360141080"),
        ("( 12,5 ) %", "-12.5"),
        ("90 persen", "90"),
        # limits: fifteen digits, four of them after the comma
        ("105.000.000.000", "105000000000"),
        ("999999999999999", "999999999999999"),
        ("99.999.999.999,9999", "99999999999.9999"),
        ("0000000000000005", "5"),
    ],
)
def test_certain_readings(text: str, value: str) -> None:
    assert read_number(text) == Reading(nilai=Decimal(value))


# DOMAIN 5: "exactly one dot or comma followed by exactly three digits, with a nonzero head".
@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("1.234", "1234", "1.234"),
        ("12,500", "12.5", "12500"),
        ("43.000", "43000", "43"),
        ("-1.234", "-1234", "-1.234"),
        ("Rp1.500", "1500", "1.5"),
        ("1.234 dok", "1234", "1.234"),
        ("12,500%", "12.5", "12500"),
        ("1234.567", "1234567", "1234.567"),
        ("1 234,567", "1234.567", "1234567"),
    ],
)
def test_ambiguous_readings_offer_both_the_indonesian_first(text: str, indonesian: str, english: str) -> None:
    assert read_number(text) == Reading(ambiguous=TwoReadings(text, Decimal(indonesian), Decimal(english)))


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\n\t", "\u200b", "\ufeff "])
def test_blank(text: str) -> None:
    assert read_number(text) == Reading(kosong=True)


@pytest.mark.parametrize(
    "text",
    [
        "abc", "-", "\u2212", "n/a", "nihil", "NaN", "Infinity", "-inf", "1e5", "1E+5", "0x1F", "0b1", "1_000",
        "12.", "12,", ",5", ".5", "1..2", "1,,2", "1,23.5", "1.23,4.5", "1.234.56", "1.2345.678", "0.123.456",
        "1234.567.890", "1234,567.8", "1.234,567.8", "1,2.3.4", "1 23", "12 3456", "1,5 2,5", "1. 234", "81, 18",
        "2dok.", "3OO", "7B", "12l", "l2", "O,5", "2,3M", "3 org/hari", "5 kwintal", "2 anu", "5 (lima juta)",
        "12 (dua puluh) dok", "5 (juta)", "(-5)", "((5))", "(5", "5)", "2-3", "2 - 3", "2/3",
        "1 1/2", "50 dari 100", "2 dok 3 lap", "5 (2)", "5 m2", "<5", "~5", "\u22655", "\u00b15",
        "5-", "--5", "+-5", "- 5", "-Rp-5", "$5", "USD 5", "'5", '"5"', "=5", "=1+1", "5;", "5 %5", "1:17,9",
        "08:30", "31/12/2023", "31-12-2023", "5\u00b2", "5\u00bd", "\u00bd", "\uff11\uff12", "\u0661\u0662",
        "1\uff12", "\u2460", "\u4e94", "5\n6", "5\x00", "Rp", "%", "5 jt 500 rb", "1" * 200,
    ],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(NotANumber) as refused:
        read_number(text)
    sentence = str(refused.value)
    assert sentence.endswith((".", "juta."))
    assert any(character in "0123456789" for character in sentence.rpartition("misalnya")[2]), "no example"


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("5 juta", ": 5.000.000."),
        ("5juta", ": 5.000.000."),
        ("Rp5 juta", ": 5.000.000."),
        ("Rp 1,5 miliyar", ": 1.500.000.000."),
        ("2,5 jta", ": 2.500.000."),
        ("5 jt", ": 5.000.000."),
        ("5rb", ": 5.000."),
        ("0,25 ribu", ": 250."),
        ("1,2 milyar", ": 1.200.000.000."),
        ("2,3601 triliun rupiah", ": 2.360.100.000.000."),
        ("-1,5 jt", ": -1.500.000."),
        # What is meant is not certain: M may be miliar or meter; 1.234 is itself ambiguous, so both are offered.
        ("2,3 M", ", misalnya 5.000.000."),
        ("5 k", ", misalnya 5.000.000."),
        ("3 lusin", ", misalnya 5.000.000."),
        ("5 jutaan", ", misalnya 5.000.000."),
        ("1.234 juta", ": 1.234.000 atau 1.234.000.000."),
        ("5 (juta)", ": 5.000.000."),
    ],
)
def test_words_of_magnitude_are_asked_with_the_full_figure(text: str, full: str) -> None:
    with pytest.raises(NotANumber) as refused:
        read_number(text, jenis=J.RUPIAH)
    sentence = str(refused.value)
    assert sentence.startswith(f"“{text}” memakai kata besaran. Tulis angka lengkapnya")
    assert sentence.endswith(full)


@pytest.mark.parametrize("text", ["3OO", "7B", "12l", "2dok", "2.36O.141", "Rp5oo"])
def test_a_letter_that_touches_a_digit_is_asked(text: str) -> None:
    with pytest.raises(NotANumber, match="huruf yang menempel pada angka"):
        read_number(text, satuan="Dokumen")


@pytest.mark.parametrize(
    ("text", "satuan"), [("5 kwintal", "Dokumen"), ("5 kwintal", "ton"), ("2 anu", "Orang"), ("3 dok anu", "Dokumen")]
)
def test_a_word_that_is_neither_the_units_nor_neutral_is_refused(text: str, satuan: str) -> None:
    with pytest.raises(NotANumber, match=f"memakai satuan lain daripada {satuan}"):
        read_number(text, satuan=satuan)
    with pytest.raises(NotANumber, match=r"memakai satuan lain \("):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "jenis", "satuan", "value"),
    [
        ("2,5 juta", J.RUPIAH, "juta rupiah", "2.5"),
        ("Rp2,5 juta", J.RUPIAH, "juta rupiah", "2.5"),
        ("2,5 juta rupiah", J.RUPIAH, "Juta Rupiah", "2.5"),
        ("2,5", J.RUPIAH, "juta rupiah", "2.5"),
        ("3 ribu", J.JUMLAH, "ribu orang", "3"),
        ("12,5 per 1.000 KH", J.INDEKS, "per 1.000 KH", "12.5"),
        ("5 m2", J.JUMLAH, "m\u00b2", "5"),
        ("5 M", J.JUMLAH, "m", "5"),
        ("7 HARI", J.DURASI, "hari kerja", "7"),
        ("7 hari kerja", J.DURASI, "hari kerja", "7"),
        ("90,57 %", J.PERSEN, "", "90.57"),
        ("90,57 persen", J.PERSEN, "%", "90.57"),
        ("90%", J.JUMLAH, "Persen", "90"),
        ("Rp500", J.JUMLAH, "Rupiah", "500"),
        ("500 rupiah", J.RUPIAH, "", "500"),
        ("2 dok", J.JUMLAH, "Dokumen", "2"),
        ("3 org/hari", J.JUMLAH, "Orang/hari", "3"),
        ("5 kwintal", J.JUMLAH, "Kuintal", "5"),
        ("2,5 jt", J.RUPIAH, "juta rupiah", "2.5"),
        ("1,5 milyar", J.RUPIAH, "Miliar Rp", "1.5"),
        ("4 perangkat", J.JUMLAH, "Perangkat Daerah", "4"),
        ("7 kel", J.JUMLAH, "Kelompok Informasi Masyarakat", "7"),
        ("5 m", J.JUMLAH, "Meter", "5"),
        ("2 buah", J.JUMLAH, "Unit", "2"),
        ("5-", J.JUMLAH, "-", "5"),
    ],
)
def test_the_indicators_own_unit_is_understood(text: str, jenis: ValueKind, satuan: str, value: str) -> None:
    assert read_number(text, jenis=jenis, satuan=satuan) == Reading(nilai=Decimal(value))


@pytest.mark.parametrize(
    ("text", "jenis", "satuan"),
    [
        ("3 jam", J.DURASI, "hari"),
        ("90%", J.JUMLAH, "Orang"),
        ("90%", J.INDEKS, "Indeks Poin"),
        ("Rp500", J.JUMLAH, "Dokumen"),
        ("Rp500", J.PERSEN, ""),
        ("Rp500", J.INDEKS, ""),
        ("5 jam", J.PERSEN, ""),
        ("5 orang", J.JUMLAH, "ribu orang"),
        ("Rp2.360.141.080", J.RUPIAH, "juta rupiah"),
        ("5 GB", J.JUMLAH, "TB"),
    ],
)
def test_a_unit_of_another_size_is_refused(text: str, jenis: ValueKind, satuan: str) -> None:
    with pytest.raises(NotANumber, match="memakai satuan lain"):
        read_number(text, jenis=jenis, satuan=satuan)


@pytest.mark.parametrize(
    ("text", "value"), [("1:17,9", "17.9"), ("1:32", "32"), ("1 : 32", "32"), ("17,9", "17.9"), ("1:-2", "-2")]
)
def test_ratio_is_its_second_term(text: str, value: str) -> None:
    assert read_number(text, jenis=J.RASIO) == Reading(nilai=Decimal(value))
    assert read_number(text, satuan="Rasio") == Reading(nilai=Decimal(value))


def test_ratio_may_be_ambiguous() -> None:
    assert read_number("1:1.234", jenis=J.RASIO).ambiguous == TwoReadings("1:1.234", Decimal(1234), Decimal("1.234"))


@pytest.mark.parametrize("text", ["2:35", "1:2:3", "1:", ":5", "-1:5"])
def test_other_ratios_are_refused(text: str) -> None:
    with pytest.raises(NotANumber, match=r"misalnya 1:17,9"):
        read_number(text, jenis=J.RASIO)


def test_letters_of_a_predicate_are_not_a_number() -> None:
    with pytest.raises(NotANumber, match="Pilih predikat dari daftar, misalnya BB"):
        read_number("BB", jenis=J.PREDIKAT)


# DOMAIN 5: "at most 15 significant digits: more is refused with the advice to use juta or miliar".
@pytest.mark.parametrize(
    "text", ["1000000000000000", "1.000.000.000.000.000", "1234567890123456", "Rp1.234.567.890.123.456,67"]
)
def test_too_large_advises_juta_or_miliar(text: str) -> None:
    with pytest.raises(NotANumber, match="minta perencana memakai satuan juta atau miliar"):
        read_number(text)


@pytest.mark.parametrize(
    "text", ["0,00001", "81,18251", "0,123456789", "Rp123.456.789.012.345,67", "123.456.789.012,3456"]
)
def test_too_many_decimals_advises_rounding(text: str) -> None:
    with pytest.raises(NotANumber, match="Bulatkan dahulu"):
        read_number(text)


def test_an_endless_entry_is_refused_unread() -> None:
    with pytest.raises(NotANumber, match="terlalu panjang"):
        read_number("0" * 200 + "5")


def test_a_cell_with_endless_decimals_is_refused_unwritten() -> None:
    with pytest.raises(NotANumber, match="terlalu banyak angka di belakang koma"):
        read_cell(Decimal("1E-999999"))


def test_an_ambiguous_entry_of_which_one_reading_cannot_be_stored_is_refused() -> None:
    with pytest.raises(NotANumber, match="terlalu besar"):
        read_number("1234567890123.123")


def test_a_long_entry_is_quoted_in_part() -> None:
    with pytest.raises(NotANumber) as refused:
        read_number("x" * 100)
    assert "x" * 40 + "…" in str(refused.value)
    assert "x" * 41 not in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, Reading(kosong=True)),
        ("", Reading(kosong=True)),
        ("81,18", Reading(nilai=Decimal("81.18"))),
        ("1.234", Reading(ambiguous=TwoReadings("1.234", Decimal(1234), Decimal("1.234")))),
        (81.18, Reading(nilai=Decimal("81.18"))),
        (1.234, Reading(nilai=Decimal("1.234"))),
        (0.1 + 0.2, Reading(nilai=Decimal("0.3"))),
        # Computed cells keep their fifteen digits.
        (1 / 3, Reading(nilai=Decimal("0.333333333333333"))),
        (200 / 3, Reading(nilai=Decimal("66.6666666666667"))),
        (81.182512, Reading(nilai=Decimal("81.182512"))),
        (2360141080, Reading(nilai=Decimal(2360141080))),
        (2360141080.0, Reading(nilai=Decimal(2360141080))),
        (-3, Reading(nilai=Decimal(-3))),
        (-0.0, Reading(nilai=Decimal(0))),
        (Decimal("2.50"), Reading(nilai=Decimal("2.5"))),
    ],
)
def test_read_cell(cell: object, expected: Reading) -> None:
    assert read_cell(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [True, date(2023, 12, 31), float("nan"), float("inf"), 1e300, 1e-300, 10**400, 10**15, 1e-20, Decimal("sNaN"),
     Decimal("1E+999999"), Decimal("1E-999999"), Decimal("NaN"), "#N/A", [1], b"5"],
)  # fmt: skip
def test_read_cell_refuses(cell: object) -> None:
    with pytest.raises(NotANumber):
        read_cell(cell)


@pytest.mark.parametrize("text", ["1:30", "1 jam 30 menit", "2 hari 4", "90'"])
def test_a_duration_is_one_figure_in_one_unit(text: str) -> None:
    with pytest.raises(NotANumber, match="Tulis dalam satu satuan, misalnya 1,5"):
        read_number(text, jenis=J.DURASI, satuan="jam")
