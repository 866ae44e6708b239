"""A PK that is ditetapkan cannot be changed, whoever tries: on the final schema, on both databases."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from indicators.guards import remove_frozen_guards_before_migrate
from indicators.guards_pk import FROZEN_TABLES, MESSAGE
from indicators.models import ButirPK, PerjanjianKinerja, Target
from indicators.models.perjanjian import StatusPK
from tests.cast import Office, make_butir, make_pk

MODELS: dict[str, type[Model]] = {
    "indicators_perjanjiankinerja": PerjanjianKinerja,
    "indicators_butirpk": ButirPK,
    "indicators_target": Target,
}


def test_guards_name_the_tables_and_the_status_of_the_models() -> None:
    assert {model._meta.db_table for model in MODELS.values()} == set(FROZEN_TABLES)
    assert all(f"status = '{StatusPK.DITETAPKAN.value}'" in condition for condition, _ in FROZEN_TABLES.values())


@pytest.mark.parametrize("table", sorted(MODELS))
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_frozen_agreement_refuses_change(office: Office, table: str, statement: str) -> None:
    before = MODELS[table]._default_manager.count()
    assert before > 0
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))
    assert MODELS[table]._default_manager.count() == before


def test_frozen_agreement_refuses_new_rows_and_targets(office: Office) -> None:
    (iku,) = office.indikator(office.tim)
    row = ButirPK.objects.get(pk_induk=office.pk, indikator=iku)
    other = ButirPK(pk_induk=office.pk, indikator=iku, unit=office.tim)
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        other.save()
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        Target.objects.create(butir=row, triwulan=4)


def test_rows_cannot_be_moved_into_or_out_of_a_frozen_agreement(office: Office) -> None:
    (iku,) = office.indikator(office.tim)
    draft = make_pk(office.opd, 2025)
    row = make_butir(draft, iku, ("1", "1", "1", "1"))
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        ButirPK.objects.filter(pk=row.pk).update(pk_induk=office.pk)
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        ButirPK.objects.filter(pk_induk=office.pk).update(pk_induk=draft)


def test_draft_may_be_changed_and_deleted(office: Office) -> None:
    (iku,) = office.indikator(office.tim)
    draft = make_pk(office.opd, 2025)
    make_butir(draft, iku, ("1", "1", "1", "1"))
    Target.objects.filter(butir__pk_induk=draft).update(nilai=2)
    draft.delete()
    assert not ButirPK.objects.filter(pk_induk_id=draft.pk).exists()


def test_sqlite_can_rebuild_the_tables_during_a_migration(office: Office) -> None:
    """Before `migrate` the guards are away on SQLite, where a table's rebuild would trip over them."""
    remove_frozen_guards_before_migrate(using="default")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_frozen_%'")
            assert cursor.fetchone()[0] == 0
        else:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%_frozen_%'")
            assert cursor.fetchone()[0] == 8
