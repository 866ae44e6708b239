"""Application configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        from reports.guards import install_guards_after_migrate, remove_guards_before_migrate
        from reports.menu import register_menu
        from reports.services.pembatas import register_daily_tasks
        from reports.services.render import register_jobs

        pre_migrate.connect(remove_guards_before_migrate, sender=self, dispatch_uid="reports.guards")
        post_migrate.connect(install_guards_after_migrate, sender=self, dispatch_uid="reports.guards")
        register_menu()
        register_jobs()
        register_daily_tasks()
