"""Application configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class IndicatorsConfig(AppConfig):
    name = "indicators"
    label = "indicators"
    verbose_name = "Kinerja"

    def ready(self) -> None:
        from indicators import denials, menu
        from indicators.guards import install_guards_after_migrate, remove_frozen_guards_before_migrate
        from indicators.imports import penyimpanan
        from sakip.pages import site

        menu.register(site())
        denials.register(site())
        penyimpanan.register_daily_tasks()
        pre_migrate.connect(remove_frozen_guards_before_migrate, sender=self, dispatch_uid="indicators.guards")
        post_migrate.connect(install_guards_after_migrate, sender=self, dispatch_uid="indicators.guards")
