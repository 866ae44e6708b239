"""Application configuration."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from sakip.sign_in.events import Event


class ConditionConfig(AppConfig):
    name = "sakip.condition"
    label = "condition"
    verbose_name = "Keadaan sistem"

    def ready(self) -> None:
        from sakip.condition import backups, server, work
        from sakip.jobs import registry
        from sakip.sign_in import events

        server.register_conditions()
        work.register_conditions()
        backups.register_conditions()
        registry.observe(_count_job)
        events.listen(_count_sign_in)


# The client library is loaded by who counts: commands and processes apart have no use for it.
def _count_job(kind: str, outcome: str, seconds: float) -> None:
    from sakip.metrics import count_job

    count_job(kind, outcome, seconds)


def _count_sign_in(event: "Event", account: Any, details: dict[str, Any]) -> None:
    from sakip.metrics import count_sign_in

    count_sign_in(event.name.lower())
