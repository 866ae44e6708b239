"""Take the second factor of an account off from the server, when no other administrator can."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from indicators.management.accounts import AccountCommand
from indicators.services.faktor_kedua import reset_second_factor
from sakip.refusals import ServiceError


class Command(AccountCommand):
    help = (
        "Mengatur ulang verifikasi dua langkah sebuah akun, misalnya karena ponselnya hilang; kata sandinya tetap. "
        "Tercatat dalam jejak dengan alasannya, dan diberitahukan kepada Sekretaris, Kepala Dinas, dan pemiliknya."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--alasan", required=True, help="Sebabnya, misalnya ponsel hilang dan surat permohonannya")

    def handle(self, *args: Any, **options: Any) -> None:
        user = self.find_account(options["username"])
        alasan = options["alasan"].strip()
        if not alasan:
            raise CommandError("Tulis alasannya: ia tercatat dalam jejak.")
        try:
            reset_second_factor(by=None, user=user, alasan=alasan)
        except ServiceError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Verifikasi dua langkah {user.username} diatur ulang, dan semua sesinya diakhiri.")
