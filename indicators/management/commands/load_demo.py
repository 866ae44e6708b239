"""Load the demo office of Lampung Barat 2023; a second run changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from indicators.demo import is_loaded, load_office, refuse_beside_others
from indicators.demo.accounts import accounts_file, sync_nips, sync_passwords, write_accounts
from indicators.demo.office import list_accounts
from sakip.refusals import ServiceError
from sakip.schema.commands import WritingCommand
from sakip.sign_in.readable import make_readable_secret


class Command(WritingCommand):
    help = (
        "Memuat kantor contoh Lampung Barat 2023. SAKIP_DEMO_PASSWORD menentukan kata sandi semua akun contoh; "
        "tanpa itu kata sandi dibuat dan ditulis ke var/demo-accounts.txt."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted: str = settings.DEMO_PASSWORD
        try:
            refuse_beside_others()
            if is_loaded():
                self.stdout.write(_sync(wanted))
                return
            sandi = wanted or make_readable_secret()
            load_office(sandi)
        except ServiceError as refusal:
            raise CommandError(f"Kantor contoh tidak dapat dimuat. {refusal}") from None
        write_accounts(list_accounts(), None if wanted else sandi)
        self.stdout.write(f"Kantor contoh dimuat. Daftar akunnya ada di {accounts_file()}.")


def _sync(wanted: str) -> str:
    """Bring a loaded office up to date and say what was done."""
    done = [
        sentence
        for changed, sentence in (
            (sync_passwords(wanted, make_readable_secret()), "Kata sandi akun contoh diperbarui."),
            (sync_nips(), "NIP akun contoh dilengkapi."),
        )
        if changed
    ]
    return " ".join(done) or "Kantor contoh sudah ada; tidak ada yang diubah."
