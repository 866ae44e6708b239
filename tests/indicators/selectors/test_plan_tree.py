"""The tree of the plan: its shape, its targets of a year, its supports, its queries."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Dukungan, Indikator, PeriodeRenstra, SubKegiatan, TargetRenstra, Tujuan
from indicators.selectors.plan_tree import (
    PlanTree,
    TreeIndikator,
    choose_year,
    find_parent,
    get_latest_pk,
    get_tree,
    list_support,
)
from indicators.selectors.renstra import list_periods
from tests.cast import Office, make_butir, make_opd, make_pk


def outline(pohon: PlanTree) -> list[str]:
    return [
        line
        for node in pohon.walk()
        for line in (f"{node.label}: {node.node.nama}", *(f"- {row.indikator.nama}" for row in node.indikator))
    ]


def row_of(pohon: PlanTree, nama: str) -> TreeIndikator:
    return next(row for node in pohon.walk() for row in node.indikator if row.indikator.nama == nama)


def test_the_tree_reads_from_tujuan_down_with_each_nodes_own_indicators_first(office: Office) -> None:
    assert outline(get_tree(office.renstra, 2024)) == [
        "Tujuan: Meningkatnya kualitas pemerintahan digital",
        "Sasaran strategis: Meningkatnya kualitas informasi publik",
        "- Nilai Indeks SPBE",
        "Program: Program Informasi Publik",
        "- Indeks keterbukaan",
        "Kegiatan: Pengelolaan Informasi",
        "- Jumlah dokumen informasi",
        "Sub kegiatan: Layanan Media",
        "- Jumlah layanan media",
        "- Jumlah surat",
        "- Jumlah gedung dipelihara",
    ]


def test_targets_are_those_of_the_years_latest_pk_with_the_renstras_beside(office: Office) -> None:
    iku = row_of(get_tree(office.renstra, 2024), "Nilai Indeks SPBE")
    assert (iku.target_pk, iku.target_renstra, iku.satuan, iku.unit) == ("2,25", "2,25", "Indeks Poin", office.tim)
    draft = make_pk(office.opd, 2025)
    butir = make_butir(draft, iku.indikator, ("2.6", "2.6", "2.6", "2.6"))
    butir.unit, butir.satuan = office.bidang, "Indeks"
    butir.save()
    pohon = get_tree(office.renstra, 2025)
    iku, surat = row_of(pohon, "Nilai Indeks SPBE"), row_of(pohon, "Jumlah surat")
    assert pohon.pk == draft
    # The year's row owns its unit and its unit of measure.
    assert (iku.target_pk, iku.target_renstra, iku.satuan, iku.unit) == ("2,6", "2,5", "Indeks", office.bidang)
    assert (surat.butir, surat.target_pk, surat.unit) == (None, "", office.subbag)
    assert get_tree(office.renstra, 2026).pk is None


def test_rupiah_is_not_said_twice(office: Office) -> None:
    iku = row_of(get_tree(office.renstra, 2024), "Nilai Indeks SPBE").indikator
    butir = make_butir(make_pk(office.opd, 2025), iku, ("1", "2", "3", "105000000000"))
    butir.jenis_nilai, butir.satuan, butir.desimal_minimal = "rupiah", "Rupiah", 0
    butir.save()
    row = row_of(get_tree(office.renstra, 2025), "Nilai Indeks SPBE")
    assert (row.target_pk, row.satuan) == ("Rp105.000.000.000", "")


def test_a_node_counts_only_in_its_years_and_so_does_what_is_below(office: Office) -> None:
    office.kegiatan.tahun_akhir = 2024
    office.kegiatan.save()
    alive = {year: [node.berlaku for node in get_tree(office.renstra, year).walk()] for year in (2024, 2025)}
    assert alive == {2024: [True] * 5, 2025: [True, True, True, False, False]}


def test_supports_are_seen_from_both_ends(office: Office) -> None:
    layanan = Indikator.objects.get(nama="Jumlah layanan media")
    dokumen = Indikator.objects.get(nama="Jumlah dokumen informasi")
    surat = Indikator.objects.get(nama="Jumlah surat")
    Dukungan.objects.create(pendukung=layanan, didukung=dokumen, menjumlah=True)
    Dukungan.objects.create(pendukung=surat, didukung=dokumen)
    pohon = get_tree(office.renstra, 2024)
    below, above = row_of(pohon, dokumen.nama), row_of(pohon, layanan.nama)
    seen = [(item.indikator.nama, item.tempat, item.unit.nama) for item in below.pendukung]
    assert seen == [
        ("Jumlah layanan media", "Sub kegiatan 2.16.02.2.01.02", "Bidang Informasi dan Komunikasi Publik"),
        ("Jumlah surat", "Sub kegiatan 2.16.02.2.01.02", "Subbag Umum"),
    ]
    assert [item.dukungan.cross_cutting for item in below.pendukung] == [False, True]
    assert [(item.indikator.nama, item.tempat) for item in above.mendukung] == [
        ("Jumlah dokumen informasi", "Kegiatan 2.16.02.2.01")
    ]
    assert [[item.indikator.nama for item in end] for end in list_support(dokumen)] == [
        ["Jumlah layanan media", "Jumlah surat"],
        [],
    ]


def test_another_offices_plan_is_not_in_the_tree(office: Office) -> None:
    opd, _ = make_opd(office.opd.pemda, "lain", "Dinas Lain")
    periode = PeriodeRenstra.objects.create(opd=opd, tahun_awal=2023, tahun_akhir=2026)
    Tujuan.objects.create(periode=periode, nama="Tujuan dinas lain")
    assert len(get_tree(office.renstra, 2024).akar) == 1
    assert outline(get_tree(periode, 2024)) == ["Tujuan: Tujuan dinas lain"]
    own = frozenset({office.opd.pk})
    assert find_parent("renstra", periode.pk, own) is None
    assert find_parent("renstra", office.renstra.pk, own) == office.renstra
    assert find_parent("kegiatan", office.kegiatan.pk, own) == office.kegiatan
    assert find_parent("kegiatan", office.kegiatan.pk, frozenset({opd.pk})) is None
    assert find_parent("indikator", 1, own) is None


@pytest.mark.parametrize(
    ("tahun", "awal", "expected"),
    [
        (None, None, (2023, 2024)),  # the latest year with a PK
        (2026, None, (2023, 2026)),
        (2020, None, (2019, 2020)),
        (None, 2019, (2019, 2019)),  # no PK there: its first year
        (2020, 2023, None),
        (2031, None, None),
        (None, 2000, None),
    ],
)
def test_choose_year(office: Office, tahun: int | None, awal: int | None, expected: tuple[int, int] | None) -> None:
    PeriodeRenstra.objects.create(opd=office.opd, tahun_awal=2019, tahun_akhir=2022)
    found = choose_year(list_periods(office.opd), tahun, awal)
    assert (None if found is None else (found[0].tahun_awal, found[1])) == expected


def test_a_draft_counts_for_the_year_that_is_shown_first(office: Office) -> None:
    make_pk(office.opd, 2025)
    found = choose_year(list_periods(office.opd), None, None)
    assert found is not None
    assert found[1] == 2025
    latest = get_latest_pk(office.opd.pk, 2025)
    assert latest is not None
    assert not latest.frozen
    assert choose_year([], None, None) is None


def test_more_rows_cost_no_more_queries(office: Office) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            outline(get_tree(office.renstra, 2025))
        return len(queries)

    draft = make_pk(office.opd, 2025)
    dokumen = Indikator.objects.get(nama="Jumlah dokumen informasi")
    make_butir(draft, dokumen, ("1", "1", "1", "1"))
    Dukungan.objects.create(pendukung=Indikator.objects.get(nama="Jumlah surat"), didukung=dokumen)
    before = count()
    for number in range(20):
        node = SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=f"Sub {number}")
        row = Indikator.objects.create(opd=office.opd, unit=office.bidang, sub_kegiatan=node, nama=f"Baris {number}")
        make_butir(draft, row, ("1", "2", "3", "4"))
        TargetRenstra.objects.create(indikator=row, tahun=2025, nilai=Decimal(4))
        Dukungan.objects.create(pendukung=row, didukung=dokumen)
    assert count() == before


def test_of_two_renstra_that_hold_the_year_the_one_of_its_pk_is_shown(office: Office) -> None:
    new = PeriodeRenstra.objects.create(opd=office.opd, tahun_awal=2024, tahun_akhir=2028)
    periods = list_periods(office.opd)
    assert choose_year(periods, 2024, None) == (office.renstra, 2024)
    assert choose_year(periods, 2024, 2024) == (new, 2024), "asked for by its first year"
    assert choose_year(periods, 2025, None) == (new, 2025), "no PK yet: the latest"
