"""Send a mail to see whether the settings are right."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from sakip.jobs.mail import MailFailed, is_sent, send_mail


class Command(BaseCommand):
    help = "Mengirim surel percobaan ke ADDRESS dan mengatakan apa yang salah bila tidak terkirim."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", metavar="ADDRESS", help="Alamat surel penerima.")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"]
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"“{address}” bukan alamat surel.") from error
        if not is_sent():
            raise CommandError(
                "Belum ada server surel: isi EMAIL_URL atau EMAIL_HOST (dan EMAIL_FROM). Sampai itu surel hanya "
                "dicetak di catatan pekerja."
            )
        try:
            send_mail(
                to=address,
                subject="Percobaan surel SAKIP",
                body=f"Surel ini dikirim dari {settings.PUBLIC_BASE_URL} untuk memeriksa pengaturan surel.",
            )
        except MailFailed as failed:
            raise CommandError(f"Surel tidak terkirim. {failed}") from failed
        self.stdout.write(f"Server {settings.EMAIL_HOST} menerima surel untuk {address}. Periksa apakah ia tiba.")
