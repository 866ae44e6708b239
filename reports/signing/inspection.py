"""Read the signatures of a PDF with pyHanko and state what each of them proves."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reports.signing.certificates import readable_name
from reports.signing.demo_certificate import is_demo
from reports.signing.verdicts import SignatureFacts

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1_x509
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus
    from pyhanko_certvalidator import ValidationContext

_CLEAN_END = re.compile(rb"%%EOF[\r\n]{0,2}\Z")


class EncryptedPdf(Exception):
    """The PDF opens with a password only."""


def parse_trust_roots(roots: Sequence[bytes]) -> tuple[asn1_x509.Certificate, ...]:
    """Return the certificates in DER or PEM `roots`; ValueError when one is no certificate."""
    from asn1crypto import x509 as asn1_x509
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    parsed = []
    for root in roots:
        pem = root.lstrip().startswith(b"-----")
        load = x509.load_pem_x509_certificate if pem else x509.load_der_x509_certificate
        parsed.append(asn1_x509.Certificate.load(load(root).public_bytes(Encoding.DER)))
    return tuple(parsed)


def inspect_signatures(
    pdf: bytes, *, trust_roots: Sequence[asn1_x509.Certificate], proven_by_hash: bool
) -> tuple[SignatureFacts, ...]:
    """Return the facts of every signature, in the order of signing.

    Certificates are judged at the moment of signing when the stored hash proves the file,
    else now: without that proof an expired key could be dated back. Raises EncryptedPdf,
    and whatever the parser raises on broken bytes.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    if reader.encrypted:
        raise EncryptedPdf
    signatures = list(reader.embedded_regular_signatures)
    return tuple(
        _facts(pdf, signature, trust_roots, proven_by_hash, last=signature is signatures[-1])
        for signature in signatures
    )


def _facts(
    pdf: bytes,
    signature: EmbeddedPdfSignature,
    trust_roots: Sequence[asn1_x509.Certificate],
    proven_by_hash: bool,
    *,
    last: bool,
) -> SignatureFacts:
    from cryptography import x509
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    claimed = signature.self_reported_timestamp
    moment = claimed if proven_by_hash and claimed is not None else datetime.now(UTC)
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    demo = is_demo(certificate)
    # A demo never counts as trusted; as its own root it only spares the log a warning each time.
    roots = [signature.signer_cert] if demo else list(trust_roots)
    context = _validation_context(roots, moment)
    # What the stored hash proves was compared when it was signed: revision by revision that costs seconds.
    status = validate_pdf_signature(signature, signer_validation_context=context, skip_diff=proven_by_hash)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return SignatureFacts(
        field_name=str(signature.field_name),
        signer_name=readable_name(certificate.subject),
        issuer=readable_name(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        signed_at=claimed,
        intact=bool(status.intact and status.valid),
        covers_whole_document=whole,
        changed_afterwards=not proven_by_hash and _changed_afterwards(pdf, signature, status, whole=whole, last=last),
        allows_no_change=signature.docmdp_level == MDPPerm.NO_CHANGES,
        is_demo=demo,
        trusted=bool(status.trusted) and not demo,
    )


def _validation_context(trust_roots: Sequence[asn1_x509.Certificate], moment: datetime) -> ValidationContext:
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=list(trust_roots),
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
    )


def _changed_afterwards(
    pdf: bytes, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, *, whole: bool, last: bool
) -> bool:
    from pyhanko.sign.diff_analysis import ModificationLevel

    if not _padding_is_clean(pdf, signature):
        return True
    if whole:
        return False
    # Validation data for the long term may follow a signature, and so may a signature that it allows, which is judged
    # in its turn; anything else may not, and bytes behind the last revision belong to nothing.
    allowed = {ModificationLevel.LTA_UPDATES} | (set() if last else {ModificationLevel.FORM_FILLING})
    return not (status.docmdp_ok and status.modification_level in allowed and _CLEAN_END.search(pdf[-16:]))


def _padding_is_clean(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Tell whether the room reserved for the signature holds the signature and zeros only.

    No signature covers these bytes, so readers call a file with changes here valid.
    """
    from asn1crypto.parser import peek

    if len(signature.byte_range) != 4:
        return False
    _start, before, after, _length = (int(value) for value in signature.byte_range)
    gap = pdf[before:after]
    if not (gap.startswith(b"<") and gap.endswith(b">")):
        return False
    try:
        contents = bytes.fromhex(gap[1:-1].decode("ascii"))
        used = peek(contents)
    except ValueError:
        return False
    return not contents[used:].strip(b"\0")
