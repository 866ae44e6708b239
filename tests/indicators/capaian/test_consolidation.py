"""The year-to-date value by konsolidasi, and what gaps do. Source: DOMAIN 3 (Konsolidasi) and 4 ("Blank is not 0")."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.capaian import EntryStatus, Konsolidasi, ValueKind, consolidate
from tests.indicators.capaian.rules import entries, rule

K = Konsolidasi


@pytest.mark.parametrize(
    ("konsolidasi", "expected"),
    [
        (K.KUMULATIF, ["3", "1", "4", "2"]),
        (K.POSISI_AKHIR, ["3", "1", "4", "2"]),
        (K.PENJUMLAHAN, ["3", "4", "8", "10"]),
        (K.MAKSIMUM, ["3", "3", "4", "4"]),
        (K.MINIMUM, ["3", "1", "1", "1"]),
        (K.RATA_RATA, ["3", "2", "8/3", "5/2"]),
    ],
)
def test_value_of_each_quarter(konsolidasi: Konsolidasi, expected: list[str]) -> None:
    values = [consolidate(rule(konsolidasi=konsolidasi), entries("3", "1", "4", "2"), q).nilai for q in (1, 2, 3, 4)]
    assert values == [Fraction(text) for text in expected]


def test_value_stays_a_decimal_as_long_as_it_can() -> None:
    mean_of = rule(konsolidasi=K.RATA_RATA)
    assert consolidate(mean_of, entries("1", "2"), 2).nilai == Decimal("1.5")
    assert isinstance(consolidate(mean_of, entries("1", "2"), 2).nilai, Decimal)
    assert consolidate(mean_of, entries("1", "1", "2"), 3).nilai == Fraction(4, 3)


def test_mean_of_zero_is_a_value() -> None:
    assert consolidate(rule(konsolidasi=K.RATA_RATA), entries("0", "0"), 2).nilai == 0


@pytest.mark.parametrize("konsolidasi", list(Konsolidasi))
def test_blank_in_the_quarter_itself_is_blank(konsolidasi: Konsolidasi) -> None:
    value = consolidate(rule(konsolidasi=konsolidasi), entries("3", None), 2)
    assert (value.status, value.nilai, value.kalimat) == (EntryStatus.BELUM_DIISI, None, "Realisasi TW II belum diisi.")


@pytest.mark.parametrize(
    ("konsolidasi", "entered", "status", "value"),
    [
        # The last entry speaks for itself.
        (K.KUMULATIF, (None, None, "6"), EntryStatus.TERISI, "6"),
        (K.POSISI_AKHIR, ("x", None, "6"), EntryStatus.TERISI, "6"),
        (K.KUMULATIF, ("3", "6", "x"), EntryStatus.TIDAK_TERSEDIA, None),
        (K.POSISI_AKHIR, ("3", "6", "x"), EntryStatus.TIDAK_TERSEDIA, None),
        # A sum with a hole is not known; what can still be filled in is named first.
        (K.PENJUMLAHAN, ("3", None, "6"), EntryStatus.BELUM_DIISI, None),
        (K.PENJUMLAHAN, ("3", "x", "6"), EntryStatus.TIDAK_TERSEDIA, None),
        (K.PENJUMLAHAN, ("x", None, "6"), EntryStatus.BELUM_DIISI, None),
        (K.PENJUMLAHAN, ("0", "0", "6"), EntryStatus.TERISI, "6"),
        # n/a stays out of averages and of extremes.
        (K.RATA_RATA, ("3", "x", "6"), EntryStatus.TERISI, "4.5"),
        (K.RATA_RATA, (None, "3", "6"), EntryStatus.TERISI, "4.5"),
        (K.RATA_RATA, ("3", "6", "x"), EntryStatus.TERISI, "4.5"),
        (K.MAKSIMUM, ("3", "6", "x"), EntryStatus.TERISI, "6"),
        (K.MINIMUM, ("3", None, "6"), EntryStatus.TERISI, "3"),
        (K.RATA_RATA, ("x", "x", "x"), EntryStatus.TIDAK_TERSEDIA, None),
        (K.MAKSIMUM, (None, "x", "x"), EntryStatus.TIDAK_TERSEDIA, None),
    ],
)
def test_gaps(
    konsolidasi: Konsolidasi, entered: tuple[str | None, ...], status: EntryStatus, value: str | None
) -> None:
    made = consolidate(rule(konsolidasi=konsolidasi), entries(*entered), 3)
    assert (made.status, made.nilai) == (status, None if value is None else Decimal(value))


def test_gap_in_a_mean_is_named_in_the_note() -> None:
    made = consolidate(rule(konsolidasi=K.RATA_RATA), entries("3", "x", None, "6"), 4)
    assert made.catatan == "Tidak diikutkan karena belum diisi atau tidak tersedia: TW II, TW III."


def test_hole_in_a_sum_is_named() -> None:
    made = consolidate(rule(konsolidasi=K.PENJUMLAHAN), entries(None, "1", None, "6"), 4)
    assert made.kalimat == "Realisasi TW I, TW III belum diisi: jumlah sampai TW IV belum diketahui."


def test_reason_of_tidak_tersedia_is_told() -> None:
    made = consolidate(rule(), entries("x"), 1)
    assert made.kalimat == "Realisasi dinyatakan tidak tersedia (TW I: survei ditunda)."


# DOMAIN 3: "kumulatif: may not fall without a note"; Gaji 2023 falls from 29 to 28 but is a standing number.
def test_falling_kumulatif_wants_a_note() -> None:
    made = consolidate(rule(konsolidasi=K.KUMULATIF), entries("29", None, "28"), 3)
    assert made.catatan == "Realisasi kumulatif turun dari 29 (TW I) menjadi 28 (TW III): jelaskan sebabnya."


def test_standing_still_is_not_falling() -> None:
    assert consolidate(rule(konsolidasi=K.KUMULATIF), entries("8", "8"), 2).catatan == ""


@pytest.mark.parametrize("konsolidasi", [kind for kind in Konsolidasi if kind != K.KUMULATIF])
def test_falling_is_no_matter_elsewhere(konsolidasi: Konsolidasi) -> None:
    assert consolidate(rule(konsolidasi=konsolidasi), entries("29", "28"), 2).catatan == ""


@pytest.mark.parametrize(
    ("konsolidasi", "sentence"),
    [
        (K.PENJUMLAHAN, "Realisasi sampai TW III: 3 + 4 + 3 = 10"),
        (K.RATA_RATA, "Realisasi sampai TW III: (3 + 4 + 3) / 3 ≈ 3,3333"),
        (K.MAKSIMUM, "Realisasi sampai TW III: nilai tertinggi dari 3; 4; 3 = 4"),
        (K.MINIMUM, "Realisasi sampai TW III: nilai terendah dari 3; 4; 3 = 3"),
        (K.POSISI_AKHIR, ""),
    ],
)
def test_sentence_shows_how_the_value_came_about(konsolidasi: Konsolidasi, sentence: str) -> None:
    assert consolidate(rule(konsolidasi=konsolidasi), entries("3", "4", "3"), 3).kalimat == sentence


# DOMAIN 3: "letters are printed, the score is computed with, never printed".
@pytest.mark.parametrize("konsolidasi", list(Konsolidasi))
def test_scores_of_a_predicate_stand_in_no_sentence(konsolidasi: Konsolidasi) -> None:
    made = consolidate(rule(konsolidasi=konsolidasi, jenis=ValueKind.PREDIKAT), entries("77", "66", "55"), 3)
    assert not any(character.isdigit() for character in made.kalimat + made.catatan)
