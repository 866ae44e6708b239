"""Headings of files: what they mean, what is passed over, what is asked about."""

import pytest

from indicators.exchange.headings import read_headings, spelled

pytestmark = pytest.mark.one_database

KNOWN = ["Nama", "Kode unit", "Target TW I", "Target TW II", "RAK 1", "RAK 11", "Tahun pertama", "Tahun terakhir"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Nama", "Nama"),
        (" NAMA :", "Nama"),
        ("Unit Kerja", "Kode unit"),
        ("kode_unit", "Kode unit"),
        ("Target Triwulan 1", "Target TW I"),
        ("TARGET TW 2", "Target TW II"),
        ("RAK 1", "RAK 1"),
        ("Warna", ""),
        ("Target TW III", ""),
        ("RAK 12", ""),
        (None, ""),
    ],
)
def test_heading_is_taken_in_its_usual_spellings_or_passed_over(heading: str | None, expected: str) -> None:
    read = read_headings([heading], KNOWN)
    assert (read.names, read.problems) == ([expected], [])
    assert read.unknown == ({} if expected or heading is None else {0: heading})


@pytest.mark.parametrize(
    ("heading", "near"),
    [("Nam", "Nama"), ("Traget TW I", "Target TW I"), ("Tahun akhir", "Tahun terakhir"), ("Unit Krja", "Kode unit")],
)
def test_almost_known_heading_is_asked_about(heading: str, near: str) -> None:
    read = read_headings([heading], KNOWN)
    ((at, text, sentence),) = read.problems
    assert (at, text) == (0, heading)
    assert sentence.startswith(f"Kolom “{heading}” mirip dengan “{near}”.")
    assert read.passed(1) is None


def test_almost_known_heading_beside_the_known_one_is_another_column() -> None:
    read = read_headings(["Nama", "Nam"], KNOWN)
    assert read.problems == []
    assert read.passed(3) == ("B3", "Nam", "Kolom yang tidak dikenal dilewati: “Nam”.")


def test_no_two_columns_of_an_import_are_spelled_alike() -> None:
    assert len({spelled(name) for name in KNOWN}) == len(KNOWN)
