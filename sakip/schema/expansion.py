"""Writing down which migrations only add. A migration says so with `expands = True`; without that it counts as one that
code without it does not survive."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models import QuerySet
from django.db.models.signals import post_migrate, pre_migrate

from sakip.schema.fit import Migration, load_code
from sakip.schema.models import ExpandingMigration


def keep(config: AppConfig) -> None:
    """Have `migrate` write them down: before it runs, because processes that serve meanwhile ask in the middle of it,
    and after it, when the table may be new."""
    pre_migrate.connect(_record, sender=config, dispatch_uid="schema.record")
    post_migrate.connect(_record, sender=config, dispatch_uid="schema.record")


def _record(using: str, **kwargs: Any) -> None:
    if ExpandingMigration._meta.db_table in connections[using].introspection.table_names():
        record(using)


def record(using: str) -> None:
    """Let the table say what this code's migrations say; those that only a newer code has stay as they are."""
    code = load_code()
    rows: QuerySet[ExpandingMigration] = ExpandingMigration.objects.using(using)
    stored: set[Migration] = set(rows.values_list("app", "name"))
    rows.bulk_create(
        [ExpandingMigration(app=app, name=name) for app, name in sorted(code.expanding - stored)], ignore_conflicts=True
    )
    for app, name in (stored & code.known) - code.expanding:
        rows.filter(app=app, name=name).delete()
