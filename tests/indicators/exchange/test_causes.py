"""What is said of many cells or rows is said once, with all of them."""

from dataclasses import dataclass

from indicators.exchange.causes import by_cause, cells_by_cause, rows_by_cause


@dataclass(frozen=True)
class Said:
    sel: str
    isi: str
    kalimat: str


def test_groups_keep_the_order_in_which_each_was_said_first() -> None:
    assert by_cause([3, 10, 5, 12, 7], lambda number: number > 9) == [[3, 5, 7], [10, 12]]


def test_cells_of_one_cause_stand_together_by_their_rows() -> None:
    found = cells_by_cause(
        [
            Said("B10", "x", "Salah."),
            Said("C3", "", "Kosong."),
            Said("B9", "y", "Salah."),
            Said("B10", "x", "Salah."),
        ],
        lambda item: item.kalimat,
    )
    assert found == [Said("B9 dan B10", "x dan y", "Salah."), Said("C3", "", "Kosong.")]


def test_rows_of_one_cause_become_ranges() -> None:
    told = [(9, "Unit", "Tidak ada."), (7, "Unit", "Tidak ada."), (8, "Unit", "Tidak ada."), (7, "Kode", "Salah.")]
    assert rows_by_cause(told) == [("7-9", "Unit", "Tidak ada."), ("7", "Kode", "Salah.")]
