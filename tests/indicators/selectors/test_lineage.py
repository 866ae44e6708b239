"""An indicator carries on what the one before it was: last year, the Renstra, the PK that it is compared with."""

from decimal import Decimal

from django.utils import timezone

from indicators.models import Indikator, TargetRenstra
from indicators.selectors.comparison import ComparedStatus, compare_pk
from indicators.selectors.lineage import carry_on, list_lines, list_renstra_targets
from indicators.selectors.plan_tree import get_tree
from indicators.selectors.reporting import get_last_year
from tests.cast import Office, freeze, make_butir, make_pk, make_quarter
from tests.indicators.way import TIM, fill


def successor(office: Office, old: Indikator, nama: str) -> Indikator:
    return Indikator.objects.create(
        opd=office.opd, unit=old.unit, sasaran=office.sasaran, nama=nama, menggantikan=old, **old.measure_values()
    )


def test_lines_reach_back_over_any_number_of_steps(office: Office) -> None:
    old = Indikator.objects.get(nama="Nilai Indeks SPBE")
    second = successor(office, old, "Kedua")
    third = successor(office, second, "Ketiga")
    assert list_lines(office.opd.pk, [third.pk, old.pk]) == {third.pk: [third.pk, second.pk, old.pk], old.pk: [old.pk]}
    assert carry_on({3: [3, 2, 1], 5: [5]}, {1: "satu", 2: "dua"}) == {3: "dua"}


def test_years_without_a_target_of_its_own_take_the_one_before(office: Office) -> None:
    old = Indikator.objects.get(nama="Nilai Indeks SPBE")
    new = successor(office, old, "SPBE baru")
    TargetRenstra.objects.create(indikator=new, tahun=2026, nilai=Decimal("3.5"))
    found = list_renstra_targets(office.opd.pk, [new.pk], (2025, 2026))
    assert {key: row.nilai for key, row in found.items()} == {
        (new.pk, 2025): Decimal("2.5"),
        (new.pk, 2026): Decimal("3.5"),
    }
    rows = {row.id: row for node in get_tree(office.renstra, 2025).walk() for row in node.indikator}
    assert (rows[new.pk].target_renstra, sorted(rows[new.pk].renstra)) == ("2,5", [2023, 2024, 2025, 2026])


def test_a_pk_is_compared_indicator_by_successor(office: Office) -> None:
    old = Indikator.objects.get(nama="Nilai Indeks SPBE")
    new = successor(office, old, "SPBE baru")
    pk = make_pk(office.opd, 2025)
    make_butir(pk, new, ("2.5", "2.5", "2.5", "2.5"))
    found = compare_pk(office.pk, pk)
    row = next(row for row in found.baris if row.butir.indikator == "SPBE baru")
    assert row.status is ComparedStatus.BERUBAH
    assert ("Indikator", "Nilai Indeks SPBE", "SPBE baru") in [(s.label, s.sebelum, s.sesudah) for s in row.selisih]
    assert not any(row.butir.indikator == "Nilai Indeks SPBE" for row in found.baris)


def test_last_year_is_that_of_the_one_before(office: Office) -> None:
    old = Indikator.objects.get(nama="Nilai Indeks SPBE")
    new = successor(office, old, "SPBE baru")
    pk = make_pk(office.opd, 2023)
    make_butir(pk, old, ("2", "2", "2", "2"))
    freeze(pk)
    quarter = make_quarter(office.opd, 2023, 4, [office.tim])
    fill(office, office.tim, TIM, quarter=quarter)
    quarter.status, quarter.disahkan_pada = "disahkan", timezone.now()
    quarter.save()
    found = get_last_year(office.opd, 2024, [new.pk])
    assert {pk: row.indikator for pk, row in found.items()} == {new.pk: old}
