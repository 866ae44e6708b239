"""Rows, sums and efisiensi of the money; every expected figure is computed by hand."""

from decimal import Decimal
from fractions import Fraction

from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Kegiatan, SubKegiatan
from indicators.selectors.anggaran import keeper_ids, keeps_money, list_anggaran, unit_keeps_money
from indicators.selectors.anggaran_summary import AnggaranGroup, list_money_facts, summarise_money
from tests.cast import Office, make_quarter
from tests.indicators.money import add_sub_kegiatan, make_anggaran, make_rak, spend
from tests.indicators.way import BIDANG, TIM, fill


def summary(office: Office, triwulan: int = 1) -> AnggaranGroup:
    return summarise_money(office.opd, 2024, triwulan, list_anggaran(office.opd, 2024, triwulan))


def figures(*values: object) -> list[object]:
    """Return values of different kinds for one comparison."""
    return list(values)


def test_the_first_row_of_the_pk_says_who_enters_the_money(office: Office) -> None:
    """Layanan Media has rows of Bidang (the first) and of Subbag Umum."""
    assert keeper_ids(office.opd.pk, 2024, 1) == {office.sub_kegiatan.pk: office.bidang.pk}
    assert keeper_ids(office.opd.pk, 2023, 1) == {}


def test_an_office_without_money_keeps_none(office: Office) -> None:
    assert not keeps_money(office.opd.pk, 2024)
    assert not unit_keeps_money(office.tw1, office.bidang)
    assert list_anggaran(office.opd, 2024, 1) == []
    assert list_money_facts(office.opd, 2024, 1) == []


def test_unit_keeps_money_of_its_own_only(office: Office) -> None:
    make_anggaran(office)
    assert unit_keeps_money(office.tw1, office.bidang)
    assert not unit_keeps_money(office.tw1, office.subbag)


def test_rows_show_the_figures_of_the_quarter_and_what_is_odd(office: Office) -> None:
    row = make_anggaran(office, pagu="1000", pagu_perubahan=Decimal(1200), perubahan_mulai=2)
    make_rak(row, "100", "200", "300", "500")
    second = make_quarter(office.opd, 2024, 2, [])
    spend(row, office.tw1, "300", "30")
    spend(row, second, "250", "40")
    (first,), (later,) = list_anggaran(office.opd, 2024, 1), list_anggaran(office.opd, 2024, 2)
    assert figures(first.pagu, first.rak, first.keuangan, first.sisa) == [1000, 100, 300, 700]
    assert first.serapan.nilai == 30
    assert [item.kode for item in first.peringatan] == ["rak_berbeda"]
    assert figures(later.pagu, later.rak, later.fisik) == [1200, 300, 40]
    assert [item.kode for item in later.peringatan] == ["keuangan_turun", "rak_berbeda"]
    assert later.unit == office.bidang


def test_sums_by_kegiatan_program_and_office_say_what_is_missing(office: Office) -> None:
    other = Kegiatan.objects.create(program=office.program, nama="Kegiatan lain", urutan=2)
    sub = SubKegiatan.objects.create(kegiatan=other, nama="Sub lain")
    one, two = make_anggaran(office, pagu="1000"), make_anggaran(office, add_sub_kegiatan(office), pagu="500")
    blank = make_anggaran(office, sub, pagu="")
    spend(one, office.tw1, "333.5", "10")
    spend(two, office.tw1, "0", "50")
    office_sum = summary(office)
    (program,) = office_sum.anak
    first, second = program.anak
    assert (first.nama, first.banyak) == ("Pengelolaan Informasi", 2)
    assert figures(first.pagu.nilai, first.keuangan.nilai, len(first.lengkap)) == [1500, Fraction(667, 2), 2]
    assert figures(first.fisik.nilai, first.sisa) == [30, Fraction(2333, 2)]
    assert figures(second.semua[0].anggaran, second.pagu.nilai, second.pagu.kosong) == [blank, None, 1]
    assert figures(program.pagu.nilai, program.pagu.kosong, program.keuangan.kosong) == [1500, 1, 1]
    assert figures(office_sum.pagu.nilai, office_sum.keuangan.nilai, office_sum.banyak) == [1500, Fraction(667, 2), 3]
    assert second.semua[0].unit is None


def test_a_quarter_has_no_efisiensi_but_a_plan(office: Office) -> None:
    """100 of 1.000 spent; 250 of 1.000 planned. DOMAIN 4: no difference to capaian before the year's end."""
    fill(office, office.bidang, BIDANG)
    fill(office, office.tim, TIM)
    row = make_anggaran(office, pagu="1000")
    make_rak(row, "250", "250", "250", "250")
    spend(row, office.tw1, "100")
    office_sum = summary(office)
    kegiatan = office_sum.anak[0].anak[0]
    assert figures(kegiatan.capaian, kegiatan.efisiensi, office_sum.efisiensi) == [None, None, None]
    assert figures(kegiatan.serapan.nilai, kegiatan.rencana.nilai) == [10, 25]


def test_efisiensi_of_the_year_takes_the_years_result(office: Office) -> None:
    last = make_quarter(office.opd, 2024, 4, [])
    fill(office, office.bidang, ("12", "6", "81.18"), quarter=last)
    spend(make_anggaran(office, pagu="1000"), last, "1000")
    kegiatan = summary(office, 4).anak[0].anak[0]
    assert kegiatan.capaian is not None
    assert kegiatan.efisiensi is not None
    assert figures(kegiatan.capaian.nilai, kegiatan.efisiensi.nilai) == [75, -25]
    assert kegiatan.efisiensi.kalimat == "75,00 % - 100,00 % = -25,00 poin persen"


def test_quotients_count_rows_with_pagu_and_realisasi_only(office: Office) -> None:
    """100 of 1.000; a row of 500 is blank, another spent 900 without a pagu, a third has a pagu of 0."""
    spend(make_anggaran(office, pagu="1000"), office.tw1, "100")
    make_anggaran(office, add_sub_kegiatan(office), pagu="500")
    for name, pagu in (("Tanpa pagu", ""), ("Pagu nol", "0")):
        sub = SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=name)
        spend(make_anggaran(office, sub, pagu=pagu), office.tw1, "900")
    kegiatan = summary(office).anak[0].anak[0]
    assert figures(kegiatan.serapan.nilai, len(kegiatan.lengkap), kegiatan.banyak) == [10, 1, 4]
    assert figures(kegiatan.rencana.nilai, len(kegiatan.tanpa_pagu)) == [None, 2]
    # 1.500 of pagu; 100, and 900 against the pagu of 0, are spent of it, the 900 without a pagu are not.
    assert figures(kegiatan.sisa, kegiatan.keuangan.nilai) == [500, 1900]
    assert [row.serapan.nilai for row in kegiatan.tanpa_pagu] == [None, None]


def test_facts_of_a_report_need_something_spent(office: Office) -> None:
    row = make_anggaran(office, pagu="2360141080")
    spend(row, office.tw1, "", "5")
    assert list_money_facts(office.opd, 2024, 1) == []
    row.realisasi.update(keuangan=Decimal("1000.5"))
    facts = list_money_facts(office.opd, 2024, 1)
    assert [(item.tingkat, item.pagu, item.realisasi) for item in facts] == [
        ("opd", "2.360.141.080", "1.000,5"),
        ("program", "2.360.141.080", "1.000,5"),
        ("kegiatan", "2.360.141.080", "1.000,5"),
    ]


def test_more_rows_cost_no_more_queries(office: Office) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            summary(office)
        return len(captured)

    spend(make_anggaran(office), office.tw1, "5")
    before = cost()
    for number in range(15):
        sub = SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=f"Sub {number}")
        row = make_anggaran(office, sub)
        make_rak(row, "1", "2", "3", "4")
        spend(row, office.tw1, "5", "6")
    assert cost() == before
