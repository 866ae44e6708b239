"""Make the certificate of the demo, which says in every field that it is a demo."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.signing.demo_certificate import create_demo_pkcs12

NOTE = "demo-certificate.txt"


class Command(BaseCommand):
    help = "Membuat sertifikat DEMO untuk mencoba tanda tangan, bila berkasnya belum ada."

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.SIGNING_CERTIFICATE)
        if target.exists():
            self.stdout.write(f"Sertifikat: sudah ada di {target}")
            return
        passphrase = settings.SIGNING_DEMO_PASSPHRASE or secrets.token_urlsafe(9)
        data = create_demo_pkcs12(common_name="Kepala Perangkat Daerah", organisation="SAKIP", passphrase=passphrase)
        note = Path(settings.VAR_DIR) / NOTE
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            note.parent.mkdir(parents=True, exist_ok=True)
            # The note first: a certificate whose passphrase nobody knows would never be made again.
            write_private(
                note, f"Sertifikat DEMO, tidak berlaku sebagai TTE: {target}\nKata sandi: {passphrase}\n".encode()
            )
            write_private(target, data)
        except OSError as error:
            raise CommandError(
                f"Sertifikat DEMO tidak dapat ditulis ke {target}. Periksa apakah foldernya ada dan boleh ditulisi."
            ) from error
        self.stdout.write(f"Sertifikat DEMO dibuat di {target}; kata sandinya ada di {note}")


def write_private(path: Path, data: bytes) -> None:
    """Replace a file by one that only its owner may read, in one step."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
