"""Every trigger that stands in the database is one that the code describes, and none is missing, changed or off."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, models

from indicators.triggers import TRIGGERS
from reports.triggers import TRIGGERS as DOCUMENT_TRIGGERS
from sakip.triggers import Stored, append_only, definition, install, read_stored, remove

ALL = (*TRIGGERS, *DOCUMENT_TRIGGERS)
# Per table, what is refused: written by hand, from what a row must withstand.
APPEND_ONLY = "append_only update delete replace truncate"
FROZEN = "frozen insert update delete replace displace truncate"
APPROVED = "approved insert update delete replace displace truncate"
PROTECTED = {
    "indicators_jejak": APPEND_ONLY,
    "indicators_versipengajuan": APPEND_ONLY,
    "indicators_putusan": APPEND_ONLY,
    "indicators_peristiwapengajuan": APPEND_ONLY,
    "indicators_pengesahan": APPEND_ONLY,
    "indicators_matarantai": APPEND_ONLY,
    "indicators_segeljejak": APPEND_ONLY,
    "indicators_namapengguna": APPEND_ONLY,
    "indicators_perjanjiankinerja": "frozen update delete replace displace truncate",
    "indicators_butirpk": FROZEN,
    "indicators_target": FROZEN,
    "indicators_lembarpk": FROZEN,
    "indicators_butirlembar": FROZEN,
    "indicators_realisasi": APPROVED,
    "indicators_realisasianggaran": APPROVED,
    "indicators_buktidukung": APPROVED,
    "indicators_penjelasantemuan": APPROVED,
    "reports_dokumen": "issued update delete replace displace truncate",
    "reports_tandatangan": APPEND_ONLY,
    "reports_perpanjangan": APPEND_ONLY,
}


@pytest.fixture
def put_back(db: None) -> Iterator[None]:
    yield
    install(connection, ALL)


def described() -> dict[str, Stored]:
    here = ((trigger, definition(connection.vendor, trigger)) for trigger in ALL)
    return {trigger.name: Stored(trigger.table, made) for trigger, made in here if made}


def table_of(model: type[models.Model]) -> str:
    return model._meta.db_table


def test_what_is_described_is_what_must_be_withstood() -> None:
    found: dict[str, str] = {}
    for trigger in ALL:
        found[trigger.table] = f"{found.get(trigger.table, trigger.rule)} {trigger.event.lower()}"
    assert found == PROTECTED
    assert len({trigger.name for trigger in ALL}) == len(ALL) == 98
    assert set(PROTECTED) <= {table_of(model) for model in apps.get_models()}


def test_the_database_holds_every_described_trigger_and_no_other(db: None) -> None:
    stored = read_stored(connection)
    assert stored == described()
    assert len(stored) == {"sqlite": 78, "postgresql": 68}[connection.vendor]


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize("table", sorted(PROTECTED))
def test_every_unique_key_of_a_guarded_table_is_asked_before_a_row_is_written_over(db: None, table: str) -> None:
    """SQLite replaces by each of them, and by the number that it gives every row."""
    if connection.vendor != "sqlite":
        return  # which replaces no row
    (condition,) = (trigger.condition for trigger in ALL if trigger.table == table and trigger.event == "REPLACE")
    with connection.cursor() as cursor:
        cursor.execute('SELECT name FROM pragma_index_list(%s) WHERE "unique"', [table])
        indexes = [name for (name,) in cursor.fetchall()]
        keys = [["rowid"]]
        for name in indexes:
            cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", [name])
            keys.append([column for (column,) in cursor.fetchall()])
    missing = [key for key in keys if " AND ".join(f"d.{column} = NEW.{column}" for column in key) not in condition]
    assert missing == []
    assert condition.count(f" FROM {table} d WHERE ") == len(keys)


def test_a_missing_trigger_is_seen(put_back: None) -> None:
    remove(connection, ALL[:1])
    assert set(described()) - set(read_stored(connection)) == {"indicators_jejak_append_only_update"}


def test_a_changed_trigger_is_seen_and_made_anew(put_back: None) -> None:
    name = "indicators_jejak_append_only_update"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON indicators_jejak BEGIN SELECT 1; END")
        else:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"
            )
    assert read_stored(connection)[name] != described()[name]
    install(connection, ALL)
    assert read_stored(connection) == described()


def test_a_trigger_that_is_switched_off_is_seen(put_back: None) -> None:
    if connection.vendor == "sqlite":
        return  # which cannot
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE indicators_jejak DISABLE TRIGGER indicators_jejak_append_only_update")
    assert read_stored(connection)["indicators_jejak_append_only_update"].off


def test_a_trigger_that_nobody_describes_any_more_goes(put_back: None) -> None:
    (old, *_) = append_only("indicators_jejak", "lama")
    install(connection, [*ALL, type(old)(old.table, "lama", "DELETE", "lama")])
    assert "indicators_jejak_lama_delete" in read_stored(connection)
    install(connection, ALL)
    assert read_stored(connection) == described()


def test_migrations_end_with_the_triggers_in_place(put_back: None) -> None:
    """On SQLite those that look at rows are away meanwhile, where a table's rebuild would trip over them."""
    emit_pre_migrate_signal(0, False, "default")
    meanwhile = {trigger.name for trigger in ALL if not trigger.condition} & set(described())
    assert set(read_stored(connection)) == (meanwhile if connection.vendor == "sqlite" else set(described()))
    emit_post_migrate_signal(0, False, "default")
    assert read_stored(connection) == described()


def test_another_database_has_no_triggers_of_ours() -> None:
    with pytest.raises(NotImplementedError, match="no triggers for mysql"):
        definition("mysql", ALL[0])
