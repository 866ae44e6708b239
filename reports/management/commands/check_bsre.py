"""Ask the Esign Client Service whether it works with this installation, without signing anything."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.services.bsre import configured_bsre
from reports.signing.adapters.bsre.client import EsignClient
from reports.signing.adapters.bsre.errors import OfficialUnknown
from reports.signing.adapters.bsre.signer import check_nik
from reports.signing.errors import SigningError, UnknownSigner
from reports.signing.requests import Credentials

# Nobody's: the service says that it does not know it, and thereby that it speaks with us.
NOBODY = "0" * 16


class Command(BaseCommand):
    help = (
        "Memeriksa layanan TTE (Esign Client Service, SIGNER=bsre): apakah menjawab, menerima akun aplikasi ini, dan "
        "berbicara dengan protokol BSRE_VERSION. Tidak menandatangani apa pun."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--nik", action="store_true", help="Tanyakan juga sertifikat seorang pejabat; NIK diketik tanpa terlihat."
        )
        which.add_argument(
            "--nik-stdin", action="store_true", help="Sama, NIK dibaca dari masukan standar. Jangan tulis di perintah."
        )
        parser.add_argument("--berkas", type=Path, help="Minta layanan memeriksa PDF yang sudah ditandatangani.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            client = configured_bsre().client
        except UnknownSigner:
            raise CommandError(
                "Layanan TTE belum diatur. Isi BSRE_URL, BSRE_USER, BSRE_PASSWORD dan BSRE_VERSION (1 atau 2)."
            ) from None
        self.stdout.write(f"Layanan TTE: {client.service.url}")
        try:
            self._greet(client)
            if options["nik"] or options["nik_stdin"]:
                self._tell_status(client, _asked_nik(hidden=options["nik"]))
            if options["berkas"] is not None:
                self._tell_verdict(client, options["berkas"])
        except SigningError as error:
            raise CommandError(str(error)) from None

    def _greet(self, client: EsignClient) -> None:
        try:
            client.status(Credentials(account=NOBODY, passphrase=""))
        except OfficialUnknown:
            self.stdout.write("Layanan menjawab, dan mengatakan bahwa NIK percobaan tidak terdaftar: memang demikian.")
        else:
            self.stdout.write("Layanan menjawab.")
        self.stdout.write("Akun aplikasi ini diterima, dan protokolnya sesuai dengan BSRE_VERSION.")

    def _tell_status(self, client: EsignClient, credentials: Credentials) -> None:
        status = client.status(credentials)
        if status.in_force:
            self.stdout.write(f"Sertifikat pejabat itu berlaku ({status.word}).")
        elif status.word:
            self.stdout.write(f"Sertifikat pejabat itu belum dapat dipakai: layanan menyebutnya {status.word}.")
        else:
            self.stdout.write("Layanan mengenal NIK itu, tetapi tidak menyebut status sertifikatnya.")

    def _tell_verdict(self, client: EsignClient, path: Path) -> None:
        try:
            pdf = path.read_bytes()
        except OSError:
            raise CommandError(f"Berkas {path} tidak dapat dibaca.") from None
        verdict = client.verify(pdf)
        count = "tidak disebut" if verdict.signatures is None else str(verdict.signatures)
        self.stdout.write(f"Pendapat layanan tentang {path.name}: {verdict.summary or 'tidak ada'}.")
        self.stdout.write(f"Jumlah tanda tangan: {count}. Catatan: {verdict.notes or 'tidak ada'}.")


def _asked_nik(*, hidden: bool) -> Credentials:
    """Return the NIK that was typed. Raises MalformedNik."""
    credentials = Credentials(account=(getpass("NIK: ") if hidden else sys.stdin.readline()).strip(), passphrase="")
    check_nik(credentials)
    return credentials
