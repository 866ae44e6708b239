"""What a certificate says of itself."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reports.signing.demo_certificate import is_demo

if TYPE_CHECKING:
    from cryptography import x509


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate in words: common names and whole names of subject and issuer, times in UTC.

    `serial` and `fingerprint` (SHA-256 of its DER) are hexadecimal, in upper and in lower case.
    """

    name: str
    subject: str
    issuer: str
    issuer_subject: str
    serial: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    is_demo: bool


def describe(certificate: x509.Certificate) -> CertificateFacts:
    from cryptography.hazmat.primitives import hashes

    return CertificateFacts(
        name=readable_name(certificate.subject),
        subject=certificate.subject.rfc4514_string(),
        issuer=readable_name(certificate.issuer),
        issuer_subject=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:X}",
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        is_demo=is_demo(certificate),
    )


def describe_last_signer(pdf: bytes) -> CertificateFacts:
    """Return the certificate of the last signature in a PDF that this program has just made."""
    from cryptography import x509
    from pyhanko.pdf_utils.reader import PdfFileReader

    signature = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[-1]
    return describe(x509.load_der_x509_certificate(signature.signer_cert.dump()))


def readable_name(name: x509.Name) -> str:
    """Return the common name, else the organisation, else the whole distinguished name."""
    from cryptography.x509.oid import NameOID

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(kind):
            return str(attribute.value)
    return name.rfc4514_string()
