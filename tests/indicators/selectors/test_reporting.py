"""What a report is told of the rows of an office."""

from decimal import Decimal

from django.utils import timezone

from indicators.models import Realisasi
from indicators.selectors.facts import ComparisonFacts
from indicators.selectors.reporting import get_report_facts
from tests.cast import Office
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
