"""Say whether this code and the database fit, and what migrating would do to those who use it meanwhile."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sakip.schema import fit


class Command(BaseCommand):
    help = (
        "Mengatakan apakah basis data cocok dengan versi program ini, dan apakah migrasi yang belum dijalankan hanya "
        "menambah: lalu server versi lama boleh tetap berjalan selama pemutakhiran."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--word", action="store_true", help="Hanya satu kata: cocok, menambah, mengubah, asing.")

    def handle(self, *args: Any, **options: Any) -> None:
        status = fit.read_status()
        self.stdout.write(status.value if options["word"] else status.label)
