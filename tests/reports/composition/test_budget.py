"""Money in the report: nothing where none is known, else capaian beside it; figures by hand."""

from typing import Any

import pytest

from indicators.selectors.reporting import get_report_facts
from reports.composition import build_snapshot
from reports.rendering.analysis import build_analysis
from tests.cast import Office
from tests.indicators.money import add_sub_kegiatan, make_anggaran, spend
from tests.indicators.way import BIDANG, SUBBAG, TIM, fill


def compose(office: Office) -> dict[str, Any]:
    facts = get_report_facts(office.opd, 2024, 1)
    assert facts is not None
    return build_snapshot(facts)


@pytest.fixture
def filled(office: Office) -> Office:
    fill(office, office.bidang, BIDANG)
    fill(office, office.subbag, SUBBAG)
    fill(office, office.tim, TIM)
    return office


def titles(snapshot: dict[str, Any]) -> list[str]:
    return [table.judul for table in build_analysis(snapshot).tables]


def test_without_money_the_snapshot_says_none_and_bab_iv_no_word(filled: Office) -> None:
    snapshot = compose(filled)
    assert (snapshot["skema"], snapshot["analisis"]["anggaran"]) == (1, None)
    assert "Efisiensi Penggunaan Anggaran" not in titles(snapshot)


def test_a_pagu_of_which_nothing_was_spent_is_no_money_known(filled: Office) -> None:
    make_anggaran(filled)
    assert compose(filled)["analisis"]["anggaran"] is None


def test_with_money_bab_iv_shows_capaian_beside_serapan(filled: Office) -> None:
    """Kegiatan: 2 of 8 documents = 25,00; program: 80,18 of 81,18 = 98,77; IKU 100,00. Money: 1/3 of the pagu."""
    spend(make_anggaran(filled, pagu="3000"), filled.tw1, "1000", "30")
    snapshot = compose(filled)
    money = snapshot["analisis"]["anggaran"]
    assert [
        (row["uraian"], row["pagu"], row["realisasi"], row["serapan"], row["capaian"], row["efisiensi"])
        for row in money["baris"]
    ] == [
        ("Dinas Komunikasi dan Informatika", "3.000", "1.000", "33,33", "100,00", "66,67"),
        ("Program: Program Informasi Publik", "3.000", "1.000", "33,33", "98,77", "65,43"),
        ("Kegiatan: Pengelolaan Informasi", "3.000", "1.000", "33,33", "25,00", "-8,33"),
    ]
    assert money["kalimat"] == (
        "Dari pagu Rp3.000, terserap Rp1.000 atau 33,33 persen, sedangkan capaian indikator kinerja utama terhadap "
        "target setahun 100,00 persen. Efisiensinya 66,67 poin persen."
    )
    assert "Efisiensi Penggunaan Anggaran" in titles(snapshot)
    table = next(item for item in build_analysis(snapshot).tables if item.id == "tabel-efisiensi")
    assert table.pengantar == money["kalimat"]


def test_blank_rows_are_said_and_efisiensi_waits(filled: Office) -> None:
    spend(make_anggaran(filled, pagu="3000"), filled.tw1, "1000")
    make_anggaran(filled, add_sub_kegiatan(filled), pagu="1000")
    money = compose(filled)["analisis"]["anggaran"]
    assert money["baris"][0]["catatan"] == "1 isian pagu atau realisasi belum ada"
    assert (money["baris"][0]["serapan"], money["baris"][0]["efisiensi"]) == ("25,00", "n/a")
    assert money["kalimat"] == (
        "Dari pagu Rp4.000, terserap Rp1.000 atau 25,00 persen. Efisiensi perangkat daerah belum dapat dihitung."
    )
