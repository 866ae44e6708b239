"""Verify the installation: database, guards, files, signatures, trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sakip.keeping.refusals import KeepingRefused
from sakip.keeping.verify import verify


class Command(BaseCommand):
    help = (
        "Memeriksa instalasi: basis data dan penjaganya, setiap berkas terhadap barisnya, setiap tanda tangan, jejak."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = verify(self.stdout.write)
        except KeepingRefused as refusal:
            raise CommandError(str(refusal)) from None
        if found.wrong:
            raise CommandError(f"{found.wrong} hal bermasalah; setiap hal dan tindakannya ada di atas.")
        more = f" {found.doubtful} hal perlu dilihat." if found.doubtful else ""
        self.stdout.write(f"Instalasi utuh.{more}")
