"""Application configuration."""

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "sakip.keeping"
    label = "keeping"
    verbose_name = "Cadangan"

    def ready(self) -> None:
        from sakip.keeping import checks, daily, key_checks, leftovers  # noqa: F401 - key_checks is a system check

        checks.register()
        daily.register()
        leftovers.register()
