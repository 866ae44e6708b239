"""What cells mean: one widget per kind of value, the same for every import."""

from typing import Any

import pytest

from indicators.exchange import dukungan, kantor
from indicators.exchange.cells import WrongCell, YesNoCell

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ya", True),
        ("y", True),
        ("TRUE", True),
        (True, True),
        (1, True),
        ("1", True),
        ("x", True),
        ("✓", True),
        ("Tidak", False),
        ("t", False),
        (False, False),
        (0, False),
        ("-", False),
        ("", False),
        (None, False),
    ],
)
def test_a_tick_is_read_as_people_write_one(value: Any, expected: bool) -> None:
    assert YesNoCell().clean(value) is expected


@pytest.mark.parametrize("value", ["mungkin", "ya?", 2, 0.5])
def test_what_is_no_tick_is_refused(value: Any) -> None:
    with pytest.raises(WrongCell):
        YesNoCell().clean(value)


def test_every_import_reads_ticks_alike() -> None:
    columns = (dukungan.SumberDukungan().fields["menjumlah"], kantor.SumberPejabat().fields["penanda_tangan"])
    assert {type(column.widget) for column in columns} == {YesNoCell}
