"""The numbers of an approved quarter cannot be changed, whoever tries: on the final schema, on both databases."""

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from indicators.models import Anggaran, BuktiDukung, PenjelasanTemuan, Realisasi, RealisasiAnggaran, Triwulan
from indicators.triggers import APPROVED, NUMBERS
from indicators.workflow import LOCKED
from tests.cast import Office, make_quarter
from tests.indicators import way
from tests.indicators.money import make_anggaran, spend

MODELS: dict[str, type[models.Model]] = {
    "indicators_realisasi": Realisasi,
    "indicators_realisasianggaran": RealisasiAnggaran,
    "indicators_buktidukung": BuktiDukung,
    "indicators_penjelasantemuan": PenjelasanTemuan,
}
STATES = sorted(status.value for status in LOCKED)


def lock(office: Office, status: str = "disahkan") -> None:
    moment = timezone.now() if status == "disahkan" else None
    Triwulan.objects.filter(pk=office.tw1.pk).update(status=status, disahkan_pada=moment)


def attach(realisasi: Realisasi) -> BuktiDukung:
    return BuktiDukung.objects.create(
        realisasi=realisasi,
        berkas="bukti/aa/aa.pdf",
        nama_asli="bukti.pdf",
        jenis="pdf",
        ukuran=1,
        sha256="0" * 64,
        diunggah_oleh="uji",
        diunggah_pada=timezone.now(),
    )


def enter(office: Office) -> tuple[Realisasi, BuktiDukung]:
    """Put a number, its evidence and its money into the quarter."""
    way.fill(office, office.tim, way.TIM)
    row = Realisasi.objects.get()
    spend(make_anggaran(office), office.tw1, "5")
    PenjelasanTemuan.objects.create(
        triwulan=office.tw1, indikator=row.indikator, aturan="melampaui", teks="Ada.", oleh="uji", pada=timezone.now()
    )
    return row, attach(row)


def test_the_triggers_name_the_models_tables_and_the_locked_states() -> None:
    assert {model._meta.db_table for model in MODELS.values()} == {trigger.table for trigger in NUMBERS}
    assert STATES == ["disahkan", "ditangguhkan"]


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("table", sorted(MODELS))
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_locked_quarter_refuses_change(office: Office, table: str, statement: str, status: str) -> None:
    enter(office)
    lock(office, status)
    with pytest.raises(DatabaseError, match=APPROVED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))
    assert MODELS[table]._default_manager.count() == 1


def test_locked_quarter_refuses_new_rows_and_rows_moved_into_or_out_of_it(office: Office) -> None:
    row, _ = enter(office)
    second = make_quarter(office.opd, 2024, 2, [])
    free = spend(Anggaran.objects.get(), second, "5")
    way.fill(office, office.tim, way.TIM, quarter=second)
    lock(office)
    for act in (
        lambda: way.fill(office, office.bidang, way.BIDANG),
        lambda: attach(row),
        lambda: Realisasi.objects.filter(pk=row.pk).update(triwulan=make_quarter(office.opd, 2024, 3, [])),
        lambda: Realisasi.objects.filter(triwulan=second).update(triwulan=office.tw1),
        lambda: RealisasiAnggaran.objects.filter(pk=free.pk).update(triwulan=office.tw1),
    ):
        with pytest.raises(DatabaseError, match=APPROVED), transaction.atomic():
            act()
    assert RealisasiAnggaran.objects.filter(pk=free.pk).update(keuangan=6) == 1
    assert Realisasi.objects.filter(triwulan=second).update(catatan="Boleh.") == 1


def test_replace_on_sqlite_does_not_take_a_locked_row_away(office: Office) -> None:
    if connection.vendor != "sqlite":
        return
    row, _ = enter(office)
    second = make_quarter(office.opd, 2024, 2, [])
    way.fill(office, office.tim, way.TIM, quarter=second)
    lock(office)
    columns = [field.column for field in Realisasi._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    with pytest.raises(DatabaseError, match=APPROVED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"REPLACE INTO indicators_realisasi (id, {names}) "  # noqa: S608 - names of our own columns
            f"SELECT {row.pk}, {names} FROM indicators_realisasi WHERE triwulan_id = {second.pk}"
        )


def test_reopened_quarter_may_be_changed(office: Office) -> None:
    enter(office)
    lock(office)
    lock(office, "dibuka_kembali")
    assert Realisasi.objects.update(catatan="Diperbaiki.") == 1
    assert RealisasiAnggaran.objects.update(keuangan=6) == 1
    assert BuktiDukung.objects.all().delete()[0] == 1
