"""Money in the report: nothing where none is known, else capaian beside it; figures by hand."""

from typing import Any

import pytest

from indicators.models import SubKegiatan
from indicators.selectors.reporting import get_report_facts
from reports.papers.lpk.composition.snapshot import build_snapshot
from reports.papers.lpk.rendering.analysis import build_analysis
from tests.cast import Office, make_quarter
from tests.indicators.money import add_sub_kegiatan, make_anggaran, make_rak, spend
from tests.indicators.way import BIDANG, SUBBAG, TIM, fill


def compose(office: Office, triwulan: int = 1) -> Any:
    facts = get_report_facts(office.opd, 2024, triwulan)
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
    assert not any("Anggaran" in title for title in titles(snapshot))


def test_a_pagu_of_which_nothing_was_spent_is_no_money_known(filled: Office) -> None:
    make_anggaran(filled)
    assert compose(filled)["analisis"]["anggaran"] is None


KEYS = ("pagu", "realisasi", "serapan", "rencana", "capaian", "efisiensi")
OFFICE, PROGRAM, KEGIATAN = (
    "Dinas Komunikasi dan Informatika",
    "Program: Program Informasi Publik",
    "Kegiatan: Pengelolaan Informasi",
)


def test_a_quarter_sets_serapan_beside_the_plan_without_a_difference(filled: Office) -> None:
    """1.000 of 3.000 spent, 1.500 of 3.000 planned until TW I."""
    row = make_anggaran(filled, pagu="3000")
    make_rak(row, "1500", "500", "500", "500")
    spend(row, filled.tw1, "1000", "30")
    snapshot = compose(filled)
    money = snapshot["analisis"]["anggaran"]
    assert money["setahun"] is False
    assert [[item["uraian"], *(item[key] for key in KEYS)] for item in money["baris"]] == [
        [name, "3.000", "1.000", "33,33", "50,00", "", ""] for name in (OFFICE, PROGRAM, KEGIATAN)
    ]
    assert money["kalimat"] == (
        "Dari pagu Rp3.000 pada 1 dari 1 sub kegiatan, yaitu yang mempunyai pagu dan realisasi keuangan, terserap "
        "Rp1.000 atau 33,33 persen. Menurut RAK, sampai dengan triwulan ini direncanakan 50,00 persen."
    )
    table = next(item for item in build_analysis(snapshot).tables if item.id == "tabel-anggaran")
    assert (table.judul, table.pengantar) == ("Serapan Anggaran Triwulan I Tahun 2024", money["kalimat"])
    assert not any("Efisiensi" in title for title in titles(snapshot))


def test_the_year_sets_capaian_beside_serapan(filled: Office) -> None:
    """Kegiatan 6 of 8 documents, program 81,18 of 81,18, IKU 2,25 of 2,25; a third of the pagu was spent."""
    last = make_quarter(filled.opd, 2024, 4, [])
    fill(filled, filled.bidang, ("12", "6", "81.18"), quarter=last)
    fill(filled, filled.tim, TIM, quarter=last)
    spend(make_anggaran(filled, pagu="3000"), last, "1000", "30")
    snapshot = compose(filled, 4)
    money = snapshot["analisis"]["anggaran"]
    assert [[item["uraian"], *(item[key] for key in KEYS)] for item in money["baris"]] == [
        [OFFICE, "3.000", "1.000", "33,33", "", "100,00", "66,67"],
        [PROGRAM, "3.000", "1.000", "33,33", "", "100,00", "66,67"],
        [KEGIATAN, "3.000", "1.000", "33,33", "", "75,00", "41,67"],
    ]
    assert money["kalimat"].endswith(
        "Rata-rata capaian Indikator Kinerja Utama setahun 100,00 persen (1 dari 1 indikator), sehingga efisiensinya "
        "66,67 poin persen."
    )
    assert "Efisiensi Penggunaan Anggaran Tahun 2024" in titles(snapshot)


def test_blank_rows_and_rows_without_pagu_are_in_no_quotient(filled: Office) -> None:
    """1.000 of 3.000; one row is blank, one spent 500 without a pagu."""
    spend(make_anggaran(filled, pagu="3000"), filled.tw1, "1000")
    make_anggaran(filled, add_sub_kegiatan(filled), pagu="1000")
    without = make_anggaran(filled, SubKegiatan.objects.create(kegiatan=filled.kegiatan, nama="Tanpa pagu"), pagu="")
    spend(without, filled.tw1, "500")
    money = compose(filled)["analisis"]["anggaran"]
    assert [money["baris"][0][key] for key in ("catatan", "pagu", "realisasi", "serapan", "rencana")] == [
        "dihitung 1 dari 3 sub kegiatan",
        "3.000",
        "1.000",
        "33,33",
        "",
    ]
    assert money["kalimat"] == (
        "Dari pagu Rp3.000 pada 1 dari 3 sub kegiatan, yaitu yang mempunyai pagu dan realisasi keuangan, terserap "
        "Rp1.000 atau 33,33 persen. Rencana anggaran kas (RAK) sampai dengan triwulan ini belum diisi. Realisasi Rp500 "
        "pada 1 sub kegiatan tanpa pagu tidak dihitung dalam serapan."
    )


def test_money_without_any_pagu_has_no_serapan(filled: Office) -> None:
    spend(make_anggaran(filled, pagu=""), filled.tw1, "500")
    money = compose(filled)["analisis"]["anggaran"]
    assert money["kalimat"] == (
        "Serapan belum dapat dihitung: belum ada sub kegiatan yang mempunyai pagu dan realisasi keuangan. Realisasi "
        "Rp500 pada 1 sub kegiatan tanpa pagu tidak dihitung dalam serapan."
    )
