"""Read the signatures of a PDF with pyHanko and state what each of them proves."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reports.signing.ades import evaluate, first_timestamp, has_revocation_data, trusted_timestamp
from reports.signing.certificates import describe
from reports.signing.changes import signatures_only
from reports.signing.verdicts import AdesVerdict, Clock, Indication, SignatureFacts

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1_x509
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

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

    Certificates are judged for today; when the stored hash proves the file, also for the moment of signing. Without
    that proof an expired key could be dated back. Raises EncryptedPdf, and whatever the parser raises on broken bytes.
    """
    signatures = _read_signatures(pdf)
    return tuple(
        _facts(pdf, signature, trust_roots, proven_by_hash=proven_by_hash, last=signature is signatures[-1])
        for signature in signatures
    )


def _read_signatures(pdf: bytes) -> list[EmbeddedPdfSignature]:
    """Return the signatures of a file that keeps to the rules; one that does not may at least be seen to have none."""
    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    except PdfReadError:
        if PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures:
            raise
        return []
    if reader.encrypted:
        raise EncryptedPdf
    return list(reader.embedded_regular_signatures)


def _facts(
    pdf: bytes,
    signature: EmbeddedPdfSignature,
    trust_roots: Sequence[asn1_x509.Certificate],
    *,
    proven_by_hash: bool,
    last: bool,
) -> SignatureFacts:
    from cryptography import x509
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    signature.compute_integrity_info(diff_policy=signatures_only())
    integrity = signature.summarise_integrity_info()
    changed = _changed_afterwards(pdf, signature, integrity, last=last)
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    today = datetime.now(UTC)
    now = evaluate(signature, trust_roots=trust_roots, at=today, historical=False)
    stamp = trusted_timestamp(signature, trust_roots=trust_roots, now=today)
    signed_at = signature.self_reported_timestamp if stamp is None else stamp[0]
    then = None
    if proven_by_hash and signed_at is not None and not now.passed:
        then = evaluate(signature, trust_roots=trust_roots, at=signed_at, historical=True)
    return SignatureFacts(
        field_name=str(signature.field_name),
        certificate=describe(certificate),
        signed_at=signed_at,
        clock=Clock.PENANDA_TANGAN if stamp is None else Clock.CAP_WAKTU,
        timestamped_by="" if stamp is None else stamp[1],
        level=_level(signature),
        intact=not now.altered,
        covers_whole_document=integrity["coverage"] == SignatureCoverageLevel.ENTIRE_FILE,
        covers_revision=integrity["coverage"] >= SignatureCoverageLevel.ENTIRE_REVISION,
        changed_afterwards=changed,
        allows_no_change=signature.docmdp_level == MDPPerm.NO_CHANGES,
        revocation_known=has_revocation_data(signature),
        ades=_with_changes(now, changed=changed),
        ades_then=None if then is None else _with_changes(then, changed=changed),
    )


def _with_changes(verdict: AdesVerdict, *, changed: bool) -> AdesVerdict:
    """Return the verdict over the whole file: the standard judges what was signed, PDF asks what surrounds it."""
    if not changed or verdict.altered:
        return verdict
    return AdesVerdict(Indication.TOTAL_FAILED, "FORMAT_FAILURE", verdict.at)


def _level(signature: EmbeddedPdfSignature) -> str:
    """Return the level of PAdES (ETSI EN 319 142-1) that the file shows, blank for a signature of another form."""
    if signature.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached":
        return ""
    if first_timestamp(signature) is None:
        return "B-B"
    if not has_revocation_data(signature):
        return "B-T"
    later = signature.reader.embedded_timestamp_signatures
    return "B-LTA" if any(stamp.signed_revision > signature.signed_revision for stamp in later) else "B-LT"


def _changed_afterwards(
    pdf: bytes, signature: EmbeddedPdfSignature, integrity: Mapping[str, Any], *, last: bool
) -> bool:
    """Tell whether anything was added that no later signature answers for.

    Validation data for the long term may follow any signature, further signatures only one that is not the last.
    Bytes behind the last revision belong to nothing.
    """
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if not _padding_is_clean(pdf, signature):
        return True
    if integrity["coverage"] == SignatureCoverageLevel.ENTIRE_FILE:
        return False
    found = integrity["diff_result"]
    if not isinstance(found, DiffResult) or not _CLEAN_END.search(pdf[-16:]):
        return True
    if found.modification_level == ModificationLevel.NONE:
        return True  # there is more than was signed, and no revision that it belongs to
    allowed = ModificationLevel.LTA_UPDATES if last else ModificationLevel.FORM_FILLING
    forbidden_by_itself = integrity["docmdp_ok"] is not True
    return forbidden_by_itself or found.modification_level > allowed


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
    return contents == signature.pkcs7_content and not contents[used:].strip(b"\0")
