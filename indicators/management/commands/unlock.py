"""End the lock of an account from the server, when no administrator can."""

from typing import Any

from django.core.management.base import CommandError

from indicators.management.accounts import AccountCommand
from indicators.services.pengguna import unlock_account
from sakip.refusals import ServiceError


class Command(AccountCommand):
    help = "Membuka kunci sebuah akun setelah banyak percobaan masuk; kata sandinya tetap."

    def handle(self, *args: Any, **options: Any) -> None:
        user = self.find_account(options["username"])
        try:
            unlock_account(by=None, user=user)
        except ServiceError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Akun {user.username} tidak lagi terkunci.")
