"""Append-only tables, frozen agreements (`guards_pk`), the numbers of approved quarters (`guards_angka`): kept by
triggers in the database on both engines.

SQLite drops a table's triggers when a later migration rebuilds the table; the guards are therefore installed again
after every `migrate`, and a test tries UPDATE and DELETE on the final schema.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from indicators.guards_angka import LOCKED_TABLES, number_guard_statements, number_removal_statements
from indicators.guards_pk import FROZEN_TABLES, frozen_guard_statements, frozen_removal_statements

MESSAGE = "baris ini hanya boleh ditambah, tidak boleh diubah atau dihapus"

APPEND_ONLY_TABLES = (
    "indicators_jejak",
    "indicators_versipengajuan",
    "indicators_putusan",
    "indicators_peristiwapengajuan",
    "indicators_pengesahan",
)


def guard_statements(vendor: str, table: str, *, events: Iterable[str] = ("UPDATE", "DELETE")) -> list[str]:
    """Return the statements that guard one table, safe to run again. `events` without TRUNCATE: owners may empty
    a whole PostgreSQL table, which the triggers of SQLite cannot express either."""
    if vendor == "sqlite":
        return [
            statement
            for event in events
            for statement in (
                f"DROP TRIGGER IF EXISTS {table}_no_{event.lower()}",
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
            )
        ]
    if vendor == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION sakip_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            *(
                statement
                for event in events
                for statement in (
                    f"DROP TRIGGER IF EXISTS {table}_no_{event.lower()} ON {table}",
                    f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION sakip_append_only()",
                )
            ),
        ]
    raise NotImplementedError(f"no guards for {vendor}: use SQLite or PostgreSQL")


def removal_statements(vendor: str, table: str, *, events: Iterable[str] = ("UPDATE", "DELETE")) -> list[str]:
    suffix = f" ON {table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {table}_no_{event.lower()}{suffix}" for event in events]


def execute_all(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install_guards(connection: BaseDatabaseWrapper) -> None:
    existing = set(connection.introspection.table_names())
    for table in APPEND_ONLY_TABLES:
        if table in existing:
            execute_all(connection, guard_statements(connection.vendor, table))
    if set(FROZEN_TABLES) <= existing:
        for table in FROZEN_TABLES:
            execute_all(connection, frozen_guard_statements(connection.vendor, table))
    if set(LOCKED_TABLES) <= existing:
        for table in LOCKED_TABLES:
            execute_all(connection, number_guard_statements(connection.vendor, table))


def remove_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away, to empty a test database; nothing in the application calls this."""
    for table in APPEND_ONLY_TABLES:
        execute_all(connection, removal_statements(connection.vendor, table))
    remove_frozen_guards(connection)


def remove_frozen_guards(connection: BaseDatabaseWrapper) -> None:
    existing = set(connection.introspection.table_names())
    for table in FROZEN_TABLES:
        execute_all(connection, frozen_removal_statements(connection.vendor, table))
    for table in set(LOCKED_TABLES) & existing:
        execute_all(connection, number_removal_statements(connection.vendor, table))


def install_guards_after_migrate(*, using: str, **kwargs: Any) -> None:
    install_guards(connections[using])


def remove_frozen_guards_before_migrate(*, using: str, **kwargs: Any) -> None:
    """SQLite cannot rebuild a table that another table's trigger looks into."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        remove_frozen_guards(connection)
