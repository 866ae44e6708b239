"""What the installation itself can say of its database and its files."""

from collections.abc import Iterator

from django.db import connection

from sakip import triggers
from sakip.file_store import store
from sakip.keeping import media
from sakip.keeping.registry import Flaw, register_check
from sakip.keeping.snapshots import count_rows
from sakip.schema import fit
from sakip.stored_names import list_named

_RESTORE = "Pulihkan cadangan terakhir yang utuh ke instalasi kosong."


def register() -> None:
    register_check("Basis data", check_database)
    register_check("Migrasi", check_migrations)
    register_check("Penjaga basis data", check_guards)
    register_check("Berkas yang tidak dikenal", check_unknown_files)


def check_database() -> Iterator[Flaw | None]:
    """Read every table; on SQLite ask the file itself, and about keys that lead nowhere."""
    for _ in count_rows(connection):
        yield None
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        for (said,) in cursor.fetchall():
            yield None if said == "ok" else Flaw(f"Berkas basis data rusak: {said}. {_RESTORE}")
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _ in cursor.fetchall():
            yield Flaw(f"Baris {row} tabel {table} menunjuk baris {parent} yang tidak ada. {_RESTORE}")


def check_migrations() -> Iterator[Flaw | None]:
    for app, name in fit.list_missing():
        yield Flaw(f"Migrasi {app}.{name} belum dijalankan. Jalankan manage.py migrate.")
    for app, name in fit.list_foreign():
        yield Flaw(f"Basis data ini milik versi program yang lebih baru (migrasi {app}.{name}). Pasang versi itu.")
    for app, name in fit.list_added():
        yield Flaw(
            f"Migrasi {app}.{name} dari versi yang lebih baru hanya menambah: versi ini tetap bekerja.",
            wrong=False,
        )
    yield None


def check_guards() -> Iterator[Flaw | None]:
    """Hold the triggers that stand in the database against those that this version describes."""
    stored = triggers.read_stored(connection)
    described = triggers.list_described(connection.vendor)
    for name, wanted in sorted(described.items()):
        if name not in stored:
            yield Flaw(f"Penjaga {name} tidak ada. Jalankan manage.py migrate, dan cari tahu siapa menghapusnya.")
        elif stored[name] != wanted:
            yield Flaw(f"Penjaga {name} mati atau diubah. Jalankan manage.py migrate, dan cari tahu siapa mengubahnya.")
        else:
            yield None
    for name in sorted(set(stored) - set(described)):
        yield Flaw(f"Pemicu {name} di basis data bukan dari program ini. Cari tahu siapa membuatnya.", wrong=False)


def check_unknown_files() -> Iterator[Flaw | None]:
    store().require()
    named = list_named()
    for stored in media.list_stored():
        yield (
            None
            if stored.name in named
            else Flaw(
                f"Berkas {stored.name} tidak disebut baris mana pun. Penyapuan malam menghapusnya bila berumur "
                "lebih dari sehari; bila banyak, periksa apakah basis datanya yang benar.",
                wrong=False,
            )
        )
