"""The figures that an approval keeps, as its page prints them."""

from django.utils import timezone

from indicators.models import Realisasi
from indicators.selectors.pengesahan_content import describe_figures
from indicators.selectors.quarter_sheet import list_rows
from tests.cast import Office, make_quarter
from tests.indicators.letters import add_predicate


def test_letters_year_to_date_are_those_of_the_best_quarter(office: Office) -> None:
    indikator = add_predicate(office, konsolidasi="maksimum")
    tw2 = make_quarter(office.opd, 2024, 2, [])
    for quarter, entry in (
        (office.tw1, {"status": "terisi", "predikat": "BB"}),
        (tw2, {"status": "tidak_tersedia", "alasan": "Belum terbit"}),
    ):
        Realisasi.objects.create(
            indikator=indikator, triwulan=quarter, diubah_oleh="uji", diubah_pada=timezone.now(), **entry
        )

    (row,) = describe_figures(tw2, list_rows(office.opd, 2024, 2, indikator_ids=[indikator.pk]))["baris"]

    assert (row["realisasi"], row["kumulatif"], row["capaian"]) == ("n/a", "BB", "100,00")
