"""Which PK each quarter uses, as Python chooses it and as the database does inside a query."""

from datetime import date

import pytest
from django.db.models import Subquery

from indicators.models import PerjanjianKinerja, Triwulan
from indicators.selectors.pk_triwulan import get_pk_in_force, rows_in_force
from tests.cast import Office, freeze, make_butir


@pytest.mark.parametrize(
    ("begins", "expected"),
    [
        # By perubahan, for TW I to IV.
        ([], [0, 0, 0, 0]),
        ([date(2024, 3, 31)], [1, 1, 1, 1]),
        ([date(2024, 4, 1)], [0, 1, 1, 1]),
        ([date(2024, 6, 30), date(2024, 6, 30)], [0, 2, 2, 2]),
        ([date(2024, 7, 1), date(2024, 12, 31)], [0, 0, 1, 2]),
    ],
)
def test_python_and_the_database_choose_the_same_pk(office: Office, begins: list[date], expected: list[int]) -> None:
    (iku,) = office.indikator(office.tim)
    for number, begin in enumerate(begins, start=1):
        later = PerjanjianKinerja.objects.create(
            opd=office.opd, tahun=2024, perubahan=number, alasan="Uji", berlaku_mulai=begin
        )
        make_butir(later, iku, ("1", "1", "1", "1"))
        freeze(later)
    PerjanjianKinerja.objects.create(  # a draft is no ground
        opd=office.opd, tahun=2024, perubahan=9, alasan="Uji", berlaku_mulai=date(2024, 1, 1)
    )
    for number in (2, 3, 4):
        Triwulan.objects.create(opd=office.opd, tahun=2024, triwulan=number)

    by_python = [get_pk_in_force(office.opd.pk, 2024, number) for number in (1, 2, 3, 4)]
    by_database = (
        Triwulan.objects.filter(opd=office.opd, tahun=2024)
        .order_by("triwulan")
        .annotate(perubahan=Subquery(rows_in_force().values("pk_induk__perubahan")[:1]))
    )

    assert [pk.perubahan for pk in by_python if pk is not None] == expected
    assert [row.perubahan for row in by_database] == expected  # type: ignore[attr-defined]  # annotated


def test_before_the_first_pk_no_quarter_has_one(office: Office) -> None:
    (iku,) = office.indikator(office.tim)
    first = PerjanjianKinerja.objects.create(opd=office.opd, tahun=2025, berlaku_mulai=date(2025, 4, 1))
    make_butir(first, iku, ("1", "1", "1", "1"))
    freeze(first)
    for number in (1, 2):
        Triwulan.objects.create(opd=office.opd, tahun=2025, triwulan=number)

    found = Triwulan.objects.filter(tahun=2025).order_by("triwulan")
    by_database = found.annotate(pk_nya=Subquery(rows_in_force().values("pk_induk")[:1]))

    assert [get_pk_in_force(office.opd.pk, 2025, number) for number in (1, 2)] == [None, first]
    assert [row.pk_nya for row in by_database] == [None, first.pk]  # type: ignore[attr-defined]  # annotated
