"""Application configuration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sakip.jobs"
    label = "jobs"
    verbose_name = "Pekerjaan"

    def ready(self) -> None:
        from sakip.jobs import error_mail, housekeeping, outbox, registry

        registry.register(outbox.SEND, outbox.send, label="Kirim surel")
        housekeeping.register()
        error_mail.register()
