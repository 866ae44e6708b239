"""A closed list stores words and shows others."""

import pytest

from sakip.labelled import Labelled


class Warna(Labelled):
    MERAH = "merah", "Merah menyala"
    KOSONG = "", "Tanpa warna"


def test_member_is_found_by_its_stored_word_and_shows_its_label() -> None:
    assert Warna("merah") is Warna.MERAH
    assert (Warna.MERAH.value, Warna.MERAH.label, str(Warna.MERAH), f"{Warna.MERAH}") == (
        "merah",
        "Merah menyala",
        "merah",
        "merah",
    )
    assert Warna("") is Warna.KOSONG
    assert [warna.value for warna in Warna] == ["merah", ""]


def test_label_is_no_stored_word() -> None:
    with pytest.raises(ValueError, match="Merah menyala"):
        Warna("Merah menyala")


def test_member_without_a_label_is_no_member() -> None:
    with pytest.raises(TypeError, match="biru"):

        class Salah(Labelled):
            BIRU = "biru"
