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
PROTECTED = {
    "indicators_jejak": "append_only update delete",
    "indicators_versipengajuan": "append_only update delete",
    "indicators_putusan": "append_only update delete",
    "indicators_peristiwapengajuan": "append_only update delete",
    "indicators_pengesahan": "append_only update delete",
    "indicators_perjanjiankinerja": "frozen update delete",
    "indicators_butirpk": "frozen insert update delete",
    "indicators_target": "frozen insert update delete",
    "indicators_lembarpk": "frozen insert update delete",
    "indicators_butirlembar": "frozen insert update delete",
    "indicators_realisasi": "approved insert update delete replace",
    "indicators_realisasianggaran": "approved insert update delete replace",
    "indicators_buktidukung": "approved insert update delete replace",
    "reports_dokumen": "issued update delete",
    "reports_tandatangan": "append_only update delete",
    "reports_perpanjangan": "append_only update delete",
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
    assert len({trigger.name for trigger in ALL}) == len(ALL) == 42
    assert set(PROTECTED) <= {table_of(model) for model in apps.get_models()}


def test_the_database_holds_every_described_trigger_and_no_other(db: None) -> None:
    stored = read_stored(connection)
    assert stored == described()
    assert len(stored) == {"sqlite": 42, "postgresql": 39}[connection.vendor]


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
    meanwhile = {trigger.name for trigger in ALL if not trigger.condition}
    assert set(read_stored(connection)) == (meanwhile if connection.vendor == "sqlite" else set(described()))
    emit_post_migrate_signal(0, False, "default")
    assert read_stored(connection) == described()


def test_another_database_has_no_triggers_of_ours() -> None:
    with pytest.raises(NotImplementedError, match="no triggers for mysql"):
        definition("mysql", ALL[0])
