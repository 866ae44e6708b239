"""Moving an installation to another, empty database: every row with its exact values in one transaction, and proof.

The triggers of the target stand aside meanwhile. The proof is a count and a hash for each table over the values as the
program reads them, on both sides.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import sql

from sakip import triggers
from sakip.database_url import read_database
from sakip.environment import child_environment
from sakip.keeping.progress import Progress, Say
from sakip.keeping.refusals import KeepingRefused
from sakip.keeping.registry import Deed, record
from sakip.keeping.restore import WRITTEN_BY_MIGRATIONS
from sakip.keeping.snapshots import list_filled

TARGET = "tujuan"
BATCH = 500
_MASK = (1 << 256) - 1


@dataclass(frozen=True)
class Moved:
    """What was proved of a table on both sides."""

    table: str
    rows: int
    proof: str


def move_database(url: str, *, say: Say) -> list[Moved]:
    """Copy everything into the database of that address, which is empty. Raises KeepingRefused, and leaves the target
    without rows then; the source never changes."""
    source, target = connections["default"], _connect(url)
    if _address(source) == _address(target):
        raise KeepingRefused("Alamat itu basis data yang sedang dipakai. Sebutkan basis data lain yang kosong.")
    filled = list_filled(target, WRITTEN_BY_MIGRATIONS)
    if filled:
        raise KeepingRefused(
            f"Basis data tujuan sudah berisi (tabel {filled[0]}). Buat basis data baru yang kosong, lalu ulangi."
        )
    say("Menyiapkan basis data tujuan ...")
    _prepare(url)
    with transaction.atomic(using=source.alias), source.cursor() as cursor:
        if source.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        _require_same_schema(source, target)
        moved = _copy(source, target, say)
    record(Deed.MOVE, using=TARGET, dari=source.vendor, ke=target.vendor, baris=sum(row.rows for row in moved))
    return moved


def _prepare(url: str) -> None:
    """Make the tables of the target in a process whose only database it is: old migrations name none. Raises
    KeepingRefused."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--no-input", "--verbosity=0"],
        env=child_environment(withheld=(), DATABASE_URL=url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["tanpa penjelasan"])[-1]
        raise KeepingRefused(
            f"Tabel di basis data tujuan tidak dapat dibuat: {said}. Periksa hak akunnya, lalu ulangi."
        )


def _connect(url: str) -> BaseDatabaseWrapper:
    """Return a connection to the target. Raises KeepingRefused where it is no address or does not answer."""
    try:
        parsed = read_database(url, beside=settings.BASE_DIR)
    except ValueError:
        raise KeepingRefused(
            "Alamat basis data tidak dikenal. Tulis seperti postgres://akun:sandi@host:5432/nama, dengan tanda khusus "
            "dalam sandi sebagai kode persen (@ menjadi %40, / menjadi %2F, # menjadi %23)."
        ) from None
    connections.settings[TARGET] = connections.configure_settings({"default": {}, TARGET: parsed})[TARGET]
    target: BaseDatabaseWrapper = connections[TARGET]
    try:
        target.ensure_connection()
    except DatabaseError as error:
        said = str(error).strip().splitlines()[0]
        raise KeepingRefused(f"Basis data tujuan tidak menjawab: {said}. Periksa alamat, akun, dan sandinya.") from None
    return target


def _address(connection: BaseDatabaseWrapper) -> tuple[object, ...]:
    return tuple(connection.settings_dict[key] for key in ("ENGINE", "HOST", "PORT", "NAME"))


def _require_same_schema(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper) -> None:
    """Raise KeepingRefused where the source still waits for a migration, or has one that this version does not know."""
    here, there = (set(_migrations(connection)) for connection in (source, target))
    if here != there:
        app, name = min(here ^ there)
        raise KeepingRefused(
            f"Skema basis data sumber tidak sama dengan program ini (migrasi {app}.{name}). Jalankan manage.py "
            "migrate, lalu ulangi."
        )


def _migrations(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return list(cursor.fetchall())


# --- Copying --------------------------------------------------------------------------------------------------------


def _copy(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, say: Say) -> list[Moved]:
    tables = list_tables()
    total = sum(_rows(model, source).count() for model in tables)
    copying = Progress(say, "Menyalin baris", total)
    with transaction.atomic(using=target.alias):
        triggers.remove(target, triggers.list_kept())
        for model in reversed(tables):
            models.QuerySet(model, using=target.alias)._raw_delete(target.alias)
        before = {model: _copy_table(model, source, target, copying) for model in tables}
        _set_sequences(source, target, tables)
        target.check_constraints()  # PostgreSQL puts up no trigger while keys are still to be checked
        triggers.install(target, triggers.list_kept())
        proving = Progress(say, "Membuktikan salinan", total)
        return [_prove(model, before[model], target, proving) for model in tables]


def list_tables() -> list[type[models.Model]]:
    """Return every model that has a table of its own."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy and not model._meta.swapped]


def _fields(model: type[models.Model]) -> Sequence[models.Field[Any, Any]]:
    return model._meta.local_concrete_fields


def _rows(model: type[models.Model], connection: BaseDatabaseWrapper) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = models.QuerySet(model, using=connection.alias).order_by("pk")
    return rows.values_list(*(field.attname for field in _fields(model)))


@dataclass
class _Hash:
    """A count of rows, and the sum of their hashes: the same in any order."""

    rows: int = 0
    total: int = 0

    def add(self, row: Sequence[Any]) -> None:
        plain = json.dumps([_plain(value) for value in row], ensure_ascii=True, sort_keys=True)
        self.total = (self.total + int.from_bytes(hashlib.sha256(plain.encode()).digest())) & _MASK
        self.rows += 1


def _plain(value: Any) -> Any:
    """Return a value as text that both databases must give alike."""
    if isinstance(value, datetime):
        return ["datetime", value.astimezone(UTC).isoformat(timespec="microseconds")]
    if isinstance(value, bytes | memoryview):
        return ["bytes", bytes(value).hex()]
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return [type(value).__name__, str(value)]


def _copy_table(
    model: type[models.Model], source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, progress: Progress
) -> _Hash:
    found, fields = _Hash(), _fields(model)
    names = [field.attname for field in fields]
    rows = _rows(model, source).iterator(chunk_size=BATCH)
    size = max(1, min(BATCH, target.ops.bulk_batch_size(list(fields), [None] * BATCH)))
    while batch := list(islice(rows, size)):
        for row in batch:
            found.add(row)
            _refuse_nul(model, row, target)
        holders: list[Any] = [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in batch]
        query = sql.InsertQuery(model)
        query.insert_values(fields, holders, raw=True)  # no field puts the time of today in
        query.get_compiler(target.alias).execute_sql()
        progress.add(len(batch))
    return found


def _refuse_nul(model: type[models.Model], row: Sequence[Any], target: BaseDatabaseWrapper) -> None:
    """Raise KeepingRefused for a text with a NUL, which PostgreSQL does not hold."""
    if target.vendor == "postgresql" and any(_holds_nul(value) for value in row):
        raise KeepingRefused(
            f"Tabel {model._meta.db_table}, baris {row[0]}: ada karakter NUL, yang tidak dapat disimpan PostgreSQL. "
            "Tidak ada yang dipindahkan. Perbaiki isi baris itu di aplikasi, lalu ulangi."
        )


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_holds_nul(item) for pair in value.items() for item in pair)
    return isinstance(value, list) and any(_holds_nul(item) for item in value)


def _prove(model: type[models.Model], before: _Hash, target: BaseDatabaseWrapper, progress: Progress) -> Moved:
    """Hold a table of the target against what was read. Raises KeepingRefused."""
    table, found = model._meta.db_table, _Hash()
    for row in _rows(model, target).iterator(chunk_size=BATCH):
        found.add(row)
        progress.add(1)
    if found != before:
        raise KeepingRefused(
            f"Tabel {table} tidak sama di kedua basis data ({before.rows} baris dibaca, {found.rows} tertulis). Tidak "
            "ada yang dipindahkan. Laporkan kepada pengembang."
        )
    return Moved(table, found.rows, f"{found.total:064x}")


# --- Numbers of rows ------------------------------------------------------------------------------------------------


def _set_sequences(
    source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, tables: Sequence[type[models.Model]]
) -> None:
    """Let the target go on counting where the source stopped, so that no number of a deleted row comes again."""
    for model in tables:
        if isinstance(model._meta.pk, models.AutoField | models.BigAutoField) and (last := _last_number(source, model)):
            _go_on(target, model, last)


def _last_number(source: BaseDatabaseWrapper, model: type[models.Model]) -> int:
    table, pk = model._meta.db_table, model._meta.pk
    with source.cursor() as cursor:
        if source.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [source.ops.quote_name(table), pk.column],
            )
        [counted] = cursor.fetchone() or [0]
    highest = models.QuerySet(model, using=source.alias).aggregate(highest=models.Max("pk"))["highest"]
    return max(counted or 0, highest or 0)


def _go_on(target: BaseDatabaseWrapper, model: type[models.Model], last: int) -> None:
    table = model._meta.db_table
    with target.cursor() as cursor:
        if target.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                [target.ops.quote_name(table), model._meta.pk.column, last],
            )
