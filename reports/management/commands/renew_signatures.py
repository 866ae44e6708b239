from typing import Any

from django.core.management.base import CommandError

from reports.selectors import list_due_renewals
from reports.services.perpanjangan import can_renew, renew_document, tell
from reports.signing.errors import SigningError
from sakip.dates import write_date
from sakip.refusals import ChangedMeanwhile, NotNow
from sakip.schema.commands import WritingCommand


class Command(WritingCommand):
    """What a worker does every night, now and here."""

    help = "Memperpanjang bukti tanda tangan dokumen yang cap waktunya akan berakhir."

    def handle(self, *args: Any, **options: Any) -> None:
        if not can_renew():
            raise CommandError("Isi SIGNING_TSA_URL dan SIGNING_LONG_TERM=1 lebih dahulu.")
        failed = 0
        for dokumen in list_due_renewals():
            try:
                row = renew_document(dokumen)
            except ChangedMeanwhile as error:
                self.stdout.write(f"{dokumen.pk} {dokumen}: {error}")
            except (SigningError, NotNow) as error:
                tell(dokumen, str(error))
                self.stderr.write(f"{dokumen.pk} {dokumen}: {error}")
                failed += 1
            else:
                self.stdout.write(f"{dokumen.pk} {dokumen}: berlaku sampai {write_date(row.berlaku_sampai)}")
        if failed:
            raise CommandError(f"{failed} dokumen belum dapat diperpanjang.")
