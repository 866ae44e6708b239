"""The money of an approved quarter cannot be changed, whoever tries: on the final schema, on both databases."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from indicators.guards_angka import MESSAGE, MONEY_TABLE

from indicators.guards import remove_frozen_guards_before_migrate
from indicators.models import RealisasiAnggaran, Triwulan
from indicators.workflow import StatusTriwulan
from tests.cast import Office, make_quarter
from tests.indicators.money import make_anggaran, spend


def approve(office: Office) -> None:
    Triwulan.objects.filter(pk=office.tw1.pk).update(status="disahkan", disahkan_pada=timezone.now())


def test_the_guard_names_the_models_table_and_status() -> None:
    assert RealisasiAnggaran._meta.db_table == MONEY_TABLE
    assert StatusTriwulan.DISAHKAN.value == "disahkan"


@pytest.mark.parametrize("statement", ["UPDATE {table} SET keuangan = 1", "DELETE FROM {table}"])
def test_approved_quarter_refuses_change(office: Office, statement: str) -> None:
    spend(make_anggaran(office), office.tw1, "5")
    approve(office)
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=MONEY_TABLE))


def test_approved_quarter_refuses_new_rows_and_rows_moved_into_or_out_of_it(office: Office) -> None:
    row = make_anggaran(office)
    second = make_quarter(office.opd, 2024, 2, [])
    spent = spend(row, second, "5")
    approve(office)
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        spend(row, office.tw1, "5")
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        RealisasiAnggaran.objects.filter(pk=spent.pk).update(triwulan=office.tw1)
    RealisasiAnggaran.objects.filter(pk=spent.pk).update(keuangan=6)


def test_reopened_quarter_may_be_changed(office: Office) -> None:
    spend(make_anggaran(office), office.tw1, "5")
    approve(office)
    Triwulan.objects.filter(pk=office.tw1.pk).update(status="dibuka_kembali", disahkan_pada=None)
    assert RealisasiAnggaran.objects.update(keuangan=6) == 1
    assert RealisasiAnggaran.objects.all().delete()[0] == 1


def test_sqlite_can_rebuild_the_tables_during_a_migration(office: Office) -> None:
    remove_frozen_guards_before_migrate(using="default")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_approved_%'")
            assert cursor.fetchone()[0] == 0
