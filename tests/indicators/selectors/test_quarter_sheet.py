"""The measurement sheet when a perubahan changes how an indicator is measured: each quarter keeps its own PK."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.capaian import ResultStatus
from indicators.models import (
    ButirPK,
    Indikator,
    PerjanjianKinerja,
    Realisasi,
    SkalaPredikat,
    Target,
    TingkatPredikat,
    Triwulan,
)
from indicators.models.perjanjian import TAHUN
from indicators.selectors.quarter_sheet import SheetRow, list_rows
from indicators.selectors.reporting import get_report_facts
from tests.cast import Office, freeze, make_butir


@pytest.fixture
def indeks(office: Office) -> Indikator:
    return Indikator.objects.get(nama="Indeks keterbukaan")


def make_scale(office: Office, *steps: tuple[str, int]) -> SkalaPredikat:
    skala = SkalaPredikat.objects.create(opd=office.opd, nama=f"Skala {len(steps)}")
    TingkatPredikat.objects.bulk_create(TingkatPredikat(skala=skala, huruf=huruf, skor=skor) for huruf, skor in steps)
    return skala


def revise(
    office: Office, indikator: Indikator, letters: str, skala: SkalaPredikat, day: date, number: int = 1
) -> None:
    """Put a perubahan in force that measures the indicator by a predicate, with the same target everywhere."""
    pk = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=number, alasan="Kini dinilai dengan huruf", berlaku_mulai=day
    )
    butir = make_butir(pk, indikator, ("", "", "", ""))
    ButirPK.objects.filter(pk=butir.pk).update(jenis_nilai="predikat", skala=skala, satuan="Predikat")
    Target.objects.filter(butir=butir).update(predikat=letters)
    freeze(pk)


def enter(office: Office, indikator: Indikator, quarter: int, *, nilai: str = "", predikat: str = "") -> None:
    triwulan, _ = Triwulan.objects.get_or_create(opd=office.opd, tahun=2024, triwulan=quarter)
    Realisasi.objects.create(
        triwulan=triwulan,
        indikator=indikator,
        status="terisi",
        nilai=Decimal(nilai) if nilai else None,
        predikat=predikat,
        diubah_oleh="uji",
        diubah_pada=timezone.now(),
    )


def sheet(office: Office, indikator: Indikator, quarter: int) -> SheetRow:
    (row,) = list_rows(office.opd, 2024, quarter, indikator_ids=[indikator.pk])
    return row


def test_figures_of_before_stay_figures_when_letters_take_over(office: Office, indeks: Indikator) -> None:
    enter(office, indeks, 1, nilai="73.062")
    enter(office, indeks, 3, predikat="B")
    revise(office, indeks, "BB", make_scale(office, ("BB", 70), ("B", 60)), date(2024, 7, 1))

    row = sheet(office, indeks, 3)

    assert [quarter.target_teks for quarter in row.triwulan.values()] == ["81,18", "81,18", "BB", "BB"]
    assert [quarter.realisasi_teks for quarter in row.triwulan.values()] == ["73,062", "", "B", ""]
    assert [quarter.hasil.capaian.teks for quarter in row.terukur] == ["90,00", "", "85,71"]
    kinds = [quarter.butir.jenis_nilai for quarter in row.triwulan.values()]
    assert kinds == ["indeks", "indeks", "predikat", "predikat"]
    assert row.kini.hasil.capaian.kalimat == "skor(B) / skor(BB) x 100 = 85,71 %"


def test_what_was_entered_the_other_way_is_not_measured(office: Office, indeks: Indikator) -> None:
    """A figure entered in the quarter of which the PK now wants letters: a score it is not."""
    enter(office, indeks, 1, nilai="60")
    revise(office, indeks, "BB", make_scale(office, ("BB", 70), ("B", 60)), date(2024, 2, 1))

    row = sheet(office, indeks, 1)

    assert row.kini.realisasi_teks == "60"
    assert (row.kini.hasil.capaian.status, row.kini.hasil.capaian.teks) == (ResultStatus.TIDAK_TERSEDIA, "n/a")
    assert "Diisi sebagai angka, sedangkan PK mengukurnya dengan predikat." in row.kini.hasil.capaian.kalimat


def test_letters_are_scored_by_the_scale_of_their_quarter(office: Office, indeks: Indikator) -> None:
    revise(office, indeks, "BB", make_scale(office, ("BB", 70), ("B", 60)), date(2024, 1, 2))
    revise(office, indeks, "BB", make_scale(office, ("A", 3), ("BB", 2), ("B", 1)), date(2024, 7, 1), number=2)
    for quarter in (1, 3):
        enter(office, indeks, quarter, predikat="B")

    row = sheet(office, indeks, 3)

    assert [quarter.hasil.capaian.teks for quarter in row.terukur] == ["85,71", "", "50,00"]


def test_the_report_prints_both_kinds(office: Office, indeks: Indikator) -> None:
    enter(office, indeks, 1, nilai="73.062")
    enter(office, indeks, 3, predikat="B")
    revise(office, indeks, "BB", make_scale(office, ("BB", 70), ("B", 60)), date(2024, 7, 1))

    facts = get_report_facts(office.opd, 2024, 3)

    assert facts is not None
    (row,) = [row for row in facts.baris if row.indikator_id == indeks.pk]
    quarters = row.triwulan.values()
    assert [quarter.target for quarter in quarters] == ["81,18", "81,18", "BB", "BB"]
    assert [quarter.realisasi for quarter in quarters] == ["73,062", "", "B", ""]
    assert [quarter.hasil.capaian.teks for quarter in row.terukur] == ["90,00", "", "85,71"]
    assert (row.tahun_target, row.tahun_realisasi) == ("BB", "B")


def test_a_target_of_the_year_is_that_of_the_last_pk(office: Office, indeks: Indikator) -> None:
    pk = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, alasan="Naik", berlaku_mulai=date(2024, 7, 1)
    )
    make_butir(pk, indeks, ("90", "90", "90", "90"))
    freeze(pk)
    for quarter, nilai in ((1, "40.59"), (2, "40.59"), (3, "45")):
        enter(office, indeks, quarter, nilai=nilai)

    row = sheet(office, indeks, 3)

    assert [quarter.target_teks for quarter in row.triwulan.values()] == ["81,18", "81,18", "90", "90"]
    assert [quarter.hasil.capaian.teks for quarter in row.terukur] == ["50,00", "50,00", "50,00"]
    assert [quarter.hasil.progres.teks for quarter in row.terukur] == ["50,00", "50,00", "50,00"]
    assert row.target_tahun_teks == "90"
    assert Target.objects.filter(triwulan=TAHUN, butir__indikator=indeks).count() == 2


def test_a_row_gives_its_quarters_by_number(office: Office) -> None:
    """What was entered since does not reach the sheet of an earlier quarter; nothing is judged there yet."""
    dokumen = Indikator.objects.get(pola_target="bertahap", unit=office.bidang)
    for quarter, nilai in ((1, "2"), (2, "3"), (3, "9")):
        enter(office, dokumen, quarter, nilai=nilai)

    row = sheet(office, dokumen, 2)

    assert list(row.triwulan) == [1, 2, 3, 4]
    assert [number for number, quarter in row.triwulan.items() if quarter.triwulan != number] == []
    assert (row.kini.triwulan, [quarter.triwulan for quarter in row.sebelumnya]) == (2, [1])
    assert [quarter.triwulan for quarter in row.terukur] == [1, 2]
    assert row.nilai_lalu == Decimal(2)
    later = row.triwulan[3]
    assert (later.target_teks, later.realisasi, later.realisasi_teks, later.nilai.nilai) == ("6", None, "", None)
    assert (later.hasil.capaian.status, later.hasil.capaian.teks) == (ResultStatus.BELUM_DIISI, "")
    assert (row.kini.hasil.dinilai, later.hasil.dinilai, later.hasil.predikat) == (True, False, None)


def test_the_value_before_is_the_latest_that_is_there(office: Office, indeks: Indikator) -> None:
    enter(office, indeks, 1, nilai="70")
    enter(office, indeks, 3, nilai="75")

    assert sheet(office, indeks, 1).nilai_lalu is None
    assert sheet(office, indeks, 3).nilai_lalu == Decimal(70)
    assert sheet(office, indeks, 4).nilai_lalu == Decimal(75)
