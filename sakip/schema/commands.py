"""What a command of ours that writes is, besides Django's own."""

from django.core.management.base import BaseCommand, CommandError

from sakip.schema.fit import judge


class WritingCommand(BaseCommand):
    """Begins only where code and database fit. `call_command`, which passes over checks, passes over this one."""

    requires_migrations_checks = True

    def check_migrations(self) -> None:
        """Refuse instead of warning, as Django would."""
        if sentence := judge():
            raise CommandError(sentence)
