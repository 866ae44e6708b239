"""Move the installation to another database, and prove that all of it arrived."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sakip.database_url import has_password
from sakip.keeping.moving import move_database
from sakip.keeping.refusals import KeepingRefused


class Command(BaseCommand):
    help = (
        "Menyalin seluruh isi basis data ke basis data lain yang kosong, misalnya dari SQLite ke PostgreSQL, dan "
        "membuktikan setiap barisnya. Hentikan server dan pekerja lebih dahulu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "url",
            metavar="URL",
            help="alamat tujuan, misalnya sqlite:////srv/sakip.sqlite3; - membacanya dari masukan baku, seperti dalam "
            '"move_database - < BERKAS": begitulah alamat dengan kata sandi',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moved = move_database(_read_address(options["url"]), say=self.stdout.write)
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


def _read_address(given: str) -> str:
    """Return the address: every account of the machine reads the words of a command while it runs."""
    if given == "-":
        return sys.stdin.readline().strip()
    if has_password(given):
        raise CommandError(
            "Kata sandi di dalam perintah terbaca akun lain selama perintah ini berjalan. Ganti kata sandi itu, tulis "
            "alamatnya ke berkas yang hanya Anda baca (chmod 600), lalu: move_database - < BERKAS"
        )
    return given
