"""Writing thousands of rows of one table. The services decide what is written, this only how.

On PostgreSQL `bulk_create` sends a thousand rows at a time. On SQLite it compiles an INSERT of its own for every sixty
rows and asks each field about each value, which for a quarter's sheet with its audit rows was most of the time: there
one statement is prepared once and run for each row's values.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

BATCH = 1000
# What every driver takes as it is; JSON is not among the columns that hold these.
_PLAIN = (str, int, bool, type(None))


def write_many(rows: Sequence[models.Model], *, replacing: Sequence[str] = ()) -> None:
    """Insert new rows of one model, whose keys they may not learn; with `replacing`: update these columns by key.

    Call it inside a transaction with everything checked: no `save`, no signal, no validation runs. Rows that are to be
    replaced must exist and be locked.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    if connection.vendor != "sqlite":
        key = [model._meta.pk.name] if replacing else None
        model._base_manager.bulk_create(
            rows, batch_size=BATCH, update_conflicts=bool(replacing), unique_fields=key, update_fields=replacing or None
        )
        return
    fields = [field for field in model._meta.local_concrete_fields if replacing or not field.primary_key]
    values = _Values(fields, connection)
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, fields, replacing, connection), [values.of(row) for row in rows])


def _statement(
    model: type[models.Model],
    fields: Sequence[models.Field[Any, Any]],
    replacing: Sequence[str],
    connection: BaseDatabaseWrapper,
) -> str:
    quote = connection.ops.quote_name
    by_name = {field.name: quote(str(field.column)) for field in fields}
    into = f"{quote(model._meta.db_table)} ({', '.join(by_name.values())})"
    sql = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 - names of our own columns
    if not replacing:
        return sql
    updates = ", ".join(f"{by_name[name]} = EXCLUDED.{by_name[name]}" for name in replacing)
    return f"{sql} ON CONFLICT ({by_name[model._meta.pk.name]}) DO UPDATE SET {updates}"


class _Values:
    """Turns objects into what the driver takes; a moment that all rows share is turned once."""

    def __init__(self, fields: Sequence[models.Field[Any, Any]], connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.columns = [(field.attname, field, isinstance(field, models.JSONField)) for field in fields]
        self.known: dict[datetime, Any] = {}

    def of(self, row: models.Model) -> tuple[Any, ...]:
        return tuple(
            value
            if not is_json and type(value := getattr(row, name)) in _PLAIN
            else self._prepared(field, getattr(row, name))
            for name, field, is_json in self.columns
        )

    def _prepared(self, field: models.Field[Any, Any], value: Any) -> Any:
        if isinstance(value, datetime):
            if value not in self.known:
                self.known[value] = field.get_db_prep_save(value, self.connection)
            return self.known[value]
        return field.get_db_prep_save(value, self.connection)
