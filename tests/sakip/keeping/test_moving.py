"""Moving to another database and back: every row, every guard, every number that was used; and what stops a move."""

import inspect
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from indicators.models import Jejak
from sakip import triggers
from sakip.keeping import moving
from sakip.keeping.moving import move_database
from sakip.keeping.refusals import KeepingRefused
from tests.cast import build_cast, build_office
from tests.sakip.jobs.test_worker_killed import database_url
from tests.sakip.keeping.conftest import quiet, tell

Contents = dict[str, tuple[int, int]]


@pytest.fixture(autouse=True)
def _other_databases(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the tests connect to databases that they name only on the way; Django forbids it."""
    guarded = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection)
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", guarded.nonlocals["real_ensure_connection"])
    yield
    for alias in [name for name in connections.settings if name != "default"]:
        forget(alias)


def forget(alias: str) -> None:
    connections[alias].close()
    del connections[alias], connections.settings[alias]


@pytest.fixture
def prepared() -> Iterator[str]:
    """Return the address of another PostgreSQL database that has its tables and no rows."""
    own = connection.settings_dict["NAME"]
    name = f"{own}_kedua"
    connection.close()
    tell(
        f"DROP DATABASE IF EXISTS {name}",
        # No template may be in use, and a thread of an earlier test may have left its connection open.
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{own}'",  # noqa: S608 - our own name
        f"CREATE DATABASE {name} TEMPLATE {own}",
    )
    yield f"{database_url()}_kedua"
    forget(moving.TARGET)
    tell(f"DROP DATABASE {name} WITH (FORCE)")


def contents(alias: str) -> Contents:
    found: Contents = {}
    for model in moving.list_tables():
        hashed = moving._Hash()
        for row in moving._rows(model, connections[alias]).iterator():
            hashed.add(row)
        found[model._meta.db_table] = (hashed.rows, hashed.total)
    return found


def fill() -> None:
    """Make a small office, and rows whose values are easily bent."""
    build_cast(build_office())
    Jejak.objects.create(
        waktu=datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
        pelaku="Sistem “uji” \\ é",
        tindakan="ubah",
        sebelum={"b": ["1,50", None, True, {"z": 1, "a": 2}]},
        sesudah={"a": "\\u0000"},
    )
    Group.objects.create(name="tinggal")
    Group.objects.create(name="habis").delete()


@pytest.mark.one_database("postgresql")
def test_an_installation_moves_to_sqlite_and_back(prepared: str, tmp_path: Path) -> None:
    fill()
    before = contents("default")
    moved = move_database(f"sqlite:///{tmp_path / 'baru.sqlite3'}", say=quiet)

    assert {row.table: (row.rows, int(row.proof, 16)) for row in moved} == before
    assert before["indicators_jejak"][0] == 1
    assert before["indicators_target"][0] > 20
    assert contents("default") == before
    check_moved("sqlite")
    after = contents(moving.TARGET)

    connections.settings["balik"] = connections.settings[moving.TARGET]
    forget(moving.TARGET)
    target = moving._connect(prepared)
    moving._copy(connections["balik"], target, quiet)
    assert contents(moving.TARGET) == after
    check_moved("postgresql")


def check_moved(vendor: str) -> None:
    """The guards stand, they refuse, the deed is in the trail, and no number of a deleted row comes again."""
    there = connections[moving.TARGET]
    assert triggers.read_stored(there) == triggers.list_described(vendor)
    with pytest.raises(DatabaseError, match="hanya boleh ditambah"):
        Jejak.objects.using(there.alias).update(pelaku="lain")
    assert Jejak.objects.using(there.alias).order_by("pk").last().tindakan == "pindahkan_basis_data"
    kept = Group.objects.using(there.alias).get(name="tinggal").pk
    assert Group.objects.using(there.alias).create(name=vendor).pk >= kept + 2
    Group.objects.using(there.alias).get(name=vendor).delete()


@pytest.fixture
def prepared_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tables of a target be there."""
    monkeypatch.setattr(moving, "_prepare", lambda _: None)


@pytest.mark.one_database("postgresql")
def test_a_copy_that_differs_is_taken_back(prepared: str, prepared_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    build_cast(build_office())
    plain = moving._plain
    seen: list[object] = []

    def bend(value: object) -> object:
        """Give a name otherwise when it is read again."""
        seen.extend([value] if value == "Staf IKP" else [])
        return plain(f"{value}{len(seen)}" if value == "Staf IKP" else value)

    monkeypatch.setattr(moving, "_plain", bend)
    with pytest.raises(KeepingRefused, match="Tabel indicators_pengguna tidak sama di kedua basis data"):
        move_database(prepared, say=quiet)
    assert contents(moving.TARGET)["indicators_pengguna"][0] == 0
    assert triggers.read_stored(connections[moving.TARGET]) == triggers.list_described("postgresql")


@pytest.mark.one_database("postgresql")
def test_a_target_with_rows_is_refused(prepared: str) -> None:
    with pytest.raises(KeepingRefused, match="sedang dipakai"):
        move_database(database_url(), say=quiet)
    forget(moving.TARGET)
    Group.objects.using(moving._connect(prepared).alias).create(name="lama")
    with pytest.raises(KeepingRefused, match=r"sudah berisi \(tabel auth_group\)"):
        move_database(prepared, say=quiet)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("url", "sentence"),
    [("bukan alamat", "tidak dikenal"), ("postgres://nobody@127.0.0.1:1/x", "tidak menjawab")],
)
def test_an_address_that_does_not_answer_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(KeepingRefused, match=sentence):
        move_database(url, say=quiet)


@pytest.mark.one_database
def test_a_password_is_no_word_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every account of the machine reads those."""
    for given in ("postgres://akun:s@db/x", "postgres://akun:s/s@db/x", "postgres://akun@db/x?password=s"):
        with pytest.raises(CommandError, match="terbaca akun lain") as refused:
            call_command("move_database", given)
        assert "s@" not in str(refused.value)
    monkeypatch.setattr("sys.stdin", io.StringIO("postgres://nobody:s@127.0.0.1:1/x\n"))
    with pytest.raises(CommandError, match="tidak menjawab"):
        call_command("move_database", "-")


@pytest.mark.one_database
@pytest.mark.parametrize("value", ["a\x00", ["a", {"b": "\x00"}], {"\x00": 1}])
def test_a_text_that_postgresql_does_not_hold_is_named(value: object) -> None:
    target = connections.create_connection("default")
    target.vendor = "postgresql"
    with pytest.raises(KeepingRefused, match=r"Tabel indicators_jejak, baris 7: ada karakter NUL"):
        moving._refuse_nul(Jejak, (7, value), target)
    moving._refuse_nul(Jejak, (7, "\\u0000", {"a": [1, None]}), target)
