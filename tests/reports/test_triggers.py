"""What the database itself refuses about issued documents: on the final schema, on both databases."""

import pytest
from django.db import DatabaseError, connection, transaction

from reports.models import Dokumen
from reports.triggers import FROZEN_WHEN_FINAL, FROZEN_WHEN_SIGNED, FROZEN_WHEN_SUPERSEDED, ISSUED, TRIGGERS
from sakip.triggers import install, remove

NUMBERS = (
    "laporan_id",
    "nomor_urut",
    "skema",
    "versi_triwulan",
    "ukuran",
    "halaman",
    "ukuran_ttd",
    "digantikan_oleh_id",
    "pindaian_sampul",
)
TIMES = ("dibuat_pada", "difinalkan_pada", "ditandatangani_pada", "digantikan_pada")


def changed(column: str) -> str:
    """Return an expression that gives the column another value of its own kind."""
    if column in NUMBERS:
        return f"{column} + 1"
    if column in TIMES:
        return "'2020-01-01 00:00:00+00'"
    if column in ("snapshot", "dasar"):
        return "'{\"lain\": 1}'"
    return "'lain'"


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match=ISSUED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("column", FROZEN_WHEN_FINAL)
def test_final_document_refuses_change(final: Dokumen, column: str) -> None:
    refused(f"UPDATE reports_dokumen SET {column} = {changed(column)} WHERE id = {final.pk}")  # noqa: S608 - names of this file


@pytest.mark.parametrize("column", [*FROZEN_WHEN_FINAL, *FROZEN_WHEN_SIGNED])
def test_signed_document_refuses_change(signed: Dokumen, column: str) -> None:
    refused(f"UPDATE reports_dokumen SET {column} = {changed(column)} WHERE id = {signed.pk}")  # noqa: S608 - names of this file


@pytest.mark.parametrize("status", ["draf", "final"])
def test_signed_document_never_goes_back(signed: Dokumen, status: str) -> None:
    refused(f"UPDATE reports_dokumen SET status = '{status}' WHERE id = {signed.pk}")  # noqa: S608 - words of this file


def test_issued_document_is_never_deleted(signed: Dokumen) -> None:
    refused(f"DELETE FROM reports_dokumen WHERE id = {signed.pk}")  # noqa: S608 - a number
    with pytest.raises(DatabaseError, match=ISSUED), transaction.atomic():
        Dokumen.objects.filter(pk=signed.pk)._raw_delete("default")
    assert Dokumen.objects.filter(pk=signed.pk).exists()


def test_every_column_is_frozen_sooner_or_later() -> None:
    free = {"id", "status", "versi"}
    frozen = {*FROZEN_WHEN_FINAL, *FROZEN_WHEN_SIGNED, *FROZEN_WHEN_SUPERSEDED}
    assert {field.column for field in Dokumen._meta.concrete_fields} == free | frozen


def test_trigger_can_fail(final: Dokumen) -> None:
    """Without its triggers the table lets the change through: the tests above do see them."""
    remove(connection, TRIGGERS)
    try:
        assert Dokumen.objects.filter(pk=final.pk).update(sha256="lain") == 1
    finally:
        install(connection, TRIGGERS)


def test_installing_twice_is_harmless(signed: Dokumen) -> None:
    install(connection, TRIGGERS)
    install(connection, TRIGGERS)
    refused(f"DELETE FROM reports_dokumen WHERE id = {signed.pk}")  # noqa: S608 - a number
