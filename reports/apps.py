"""Application configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        from reports.guards import install_guards_after_migrate

        post_migrate.connect(install_guards_after_migrate, sender=self, dispatch_uid="reports.guards")
