"""Sign one PDF with any signer and check the result before anybody stores it."""

from __future__ import annotations

from datetime import UTC, datetime

from reports.rendering.fonts import MissingFont
from reports.signing.adapters.base import Signer
from reports.signing.address import refuse_loopback
from reports.signing.deadline import DeadlineExceeded, run_with_deadline
from reports.signing.errors import AccountMissing, SignatureNotKept, SigningError, SigningTimeout
from reports.signing.fields import count_signatures
from reports.signing.requests import Credentials, SignedPdf, SignRequest
from reports.signing.time_proof import describe_time
from reports.signing.verification import LONGEST_CHECK_SECONDS, verify


def sign(pdf: bytes, *, signer: Signer, passphrase: str, request: SignRequest, account: str = "") -> SignedPdf:
    """Return the signed document, or raise a SigningError whose text tells the user what to do.

    The passphrase is used once and kept nowhere. A real certificate refuses to sign an
    address behind the QR that is not public. What comes back is verified before it is
    returned: the signatures that were there hold, the new one is intact and over the whole
    file but for its own validation data and, when it is the closing one and its signer
    `certifies`, it allows no change.
    """
    credentials = Credentials(account=account, passphrase=passphrase)
    # Error pages print the local variables of every frame.
    del passphrase, account
    if signer.account_label and not credentials.reveal_account():
        raise AccountMissing
    now = datetime.now(UTC)

    def work() -> tuple[bytes, str]:
        session = signer.open(credentials, now=now)
        refuse_loopback(request.verify_url, is_demo=session.is_demo)
        return session.sign(pdf, request=request, now=now), session.document_number

    try:
        earlier = count_signatures(pdf)
        signed, number = run_with_deadline(work, seconds=signer.timeout_seconds)
    except DeadlineExceeded:
        raise SigningTimeout from None
    except MissingFont as error:
        raise SigningError(str(error)) from error
    return _describe(signed, earlier=earlier, closes=signer.certifies and request.closing, number=number)


def _describe(signed: bytes, *, earlier: int, closes: bool, number: str) -> SignedPdf:
    """Return what is stored beside the file that got one more signature. Raises SignatureNotKept."""
    report = verify(
        signed, expected_sha256=None, max_bytes=len(signed), isolate=False, timeout_seconds=LONGEST_CHECK_SECONDS
    )
    if any(check.code == "waktu" for check in report.checks):
        raise SigningTimeout
    held = all(signature.intact and not signature.changed_afterwards for signature in report.signatures)
    if not held or len(report.signatures) != earlier + 1:
        raise SignatureNotKept
    signature = report.signatures[-1]
    if signature.signed_at is None or (closes and not signature.allows_no_change):
        raise SignatureNotKept
    return SignedPdf(
        pdf=signed,
        sha256=report.sha256,
        certificate=signature.certificate,
        signed_at=signature.signed_at,
        document_number=number,
        time=describe_time(signed),
    )
