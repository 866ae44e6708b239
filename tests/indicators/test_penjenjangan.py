"""Which sheet a row stands in and who signs it: the rule by a table written by hand."""

import pytest

from indicators.models.kantor import Jenjang
from indicators.penjenjangan import ESELON_III, ESELON_IV, TIM, ButirUnit, JenjangPK, PlannedLembar, UnitPK, arrange

DINAS, SEKRETARIAT, SUBBAG, PELAKSANA, BIDANG, TIM_IKU, TIM_BIDANG, UPT = range(1, 9)
UNITS = [
    UnitPK(DINAS, None, "eselon_ii"),
    UnitPK(SEKRETARIAT, DINAS, "eselon_iii"),
    UnitPK(SUBBAG, SEKRETARIAT, "eselon_iv"),
    UnitPK(PELAKSANA, SUBBAG, "pelaksana"),
    UnitPK(BIDANG, DINAS, "eselon_iii"),
    UnitPK(TIM_IKU, DINAS, "tim"),
    UnitPK(TIM_BIDANG, BIDANG, "tim"),
    UnitPK(UPT, DINAS, "eselon_iv"),
]
BUPATI, KADIS, ATASAN = JenjangPK


def test_the_rule_names_the_levels_as_the_units_do() -> None:
    assert (ESELON_III, ESELON_IV, TIM) == (Jenjang.ESELON_III, Jenjang.ESELON_IV, Jenjang.TIM)


@pytest.mark.parametrize(
    ("tingkat", "owner", "jenjang", "first", "second"),
    [
        # What the office as a whole promises: the Kepala Dinas with the Bupati, whoever collects it.
        ("tujuan", DINAS, BUPATI, DINAS, None),
        ("sasaran", TIM_IKU, BUPATI, DINAS, None),
        ("sasaran", SUBBAG, BUPATI, DINAS, None),
        # A program: the eselon III that owns it or stands above its owner.
        ("program", BIDANG, KADIS, BIDANG, DINAS),
        ("program", SUBBAG, KADIS, SEKRETARIAT, DINAS),
        ("program", PELAKSANA, KADIS, SEKRETARIAT, DINAS),
        ("program", DINAS, BUPATI, DINAS, None),
        ("program", UPT, BUPATI, DINAS, None),
        ("program", TIM_IKU, BUPATI, DINAS, None),
        ("program", TIM_BIDANG, BUPATI, DINAS, None),
        # Kegiatan and sub kegiatan: their owner, signed with his superior.
        ("kegiatan", SUBBAG, ATASAN, SUBBAG, SEKRETARIAT),
        ("sub_kegiatan", SUBBAG, ATASAN, SUBBAG, SEKRETARIAT),
        ("sub_kegiatan", PELAKSANA, ATASAN, SUBBAG, SEKRETARIAT),
        ("kegiatan", BIDANG, KADIS, BIDANG, DINAS),
        ("sub_kegiatan", BIDANG, KADIS, BIDANG, DINAS),
        ("sub_kegiatan", SEKRETARIAT, KADIS, SEKRETARIAT, DINAS),
        ("sub_kegiatan", UPT, ATASAN, UPT, DINAS),
        ("sub_kegiatan", TIM_IKU, BUPATI, DINAS, None),
        ("kegiatan", DINAS, BUPATI, DINAS, None),
    ],
)
def test_row_stands_in_one_sheet(tingkat: str, owner: int, jenjang: JenjangPK, first: int, second: int | None) -> None:
    assert arrange(UNITS, [ButirUnit(77, tingkat, owner)]) == [PlannedLembar(jenjang, first, second, (77,))]


def test_sheets_come_in_the_order_of_the_units_and_hold_every_row_once() -> None:
    rows = [
        ButirUnit(1, "sub_kegiatan", BIDANG),
        ButirUnit(2, "sasaran", TIM_IKU),
        ButirUnit(3, "sub_kegiatan", SUBBAG),
        ButirUnit(4, "program", SUBBAG),
        ButirUnit(5, "kegiatan", BIDANG),
    ]
    assert arrange(UNITS, rows) == [
        PlannedLembar(BUPATI, DINAS, None, (2,)),
        PlannedLembar(KADIS, SEKRETARIAT, DINAS, (4,)),
        PlannedLembar(ATASAN, SUBBAG, SEKRETARIAT, (3,)),
        PlannedLembar(KADIS, BIDANG, DINAS, (1, 5)),
    ]


def test_office_that_is_headed_at_eselon_iii_signs_with_the_bupati_too() -> None:
    units = [UnitPK(1, None, "eselon_iii"), UnitPK(2, 1, "eselon_iv")]
    assert arrange(units, [ButirUnit(1, "program", 2), ButirUnit(2, "sub_kegiatan", 2)]) == [
        PlannedLembar(BUPATI, 1, None, (1,)),
        PlannedLembar(ATASAN, 2, 1, (2,)),
    ]


def test_no_rows_no_sheets() -> None:
    assert arrange(UNITS, []) == []


def test_row_of_a_unit_outside_the_tree_is_an_error() -> None:
    with pytest.raises(ValueError, match="unit 99 is not in the tree"):
        arrange(UNITS, [ButirUnit(1, "program", 99)])
