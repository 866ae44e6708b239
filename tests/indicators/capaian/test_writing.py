"""Numbers in print, by kind of value. Source: DOMAIN 5: 81,18; 2,0 Indeks Poin; Rp2.360.141.080; 1:17,9; BB."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.capaian import (
    InvalidValue,
    ValueKind,
    write_exact,
    write_number,
    write_percent,
    write_range,
)

J = ValueKind


@pytest.mark.parametrize(
    ("value", "jenis", "minimum", "satuan", "text"),
    [
        ("81.18", J.PERSEN, 0, "", "81,18"),
        ("90.57", J.PERSEN, 0, "%", "90,57%"),
        ("2.0000", J.INDEKS, 0, "", "2"),
        ("2.0", J.INDEKS, 1, "Indeks Poin", "2,0 Indeks Poin"),
        ("2.76", J.INDEKS, 1, "Indeks Poin", "2,76 Indeks Poin"),
        ("2360141080", J.RUPIAH, 0, "", "Rp2.360.141.080"),
        ("2360141080", J.RUPIAH, 0, "Rupiah", "Rp2.360.141.080"),
        ("-5000", J.RUPIAH, 0, "Rp", "-Rp5.000"),
        ("2.5", J.RUPIAH, 0, "juta rupiah", "Rp2,5 juta"),
        ("17.9", J.RASIO, 0, "", "1:17,9"),
        ("32", J.RASIO, 0, "", "1:32"),
        ("7", J.DURASI, 0, "hari  kerja", "7 hari kerja"),
        ("3.5", J.DURASI, 0, "jam", "3,5 jam"),
        ("90", J.DURASI, 1, "menit", "90,0 menit"),
        ("43000", J.JUMLAH, 0, "-", "43.000"),
        ("43000", J.JUMLAH, 2, "", "43.000,00"),
        ("-1234.5", J.JUMLAH, 0, "", "-1.234,5"),
        ("0", J.JUMLAH, 0, "", "0"),
        ("-0.00001", J.JUMLAH, 0, "", "0"),
        ("0.00005", J.JUMLAH, 0, "", "0,0001"),
        ("99999999999.9999", J.JUMLAH, 0, "", "99.999.999.999,9999"),
    ],
)
def test_write_number(value: str, jenis: ValueKind, minimum: int, satuan: str, text: str) -> None:
    assert write_number(Decimal(value), jenis=jenis, desimal_minimal=minimum, satuan=satuan) == text


def test_write_number_of_a_quotient_is_half_up() -> None:
    assert [write_number(Fraction(n, 3)) for n in (1, 2, -2)] == ["0,3333", "0,6667", "-0,6667"]


def test_a_score_is_never_printed() -> None:
    with pytest.raises(InvalidValue):
        write_number(Decimal(4), jenis=J.PREDIKAT)


@pytest.mark.parametrize("minimum", [-1, 5])
def test_write_number_refuses_decimals_that_are_not_stored(minimum: int) -> None:
    with pytest.raises(InvalidValue):
        write_number(Decimal(4), desimal_minimal=minimum)


@pytest.mark.parametrize(("upper", "text"), [(None, "60"), (Decimal(70), "60 - 70")])
def test_write_range(upper: Decimal | None, text: str) -> None:
    assert write_range(Decimal(60), upper) == text


# DOMAIN 4: "Rounding half up, 2 decimals, only for display".
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1500/19", "78,95"),
        ("54.375", "54,38"),
        ("0.005", "0,01"),
        ("0.0049", "0,00"),
        ("-0.005", "-0,01"),
        ("-0.004", "0,00"),
        ("1250", "1.250,00"),
        ("99.995", "100,00"),
        ("100", "100,00"),
    ],
)
def test_write_percent(value: str, text: str) -> None:
    assert write_percent(Fraction(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("80.123459"), "80,123459"),
        (Decimal("-1234567.500000"), "-1.234.567,5"),
        (Decimal("0.000000000000001"), "0,000000000000001"),
        (Decimal(43000), "43.000"),
    ],
)
def test_what_changed_is_told_with_every_decimal(value: Decimal, text: str) -> None:
    assert write_exact(value) == text
