"""What a report is told of the rows of an office."""

from decimal import Decimal

from django.db import connection
from django.utils import timezone

from indicators.models import Indikator, PeriodeRenstra, Realisasi, Sasaran, Tujuan
from indicators.selectors.facts import ComparisonFacts
from indicators.selectors.reporting import get_report_facts
from indicators.triggers import TRIGGERS
from sakip.triggers import install, remove
from tests.cast import Office, make_butir
from tests.indicators import way
from tests.indicators.letters import add_predicate


def comparison_of(office: Office, nama: str) -> ComparisonFacts:
    facts = get_report_facts(office.opd, 2024, 1)
    assert facts is not None
    (found,) = [row.perbandingan for row in facts.baris if row.indikator == nama]
    assert found is not None
    return found


def test_letters_are_not_measured_against_a_figure_of_the_renstra(office: Office) -> None:
    iku = add_predicate(office, sasaran=office.sasaran)
    Realisasi.objects.create(
        indikator=iku,
        triwulan=office.tw1,
        status="terisi",
        predikat="BB",
        diubah_oleh="uji",
        diubah_pada=timezone.now(),
    )
    iku.target_renstra.create(tahun=2026, predikat="A")
    against = comparison_of(office, iku.nama).terhadap_akhir
    assert against is not None
    assert against.teks == "88,89"  # 80 of 90

    iku.target_renstra.update(predikat="", nilai=Decimal(75))
    found = comparison_of(office, iku.nama)
    assert found.terhadap_akhir is not None
    assert (found.target_akhir, found.terhadap_akhir.teks) == ("75", "n/a")


def test_a_report_stands_beside_the_renstra_that_its_rows_hang_on(office: Office) -> None:
    PeriodeRenstra.objects.create(opd=office.opd, tahun_awal=2024, tahun_akhir=2028)
    way.fill(office, office.tim, way.TIM)

    facts = get_report_facts(office.opd, 2024, 1)

    assert facts is not None
    assert (facts.renstra_awal, facts.renstra_akhir) == (2023, 2026)
    found = comparison_of(office, "Nilai Indeks SPBE")
    assert found.target_renstra == {2023: "2,0", 2024: "2,25", 2025: "2,5", 2026: "2,75"}
    assert (found.tahun_akhir, found.target_akhir) == (2026, "2,75")
    assert found.terhadap_akhir is not None
    assert found.terhadap_akhir.teks == "81,82"  # 2,25 of 2,75


def test_a_row_that_hangs_on_another_renstra_is_measured_against_its_end(office: Office) -> None:
    new = PeriodeRenstra.objects.create(opd=office.opd, tahun_awal=2024, tahun_akhir=2028)
    tujuan = Tujuan.objects.create(periode=new, nama="Tujuan baru", urutan=1)
    sasaran = Sasaran.objects.create(tujuan=tujuan, nama="Sasaran baru", urutan=1)
    iku = Indikator.objects.create(opd=office.opd, unit=office.tim, sasaran=sasaran, nama="Indeks baru")
    for tahun, nilai in ((2024, 10), (2028, 20)):
        iku.target_renstra.create(tahun=tahun, nilai=Decimal(nilai))
    remove(connection, TRIGGERS)
    make_butir(office.pk, iku, ("10", "10", "10", "10"))
    install(connection, TRIGGERS)
    way.fill(office, office.tim, ("2.25", "5"))

    facts = get_report_facts(office.opd, 2024, 1)

    assert facts is not None
    # One IKU on each; the other rows all hang on the old one.
    assert (facts.renstra_awal, facts.renstra_akhir) == (2023, 2026)
    found = comparison_of(office, "Indeks baru")
    assert (found.tahun_akhir, found.target_akhir) == (2028, "20")
    assert found.terhadap_akhir is not None
    assert found.terhadap_akhir.teks == "25,00"  # 5 of 20
    assert comparison_of(office, "Nilai Indeks SPBE").tahun_akhir == 2026
