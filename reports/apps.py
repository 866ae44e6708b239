"""Application configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        from reports.menu import register_menu
        from reports.services import orphans, perpanjangan
        from reports.services.rate_limit import register_daily_tasks
        from reports.services.render import register_jobs
        from reports.triggers import TRIGGERS
        from sakip import triggers

        triggers.keep(self, TRIGGERS)
        register_menu()
        register_jobs()
        register_daily_tasks()
        perpanjangan.register_jobs()
        orphans.register_daily_tasks()
