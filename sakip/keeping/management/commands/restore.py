"""Restore a backup into an empty installation, and verify what was restored."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sakip.dates import write_moment
from sakip.keeping import secret_files
from sakip.keeping.refusals import KeepingRefused
from sakip.keeping.restore import Restored, inspect, restore


class Command(BaseCommand):
    help = "Memulihkan cadangan ke instalasi kosong (basis data dan MEDIA_ROOT), lalu memeriksanya dengan verify."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="berkas cadangan")
        parser.add_argument("--key-file", type=Path, help="berkas kunci rahasia age, bila cadangannya terenkripsi")
        parser.add_argument("--check", action="store_true", help="hanya periksa keutuhan cadangan, tanpa memulihkan")

    def handle(self, *args: Any, **options: Any) -> None:
        path, key_file = options["file"], options["key_file"]
        try:
            if options["check"]:
                found = inspect(path, say=self.stdout.write, key_file=key_file)
                self.stdout.write(
                    f"Cadangan ini utuh: {len(found.anggota)} anggota, dimulai {found.pembuka['dimulai']}."
                )
                return
            restored = restore(path, say=self.stdout.write, key_file=key_file)
        except KeepingRefused as refusal:
            raise CommandError(str(refusal)) from None
        self._tell(restored)
        call_command("verify", stdout=self.stdout)

    def _tell(self, restored: Restored) -> None:
        moment = write_moment(restored.begun)
        self.stdout.write(f"Dipulihkan: keadaan {moment}, {restored.rows} baris dan {restored.files} berkas.")
        if restored.beside:
            self.stdout.write(
                f"Rahasia dan sertifikat dari cadangan ada di {restored.beside[0].parent}. Bandingkan "
                "dengan pengaturan mesin ini, pindahkan yang diperlukan (SECRET_KEY ke "
                f"{secret_files.place_of_key()}), lalu hapus folder itu."
            )
        else:
            self.stdout.write(
                "Cadangan ini tidak memuat SECRET_KEY. Dengan SECRET_KEY lain semua orang masuk kembali, verifikasi "
                "dua langkah perlu kode pemulihan atau diatur ulang, dan unggahan yang belum dikonfirmasi diulang; "
                "tidak ada data yang hilang."
            )
