"""Judge a PDF that anybody may have handed in: same bytes, signature intact, nothing added."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Sequence

from reports.signing.deadline import run_with_deadline
from reports.signing.findings import NO_SIGNATURE, failure_check, hash_check, obstacle, signature_checks
from reports.signing.inspection import inspect_signatures, parse_trust_roots
from reports.signing.isolation import inspect_apart
from reports.signing.verdicts import Check, Indication, SignatureFacts, Verdict, VerificationReport

__all__ = ["Check", "SignatureFacts", "Verdict", "VerificationReport", "verify"]

logger = logging.getLogger(__name__)

LARGEST_PDF = 50_000_000  # bytes
LONGEST_SECONDS = 30.0
# Comparing what a signature added to another costs 0.1 s a page, at most; a document has one signature mostly.
LONGEST_CHECK_SECONDS = 120.0


def verify(
    pdf: bytes,
    *,
    expected_sha256: str | None,
    trust_roots: Sequence[bytes] = (),
    max_bytes: int = LARGEST_PDF,
    timeout_seconds: float = LONGEST_SECONDS,
    isolate: bool = True,
) -> VerificationReport:
    """Return the verdict over `pdf`, whatever its bytes are.

    `expected_sha256` is the stored hash in hexadecimal; without it only the signature speaks.
    `trust_roots` are certificates in DER or PEM. Revocation is not looked up: no network.
    A file that the stored hash does not prove is examined in a process of its own; pass
    `isolate=False` only for bytes this program has just made.
    Raises ValueError for a trust root that is no certificate (a matter of configuration) and
    nothing else.
    """
    roots = parse_trust_roots(trust_roots)
    digest = hashlib.sha256(pdf).hexdigest()
    matches = None
    if expected_sha256 is not None:
        matches = hmac.compare_digest(digest, expected_sha256.strip().lower())

    def report(verdict: Verdict, *more: Check, signatures: tuple[SignatureFacts, ...] = ()) -> VerificationReport:
        about = tuple(signature_checks(facts) for facts in signatures)
        return VerificationReport(verdict, digest, matches, (hash_check(matches), *more), signatures, about)

    if (unread := obstacle(pdf, max_bytes)) is not None:
        return report(Verdict.TIDAK_DAPAT_DIPERIKSA, unread)
    try:
        if isolate and not matches:
            signatures = inspect_apart(pdf, trust_roots=roots, seconds=timeout_seconds)
        else:
            signatures = run_with_deadline(
                lambda: inspect_signatures(pdf, trust_roots=roots, proven_by_hash=bool(matches)),
                seconds=timeout_seconds,
            )
    except Exception as error:  # noqa: BLE001 - a stranger's bytes, see below
        # The one place that catches everything: the bytes are a stranger's, and a parser
        # fails on them in more ways than its documentation lists.
        logger.info("A PDF could not be examined: %s", type(error).__name__)
        verdict = Verdict.BERUBAH if matches is False else Verdict.TIDAK_DAPAT_DIPERIKSA
        return report(verdict, failure_check(error))
    if not signatures:
        return report(Verdict.TANPA_TANDA_TANGAN, NO_SIGNATURE)
    return report(_judge(matches, signatures), signatures=signatures)


def _judge(matches: bool | None, signatures: tuple[SignatureFacts, ...]) -> Verdict:
    if matches is False or not all(facts.holds for facts in signatures):
        return Verdict.BERUBAH
    if any(facts.certificate.is_demo for facts in signatures):
        return Verdict.SAH_DEMO
    if any(facts.decisive.indication is Indication.TOTAL_FAILED for facts in signatures):
        return Verdict.TIDAK_SAH
    if all(facts.trusted for facts in signatures):
        return Verdict.SAH
    return Verdict.TIDAK_DAPAT_DIPERIKSA
