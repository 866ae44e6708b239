"""What a past year prints stays what it was: names of nodes, indicators and units."""

from datetime import date

import pytest
from django.utils import timezone

from indicators.models import Indikator, PerjanjianKinerja, SubKegiatan, UnitKerja
from indicators.models.rencana import SimpulRencana
from indicators.selectors.reporting import get_report_facts
from indicators.services.kantor import save_unit
from indicators.services.rencana import save_indikator, save_node
from indicators.workflow import StatusTriwulan
from sakip.refusals import NotValid
from tests.cast import Cast, Office, make_butir


def approve(office: Office) -> None:
    office.tw1.status, office.tw1.disahkan_pada = StatusTriwulan.DISAHKAN.value, timezone.now()
    office.tw1.save()


def node_of(office: Office, level: str) -> SimpulRencana:
    node: SimpulRencana = office.sasaran.tujuan if level == "tujuan" else getattr(office, level)
    return node


@pytest.mark.parametrize("level", ["tujuan", "sasaran", "program", "kegiatan", "sub_kegiatan"])
def test_node_that_a_fixed_agreement_prints_keeps_its_name(office: Office, cast: Cast, level: str) -> None:
    node = node_of(office, level)
    node.nama = f"{node.nama} baru"
    with pytest.raises(NotValid, match="Nama ini dicetak dalam perjanjian kinerja 2024") as refusal:
        save_node(by=cast.perencana, node=node)
    assert list(refusal.value.fields) == ["nama"]
    assert ("menggantikannya" in str(refusal.value)) == (level not in ("tujuan", "sasaran"))


def test_node_that_a_fixed_agreement_prints_keeps_its_code_and_place(office: Office, cast: Cast) -> None:
    office.sub_kegiatan.kode = "2.16.02.2.01.03"
    with pytest.raises(NotValid, match="Kode ini dicetak"):
        save_node(by=cast.perencana, node=office.sub_kegiatan)
    office.sub_kegiatan.refresh_from_db()
    other = office.program.kegiatan.create(nama="Kegiatan lain")
    office.sub_kegiatan.kegiatan = other
    with pytest.raises(NotValid, match="Tempat ini dicetak") as refusal:
        save_node(by=cast.perencana, node=office.sub_kegiatan)
    assert list(refusal.value.fields) == ["kegiatan"]


def test_same_code_in_another_spelling_is_no_new_code(office: Office, cast: Cast) -> None:
    office.program.kode = "21602"
    assert save_node(by=cast.perencana, node=office.program).kode == "2.16.02"


def test_code_may_be_filled_in_where_there_was_none(office: Office, cast: Cast) -> None:
    SubKegiatan.objects.filter(pk=office.sub_kegiatan.pk).update(kode="")
    assert save_node(by=cast.perencana, node=office.sub_kegiatan).kode == "2.16.02.2.01.02"


def test_typing_error_is_corrected_while_no_agreement_prints_it(office: Office, cast: Cast) -> None:
    node = save_node(by=cast.perencana, node=SubKegiatan(kegiatan=office.kegiatan, nama="Layanan Medai"))
    node.nama = "Layanan Media Sosial"
    assert save_node(by=cast.perencana, node=node).nama == "Layanan Media Sosial"
    indikator = Indikator.objects.create(opd=office.opd, unit=office.bidang, sub_kegiatan=node, nama="Jumlha konten")
    indikator.nama = "Jumlah konten"
    assert save_indikator(by=cast.perencana, indikator=indikator).nama == "Jumlah konten"


def test_other_columns_of_a_printed_node_may_change(office: Office, cast: Cast) -> None:
    office.kegiatan.urutan, office.kegiatan.tahun_akhir = 7, 2025
    assert save_node(by=cast.perencana, node=office.kegiatan).urutan == 7


def test_sasaran_sentence_stays_once_a_quarter_is_approved(office: Office, cast: Cast) -> None:
    office.kegiatan.sasaran_kinerja = "Terkelola baik"
    save_node(by=cast.perencana, node=office.kegiatan)
    approve(office)
    office.kegiatan.sasaran_kinerja = "Terkelola sekali"
    with pytest.raises(NotValid, match="Sasaran ini dicetak"):
        save_node(by=cast.perencana, node=office.kegiatan)


def test_indicator_that_a_fixed_agreement_lists_keeps_its_name(office: Office, cast: Cast) -> None:
    row = office.indikator(office.bidang)[0]
    row.nama = "Nama lain"
    with pytest.raises(NotValid, match="Nama indikator ini dicetak dalam perjanjian kinerja 2024"):
        save_indikator(by=cast.perencana, indikator=row)


def test_unit_keeps_the_name_under_which_an_approved_quarter_printed_it(office: Office, cast: Cast) -> None:
    office.bidang.nama = "Bidang IKP"
    save_unit(by=cast.administrator, unit=office.bidang)
    approve(office)
    office.bidang.nama = "Bidang Informasi"
    with pytest.raises(NotValid, match="laporan tahun 2024 yang sudah disahkan") as refusal:
        save_unit(by=cast.administrator, unit=office.bidang)
    assert list(refusal.value.fields) == ["nama"]
    office.bidang.nama, office.bidang.singkatan = "Bidang IKP", "IKP"
    save_unit(by=cast.administrator, unit=office.bidang)
    # The Sekretariat owns no row of the year but in a draft: no report printed it.
    row = Indikator.objects.create(opd=office.opd, unit=office.sekretariat, program=office.program, nama="Indeks lain")
    draft = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, berlaku_mulai=date(2024, 7, 1), alasan="Uji"
    )
    make_butir(draft, row, ("1", "1", "1", "1"))
    office.sekretariat.nama = "Sekretariat Dinas"
    assert save_unit(by=cast.administrator, unit=office.sekretariat).nama == "Sekretariat Dinas"


def test_moved_owner_moves_nothing_in_the_past(office: Office, cast: Cast) -> None:
    approve(office)
    before = get_report_facts(office.opd, 2024, 1)
    row = office.indikator(office.bidang)[0]
    row.unit = office.subbag
    save_indikator(by=cast.perencana, indikator=row)
    assert UnitKerja.objects.get(pk=office.bidang.pk).nama == "Bidang Informasi dan Komunikasi Publik"
    assert get_report_facts(office.opd, 2024, 1) == before
