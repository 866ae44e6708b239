"""Last year's report keeps last year's names and owners, whatever becomes of the plan afterwards."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.models import Indikator, Kegiatan, PerjanjianKinerja, SubKegiatan, Triwulan, UnitKerja
from indicators.models.kantor import Jenjang
from indicators.models.perjanjian import StatusPK
from indicators.selectors.reporting import get_report_facts
from indicators.services.kantor import save_unit
from indicators.services.nomenklatur import change_nomenclature
from indicators.services.nomenklatur_proposal import Decision, NomenklaturEntry
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import remove_butir
from indicators.services.rencana import save_indikator, save_node
from indicators.services.tahun_anggaran import open_year
from sakip.refusals import NotValid
from tests.cast import Cast, Office, make_butir, make_pk, make_quarter
from tests.indicators.way import BIDANG, SUBBAG, TIM, fill


@pytest.fixture
def year_2023(office: Office) -> Triwulan:
    """The same rows in 2023, to the end: four quarters filled in, TW IV approved."""
    pk = make_pk(office.opd, 2023)
    for row in Indikator.objects.order_by("pk"):
        make_butir(pk, row, ("1", "2", "3", "4") if row.pola_target == "bertahap" else ("4", "4", "4", "4"))
    PerjanjianKinerja.objects.filter(pk=pk.pk).update(status=StatusPK.DITETAPKAN.value, ditetapkan_pada=timezone.now())
    units = [office.bidang, office.subbag, office.tim]
    quarters = [make_quarter(office.opd, 2023, number, units) for number in (1, 2, 3, 4)]
    for quarter in quarters:
        for unit, values in ((office.bidang, BIDANG), (office.subbag, SUBBAG), (office.tim, TIM)):
            fill(office, unit, tuple(str(Decimal(value) + quarter.triwulan) for value in values), quarter=quarter)
        quarter.status, quarter.disahkan_pada, quarter.disahkan_oleh = "disahkan", timezone.now(), "Kepala Dinas"
        quarter.save()
    return quarters[-1]


def test_report_of_2023_stays_the_same_after_all_that_years_bring(
    office: Office, cast: Cast, year_2023: Triwulan
) -> None:
    before = get_report_facts(office.opd, 2023, 4)
    assert before is not None
    assert len(before.baris) == 6
    assert {row.unit for row in before.baris} == {
        "Tim IKU",
        "Bidang Informasi dan Komunikasi Publik",
        "Subbag Umum",
    }
    change_nomenclature(
        by=cast.perencana,
        periode=office.renstra,
        tahun=2025,
        isian=[
            NomenklaturEntry(f"kegiatan-{office.kegiatan.pk}", Decision.GANTI, "2.16.02.2.05", "Informasi Publik"),
            NomenklaturEntry(f"sub_kegiatan-{office.sub_kegiatan.pk}", Decision.GANTI, "2.16.02.2.05.0001", "Media"),
        ],
    )
    for row in Indikator.objects.filter(unit=office.subbag):
        row.unit = office.bidang
        save_indikator(by=cast.perencana, indikator=row)
    _reorganise(office, cast)
    draft = open_year(by=cast.perencana, opd=office.opd, tahun=2025).draf
    remove_butir(by=cast.perencana, butir=draft.butir.get(indikator__nama="Nilai Indeks SPBE"))
    fix_pk(by=cast.perencana, pk=draft)
    _rename(office, cast)
    assert get_report_facts(office.opd, 2023, 4) == before


def _reorganise(office: Office, cast: Cast) -> None:
    """Bidang IKP ends with 2024; a unit with a new name, under another one, takes over what it has now."""
    ended = UnitKerja.objects.get(pk=office.bidang.pk)
    ended.berlaku_sampai = date(2024, 12, 31)
    save_unit(by=cast.administrator, unit=ended)
    new = UnitKerja(
        opd=office.opd, induk=office.sekretariat, kode="humas", nama="Bagian Humas", jenjang=Jenjang.ESELON_III.value
    )
    save_unit(by=cast.administrator, unit=new)
    for row in Indikator.objects.filter(unit=office.bidang):
        row.unit = new
        save_indikator(by=cast.perencana, indikator=row)


def _rename(office: Office, cast: Cast) -> None:
    """Try every new name: what 2023 prints is refused, what came later is not yet printed by an approved year."""
    refused = 0
    for node in (
        office.sasaran.tujuan,
        office.sasaran,
        office.program,
        *Kegiatan.objects.all(),
        *SubKegiatan.objects.all(),
    ):
        node.nama = f"{node.nama} (baru)"
        try:
            save_node(by=cast.perencana, node=node)
        except NotValid:
            refused += 1
    assert refused == 7
    for unit in UnitKerja.objects.filter(opd=office.opd):
        unit.nama = f"{unit.nama} (baru)"
        try:
            save_unit(by=cast.administrator, unit=unit)
        except NotValid:
            refused += 1
    assert refused == 10
    for row in Indikator.objects.filter(opd=office.opd):
        row.nama = f"{row.nama} (baru)"
        with pytest.raises(NotValid):
            save_indikator(by=cast.perencana, indikator=row)
