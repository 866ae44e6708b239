"""Change an account's password from the server: Django's command, through the service that records it."""

from getpass import getpass
from typing import Any

from django.core.management.base import CommandError

from indicators.management.accounts import AccountCommand
from indicators.services.pengguna import change_password_for
from sakip.refusals import ServiceError


class Command(AccountCommand):
    help = "Mengganti kata sandi sebuah akun. Ditanyakan dua kali; semua sesi akun itu berakhir, dan jejak mencatatnya."

    def handle(self, *args: Any, **options: Any) -> None:
        user = self.find_account(options["username"])
        sandi = getpass(f"Kata sandi baru untuk {user.username}: ")
        if getpass("Ketik sekali lagi: ") != sandi:
            raise CommandError("Keduanya tidak sama. Kata sandi tidak diganti; jalankan kembali.")
        try:
            change_password_for(by=None, user=user, sandi=sandi)
        except ServiceError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Kata sandi {user.username} diganti, dan semua sesinya diakhiri.")
