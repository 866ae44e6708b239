"""The trail cannot be changed, whoever tries: on the final schema, on both databases."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from indicators.acts import Act
from indicators.models import (
    Jejak,
    MataRantai,
    NamaPengguna,
    Pengajuan,
    Pengesahan,
    PeristiwaPengajuan,
    Putusan,
    SegelJejak,
    VersiPengajuan,
)
from indicators.services.jejak import record
from indicators.services.pengajuan import check, send_back, submit
from indicators.services.rantai import seal_day
from indicators.services.realisasi import save_rows
from indicators.services.realisasi_entry import RowEntry
from indicators.triggers import ONLY_ADDED, TRAIL
from tests.cast import Cast, Office

GUARDED = {
    "indicators_jejak": Jejak,
    "indicators_versipengajuan": VersiPengajuan,
    "indicators_putusan": Putusan,
    "indicators_peristiwapengajuan": PeristiwaPengajuan,
    "indicators_pengesahan": Pengesahan,
    "indicators_matarantai": MataRantai,
    "indicators_segeljejak": SegelJejak,
    "indicators_namapengguna": NamaPengguna,
}


def submit_tim(office: Office, cast: Cast) -> Pengajuan:
    (iku,) = office.indikator(office.tim)
    save_rows(by=cast.staf_iku, triwulan=office.tw1, unit=office.tim, isian=[RowEntry(iku.pk, 0, realisasi="2,5")])
    return submit(by=cast.staf_iku, pengajuan=office.pengajuan(office.tim))


def test_every_guarded_table_is_tried_here() -> None:
    assert set(GUARDED) == {trigger.table for trigger in TRAIL}


@pytest.mark.parametrize("table", sorted(GUARDED))
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}"])
def test_guarded_table_refuses_change(office: Office, cast: Cast, table: str, statement: str) -> None:
    pengajuan = submit_tim(office, cast)
    checked = check(by=cast.ketua_iku, pengajuan=pengajuan, versi=pengajuan.versi)
    send_back(by=cast.sekretaris, pengajuan=checked, versi=checked.versi, alasan="Periksa lagi.")
    record(by=None, tindakan=Act.UBAH, objek="uji")
    Pengesahan.objects.create(triwulan=office.tw1, nomor=1, sidik="0" * 64, isi={}, disahkan_pada=timezone.now())
    seal_day()
    NamaPengguna.objects.get_or_create(nama="lama", pengguna=cast.staf)
    before = GUARDED[table].objects.count()
    assert before > 0
    with pytest.raises(DatabaseError, match=ONLY_ADDED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table, key=GUARDED[table]._meta.pk.column))
    assert GUARDED[table].objects.count() == before


def test_guarded_rows_refuse_queryset_delete(office: Office) -> None:
    row = record(by=None, tindakan=Act.UBAH, objek="uji")
    with pytest.raises(DatabaseError, match=ONLY_ADDED), transaction.atomic():
        Jejak.objects.filter(pk=row.pk).delete()
    assert Jejak.objects.filter(pk=row.pk).exists()
