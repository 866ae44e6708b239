"""Sign with the certificate that BSrE keeps for an official, through the Esign Client Service of the Pemda."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from reports.signing.adapters.bsre.client import DOWNLOAD_SECONDS, DOWNLOADS, EsignClient
from reports.signing.adapters.bsre.errors import AnswerUnusable, MalformedNik, PassphraseMissing
from reports.signing.adapters.bsre.protocols import PROTOCOLS
from reports.signing.adapters.bsre.returned import check_content, check_signer
from reports.signing.adapters.bsre.specimen import draw_specimen, find_specimen_box
from reports.signing.adapters.bsre.wire import CONNECT_SECONDS, RETRY_PAUSES, EsignService
from reports.signing.errors import UnknownSigner
from reports.signing.requests import Credentials, SignRequest
from reports.signing.stamp import StampedName, render_stamp

ISSUER = "Balai Besar Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara"
_NIK = re.compile(r"[0-9]{16}")
# Drawing the stamp and checking what came back, with a large report on a busy machine.
_OWN_WORK_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class BsreSigner:
    """Configuration of the adapter: the service and the version of its protocol."""

    client: EsignClient
    name: str = "bsre"
    label: str = "Layanan TTE (BSrE)"
    account_label: str | None = "NIK"
    account_hint: str = "16 angka, seperti pada KTP. Dipakai sekali ini dan tidak disimpan."
    proof_label: str = "Passphrase TTE"
    certifies: bool = False
    issuer: str | None = ISSUER

    @property
    def timeout_seconds(self) -> float:
        """The longest that a signature may take, every wait counted: the service's own limits end it before."""
        connecting = CONNECT_SECONDS * (1 + len(RETRY_PAUSES)) + sum(RETRY_PAUSES)
        waiting = self.client.service.answer_seconds + DOWNLOADS * DOWNLOAD_SECONDS
        return connecting + waiting + _OWN_WORK_SECONDS

    def open(self, credentials: Credentials, *, now: datetime) -> BsreSession:
        """Check what can be checked without the service: it counts wrong attempts, and so do not spend any."""
        check_nik(credentials)
        if not credentials.reveal_passphrase():
            raise PassphraseMissing
        return BsreSession(self.client, credentials)


class BsreSession:
    """NIK and passphrase until the one request; `document_number` is the service's number of the signed file."""

    is_demo = False

    def __init__(self, client: EsignClient, credentials: Credentials) -> None:
        self._client = client
        self._credentials = credentials
        self.document_number = ""

    def sign(self, pdf: bytes, *, request: SignRequest, now: datetime) -> bytes:
        """Return the signed file as the service made it, after it was compared with what was sent.

        Nothing touches the file afterwards. Whether the signature is intact is judged by whoever called (`sign`).
        """
        box = find_specimen_box(pdf, field_name=request.field_name)
        # The certificate is seen only when it has signed; then it must be this official's (`check_signer`).
        stamp = render_stamp(
            request, StampedName(request.name, ISSUER), width=box.width, height=box.height, signed_at=now
        )
        sent = draw_specimen(pdf, request, stamp=stamp)
        file = self._client.sign(sent, self._credentials, reason=request.reason, location=request.location)
        check_content(sent, file.pdf)
        _check_last_signer(file.pdf, request, self._credentials)
        self.document_number = file.number
        return file.pdf


def check_nik(credentials: Credentials) -> None:
    """Raise MalformedNik unless the account is a NIK: 16 digits."""
    if not _NIK.fullmatch(credentials.reveal_account()):
        raise MalformedNik


def make_bsre_signer(
    *, url: str, user: str, password: str, version: int, answer_seconds: float, ca_file: Path | None
) -> BsreSigner:
    """Return the signer of an installation. Raises UnknownSigner where it names no service or no version there is."""
    if not urlsplit(url).hostname or version not in PROTOCOLS:
        raise UnknownSigner
    service = EsignService(url, user, password, answer_seconds, ca_file)
    return BsreSigner(EsignClient(service, PROTOCOLS[version]))


def _check_last_signer(pdf: bytes, request: SignRequest, credentials: Credentials) -> None:
    from cryptography import x509
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError as PyHankoSigningError

    try:
        signature = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[-1]
        certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    except (IndexError, ValueError, PdfError, PyHankoSigningError):
        raise AnswerUnusable from None
    check_signer(certificate, name=request.name, nip=request.nip, credentials=credentials)
