"""Move the installation to another database, and prove that all of it arrived."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sakip.keeping.moving import move_database
from sakip.keeping.refusals import KeepingRefused


class Command(BaseCommand):
    help = (
        "Menyalin seluruh isi basis data ke basis data lain yang kosong, misalnya dari SQLite ke PostgreSQL, dan "
        "membuktikan setiap barisnya. Hentikan server dan pekerja lebih dahulu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="alamat tujuan, misalnya postgres://akun:sandi@host:5432/nama")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moved = move_database(options["url"], say=self.stdout.write)
        except KeepingRefused as refusal:
            raise CommandError(f"Tidak dipindahkan. {refusal}") from None
        for row in moved:
            if row.rows:
                self.stdout.write(f"  {row.table}: {row.rows} baris, bukti {row.proof[:16]}")
        self.stdout.write(
            f"Terbukti sama: {sum(row.rows for row in moved)} baris dalam {len(moved)} tabel. Basis data lama tidak "
            "diubah. Atur DATABASE_URL ke alamat baru untuk server dan pekerja, jalankan manage.py verify, lalu "
            "nyalakan keduanya. Yang ditulis ke basis data lama setelah ini tidak ikut."
        )
