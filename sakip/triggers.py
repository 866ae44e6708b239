"""What the database itself refuses, whoever writes: triggers, described once and written for SQLite and PostgreSQL.

SQLite drops a table's triggers when a migration rebuilds the table, and cannot rebuild a table that the trigger of
another one looks into: there the triggers with a condition are away during `migrate`. On both databases they are made
anew after each, so that what stands there is what this version describes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations import RunPython
from django.db.models.signals import post_migrate, pre_migrate

# REPLACE is an INSERT that takes a stored row with the same id away: only SQLite has it, without a DELETE trigger.
Event = Literal["INSERT", "UPDATE", "DELETE", "REPLACE"]
CHANGE: tuple[Event, ...] = ("UPDATE", "DELETE")
WRITE: tuple[Event, ...] = ("INSERT", *CHANGE)

# When a trigger for an event fires. An event that a database does not have is left out there.
FIRES: Mapping[str, Mapping[Event, str]] = {
    "sqlite": {
        "INSERT": "BEFORE INSERT",
        "UPDATE": "BEFORE UPDATE",
        "DELETE": "BEFORE DELETE",
        "REPLACE": "BEFORE INSERT",
    },
    "postgresql": {"INSERT": "BEFORE INSERT", "UPDATE": "BEFORE UPDATE", "DELETE": "BEFORE DELETE"},
}


@dataclass(frozen=True)
class Trigger:
    """Refuses one event on the rows of a table.

    `rule` is a word for what it keeps; `condition` tells of which rows: SQL over OLD (UPDATE, DELETE) and NEW (INSERT,
    UPDATE, REPLACE), blank for all of them. It compares with "IS DISTINCT FROM" where nulls count.
    """

    table: str
    rule: str
    event: Event
    message: str
    condition: str = ""

    @property
    def name(self) -> str:
        return f"{self.table}_{self.rule}_{self.event.lower()}"


def append_only(table: str, message: str) -> tuple[Trigger, ...]:
    """Describe a table whose rows are neither changed nor deleted."""
    return tuple(Trigger(table, "append_only", event, message) for event in CHANGE)


def frozen_rows(
    table: str, rule: str, message: str, *, where: str, events: Collection[Event] = WRITE, may_become: bool = False
) -> tuple[Trigger, ...]:
    """Describe rows that stay as they are; `where` tells which, as SQL over `{row}`.

    A change is refused of such a row and, unless a row `may_become` one, into such a row.
    """
    return tuple(Trigger(table, rule, event, message, _frozen(table, event, where, may_become)) for event in events)


def _frozen(table: str, event: Event, where: str, may_become: bool) -> str:
    if event == "REPLACE":
        return exists(f"{table} d", f"d.id = NEW.id AND ({where.format(row='d')})")
    if event == "UPDATE" and not may_become:
        return f"{where.format(row='OLD')} OR {where.format(row='NEW')}"
    return where.format(row="NEW" if event == "INSERT" else "OLD")


def exists(rows: str, where: str) -> str:
    """Return the condition that another table has such a row: `rows` is a table or several joined."""
    return f"EXISTS (SELECT 1 FROM {rows} WHERE {where})"  # noqa: S608 - words of this code, never of a user


def changed(columns: Iterable[str]) -> str:
    """Return the condition that an UPDATE gives one of the columns another value."""
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def definition(vendor: str, trigger: Trigger) -> tuple[str, ...]:
    """Return a trigger as the database keeps it: the function that it calls, where it needs one, and itself.

    Nothing where the database does not have the event.
    """
    if vendor not in FIRES:
        raise NotImplementedError(f"no triggers for {vendor}: use SQLite or PostgreSQL")
    fires = FIRES[vendor].get(trigger.event)
    if fires is None:
        return ()
    made = f"CREATE TRIGGER {trigger.name} {fires} ON {trigger.table}"
    if vendor == "sqlite":
        # "IS NOT" compares nulls in every version of SQLite, "IS DISTINCT FROM" in newer ones only.
        when = f" WHEN {trigger.condition.replace('IS DISTINCT FROM', 'IS NOT')}" if trigger.condition else ""
        return (f"{made}{when} BEGIN SELECT RAISE(ABORT, '{trigger.message}'); END",)
    # A condition of the trigger itself may not look into other tables, and would hold on to the columns it speaks of.
    body = (
        f"BEGIN IF {trigger.condition or 'TRUE'} THEN RAISE EXCEPTION '{trigger.message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {'OLD' if trigger.event == 'DELETE' else 'NEW'}; END"
    )
    return body, f"{made} FOR EACH ROW EXECUTE FUNCTION {trigger.name}()"


@dataclass(frozen=True)
class Stored:
    """A trigger as it stands in the database: its table and its `definition`, and whether it is switched off."""

    table: str
    definition: tuple[str, ...]
    off: bool = False


def read_stored(connection: BaseDatabaseWrapper) -> dict[str, Stored]:
    """Return the triggers that stand in the database, by name."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
            return {name: Stored(table, (sql,)) for name, table, sql in cursor.fetchall()}
        cursor.execute(
            "SELECT t.tgname, c.relname, p.prosrc, pg_get_triggerdef(t.oid, true), t.tgenabled::text "
            "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
        )
        return {
            name: Stored(table, (body, made), off=enabled != "O")
            for name, table, body, made, enabled in cursor.fetchall()
        }


def install(connection: BaseDatabaseWrapper, triggers: Sequence[Trigger]) -> None:
    """Make the triggers of tables that are there anew; what else stands on these tables goes."""
    tables = {trigger.table for trigger in triggers}
    existing = tables & set(connection.introspection.table_names())
    _drop(connection, {name: row.table for name, row in read_stored(connection).items() if row.table in tables})
    for trigger in triggers:
        if trigger.table in existing:
            _create(connection, trigger)


def remove(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Take the triggers away, as far as they stand."""
    stored = read_stored(connection)
    _drop(connection, {trigger.name: trigger.table for trigger in triggers if trigger.name in stored})


def _create(connection: BaseDatabaseWrapper, trigger: Trigger) -> None:
    *body, made = definition(connection.vendor, trigger) or ("",)
    with connection.cursor() as cursor:
        for text in body:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $${text}$$"
            )
        if made:
            cursor.execute(made)


def _drop(connection: BaseDatabaseWrapper, tables: Mapping[str, str]) -> None:
    """Drop triggers; `tables` names each one's."""
    with connection.cursor() as cursor:
        for name, table in tables.items():
            cursor.execute(f"DROP TRIGGER {name}{f' ON {table}' if connection.vendor == 'postgresql' else ''}")
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def keep(config: AppConfig, triggers: Sequence[Trigger]) -> None:
    """Let every `migrate` end with these triggers of the app in place."""

    def step_aside(*, using: str, **kwargs: Any) -> None:
        if connections[using].vendor == "sqlite":
            remove(connections[using], [trigger for trigger in triggers if trigger.condition])

    def stand_again(*, using: str, **kwargs: Any) -> None:
        install(connections[using], triggers)

    name = f"{config.label}.triggers"
    pre_migrate.connect(step_aside, sender=config, dispatch_uid=name, weak=False)
    post_migrate.connect(stand_again, sender=config, dispatch_uid=name, weak=False)


def create_triggers(triggers: Sequence[Trigger]) -> list[RunPython]:
    """Return the operations of a migration that makes the triggers: the last ones of an app's first migration."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        install(schema_editor.connection, triggers)

    def backwards(apps: Any, schema_editor: Any) -> None:
        remove(schema_editor.connection, triggers)

    return [RunPython(forwards, backwards)]
