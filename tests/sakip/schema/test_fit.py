"""A database without a migration of this code is refused, and one with a migration that this code does not survive."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from sakip.keeping.checks import check_migrations
from sakip.schema import fit
from sakip.schema.expansion import record
from sakip.schema.models import ExpandingMigration

pytestmark = pytest.mark.django_db

Mark = Callable[[str, str], None]


@pytest.fixture
def applied() -> Mark:
    """Return how to say in the database that a migration was applied."""
    return MigrationRecorder(connection).record_applied


@pytest.fixture
def taken_back() -> Mark:
    return MigrationRecorder(connection).record_unapplied


def findings() -> list[tuple[str, bool]]:
    return [(found.kalimat, found.wrong) for found in check_migrations() if found is not None]


def test_the_database_that_this_code_made_fits() -> None:
    assert fit.judge() == ""
    assert fit.list_missing() == fit.list_foreign() == fit.list_added() == []


def test_a_missing_migration_is_refused(taken_back: Mark) -> None:
    taken_back("jobs", "0002_workers")
    assert fit.list_missing() == [("jobs", "0002_workers")]
    with pytest.raises(fit.SchemaRefused, match=r"migrasi jobs\.0002_workers belum dijalankan\. Jalankan manage\.py"):
        fit.require()


def test_several_missing_ones_are_counted(taken_back: Mark) -> None:
    taken_back("jobs", "0001_create_jobs_schedule_messages")
    taken_back("jobs", "0002_workers")
    assert "jobs.0001_create_jobs_schedule_messages dan 1 lainnya belum" in fit.judge()


def test_an_unknown_migration_is_refused(applied: Mark) -> None:
    applied("jobs", "0099_drop_the_queue")
    assert fit.list_foreign() == [("jobs", "0099_drop_the_queue")]
    assert "versi program yang lebih baru (migrasi jobs.0099_drop_the_queue)" in fit.judge()
    assert [wrong for _, wrong in findings()] == [True]


def test_an_unknown_migration_that_only_adds_is_accepted(applied: Mark) -> None:
    applied("jobs", "0099_add_a_column")
    ExpandingMigration.objects.create(app="jobs", name="0099_add_a_column")
    assert fit.judge() == ""
    assert fit.list_added() == [("jobs", "0099_add_a_column")]
    [(sentence, wrong)] = findings()
    assert "hanya menambah" in sentence
    assert not wrong


def test_the_tables_of_an_app_that_this_code_lacks_are_its_own(applied: Mark) -> None:
    applied("perpustakaan", "0001_initial")
    assert fit.judge() == ""


def test_a_migration_that_another_one_replaced_is_known(applied: Mark, monkeypatch: pytest.MonkeyPatch) -> None:
    code = fit.load_code()
    folded = fit.Code(code.known, frozenset({("jobs", "0099_folded")}), code.expanding)
    monkeypatch.setattr(fit, "load_code", lambda: folded)
    assert fit.judge() == ""
    applied("jobs", "0099_folded")
    assert fit.judge() == ""


def test_migrate_writes_down_which_migrations_only_add() -> None:
    assert ("schema", "0001_create_expanding_migrations") in ExpandingMigration.objects.values_list("app", "name")
    assert not ExpandingMigration.objects.filter(app="indicators", name__startswith="0001").exists()


def test_writing_down_mends_what_is_wrong_and_leaves_what_a_newer_code_said() -> None:
    before = set(ExpandingMigration.objects.values_list("app", "name"))
    newer, wrong = ("jobs", "0099_add_a_column"), ("jobs", "0002_workers")
    ExpandingMigration.objects.all().delete()
    for app, name in (newer, wrong):
        ExpandingMigration.objects.create(app=app, name=name)
    record("default")
    assert set(ExpandingMigration.objects.values_list("app", "name")) == {*before, newer}


def word() -> str:
    out = StringIO()
    call_command("schema_status", "--word", stdout=out)
    return out.getvalue().strip()


def test_the_status_says_what_migrating_would_do(applied: Mark, taken_back: Mark) -> None:
    """Only adding is what the first migration of this app is."""
    assert word() == "cocok"
    taken_back("schema", "0001_create_expanding_migrations")
    assert word() == "menambah"
    taken_back("jobs", "0002_workers")
    assert word() == "mengubah"
    applied("jobs", "0099_drop_the_queue")
    assert word() == "asing"


@pytest.mark.parametrize("command", ["unlock", "renew_signatures"])
def test_a_command_that_writes_begins_only_where_both_fit(applied: Mark, command: str) -> None:
    applied("jobs", "0099_drop_the_queue")
    words = ["siapa"] if command == "unlock" else []
    with pytest.raises(CommandError, match="versi program yang lebih baru"):
        call_command(command, *words, skip_checks=False)
