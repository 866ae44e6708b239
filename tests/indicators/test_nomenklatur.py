"""Codes of the nomenclature, read as people write them. The tables are written by hand."""

import pytest

from indicators.nomenklatur import (
    NomenklaturVersion,
    WrongCode,
    check_below,
    propose_four_digits,
    read_code,
    spell_code,
    version_of_year,
)
from indicators.tingkat import Tingkat

DUA, EMPAT = NomenklaturVersion.DUA, NomenklaturVersion.EMPAT


@pytest.mark.parametrize(
    ("text", "kode", "tingkat", "versi", "induk"),
    [
        ("2.16.01", "2.16.01", "program", None, ""),
        ("2.16.01.2.01", "2.16.01.2.01", "kegiatan", None, "2.16.01"),
        ("2.16.01.2.01.01", "2.16.01.2.01.01", "sub_kegiatan", DUA, "2.16.01.2.01"),
        ("2.16.01.2.01.0001", "2.16.01.2.01.0001", "sub_kegiatan", EMPAT, "2.16.01.2.01"),
        ("2.20.02.2.01", "2.20.02.2.01", "kegiatan", None, "2.20.02"),
        ("2.21.02.2.01.12", "2.21.02.2.01.12", "sub_kegiatan", DUA, "2.21.02.2.01"),
        (" 2.16.01. ", "2.16.01", "program", None, ""),
        ("2 16 01", "2.16.01", "program", None, ""),
        ("2. 16 .01\u00a0.2.01", "2.16.01.2.01", "kegiatan", None, "2.16.01"),
        ("2.16.1.2.1", "2.16.01.2.01", "kegiatan", None, "2.16.01"),
        ("21601", "2.16.01", "program", None, ""),
        ("21601201", "2.16.01.2.01", "kegiatan", None, "2.16.01"),
        ("2160120101", "2.16.01.2.01.01", "sub_kegiatan", DUA, "2.16.01.2.01"),
        ("216012010001", "2.16.01.2.01.0001", "sub_kegiatan", EMPAT, "2.16.01.2.01"),
    ],
)
def test_code_is_read_and_written_in_one_spelling(
    text: str, kode: str, tingkat: str, versi: NomenklaturVersion | None, induk: str
) -> None:
    read = read_code(text)
    assert (str(read), read.tingkat, read.versi, read.induk) == (kode, tingkat, versi, induk)
    assert str(read_code(str(read))) == kode


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Kode hanya memuat angka yang dipisahkan titik, misalnya 2.16.01.2.01.0001."),
        ("a", "Kode hanya memuat angka yang dipisahkan titik"),
        ("2-16-01", "Kode hanya memuat angka yang dipisahkan titik"),
        ("2..16.01", "Kode hanya memuat angka yang dipisahkan titik"),
        ("2.16.01 " + "2" * 50, "Kode hanya memuat angka yang dipisahkan titik"),
        ("2.16.0\u0661", "Kode hanya memuat angka"),
        ("X.XX.01.2.01", "Ganti X dan XX dengan kode urusan dan bidang urusan kantor Anda"),
        ("2.16", "terdiri atas 2 bagian"),
        ("2.16.01.2", "terdiri atas 4 bagian"),
        ("2.16.01.2.01.01.01", "terdiri atas 7 bagian"),
        ("216012", "bukan 6. Tulis dengan titik"),
        ("2160", "bukan 4. Tulis dengan titik"),
        ("12.16.01", "Bagian urusan pada kode ini bukan 1 angka: 12."),
        ("2.016.01", "Bagian bidang urusan pada kode ini bukan 2 angka: 016."),
        ("2.16.00", "Bagian program pada kode ini bukan 2 angka: 00."),
        ("2.16.01.2.01.1", "terdiri atas 2 atau 4 angka, bukan 1."),
        ("2.16.01.2.01.001", "terdiri atas 2 atau 4 angka, bukan 001."),
        ("2.16.01.2.01.0000", "terdiri atas 2 atau 4 angka, bukan 0000."),
    ],
)
def test_other_text_is_refused_with_an_example(text: str, sentence: str) -> None:
    with pytest.raises(WrongCode) as refusal:
        read_code(text)
    assert sentence in str(refusal.value)
    assert "2.16.01" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "tingkat", "versi", "sentence"),
    [
        ("2.16.01.2.01.01", "sub_kegiatan", EMPAT, "mulai 2024 terdiri atas 4 angka, bukan 01."),
        ("2.16.01.2.01.0001", "sub_kegiatan", DUA, "sampai 2023 terdiri atas 2 angka, bukan 0001."),
        ("2160120101", "sub_kegiatan", EMPAT, "mulai 2024 terdiri atas 4 angka, bukan 01."),
        ("2.16.01", "kegiatan", EMPAT, "2.16.01 adalah kode program, bukan kode kegiatan. Tulis seperti 2.16.01.2.01."),
        ("2.16", "program", DUA, "Kode program ini terdiri atas 2 bagian. Tulis seperti 2.16.01."),
    ],
)
def test_code_of_another_level_or_nomenclature_is_refused(
    text: str, tingkat: str, versi: NomenklaturVersion, sentence: str
) -> None:
    with pytest.raises(WrongCode) as refusal:
        read_code(text, tingkat=Tingkat(tingkat), versi=versi)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("kode", "induk", "fits"),
    [
        ("2.16.01.2.01", "2.16.01", True),
        ("2.16.01.2.01", "2 16 1", True),
        ("2.16.01.2.01", "2.16.02", False),
        ("2.16.01.2.01.0001", "2.16.01.2.01", True),
        ("2.16.01.2.01.0001", "2.16.01.2.02", False),
        ("2.16.01.2.01.0001", "2.16.01", False),
        ("2.16.01.2.01", "", True),
        ("2.16.01.2.01", "lama", True),
        ("2.16.01", "T1", True),
    ],
)
def test_code_begins_with_its_parents_code(kode: str, induk: str, fits: bool) -> None:
    if fits:
        check_below(read_code(kode), induk)
    else:
        with pytest.raises(WrongCode, match="harus diawali kode induknya"):
            check_below(read_code(kode), induk)


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("2.16.01.2.01.01", "2.16.01.2.01.0001"),
        ("2160120112", "2.16.01.2.01.0012"),
        ("2.16.01.2.01.0001", ""),
        ("2.16.01.2.01", ""),
        ("", ""),
        ("lama", ""),
    ],
)
def test_proposal_is_made_of_a_two_digit_code_only(text: str, proposal: str) -> None:
    assert propose_four_digits(text) == proposal


@pytest.mark.parametrize(("tahun", "versi"), [(2021, DUA), (2023, DUA), (2024, EMPAT), (2029, EMPAT)])
def test_year_decides_the_nomenclature(tahun: int, versi: NomenklaturVersion) -> None:
    assert version_of_year(tahun) is versi


@pytest.mark.parametrize(
    ("text", "spelled"), [("21601", "2.16.01"), ("2.16.1", "2.16.01"), ("lama-7", "lama-7"), ("", "")]
)
def test_spelling_serves_to_compare_codes(text: str, spelled: str) -> None:
    assert spell_code(text) == spelled
