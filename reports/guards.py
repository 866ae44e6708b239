"""What the database itself refuses about issued documents, by triggers on both engines.

From `final` on a document is never deleted, and nothing that its bytes, its identity or its signature depend on
changes any more; its status only moves forward. The guards are away during `migrate` and installed again after it.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "reports_dokumen"
MESSAGE = "dokumen yang sudah final tidak boleh diubah atau dihapus"

FROZEN_WHEN_FINAL = (
    "laporan_id",
    "nomor_urut",
    "token",
    "snapshot",
    "skema",
    "template_version",
    "dasar",
    "versi_triwulan",
    "dibuat_oleh",
    "dibuat_pada",
    "berkas",
    "sha256",
    "ukuran",
    "halaman",
    "difinalkan_oleh",
    "difinalkan_pada",
)
FROZEN_WHEN_SIGNED = (
    "cara_ttd",
    "berkas_ttd",
    "sha256_ttd",
    "ukuran_ttd",
    "ditandatangani_oleh",
    "ditandatangani_pada",
    "dicatat_oleh",
    "sertifikat_nama",
    "sertifikat_penerbit",
    "sertifikat_seri",
    "sertifikat_demo",
)
FROZEN_WHEN_SUPERSEDED = ("digantikan_oleh_id", "digantikan_pada")


def _changed(columns: tuple[str, ...]) -> str:
    # "IS DISTINCT FROM" is not known to older SQLite; "IS NOT" compares nulls there.
    return " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns)


_REFUSED = (
    "OLD.status <> 'draf' AND ("
    f"{_changed(FROZEN_WHEN_FINAL)} "
    f"OR (OLD.cara_ttd <> '' AND ({_changed(FROZEN_WHEN_SIGNED)})) "
    f"OR (OLD.status = 'digantikan' AND ({_changed(FROZEN_WHEN_SUPERSEDED)})) "
    "OR NEW.status = 'draf' "
    "OR (OLD.status = 'ditandatangani' AND NEW.status = 'final') "
    "OR (OLD.status = 'digantikan' AND NEW.status <> 'digantikan'))"
)

REMOVE = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {TABLE}_issued_frozen",
        f"DROP TRIGGER IF EXISTS {TABLE}_issued_kept",
    ],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS {TABLE}_issued_frozen ON {TABLE}",
        f"DROP TRIGGER IF EXISTS {TABLE}_issued_kept ON {TABLE}",
    ],
}
_RAISE = "BEGIN SELECT RAISE(ABORT, '" + MESSAGE + "'); END"
INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER {TABLE}_issued_frozen BEFORE UPDATE ON {TABLE} "
        f"WHEN {_REFUSED.replace('{differs}', 'IS NOT')} {_RAISE}",
        f"CREATE TRIGGER {TABLE}_issued_kept BEFORE DELETE ON {TABLE} WHEN OLD.status <> 'draf' {_RAISE}",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION sakip_dokumen_issued() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {TABLE}_issued_frozen BEFORE UPDATE ON {TABLE} FOR EACH ROW "
        f"WHEN ({_REFUSED.replace('{differs}', 'IS DISTINCT FROM')}) EXECUTE FUNCTION sakip_dokumen_issued()",
        f"CREATE TRIGGER {TABLE}_issued_kept BEFORE DELETE ON {TABLE} FOR EACH ROW "
        "WHEN (OLD.status <> 'draf') EXECUTE FUNCTION sakip_dokumen_issued()",
    ],
}


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install_guards(connection: BaseDatabaseWrapper) -> None:
    """Install the triggers, or renew them; nothing happens before the table exists."""
    if TABLE not in connection.introspection.table_names():
        return
    if connection.vendor not in INSTALL:
        raise NotImplementedError(f"no guards for {connection.vendor}: use SQLite or PostgreSQL")
    _execute(connection, REMOVE[connection.vendor] + INSTALL[connection.vendor])


def remove_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, to empty a test database; nothing in the application calls this."""
    _execute(connection, REMOVE[connection.vendor])


def remove_guards_before_migrate(*, using: str, **kwargs: Any) -> None:
    """No database takes a column away that a trigger speaks of."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        remove_guards(connection)


def install_guards_after_migrate(*, using: str, **kwargs: Any) -> None:
    install_guards(connections[using])
