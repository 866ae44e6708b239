"""Application configuration."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "sakip.sign_in"
    label = "sign_in"
    verbose_name = "Masuk"

    def ready(self) -> None:
        from sakip.sign_in import (
            attempts,
            checks,  # noqa: F401 - registers the system checks
            services,
        )

        attempts.register_daily_tasks()
        services.register_daily_tasks()
