"""Give a role of PostgreSQL what the application needs at run time, and no more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sakip.runtime_role import RoleRefused, grant


class Command(BaseCommand):
    help = (
        "Memberi sebuah peran PostgreSQL hak untuk menjalankan aplikasi, tanpa memiliki tabel. Jalankan sebagai "
        "pemilik tabel, setiap kali sesudah migrate."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("nama", metavar="NAME", help="Peran yang sudah dibuat dengan CREATE ROLE ... LOGIN.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added_to = grant(options["nama"])
        except RoleRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"Peran {options['nama']} boleh menjalankan aplikasi. {len(added_to)} tabel hanya boleh ditambahnya: "
            f"{', '.join(added_to)}."
        )
