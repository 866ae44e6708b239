"""Move the stored files into the bucket, or back into the folder, and prove every byte."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from sakip.disks import size_in_words
from sakip.keeping.moving_files import MovedFiles, move_files
from sakip.keeping.refusals import KeepingRefused
from sakip.schema.commands import WritingCommand


class Command(WritingCommand):
    help = (
        "Menyalin semua berkas dari MEDIA_ROOT ke bucket FILES_S3_BUCKET, atau kembali, dan membuktikan setiap "
        "bitanya. Hentikan server dan pekerja lebih dahulu. Dapat diulang bila terputus."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("to", choices=("bucket", "folder"), help="ke mana berkas dipindahkan")

    def handle(self, *args: Any, **options: Any) -> None:
        to_bucket = options["to"] == "bucket"
        try:
            moved = move_files(to_bucket=to_bucket, say=self.stdout.write)
        except KeepingRefused as refusal:
            raise CommandError(f"Belum dipindahkan. {refusal}") from None
        self._tell(moved)
        setting = "Biarkan FILES_S3_BUCKET" if to_bucket else "Kosongkan FILES_S3_BUCKET"
        self.stdout.write(
            f"{setting} untuk server, pekerja, dan semua perintah, jalankan manage.py verify, lalu nyalakan keduanya. "
            "Tempat lama tidak diubah; hapus isinya setelah cadangan berikutnya selesai."
        )

    def _tell(self, moved: MovedFiles) -> None:
        self.stdout.write(
            f"Terbukti sama: {moved.files} berkas ({size_in_words(moved.size)}) dari {moved.source} ke {moved.target}, "
            f"{moved.kept} di antaranya sudah ada di sana."
        )
        if moved.others:
            self.stdout.write(f"Di tempat baru ada {moved.others} berkas lain; manage.py verify menyebutkannya.")
