"""Judging whether the database has what this code needs, and nothing that this code does not survive."""

from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from sakip.labelled import Labelled
from sakip.schema.models import ExpandingMigration
from sakip.schema.refusals import SchemaRefused
from sakip.version import VERSION

# Its app and its name.
Migration = tuple[str, str]


class SchemaStatus(Labelled):
    """How code and database stand to each other; `bin/upgrade` reads the word."""

    FITS = "cocok", "Basis data cocok dengan versi program ini."
    EXPANDS = "menambah", "Ada migrasi yang belum dijalankan; semuanya hanya menambah, jadi versi lama tetap bekerja."
    CONTRACTS = "mengubah", "Ada migrasi yang belum dijalankan dan yang tidak dapat dipakai bersama versi lama."
    FOREIGN = "asing", "Basis data sudah diubah versi yang lebih baru dan tidak dapat dipakai versi program ini."


@dataclass(frozen=True)
class Code:
    """The migrations that this code brings: all of them, those that were folded into one, those that only add."""

    known: frozenset[Migration]
    replaced: frozenset[Migration]
    expanding: frozenset[Migration]

    @property
    def apps(self) -> frozenset[str]:
        return frozenset(app for app, _ in self.known)


@cache
def load_code() -> Code:
    """Return what stands on the disk; it is read once."""
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return Code(
        frozenset(found),
        frozenset(replaced for migration in found.values() for replaced in migration.replaces),
        frozenset(key for key, migration in found.items() if getattr(migration, "expands", False)),
    )


def list_missing() -> list[Migration]:
    """Return the migrations of this code that the database lacks."""
    return _missing(_applied())


def list_foreign() -> list[Migration]:
    """Return what a newer code did to the database that this one does not survive, or may not: migrations of our apps
    that it does not know and that are not written down as only adding."""
    return _foreign(_applied())


def list_added() -> list[Migration]:
    """Return the migrations of a newer code that only add."""
    applied = _applied()
    return sorted(_unknown(applied) - set(_foreign(applied)))


def list_expanding() -> list[Migration]:
    """Return what is written down as only adding; none in a database from before that was done."""
    if ExpandingMigration._meta.db_table not in connection.introspection.table_names():
        return []
    return list(ExpandingMigration.objects.values_list("app", "name"))


def read_status() -> SchemaStatus:
    """Return how code and database stand to each other."""
    if list_foreign():
        return SchemaStatus.FOREIGN
    missing = set(list_missing())
    if not missing:
        return SchemaStatus.FITS
    return SchemaStatus.EXPANDS if missing <= load_code().expanding else SchemaStatus.CONTRACTS


def judge() -> str:
    """Return why this code does not work on the database, as a sentence; blank where it does. Raises what the database
    raises when it cannot be asked."""
    applied = _applied()
    if missing := _missing(applied):
        return (
            f"Basis data belum dimutakhirkan untuk program versi {VERSION}: migrasi {_name(missing)} belum dijalankan. "
            "Jalankan manage.py migrate sebagai pemilik basis data, lalu ulangi."
        )
    if foreign := _foreign(applied):
        return (
            f"Basis data ini sudah diubah versi program yang lebih baru (migrasi {_name(foreign)}), dan program versi "
            f"{VERSION} tidak dapat bekerja dengannya. Pasang versi yang lebih baru itu, atau pulihkan cadangan dari "
            "sebelum pemutakhiran."
        )
    return ""


def require() -> None:
    """Raise SchemaRefused where code and database do not fit."""
    if sentence := judge():
        raise SchemaRefused(sentence)


def _applied() -> set[Migration]:
    return set(MigrationRecorder(connection).applied_migrations())


def _missing(applied: set[Migration]) -> list[Migration]:
    code = load_code()
    return sorted(code.known - code.replaced - applied)


def _unknown(applied: set[Migration]) -> set[Migration]:
    """An app that this code does not have keeps its tables to itself."""
    code = load_code()
    return {row for row in applied - code.known - code.replaced if row[0] in code.apps}


def _foreign(applied: set[Migration]) -> list[Migration]:
    unknown = _unknown(applied)
    return sorted(unknown - set(ExpandingMigration.objects.values_list("app", "name"))) if unknown else []


def _name(migrations: list[Migration]) -> str:
    """Name the first, and say how many there are."""
    first = ".".join(migrations[0])
    return first if len(migrations) == 1 else f"{first} dan {len(migrations) - 1} lainnya"
