"""Missing, conflicting and irreversible migrations; the schema without an application still refuses wrong rows."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.special import RunPython, RunSQL

OWN_APPS = ("indicators", "jobs", "reports", "schema")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", *OWN_APPS, stdout=out)
    assert "No changes detected" in out.getvalue() or "Tidak ada perubahan" in out.getvalue()


def test_no_migrations_conflict() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert loader.detect_conflicts() == {}


@pytest.mark.parametrize("app", OWN_APPS)
def test_every_step_can_be_taken_back(app: str) -> None:
    loader = MigrationLoader(None)
    steps = [
        (name, operation)
        for (label, name), migration in loader.disk_migrations.items()
        if label == app
        for operation in migration.operations
    ]
    assert steps
    irreversible = [
        f"{name}: {operation.describe()}"
        for name, operation in steps
        if isinstance(operation, RunPython | RunSQL) and not operation.reversible
    ]
    assert irreversible == []


@pytest.mark.parametrize("app", OWN_APPS)
def test_migration_names_say_what_they_do(app: str) -> None:
    names = [name for label, name in MigrationLoader(None).disk_migrations if label == app]
    assert names
    assert [name for name in names if "_auto_" in name or name.endswith("_initial")] == []


@pytest.mark.django_db
def test_every_model_has_its_table_with_the_declared_constraints() -> None:
    """Read the constraints back from the database: what a model declares stands there under its name."""
    missing = []
    with connection.cursor() as cursor:
        for app in OWN_APPS:
            for model in apps.get_app_config(app).get_models():
                found = connection.introspection.get_constraints(cursor, model._meta.db_table)
                missing += [
                    f"{model.__name__}.{constraint.name}"
                    for constraint in model._meta.constraints
                    if constraint.name not in found
                ]
    assert missing == []


@pytest.mark.django_db(transaction=True)
def test_migrating_back_to_nothing_and_forth_again_works() -> None:
    """The whole way down and up again, as an upgrade that goes wrong would need it."""
    for app in reversed(OWN_APPS):
        call_command("migrate", app, "zero", verbosity=0)
    tables = set(connection.introspection.table_names())
    assert not [name for name in tables if name.startswith(("indicators_", "jobs_", "reports_"))]
    call_command("migrate", verbosity=0)
    assert "indicators_realisasi" in connection.introspection.table_names()


# The last migration of each app before migrations said whether they only add.
BASE = {"indicators": "0011", "jobs": "0002", "reports": "0007", "sign_in": "0001"}


def test_every_migration_since_says_whether_code_without_it_works_on() -> None:
    """`expands` is True for one that only adds, and False for any other (docs/operations/releases.md)."""
    silent = [
        f"{app}.{name}"
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if type(migration).__module__.startswith(("sakip.", "indicators.", "reports."))
        and name[:4] > BASE.get(app, "")
        and not isinstance(vars(type(migration)).get("expands"), bool)
    ]
    assert silent == []
