"""Application configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IndicatorsConfig(AppConfig):
    name = "indicators"
    label = "indicators"
    verbose_name = "Kinerja"

    def ready(self) -> None:
        from indicators.guards import install_guards_after_migrate

        post_migrate.connect(install_guards_after_migrate, sender=self, dispatch_uid="indicators.guards")
