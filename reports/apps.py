"""Application configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        from reports.guards import install_guards_after_migrate
        from reports.menu import register_menu

        post_migrate.connect(install_guards_after_migrate, sender=self, dispatch_uid="reports.guards")
        register_menu()
