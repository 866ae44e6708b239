"""Make certificates for the officials of the demo office, each in his own name, which say that they are demos."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management.base import CommandError

from indicators.selectors.reporting import PejabatFacts, Pengguna, PerangkatDaerah, get_office
from reports.officials import list_certificates, list_official_certificates
from reports.services.sertifikat import register
from reports.services.signature import DEMO_NOTE
from reports.signing.demo_certificate import create_demo_pkcs12
from reports.signing.holder import bare_name
from sakip.refusals import ServiceError
from sakip.schema.commands import WritingCommand

# The office that `load_demo` makes; no other gets a certificate that its official did not register himself.
DEMO_OFFICE = "18.04/diskominfo"
LINE = "Kata sandi: "


class Command(WritingCommand):
    help = (
        "Membuat sertifikat DEMO untuk pejabat kantor contoh yang belum memilikinya. Kata sandinya ditulis ke "
        "var/demo-certificate.txt."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Sertifikat DEMO tidak dibuat dalam instalasi yang bekerja dengan data sungguhan.")
        opd = get_office(DEMO_OFFICE)
        if opd is None:
            raise CommandError("Kantor contoh belum dimuat. Jalankan load_demo lebih dahulu.")
        if settings.SIGNING_TRUST_ROOTS:
            self.stdout.write("Sertifikat DEMO: tidak dibuat, karena SIGNING_TRUST_ROOTS menetapkan penerbitnya.")
            return
        note = Path(settings.VAR_DIR) / DEMO_NOTE
        wanting = _wanting(opd, anew=not note.is_file())
        if not wanting:
            self.stdout.write("Sertifikat DEMO: sudah ada")
            return
        try:
            made = _make_all(opd, wanting, note)
        except OSError as error:
            raise CommandError(
                f"Sertifikat DEMO tidak dapat dibuat. Periksa apakah {note.parent} ada dan boleh ditulisi."
            ) from error
        except ServiceError as refusal:
            raise CommandError(f"Sertifikat DEMO tidak dapat didaftarkan. {refusal}") from None
        self.stdout.write(f"Sertifikat DEMO dibuat untuk {', '.join(made)}; kata sandinya ada di {note}")


def _wanting(opd: PerangkatDaerah, *, anew: bool) -> list[tuple[PejabatFacts, Pengguna]]:
    """Return the officials who never registered a certificate, with their accounts; `anew`: also those whose demo's
    passphrase nobody can look up any more."""
    found = []
    for row in list_official_certificates(opd):
        for user in row.akun[:1]:
            earlier = list(list_certificates(user, opd))
            lost = anew and any(one.demo and one.berakhir_pada is None for one in earlier)
            if not earlier or lost:
                found.append((row.pejabat, user))
    return found


def _make_all(opd: PerangkatDaerah, wanting: list[tuple[PejabatFacts, Pengguna]], note: Path) -> list[str]:
    passphrase = settings.SIGNING_DEMO_PASSPHRASE or _kept(note) or secrets.token_urlsafe(9)
    note.parent.mkdir(parents=True, exist_ok=True)
    # The note first: a certificate whose passphrase nobody knows would be made again at every start.
    text = f"Sertifikat DEMO, tidak berlaku sebagai TTE.\n{LINE}{passphrase}\n"
    write_private(note, text.encode())
    return [_make(opd, official, user, passphrase) for official, user in wanting]


def _kept(note: Path) -> str:
    """Return the passphrase that the note tells; blank where there is none."""
    lines = note.read_text(encoding="utf-8").splitlines() if note.is_file() else []
    return next((line.removeprefix(LINE) for line in lines if line.startswith(LINE)), "")


def _make(opd: PerangkatDaerah, official: PejabatFacts, user: Pengguna, passphrase: str) -> str:
    """Register a certificate as its owner would, and return its name."""
    data = create_demo_pkcs12(common_name=bare_name(official.nama), organisation=opd.nama, passphrase=passphrase)
    return register(by=user, opd=opd, berkas=ContentFile(data, "demo.p12"), passphrase=passphrase).nama


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
