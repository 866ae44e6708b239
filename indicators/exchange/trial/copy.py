"""A copy of the database for one process, in which a check may write: the real tables feel nothing of it.

SQLite: the whole file goes into a private temporary database, whose file is deleted as soon as it is open. PostgreSQL:
temporary tables of the same names stand before the real ones, then the transaction is made read-only, which for the
server means: only temporary tables are written or locked. A table that was forgotten here is an error, not a lock.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Model

from indicators.models import Jejak, JejakBerulang, MataRantai, Pejabat, Penugasan, SegelJejak, UnitKerja

# Few rows, and asked about beyond one office: what somebody may do elsewhere, whose code is taken.
_WHOLE: tuple[type[Model], ...] = (UnitKerja, Pejabat, Penugasan)
# Grows for ever, and no service reads it; what hangs on it.
_EMPTY: tuple[type[Model], ...] = (Jejak, JejakBerulang, MataRantai, SegelJejak)
# Triggers of ours: what they refuse in the import, they refuse in the check.
_GUARDS = """
SELECT relname, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace AND relname = ANY(%s)
"""


@contextmanager
def taken_back(*, writes: bool, opd_id: int, source: str, seconds: int) -> Iterator[None]:
    """Open the one transaction of a check and take it back. `opd_id`: whose plan PostgreSQL's copy holds, 0 for
    nobody's; `source`: SQLite's file; `seconds`: what one statement may take."""
    sqlite = connection.vendor == "sqlite"
    if sqlite and writes:
        _copy_file(source)
    with transaction.atomic():
        if not sqlite:
            _prepare_postgresql(opd_id, seconds, writes=writes)
        yield
        transaction.set_rollback(True)


def _copy_file(source: str) -> None:
    connection.ensure_connection()
    target: Any = connection.connection
    with closing(sqlite3.connect(source, timeout=20)) as real:
        real.execute("PRAGMA query_only=ON")
        real.backup(target)


def _prepare_postgresql(opd_id: int, seconds: int, *, writes: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"SET LOCAL statement_timeout = '{int(seconds)}s'")
        if writes:
            cursor.execute("SELECT quote_ident(current_schema())")
            schema = str(cursor.fetchone()[0])
            models = list(apps.get_app_config("indicators").get_models(include_auto_created=True))
            for model in models:
                for statement in _shadow(model, schema, opd_id):
                    cursor.execute(statement)
            cursor.execute(_GUARDS, [[model._meta.db_table for model in models]])
            for table, guard in cursor.fetchall():
                # A definition names its table after the first ON.
                cursor.execute(re.sub(r" ON \S+ ", f" ON pg_temp.{connection.ops.quote_name(table)} ", guard, count=1))
        cursor.execute("SET TRANSACTION READ ONLY")


def _shadow(model: type[Model], schema: str, opd_id: int) -> Iterator[str]:
    """Yield the statements that put a temporary table before a real one, with the rows that a check may ask for."""
    table = model._meta.db_table
    name = connection.ops.quote_name(table)
    yield f"CREATE TEMPORARY TABLE {name} (LIKE {schema}.{name} INCLUDING ALL) ON COMMIT DROP"
    condition = _condition(model, schema, opd_id)
    yield f"INSERT INTO pg_temp.{name} SELECT * FROM {schema}.{name} WHERE {condition}"  # noqa: S608 - names of our own tables
    if (key := model._meta.auto_field) is not None:
        # New rows must not take the key of a row that the copy does not hold.
        yield (
            f"SELECT setval(pg_get_serial_sequence('pg_temp.{name}', '{key.column}'), "  # noqa: S608 - as above
            f"(SELECT COALESCE(MAX({key.column}), 0) + 1 FROM {schema}.{name}), false)"
        )


def _condition(model: type[Model], schema: str, opd_id: int) -> str:
    """Return which rows of a table are copied: those that belong to the office, found along its foreign keys."""
    if model in _EMPTY:
        return "FALSE"
    if model in _WHOLE:
        return "TRUE"
    return _belonging(model, schema, opd_id) or "TRUE"


def _belonging(model: type[Model], schema: str, opd_id: int) -> str:
    quote = connection.ops.quote_name
    ways = [item for item in model._meta.concrete_fields if isinstance(item, ForeignKey) and not item.null]
    for way in ways:
        if way.name == "opd":
            return f"{quote(way.column)} = {int(opd_id)}"
    for way in ways:
        parent: Any = way.related_model
        if parent is not model and (inner := _belonging(parent, schema, opd_id)):
            above = f"{schema}.{quote(parent._meta.db_table)}"
            return f"{quote(way.column)} IN (SELECT {quote(parent._meta.pk.column)} FROM {above} WHERE {inner})"  # noqa: S608 - names of our own tables
    return ""
