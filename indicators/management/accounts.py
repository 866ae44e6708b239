"""What the commands about one account share."""

from django.core.management.base import CommandError, CommandParser

from indicators.models import Pengguna
from indicators.selectors.kewenangan import find_users
from sakip.schema.commands import WritingCommand


class AccountCommand(WritingCommand):
    """Does something to the account that is named first."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="Nama pengguna")

    def find_account(self, username: str) -> Pengguna:
        """Return the account, whatever the case of its name. Raises CommandError."""
        user = find_users([username]).get(username.lower())
        if user is None:
            raise CommandError("Tidak ada akun dengan nama pengguna itu.")
        return user
