"""What acts call an office before someone of several: short, and meaning no other of them."""

import pytest

from indicators.models import Pemda, PerangkatDaerah
from indicators.selectors.kewenangan import short_name

UTARA, SELATAN = Pemda(pk=1, nama="Utara", kode="u"), Pemda(pk=2, nama="Selatan", kode="s")


def office(pk: int, nama: str, singkatan: str = "", pemda: Pemda = UTARA) -> PerangkatDaerah:
    return PerangkatDaerah(pk=pk, nama=nama, singkatan=singkatan, pemda=pemda, kode=f"k{pk}")


KOMINFO = office(1, "Dinas Kominfo", "Diskominfo")


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], "Diskominfo"),
        ([KOMINFO], "Diskominfo"),
        ([office(2, "Dinas Kesehatan", "Dinkes")], "Diskominfo"),
        ([office(2, "Dinas Informatika", "DISKOMINFO")], "Dinas Kominfo"),
        ([office(2, "Diskominfo")], "Dinas Kominfo"),
        ([office(2, "Dinas kominfo", "Diskominfo", SELATAN)], "Dinas Kominfo Kabupaten Utara"),
    ],
)
def test_short_name_means_one_office(others: list[PerangkatDaerah], expected: str) -> None:
    assert short_name(KOMINFO, others) == expected


def test_short_name_without_abbreviation_is_the_whole_name() -> None:
    assert short_name(office(3, "Dinas Sosial"), [KOMINFO]) == "Dinas Sosial"
