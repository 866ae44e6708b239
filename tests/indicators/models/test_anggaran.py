"""What the database itself refuses about money, and which pagu and RAK hold when."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from indicators.models import Anggaran, RealisasiAnggaran, RencanaKas, SumberDana
from tests.cast import Office
from tests.indicators.money import make_anggaran, spend


def refused(name: str, act: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"pagu": Decimal("-1")}, "anggaran_pagu_not_negative"),
        ({"pagu": Decimal("1.5")}, "anggaran_pagu_whole_rupiah"),
        ({"pagu_perubahan": Decimal("-1"), "perubahan_mulai": 3}, "anggaran_revised_pagu_not_negative"),
        ({"pagu_perubahan": Decimal("1.0001"), "perubahan_mulai": 3}, "anggaran_revised_pagu_whole_rupiah"),
        ({"pagu_perubahan": Decimal(5)}, "anggaran_revision_has_pagu_and_quarter"),
        ({"perubahan_mulai": 3}, "anggaran_revision_has_pagu_and_quarter"),
        ({"pagu_perubahan": Decimal(5), "perubahan_mulai": 5}, "anggaran_revision_has_pagu_and_quarter"),
        ({"pagu": None, "pagu_perubahan": Decimal(5), "perubahan_mulai": 2}, "anggaran_revision_has_pagu_and_quarter"),
        ({"tahun": 1999}, "anggaran_year_in_range"),
    ],
)
def test_a_budget_that_breaks_a_rule_is_refused(office: Office, values: dict[str, Any], name: str) -> None:
    row = make_anggaran(office)
    refused(name, lambda: Anggaran.objects.filter(pk=row.pk).update(**values))


def test_the_largest_whole_amount_is_whole(office: Office) -> None:
    row = make_anggaran(office, pagu="999999999999999")
    row.refresh_from_db()
    assert row.pagu == Decimal(999999999999999)


def test_one_budget_per_sub_kegiatan_and_year(office: Office) -> None:
    make_anggaran(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_anggaran(office)


def test_sources_rak_and_spending_that_break_a_rule_are_refused(office: Office) -> None:
    row = make_anggaran(office)
    source = SumberDana.objects.create(anggaran=row, sumber="dau")
    SumberDana.objects.filter(pk=source.pk).update(nilai=5)
    refused("sumber_dana_not_negative", lambda: SumberDana.objects.filter(pk=source.pk).update(nilai=-5))
    refused("sumber_dana_whole_rupiah", lambda: SumberDana.objects.filter(pk=source.pk).update(nilai=Decimal("0.5")))
    refused("rak_period_in_range", lambda: RencanaKas.objects.create(anggaran=row, nomor=13, nilai=1))
    refused("rak_not_negative", lambda: RencanaKas.objects.create(anggaran=row, nomor=1, nilai=-1))
    refused("rak_whole_rupiah", lambda: RencanaKas.objects.create(anggaran=row, nomor=1, nilai=Decimal("1.25")))
    spent = spend(row, office.tw1, "5.50", "100")
    rows = RealisasiAnggaran.objects.filter(pk=spent.pk)
    refused("realisasi_anggaran_money_not_negative", lambda: rows.update(keuangan=Decimal("-0.5")))
    refused("realisasi_anggaran_physical_0_to_100", lambda: rows.update(fisik=Decimal("100.01")))
    refused("realisasi_anggaran_physical_0_to_100", lambda: rows.update(fisik=-1))
    with pytest.raises(IntegrityError), transaction.atomic():
        spend(row, office.tw1)


def test_pagu_in_takes_the_revision_from_its_quarter_on() -> None:
    row = Anggaran(pagu=Decimal(10), pagu_perubahan=Decimal(12), perubahan_mulai=3)
    assert [row.pagu_in(quarter) for quarter in (1, 2, 3, 4)] == [10, 10, 12, 12]
    assert row.pagu_akhir == 12
    assert Anggaran(pagu=None).pagu_in(1) is None


def test_rak_until_adds_months_or_quarters() -> None:
    months = {number: Decimal(number) for number in range(1, 13)}
    assert [Anggaran(cara_rak="bulanan").rak_until(q, months) for q in (1, 2, 3, 4)] == [6, 21, 45, 78]
    quarters = {1: Decimal(5), 3: Decimal(7)}
    assert [Anggaran(cara_rak="triwulanan").rak_until(q, quarters) for q in (1, 2, 3, 4)] == [5, 5, 12, 12]
    assert Anggaran(cara_rak="triwulanan").rak_until(1, {}) is None
    assert Anggaran().rak_until(1, quarters) is None
