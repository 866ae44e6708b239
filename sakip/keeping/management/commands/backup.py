"""Make a backup of the whole installation while it runs."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sakip.digits import number_in
from sakip.disks import size_in_words
from sakip.keeping import daily, encryption, secret_files
from sakip.keeping.backup import Made, make_backup
from sakip.keeping.refusals import KeepingRefused


def _number(text: str) -> int:
    """Return a whole number of at least one. Raises ArgumentTypeError, which argparse tells."""
    number = number_in(text, least=1)
    if number is None:
        raise ArgumentTypeError(f"{text} bukan bilangan bulat mulai dari 1.")
    return number


class Command(BaseCommand):
    help = (
        "Membuat satu berkas cadangan (basis data dan semua berkas) selagi server berjalan. Tanpa FILE, cadangan "
        "ditaruh di BACKUP_DIR dan yang lama dihapus."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="berkas cadangan yang akan dibuat")
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="sertakan SECRET_KEY, berkas pengaturan dengan rahasianya, dan sertifikat yang disebutnya",
        )
        parser.add_argument("--key-file", type=Path, help="berkas kunci age; bawaan: BACKUP_KEY_FILE")
        parser.add_argument(
            "--keep", type=_number, help="berapa cadangan di BACKUP_DIR yang disimpan; bawaan: BACKUP_KEEP"
        )
        parser.add_argument("--new-key", type=Path, metavar="FILE", help="hanya membuat kunci rahasia baru di FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new_key"] is not None:
                self._make_key(options["new_key"])
            else:
                self._back_up(options)
        except KeepingRefused as refusal:
            raise CommandError(str(refusal)) from None

    def _make_key(self, path: Path) -> None:
        public = encryption.make_key(path)
        self.stdout.write(
            f"Kunci rahasia ditulis ke {path}. Simpan di luar server ini: tanpa itu cadangan tidak terbuka."
        )
        self.stdout.write(f"Kunci publik, untuk berkas yang ditunjuk BACKUP_KEY_FILE di server:\n{public}")

    def _back_up(self, options: dict[str, Any]) -> None:
        key_file = options["key_file"] or (Path(settings.BACKUP_KEY_FILE) if settings.BACKUP_KEY_FILE else None)
        path = options["file"] or self._file_in_folder(encrypted=key_file is not None)
        made = make_backup(path, say=self.stdout.write, secrets=options["with_secrets"], key_file=key_file)
        self._tell(made)
        if options["file"] is None and (gone := daily.forget_old(options["keep"] or settings.BACKUP_KEEP)):
            self.stdout.write(f"{gone} cadangan lama dihapus.")

    def _file_in_folder(self, *, encrypted: bool) -> Path:
        if not settings.BACKUP_DIR:
            raise CommandError("Sebutkan berkas cadangannya, atau atur BACKUP_DIR.")
        return Path(settings.BACKUP_DIR) / daily.file_name(encrypted=encrypted)

    def _tell(self, made: Made) -> None:
        kind = "terenkripsi" if made.encrypted else "tidak terenkripsi"
        self.stdout.write(
            f"Cadangan selesai: {made.path} ({size_in_words(made.size)}, {kind}), {made.rows} baris, "
            f"{made.files} berkas."
        )
        if made.secrets and not made.encrypted:
            self.stdout.write("PERHATIAN: berkas ini memuat rahasia tanpa enkripsi. Simpan di tempat yang terkunci.")
        if not made.recorded:
            self.stdout.write(
                "PERHATIAN: cadangan ini utuh, tetapi basis data terlalu sibuk untuk mencatatnya di jejak."
            )
        if not made.secrets:
            self.stdout.write(
                f"Tidak termasuk: SECRET_KEY dan rahasia lain dari {secret_files.place_of_key()}. Simpan sendiri, atau "
                "pakai --with-secrets."
            )
