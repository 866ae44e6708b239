"""Application configuration."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    label = "indicators"
    verbose_name = "Kinerja"

    def ready(self) -> None:
        from indicators import denials, menu
        from indicators.exchange import waiting_files
        from indicators.services import orphans
        from indicators.triggers import TRIGGERS
        from sakip import triggers
        from sakip.pages import site

        menu.register(site())
        denials.register(site())
        waiting_files.register_daily_tasks()
        orphans.register_daily_tasks()
        triggers.keep(self, TRIGGERS)
