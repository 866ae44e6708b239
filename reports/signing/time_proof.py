"""What a signed file proves about its time, and how that proof is prolonged before it ends."""

from __future__ import annotations

import asyncio
import hashlib
import io
import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reports.signing.certificates import describe
from reports.signing.deadline import DeadlineExceeded, run_with_deadline
from reports.signing.errors import (
    DocumentUnreadable,
    NothingGained,
    NothingToRenew,
    SignatureNotKept,
    SigningError,
    SigningTimeout,
)
from reports.signing.inspection import parse_trust_roots
from reports.signing.providers import Providers, TimestampService
from reports.signing.verification import LONGEST_CHECK_SECONDS, verify

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1_x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    from reports.signing.evidence import Evidence
    from reports.signing.time_stamper import HttpTimeStamper

logger = logging.getLogger(__name__)

_ALGORITHM = "sha256"


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """The level of PAdES (ETSI EN 319 142-1), and of a time-stamp: when, whose, and until when its certificate runs."""

    level: str = "B-B"
    stamped_at: datetime | None = None
    provider: str = ""
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RenewedPdf:
    """The prolonged file; `valid_until` is the end of its newest time-stamp's certificate."""

    pdf: bytes = field(repr=False)
    sha256: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A time-stamp of a file: its certificate with the ones beside it, and the contents that it belongs to."""

    moment: datetime
    certificate: asn1_x509.Certificate
    others: tuple[asn1_x509.Certificate, ...]
    contents: bytes


def time_stamper(providers: Providers) -> HttpTimeStamper | None:
    """Return pyHanko's way to the time-stamp service, or None where none is set."""
    if providers.timestamps is None:
        return None
    return _stamper(providers.timestamps, providers)


def _stamper(service: TimestampService, providers: Providers) -> HttpTimeStamper:
    from reports.signing.time_stamper import HttpTimeStamper

    return HttpTimeStamper(service, trust_roots=parse_trust_roots(providers.trust_roots))


def describe_time(pdf: bytes) -> TimeFacts:
    """Return what the last signature of a file says of its time; the file is one that this program has just made."""
    signature = _read(pdf).embedded_regular_signatures[-1]
    stamp = _stamp_of_signature(signature)
    if stamp is None:
        return TimeFacts()
    return TimeFacts(
        level="B-LT" if _has_evidence(signature) else "B-T",
        stamped_at=stamp.moment,
        provider=_name_of(stamp.certificate),
        valid_until=stamp.certificate.not_valid_after,
    )


def add_evidence(pdf: bytes, evidence: Evidence) -> bytes:
    """Return a file that was just signed with the data that proves its last signature (B-LT). Raises a SigningError."""
    signature = _read(pdf).embedded_regular_signatures[-1]
    stamp = _stamp_of_signature(signature)
    if stamp is None:
        raise SignatureNotKept
    asyncio.run(evidence.prove_timestamp(stamp.certificate, stamp.others))
    return evidence.add_to(pdf, signature.pkcs7_content)


def renew(pdf: bytes, *, providers: Providers, timeout_seconds: float) -> RenewedPdf:
    """Return the file with the proof of its newest time-stamp and a further time-stamp over all of it (B-LTA).

    Raises NothingToRenew, NothingGained, SigningTimeout and whatever the providers' answers raise: a SigningError each.
    """
    service = providers.timestamps
    if service is None or not providers.long_term:
        raise ValueError("a renewal asks a time-stamp service and the issuers of certificates")
    try:
        renewed = run_with_deadline(lambda: _renew(pdf, service, providers), seconds=timeout_seconds)
    except DeadlineExceeded:
        raise SigningTimeout from None
    return _checked(pdf, renewed)


def _renew(pdf: bytes, service: TimestampService, providers: Providers) -> bytes:
    from reports.signing.evidence import Evidence

    reader = _read(pdf)
    newest = _newest_stamp(reader)
    if newest is None:
        raise NothingToRenew
    evidence = Evidence(providers)
    _prove_signers(reader, evidence)
    asyncio.run(evidence.prove_timestamp(newest.certificate, newest.others))
    stamped = _stamp_document(evidence.add_to(pdf, newest.contents), _stamper(service, providers))
    added = _newest_stamp(_read(stamped))
    if added is None:
        raise SignatureNotKept
    fresh = Evidence(providers)
    asyncio.run(fresh.prove_timestamp(added.certificate, added.others))
    return fresh.add_to(stamped, added.contents)


def _prove_signers(reader: PdfFileReader, evidence: Evidence) -> None:
    """Collect what the file does not hold yet about its signers. A certificate that ended or was revoked since takes
    nothing from the time that was proved before, so the file is prolonged all the same."""
    for signature in reader.embedded_regular_signatures:
        if _has_evidence(signature):
            continue
        try:
            asyncio.run(evidence.prove_signer(signature.signer_cert, signature.other_embedded_certs))
        except SigningError as error:
            logger.warning("Prolonged without data about %s: %s", signature.field_name, error)


def _stamp_document(pdf: bytes, stamper: HttpTimeStamper) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

    output = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    PdfTimeStamper(stamper, readable_field_name="Cap waktu").timestamp_pdf(writer, _ALGORITHM, output=output)
    return output.getvalue()


def _checked(before: bytes, after: bytes) -> RenewedPdf:
    """Return what is stored of a prolonged file. Raises SignatureNotKept when it proves less than it did."""
    earlier, newest = _newest_stamp(_read(before)), _newest_stamp(_read(after))
    digest = hashlib.sha256(after).hexdigest()
    found = verify(
        after, expected_sha256=digest, max_bytes=len(after), timeout_seconds=LONGEST_CHECK_SECONDS, isolate=False
    ).signatures
    kept = after.startswith(before) and found and all(facts.intact for facts in found)
    if earlier is None or newest is None or not kept or found[-1].changed_afterwards:
        raise SignatureNotKept
    if newest.certificate.not_valid_after <= earlier.certificate.not_valid_after:
        raise NothingGained.until(newest.certificate.not_valid_after)
    return RenewedPdf(after, digest, newest.certificate.not_valid_after)


def _read(pdf: bytes) -> PdfFileReader:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        return PdfFileReader(io.BytesIO(pdf))
    except PdfError as error:
        raise DocumentUnreadable from error


def _newest_stamp(reader: PdfFileReader) -> _Stamp | None:
    documents = reader.embedded_timestamp_signatures
    if documents:
        return _stamp_in(documents[-1].signed_data, documents[-1].pkcs7_content)
    signatures = reader.embedded_regular_signatures
    return _stamp_of_signature(signatures[-1]) if signatures else None


def _stamp_of_signature(signature: EmbeddedPdfSignature) -> _Stamp | None:
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    token = next(extract_tst_data_iter(signature.signer_info, signed=False), None)
    return None if token is None else _stamp_in(token, signature.pkcs7_content)


def _stamp_in(token: Any, contents: bytes) -> _Stamp:
    """Read a token as asn1crypto has it, which is untyped."""
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation

    certificates = extract_certs_for_validation(token)
    return _Stamp(
        moment=token["encap_content_info"]["content"].parsed["gen_time"].native,
        certificate=certificates.signer_cert,
        others=tuple(certificates.other_certs),
        contents=contents,
    )


def _has_evidence(signature: EmbeddedPdfSignature) -> bool:
    """Tell whether the file stores validation data that belongs to this signature."""
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError

    try:
        store = DocumentSecurityStore.read_dss(signature.reader)
    except NoDSSFoundError:
        return False
    return DocumentSecurityStore.sig_content_identifier(signature.pkcs7_content) in store.vri_entries


def _name_of(certificate: asn1_x509.Certificate) -> str:
    from cryptography import x509

    return describe(x509.load_der_x509_certificate(certificate.dump())).name
