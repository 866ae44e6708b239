"""What the database itself refuses, whoever writes: triggers, described once and written for SQLite and PostgreSQL.

SQLite drops a table's triggers when a migration rebuilds the table, and cannot rebuild a table that the trigger of
another one looks into: there the triggers with a condition are away during `migrate`. On both databases they are made
anew after each, so that what stands there is what this version describes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

# REPLACE is an INSERT, DISPLACE an UPDATE that takes another row with the same key away ("OR REPLACE"): only SQLite has
# them, and fires no DELETE trigger. TRUNCATE empties a table of PostgreSQL without one.
Event = Literal["INSERT", "UPDATE", "DELETE", "REPLACE", "DISPLACE", "TRUNCATE"]
CHANGE: tuple[Event, ...] = ("UPDATE", "DELETE")
WRITE: tuple[Event, ...] = ("INSERT", *CHANGE)
APPEND_ONLY = "append_only"
EMPTIED = "tabel ini tidak boleh dikosongkan"

# When a trigger for an event fires. An event that a database does not have is left out there.
FIRES: Mapping[str, Mapping[Event, str]] = {
    "sqlite": {
        "INSERT": "BEFORE INSERT",
        "UPDATE": "BEFORE UPDATE",
        "DELETE": "BEFORE DELETE",
        "REPLACE": "BEFORE INSERT",
        "DISPLACE": "BEFORE UPDATE",
    },
    "postgresql": {
        "INSERT": "BEFORE INSERT",
        "UPDATE": "BEFORE UPDATE",
        "DELETE": "BEFORE DELETE",
        "TRUNCATE": "BEFORE TRUNCATE",
    },
}


@dataclass(frozen=True)
class Trigger:
    """Refuses one event on the rows of a table.

    `rule` is a word for what it keeps; `condition` tells of which rows: SQL over OLD (UPDATE, DISPLACE, DELETE) and NEW
    (all but DELETE), blank for all of them. It compares with "IS DISTINCT FROM" where nulls count.
    """

    table: str
    rule: str
    event: Event
    message: str
    condition: str = ""

    @property
    def name(self) -> str:
        return f"{self.table}_{self.rule}_{self.event.lower()}"


@dataclass(frozen=True)
class Key:
    """Columns whose values no two rows share; `where` tells of which rows, as SQL over `{row}`, blank for all."""

    columns: tuple[str, ...]
    where: str = ""


# The number that SQLite gives every row; where there is an `id`, it is another name of it.
ROWID = Key(("rowid",))


def append_only(table: str, message: str, *, keys: Iterable[Key] = ()) -> tuple[Trigger, ...]:
    """Describe a table whose rows are neither changed nor deleted; `keys` are its unique ones besides `id`."""
    return (
        *(Trigger(table, APPEND_ONLY, event, message) for event in CHANGE),
        Trigger(table, APPEND_ONLY, "REPLACE", message, _taken(table, keys)),
        Trigger(table, APPEND_ONLY, "TRUNCATE", EMPTIED),
    )


def frozen_rows(
    table: str,
    rule: str,
    message: str,
    *,
    where: str,
    keys: Iterable[Key] = (),
    events: Collection[Event] = WRITE,
    may_become: bool = False,
) -> tuple[Trigger, ...]:
    """Describe rows that stay as they are; `where` tells which, as SQL over `{row}`, `keys` are the table's unique ones
    besides `id`.

    A change is refused of such a row and, unless a row `may_become` one, into such a row.
    """
    changes = (Trigger(table, rule, event, message, _frozen(event, where, may_become)) for event in events)
    return (*changes, *never_replaced(table, rule, message, where=where, keys=keys))


def never_replaced(table: str, rule: str, message: str, *, where: str, keys: Iterable[Key] = ()) -> tuple[Trigger, ...]:
    """Describe rows that other rows do not take the place of, and a table that is not emptied."""
    taken = _taken(table, keys, where)
    displaced = _taken(table, keys, f"d.rowid <> OLD.rowid AND ({where})")
    return (
        Trigger(table, rule, "REPLACE", message, taken),
        Trigger(table, rule, "DISPLACE", message, displaced),
        Trigger(table, rule, "TRUNCATE", EMPTIED),
    )


def _taken(table: str, keys: Iterable[Key], where: str = "") -> str:
    """Return the condition that such a row holds a key of the new one. Each key is asked apart, so that its index
    serves."""
    return " OR ".join(exists(f"{table} d", " AND ".join(_same(key, where))) for key in (ROWID, *keys))


def _same(key: Key, where: str) -> Iterator[str]:
    yield from (f"d.{column} = NEW.{column}" for column in key.columns)
    if key.where:
        yield from (f"({key.where.format(row=row)})" for row in ("d", "NEW"))
    if where:
        yield f"({where.format(row='d')})"


def _frozen(event: Event, where: str, may_become: bool) -> str:
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
    if trigger.event == "TRUNCATE":
        body = f"BEGIN RAISE EXCEPTION '{trigger.message}' USING ERRCODE = 'integrity_constraint_violation'; END"
        return body, f"{made} FOR EACH STATEMENT EXECUTE FUNCTION {trigger.name}()"
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


_kept: dict[str, tuple[Trigger, ...]] = {}


def list_kept() -> tuple[Trigger, ...]:
    """Return all that the database is to refuse, of every app."""
    return tuple(trigger for triggers in _kept.values() for trigger in triggers)


def list_append_only() -> list[str]:
    """Return the tables whose rows are neither changed nor deleted."""
    return sorted({trigger.table for trigger in list_kept() if trigger.rule == APPEND_ONLY})


def list_described(vendor: str) -> dict[str, Stored]:
    """Return by name how the triggers of all apps are to stand in such a database."""
    made = ((trigger, definition(vendor, trigger)) for trigger in list_kept())
    return {trigger.name: Stored(trigger.table, texts) for trigger, texts in made if texts}


def keep(config: AppConfig, triggers: Sequence[Trigger]) -> None:
    """Let every `migrate` end with these triggers of the app in place."""
    _kept[config.label] = tuple(triggers)

    def step_aside(*, using: str, **kwargs: Any) -> None:
        if connections[using].vendor == "sqlite":
            remove(connections[using], [trigger for trigger in triggers if trigger.condition])

    def stand_again(*, using: str, **kwargs: Any) -> None:
        install(connections[using], triggers)

    name = f"{config.label}.triggers"
    pre_migrate.connect(step_aside, sender=config, dispatch_uid=name, weak=False)
    post_migrate.connect(stand_again, sender=config, dispatch_uid=name, weak=False)
