"""What was found about a file and about each of its signatures, one sentence at a time."""

from __future__ import annotations

from reports.signing.deadline import DeadlineExceeded
from reports.signing.inspection import EncryptedPdf
from reports.signing.verdicts import Check, SignatureFacts

NO_SIGNATURE = Check("tanda_tangan", False, "Berkas ini dapat dibaca, tetapi tidak memuat tanda tangan elektronik.")


def obstacle(pdf: bytes, max_bytes: int) -> Check | None:
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


def hash_check(matches: bool | None) -> Check:
    sentences = {
        True: "Isi berkas sama persis dengan dokumen yang tersimpan pada penerbit.",
        False: "Isi berkas tidak sama dengan dokumen yang tersimpan pada penerbit.",
        None: "Berkas tidak dibandingkan dengan dokumen tersimpan; pindai QR untuk membandingkan.",
    }
    return Check("sidik_jari", matches, sentences[matches])


def failure_check(error: Exception) -> Check:
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


def signature_checks(facts: SignatureFacts) -> tuple[Check, ...]:
    return (
        _intact_check(facts),
        _coverage_check(facts),
        _change_check(facts),
        _certifying_check(facts),
        _trust_check(facts),
    )


def _intact_check(facts: SignatureFacts) -> Check:
    if facts.intact:
        sentence = f"Tanda tangan {facts.certificate.name} utuh."
    else:
        sentence = f"Tanda tangan {facts.certificate.name} rusak: isi yang ditandatangani berubah."
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
    if facts.changed_afterwards:
        return Check("perubahan", False, "Berkas diubah atau ditambah setelah ditandatangani.")
    if not facts.intact:
        # What was added is told apart from what was changed in place: nothing was added here.
        return Check("perubahan", None, "Tambahan sesudahnya tidak ada, tetapi isi yang ditandatangani berubah.")
    return Check("perubahan", True, "Isi tidak berubah setelah ditandatangani.")


def _certifying_check(facts: SignatureFacts) -> Check:
    if facts.allows_no_change:
        return Check("sertifikasi", True, "Tanda tangan menutup dokumen terhadap perubahan apa pun.")
    return Check("sertifikasi", None, "Tanda tangan tidak melarang perubahan atau tanda tangan tambahan.")


def _trust_check(facts: SignatureFacts) -> Check:
    if facts.certificate.is_demo:
        sentence = "Utuh tidaknya dapat diperiksa, tetapi sertifikat DEMO tidak berlaku sebagai TTE."
        return Check("penerbit", False, sentence)
    issuer = facts.certificate.issuer
    if not facts.holds:
        return Check("penerbit", None, f"Sertifikat dari {issuer} tidak dinilai, karena isinya sudah berubah.")
    if facts.trusted:
        return Check("penerbit", True, f"Sertifikat diterbitkan oleh {issuer} yang dipercaya; {_revocation(facts)}")
    return Check("penerbit", False, f"{facts.decisive.sentence} Penerbit sertifikat: {issuer}.")


def _revocation(facts: SignatureFacts) -> str:
    if facts.revocation_known:
        return "menurut data di dalam berkas, sertifikat tidak dicabut."
    return "berkas tidak memuat data pencabutan, dan sistem ini tidak memeriksanya daring."
