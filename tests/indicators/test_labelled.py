"""A closed list stores words and shows others."""

import pytest

from sakip.labelled import Labelled


class Colour(Labelled):
    MERAH = "merah", "Merah menyala"
    KOSONG = "", "Tanpa warna"


def test_member_is_found_by_its_stored_word_and_shows_its_label() -> None:
    assert Colour("merah") is Colour.MERAH
    assert (Colour.MERAH.value, Colour.MERAH.label, str(Colour.MERAH), f"{Colour.MERAH}") == (
        "merah",
        "Merah menyala",
        "merah",
        "merah",
    )
    assert Colour("") is Colour.KOSONG
    assert [warna.value for warna in Colour] == ["merah", ""]


def test_label_is_no_stored_word() -> None:
    with pytest.raises(ValueError, match="Merah menyala"):
        Colour("Merah menyala")


def test_member_without_a_label_is_no_member() -> None:
    with pytest.raises(TypeError, match="biru"):

        class Wrong(Labelled):
            BIRU = "biru"
