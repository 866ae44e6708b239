"""Application configuration."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    label = "indicators"
    verbose_name = "Kinerja"

    def ready(self) -> None:
        from indicators import denials, menu
        from indicators.services import orphans
        from indicators.triggers import TRIGGERS
        from sakip import triggers, waiting_files
        from sakip.jobs.registry import register_daily
        from sakip.pages import site

        menu.register(site())
        denials.register(site())
        register_daily("uploads.remove_old", waiting_files.remove_old)
        orphans.register_daily_tasks()
        triggers.keep(self, TRIGGERS)
