"""Judge a PDF that anybody may have handed in: same bytes, signature intact, nothing added."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Sequence

from reports.signing.deadline import DeadlineExceeded, run_with_deadline
from reports.signing.inspection import EncryptedPdf, inspect_signatures, parse_trust_roots
from reports.signing.isolation import inspect_apart
from reports.signing.verdicts import Check, Indication, SignatureFacts, Verdict, VerificationReport

__all__ = ["Check", "SignatureFacts", "Verdict", "VerificationReport", "verify"]

logger = logging.getLogger(__name__)

LARGEST_PDF = 50_000_000  # bytes
LONGEST_SECONDS = 30.0


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
    checks = [_hash_check(matches)]

    def report(verdict: Verdict, *more: Check, signatures: tuple[SignatureFacts, ...] = ()) -> VerificationReport:
        return VerificationReport(verdict, digest, matches, (*checks, *more), signatures)

    obstacle = _obstacle(pdf, max_bytes)
    if obstacle is not None:
        return report(Verdict.TIDAK_DAPAT_DIPERIKSA, obstacle)
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
        return report(verdict, _failure_check(error))
    if not signatures:
        return report(Verdict.TANPA_TANDA_TANGAN, _NO_SIGNATURE)
    findings = [check for facts in signatures for check in _signature_checks(facts)]
    return report(_judge(matches, signatures), *findings, signatures=signatures)


def _obstacle(pdf: bytes, max_bytes: int) -> Check | None:
    if len(pdf) > max_bytes:
        limit = f"{max_bytes / 1_000_000:.0f}" if max_bytes >= 1_000_000 else "1"
        return Check(
            "ukuran",
            False,
            f"Berkas melebihi batas {limit} MB sehingga tidak diperiksa. Unggah berkas aslinya.",
        )
    if b"%PDF-" not in pdf[:1024]:
        return Check("format", False, "Berkas ini bukan PDF. Unggah dokumen PDF yang ingin diperiksa.")
    return None


def _judge(matches: bool | None, signatures: tuple[SignatureFacts, ...]) -> Verdict:
    if matches is False or not all(facts.holds for facts in signatures):
        return Verdict.BERUBAH
    if any(facts.is_demo for facts in signatures):
        return Verdict.SAH_DEMO
    if any(facts.decisive.indication is Indication.TOTAL_FAILED for facts in signatures):
        return Verdict.TIDAK_SAH
    if all(facts.trusted for facts in signatures):
        return Verdict.SAH
    return Verdict.TIDAK_DAPAT_DIPERIKSA


_NO_SIGNATURE = Check("tanda_tangan", False, "Berkas ini dapat dibaca, tetapi tidak memuat tanda tangan elektronik.")


def _hash_check(matches: bool | None) -> Check:
    sentences = {
        True: "Isi berkas sama persis dengan dokumen yang tersimpan pada penerbit.",
        False: "Isi berkas tidak sama dengan dokumen yang tersimpan pada penerbit.",
        None: "Berkas tidak dibandingkan dengan dokumen tersimpan; pindai QR untuk membandingkan.",
    }
    return Check("sidik_jari", matches, sentences[matches])


def _failure_check(error: Exception) -> Check:
    if isinstance(error, DeadlineExceeded):
        return Check("waktu", None, "Pemeriksaan melewati batas waktu dan dihentikan. Coba lagi nanti.")
    if isinstance(error, EncryptedPdf):
        return Check(
            "sandi",
            None,
            "Berkas PDF dikunci dengan kata sandi sehingga tidak dapat diperiksa. Unggah berkas yang tidak dikunci.",
        )
    return Check(
        "struktur",
        False,
        "Struktur PDF rusak atau terpotong sehingga tanda tangan tidak dapat diperiksa. Unduh "
        "ulang berkas dari penerbit.",
    )


def _signature_checks(facts: SignatureFacts) -> list[Check]:
    return [
        _intact_check(facts),
        _coverage_check(facts),
        _change_check(facts),
        _certifying_check(facts),
        _trust_check(facts),
    ]


def _intact_check(facts: SignatureFacts) -> Check:
    if facts.intact:
        sentence = f"Tanda tangan {facts.signer_name} utuh."
    else:
        sentence = f"Tanda tangan {facts.signer_name} rusak: isi yang ditandatangani berubah."
    return Check("utuh", facts.intact, sentence)


def _coverage_check(facts: SignatureFacts) -> Check:
    if facts.covers_whole_document:
        return Check("cakupan", True, "Tanda tangan mencakup seluruh berkas.")
    if facts.holds and facts.covers_revision:
        sentence = (
            "Tanda tangan mencakup semua isi sampai saat itu; sesudahnya hanya ada tanda tangan atau data "
            "pemeriksaan berikutnya."
        )
        return Check("cakupan", True, sentence)
    return Check("cakupan", False, "Tanda tangan tidak mencakup seluruh berkas: ada data di luarnya.")


def _change_check(facts: SignatureFacts) -> Check:
    if not facts.changed_afterwards:
        return Check("perubahan", True, "Isi tidak berubah setelah ditandatangani.")
    return Check("perubahan", False, "Berkas diubah atau ditambah setelah ditandatangani.")


def _certifying_check(facts: SignatureFacts) -> Check:
    if facts.allows_no_change:
        return Check("sertifikasi", True, "Tanda tangan menutup dokumen terhadap perubahan apa pun.")
    return Check("sertifikasi", None, "Tanda tangan tidak melarang perubahan atau tanda tangan tambahan.")


def _trust_check(facts: SignatureFacts) -> Check:
    if facts.is_demo:
        sentence = "Utuh tidaknya dapat diperiksa, tetapi sertifikat DEMO tidak berlaku sebagai TTE."
        return Check("penerbit", False, sentence)
    if facts.trusted:
        return Check(
            "penerbit", True, f"Sertifikat diterbitkan oleh {facts.issuer} yang dipercaya; {_revocation(facts)}"
        )
    return Check("penerbit", False, f"{facts.decisive.sentence} Penerbit sertifikat: {facts.issuer}.")


def _revocation(facts: SignatureFacts) -> str:
    if facts.revocation_known:
        return "menurut data di dalam berkas, sertifikat tidak dicabut."
    return "berkas tidak memuat data pencabutan, dan sistem ini tidak memeriksanya daring."
