"""Application configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        from reports import checks, condition, denials  # noqa: F401 - registers the system checks
        from reports.menu import register_menu
        from reports.services import certificate_warnings, orphans, perpanjangan, rate_limit, stored_file_checks
        from reports.services.render import register_jobs
        from reports.triggers import TRIGGERS
        from sakip import triggers
        from sakip.pages import site

        triggers.keep(self, TRIGGERS)
        denials.register(site())
        register_menu()
        register_jobs()
        rate_limit.register_daily_tasks()
        certificate_warnings.register_daily_tasks()
        perpanjangan.register_jobs()
        orphans.register_daily_tasks()
        stored_file_checks.register_checks()
        condition.register_conditions()
