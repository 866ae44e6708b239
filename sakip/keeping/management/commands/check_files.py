"""Try the store of files."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sakip.keeping.refusals import KeepingRefused
from sakip.keeping.trial import try_store


class Command(BaseCommand):
    help = "Mencoba penyimpanan berkas: menulis, membaca kembali, dan menghapus satu berkas percobaan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mark",
            action="store_true",
            help="nyatakan tempat ini penyimpanan instalasi ini, walaupun berkas yang disebut basis data tidak ada",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            place = try_store(mark=options["mark"])
        except KeepingRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{place} menyimpan, mengembalikan, dan menghapus berkas.")
