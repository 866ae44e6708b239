"""Application configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        from reports.menu import register_menu
        from reports.services import certificate_warnings, orphans, passphrase_attempts, perpanjangan, rate_limit
        from reports.services.render import register_jobs
        from reports.triggers import TRIGGERS
        from sakip import triggers

        triggers.keep(self, TRIGGERS)
        register_menu()
        register_jobs()
        rate_limit.register_daily_tasks()
        passphrase_attempts.register_daily_tasks()
        certificate_warnings.register_daily_tasks()
        perpanjangan.register_jobs()
        orphans.register_daily_tasks()
