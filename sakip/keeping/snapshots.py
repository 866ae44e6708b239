"""The database at one moment, as a file, while others write; and such a file put in place of an empty database.

SQLite: its backup interface inside one read transaction, so that no writer makes it begin anew. PostgreSQL: pg_dump,
on a snapshot that the counts of rows are taken from too.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient

from sakip.environment import child_environment
from sakip.keeping.refusals import DamagedArchive, KeepingRefused

MEMBERS = {"sqlite": "database.sqlite3.gz", "postgresql": "database.pgdump"}
_PAGES = 2_000
# Fast, and most of what slower levels save.
_LEVEL = 3


@dataclass(frozen=True)
class DatabaseFile:
    """A database as a file: its member's name, rows by table, applied migrations."""

    path: Path
    member: str
    rows: Mapping[str, int]
    migrations: tuple[tuple[str, str], ...]


def take(connection: BaseDatabaseWrapper, folder: Path, progress: Callable[[int, int], None]) -> DatabaseFile:
    """Write the database as it is now into a folder. Raises KeepingRefused."""
    path = folder / MEMBERS[connection.vendor]
    if connection.vendor == "sqlite":
        return _take_sqlite(_file_of(connection), folder / "copy.sqlite3", path, progress)
    return _take_postgresql(connection, path)


def _file_of(connection: BaseDatabaseWrapper) -> Path:
    return Path(str(connection.settings_dict["NAME"]))


# --- SQLite ---------------------------------------------------------------------------------------------------------


def _take_sqlite(source: Path, copy: Path, path: Path, progress: Callable[[int, int], None]) -> DatabaseFile:
    with closing(sqlite3.connect(source, timeout=20, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment of the snapshot
        with closing(sqlite3.connect(copy)) as target:
            target.execute("PRAGMA synchronous=OFF")
            reader.backup(target, pages=_PAGES, sleep=0, progress=lambda _, left, total: progress(total - left, total))
            target.execute("PRAGMA journal_mode=DELETE")
    rows, migrations = inspect_sqlite(copy)
    with copy.open("rb") as plain, gzip.open(path, "wb", compresslevel=_LEVEL) as packed:
        shutil.copyfileobj(plain, packed, 1 << 20)
    copy.unlink()
    return DatabaseFile(path, path.name, rows, migrations)


def inspect_sqlite(path: Path) -> tuple[dict[str, int], tuple[tuple[str, str], ...]]:
    """Return rows by table and applied migrations of a database file that nobody writes. Raises KeepingRefused when it
    is damaged."""
    with closing(sqlite3.connect(path)) as database:
        try:
            [said] = database.execute("PRAGMA quick_check(1)").fetchone()
            if said != "ok":
                raise sqlite3.DatabaseError(said)
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            tables = [name for name in names if not name.startswith("sqlite_")]
            rows = {name: _scalar(database, f'SELECT count(*) FROM "{name}"') for name in tables}  # noqa: S608 - its name
            migrations = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
        except sqlite3.DatabaseError as error:
            raise KeepingRefused(
                f"Basis data SQLite rusak atau belum disiapkan ({error}). Periksa cakramnya, lalu pulihkan cadangan "
                "terakhir yang utuh."
            ) from None
    return rows, tuple(migrations)


def _scalar(database: sqlite3.Connection, question: str) -> int:
    number: int = database.execute(question).fetchone()[0]
    return number


# --- PostgreSQL -----------------------------------------------------------------------------------------------------


def _take_postgresql(connection: BaseDatabaseWrapper, path: Path) -> DatabaseFile:
    require_program("pg_dump", connection)
    with transaction.atomic(using=connection.alias, durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        run_program(
            connection, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}", "--no-password"
        )
        rows = count_rows(connection)
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = tuple(cursor.fetchall())
    return DatabaseFile(path, path.name, rows, migrations)


def count_rows(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """Return how many rows each table has."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - its name
            [found[table]] = cursor.fetchone()
    return found


def require_program(name: str, connection: BaseDatabaseWrapper) -> None:
    """Raise KeepingRefused where a program of PostgreSQL is missing or older than the server."""
    server = _server_version(connection)
    found = shutil.which(name)
    if found is None:
        raise KeepingRefused(
            f"Program {name} belum terpasang. Pasang paket postgresql-client-{server} (atau yang lebih "
            "baru), lalu ulangi."
        )
    done = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - found above
    version = int(done.stdout.split(")", 1)[-1].split(".")[0].strip())
    if version < server:
        raise KeepingRefused(
            f"{name} versi {version} lebih tua daripada server PostgreSQL versi {server}. Pasang paket "
            f"postgresql-client-{server}, lalu ulangi."
        )


def _server_version(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        [number] = cursor.fetchone()
    return int(number) // 10_000


def run_program(connection: BaseDatabaseWrapper, name: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the connection's database, its password outside of the command line.

    Raises KeepingRefused with the first thing that it said.
    """
    arguments_of_psql, extra = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    _, *address, database = arguments_of_psql
    command = [name, *arguments, *address, f"--dbname={database}"]
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        command, env=child_environment(withheld=(), **(extra or {})), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["tanpa penjelasan"])[0]
        raise KeepingRefused(f"{name} gagal: {said}. Periksa hak akun basis data dan ruang cakram, lalu ulangi.")


# --- Putting a snapshot in place ------------------------------------------------------------------------------------


@contextmanager
def prepared(connection: BaseDatabaseWrapper, packed: Path, rows: Mapping[str, int]) -> Iterator[Callable[[], None]]:
    """Check a snapshot beside an empty database, and give what puts it in place. Raises KeepingRefused."""
    if connection.vendor == "postgresql":
        require_program("pg_restore", connection)
        yield lambda: _put_postgresql(connection, packed, rows)
        return
    plain = _file_of(connection).with_name(f"{_file_of(connection).name}.pemulihan")
    try:
        _unpack(packed, plain)
        _compare(rows, inspect_sqlite(plain)[0])
        yield lambda: _put_sqlite(connection, plain)
    finally:
        plain.unlink(missing_ok=True)


def _unpack(packed: Path, plain: Path) -> None:
    plain.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with gzip.open(packed, "rb") as source, os.fdopen(handle, "wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
        os.fsync(target.fileno())


def _put_sqlite(connection: BaseDatabaseWrapper, plain: Path) -> None:
    place = _file_of(connection)
    connection.close()
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    plain.replace(place)


def _put_postgresql(connection: BaseDatabaseWrapper, packed: Path, rows: Mapping[str, int]) -> None:
    _drop_empty(connection)
    connection.close()
    run_program(
        connection,
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        "--no-password",
        str(packed),
    )
    _compare(rows, count_rows(connection))


def _drop_empty(connection: BaseDatabaseWrapper) -> None:
    """Take away the empty tables of a database that was only prepared, and the functions of their triggers."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prorettype = 'trigger'::regtype "
            "AND pronamespace = current_schema()::regnamespace"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {connection.ops.quote_name(name)}()")


def _compare(said: Mapping[str, int], found: Mapping[str, int]) -> None:
    wrong = sorted(name for name in {*said, *found} if said.get(name, 0) != found.get(name, 0))
    if wrong:
        raise DamagedArchive(f"jumlah baris tabel {wrong[0]} tidak sama dengan manifest")


def list_filled(connection: BaseDatabaseWrapper, known: Sequence[str]) -> list[str]:
    """Return the tables that hold rows, besides the `known` ones."""
    return [table for table, rows in count_rows(connection).items() if rows and table not in known]
