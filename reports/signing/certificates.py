"""What a certificate says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reports.signing.demo_certificate import is_demo

if TYPE_CHECKING:
    from cryptography import x509


# Extended key usages with which documents are signed; a certificate that names usages has to name one of these.
SIGNING_USAGES = frozenset(
    {
        "2.5.29.37.0",  # any
        "1.3.6.1.5.5.7.3.4",  # e-mail, under which most authorities issue to persons
        "1.3.6.1.5.5.7.3.36",  # documents: RFC 9336
        "1.2.840.113583.1.1.5",  # documents, Adobe's
        "1.3.6.1.4.1.311.10.3.12",  # documents, Microsoft's
    }
)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate in words: common names and whole names of subject and issuer, times in UTC. No database takes a
    NUL, so the names hold none.

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
        name=readable_name(certificate.subject).replace("\x00", ""),
        subject=certificate.subject.rfc4514_string(),
        issuer=readable_name(certificate.issuer).replace("\x00", ""),
        issuer_subject=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:X}",
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        is_demo=is_demo(certificate),
    )


def readable_name(name: x509.Name) -> str:
    """Return the common name, else the organisation, else the whole distinguished name."""
    from cryptography.x509.oid import NameOID

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(kind):
            return str(attribute.value)
    return name.rfc4514_string()
