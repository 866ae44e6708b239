"""What the rules of a hand-in are told of a row of the sheet."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.models import ButirPK, Indikator, PerjanjianKinerja, Realisasi
from indicators.selectors.kelengkapan import list_missing, needs_note
from indicators.selectors.quarter_sheet import SheetRow, list_rows
from tests.cast import Office, freeze, make_butir


@pytest.fixture
def aduan(office: Office) -> Indikator:
    """An indicator of which less is better, with target 0."""
    indikator = Indikator.objects.get(nama="Jumlah layanan media")
    pk = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, alasan="Kini aduan", berlaku_mulai=date(2024, 1, 2)
    )
    butir = make_butir(pk, indikator, ("0", "0", "0", "0"))
    ButirPK.objects.filter(pk=butir.pk).update(polaritas="minimalkan")
    freeze(pk)
    return indikator


def entered(office: Office, indikator: Indikator, nilai: str | None, catatan: str = "") -> SheetRow:
    if nilai is not None:
        Realisasi.objects.create(
            triwulan=office.tw1,
            indikator=indikator,
            status="terisi",
            nilai=Decimal(nilai),
            catatan=catatan,
            diubah_oleh="uji",
            diubah_pada=timezone.now(),
        )
    (row,) = list_rows(office.opd, 2024, 1, indikator_ids=[indikator.pk])
    return row


@pytest.mark.parametrize(("nilai", "catatan", "lacks"), [("2", "", True), ("2", "Dua aduan", False), ("0", "", False)])
def test_what_stands_above_a_target_of_zero_is_explained(
    office: Office, aduan: Indikator, nilai: str, catatan: str, lacks: bool
) -> None:
    row = entered(office, aduan, nilai, catatan)
    assert needs_note(row) is lacks
    missing = list_missing([row])
    assert [item.indikator_id for item in missing] == ([aduan.pk] if lacks else [])
    assert all(item.kalimat.endswith("Tulis pada kolom Catatan baris ini.") for item in missing)


def test_a_blank_row_lacks_its_answer_and_no_note(office: Office, aduan: Indikator) -> None:
    row = entered(office, aduan, None)
    assert not needs_note(row)
    (item,) = list_missing([row])
    assert (item.indikator, item.kalimat.startswith("Realisasi belum diisi.")) == ("Jumlah layanan media", True)
