"""Application configuration."""

from django.apps import AppConfig


class SchemaConfig(AppConfig):
    name = "sakip.schema"
    label = "schema"
    verbose_name = "Skema basis data"

    def ready(self) -> None:
        from sakip.schema import expansion

        expansion.keep(self)
