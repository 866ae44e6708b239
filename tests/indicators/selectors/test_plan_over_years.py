"""A plan wider than the demo's: a Renstra of five years, two Tujuan, two Sasaran each, several indicators per node.

The tree, the findings, the entry sheet and the facts of the report carry it whole and in order.
"""

from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.models import (
    Indikator,
    Kegiatan,
    PeriodeRenstra,
    PerjanjianKinerja,
    Program,
    Realisasi,
    Sasaran,
    SubKegiatan,
    Tujuan,
)
from indicators.selectors.pengisian import EntryRow, get_page
from indicators.selectors.plan_health import check_plan
from indicators.selectors.plan_tree import choose_year, get_tree
from indicators.selectors.renstra import list_periods
from indicators.selectors.reporting import get_report_facts
from indicators.services.penetapan import fix_pk
from tests.cast import Cast, Office, make_butir, make_pk, make_quarter
from tests.indicators.selectors.test_plan_tree import outline

YEARS = (2027, 2028, 2029, 2030, 2031)


def indicator(office: Office, nama: str, urutan: int, **node: object) -> Indikator:
    return Indikator.objects.create(
        opd=office.opd, unit=office.bidang, nama=nama, urutan=urutan, satuan="Dokumen", konsolidasi="kumulatif", **node
    )


@pytest.fixture
def renstra(office: Office) -> PeriodeRenstra:
    """Numbers run against the order of making: what is made last comes first."""
    renstra = PeriodeRenstra.objects.create(opd=office.opd, tahun_awal=2027, tahun_akhir=2031)
    for t in (2, 1):
        tujuan = Tujuan.objects.create(periode=renstra, nama=f"T{t}", urutan=t)
        indicator(office, f"IKU T{t}", 1, tujuan=tujuan)
        for s in (2, 1):
            sasaran = Sasaran.objects.create(tujuan=tujuan, nama=f"T{t}S{s}", urutan=s)
            for i in (2, 1):
                indicator(office, f"IKU T{t}S{s}.{i}", i, sasaran=sasaran)
            program = Program.objects.create(sasaran=sasaran, kode=f"{t}.{s}", nama="Program")
            kegiatan = Kegiatan.objects.create(program=program, kode=f"{t}.{s}.1", nama="Kegiatan")
            sub = SubKegiatan.objects.create(kegiatan=kegiatan, kode=f"{t}.{s}.1.1", nama="Sub")
            for i in (2, 1):
                indicator(office, f"P{t}{s}.{i}", i, program=program)
                indicator(office, f"K{t}{s}.{i}", i, kegiatan=kegiatan)
                indicator(office, f"S{t}{s}.{i}", i, sub_kegiatan=sub)
    for row in Indikator.objects.filter(nama__startswith="IKU T"):
        for number, tahun in enumerate(YEARS, start=1):
            row.target_renstra.create(tahun=tahun, nilai=Decimal(number))
    return renstra


@pytest.fixture
def pk(office: Office, cast: Cast, renstra: PeriodeRenstra) -> PerjanjianKinerja:
    pk = make_pk(office.opd, 2028)
    for row in Indikator.objects.filter(satuan="Dokumen", nama__regex=r"^(IKU T|P|K|S)\d"):
        make_butir(pk, row, ("2", "2", "2", "2") if row.nama.startswith("IKU") else ("4", "4", "4", "4"))
    return fix_pk(by=cast.perencana, pk=pk)


BRANCHES = ("11", "12", "21", "22")


def test_the_tree_carries_all_of_it(renstra: PeriodeRenstra, pk: PerjanjianKinerja) -> None:
    pohon = get_tree(renstra, 2028)
    names = [line for line in outline(pohon) if not line.startswith(("Program", "Kegiatan", "Sub"))]
    assert names == [
        line
        for t in "12"
        for line in (
            f"Tujuan: T{t}",
            f"- IKU T{t}",
            *(
                line
                for s in "12"
                for line in (
                    f"Sasaran strategis: T{t}S{s}",
                    f"- IKU T{t}S{s}.1",
                    f"- IKU T{t}S{s}.2",
                    *(f"- {level}{t}{s}.{i}" for level in "PKS" for i in "12"),
                )
            ),
        )
    ]
    assert pohon.periode.years == list(YEARS)
    assert choose_year(list_periods(renstra.opd), None, None) == (renstra, 2028)
    first = next(pohon.walk()).indikator[0]
    assert (first.target_pk, first.target_renstra, sorted(first.renstra)) == ("2", "2", list(YEARS))


def test_the_findings_cover_every_year_and_every_node(renstra: PeriodeRenstra, pk: PerjanjianKinerja) -> None:
    late = Indikator.objects.get(nama="IKU T2S1.2")
    late.target_renstra.filter(tahun=2031).update(nilai=Decimal(3))
    late.target_renstra.filter(tahun=2030).delete()
    sentences = {
        row.indikator.indikator.nama: row.temuan.kalimat
        for row in check_plan(renstra, 2028).temuan
        if row.indikator and row.simpul and row.simpul.tingkat == "sasaran" and row.temuan.keparahan == "salah"
    }
    assert sentences == {"IKU T2S1.2": "Target Renstra belum ada untuk 2030. Isi di halaman indikatornya."}
    late.target_renstra.filter(tahun=2031).update(nilai=Decimal(2))
    worse = [row for row in check_plan(renstra, 2028).temuan if row.temuan.kode == "renstra_memburuk"]
    assert [row.temuan.kalimat for row in worse] == [
        "Target Renstra turun dari 3 menjadi 2 pada tahun berikutnya. Periksa angkanya dan polaritasnya."
    ]


def test_the_entry_sheet_lists_every_indicator_under_its_node(
    office: Office, cast: Cast, pk: PerjanjianKinerja
) -> None:
    quarter = make_quarter(office.opd, 2028, 1, [office.bidang])
    page = get_page(office.bidang.pengajuan.get(triwulan=quarter), terkunci=False)
    names = [row.nama for row in page.butir if isinstance(row, EntryRow)]
    assert names == [
        name
        for t in "12"
        for name in (
            f"IKU T{t}",
            *(
                name
                for s in "12"
                for name in (
                    f"IKU T{t}S{s}.1",
                    f"IKU T{t}S{s}.2",
                    *(f"{level}{t}{s}.{i}" for level in "PKS" for i in "12"),
                )
            ),
        )
    ]


def test_the_report_has_every_row_and_the_renstras_five_years(
    office: Office, renstra: PeriodeRenstra, pk: PerjanjianKinerja
) -> None:
    quarter = make_quarter(office.opd, 2028, 4, [office.bidang])
    for row in Indikator.objects.filter(butir_pk__pk_induk=pk):
        Realisasi.objects.create(
            indikator=row, triwulan=quarter, status="terisi", nilai=Decimal(2), diubah_pada=timezone.now()
        )
    facts = get_report_facts(office.opd, 2028, 4)
    assert facts is not None
    assert (facts.renstra_awal, facts.renstra_akhir) == (2027, 2031)
    expected = ["IKU T1", "IKU T2"]
    expected += [f"IKU T{b[0]}S{b[1]}.{i}" for b in BRANCHES for i in "12"]
    expected += [f"{level}{b}.{i}" for level in "PKS" for b in BRANCHES for i in "12"]
    assert [row.indikator for row in facts.baris] == expected
    places = {(row.jalur.tujuan, row.jalur.sasaran) for row in facts.baris if row.tingkat == "sub_kegiatan"}
    assert places == {(f"T{b[0]}", f"T{b[0]}S{b[1]}") for b in BRANCHES}
    compared = facts.baris[0].perbandingan
    assert compared is not None
    assert compared.target_renstra == dict(zip(YEARS, "12345", strict=True))
    assert (compared.tahun_akhir, compared.target_akhir) == (2031, "5")
    assert compared.terhadap_akhir is not None
    assert compared.terhadap_akhir.teks == "40,00"  # 2 of 5


def test_a_report_of_a_year_that_no_renstra_holds_names_the_year(office: Office) -> None:
    PeriodeRenstra.objects.filter(pk=office.renstra.pk).update(tahun_akhir=2023)
    facts = get_report_facts(office.opd, 2024, 1)
    assert facts is not None
    assert (facts.renstra_awal, facts.renstra_akhir) == (2024, 2024)
