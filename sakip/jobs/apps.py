"""Application configuration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sakip.jobs"
    label = "jobs"
    verbose_name = "Pekerjaan"

    def ready(self) -> None:
        from sakip.jobs import housekeeping, outbox, registry

        registry.register(outbox.SEND, outbox.send)
        housekeeping.register()
