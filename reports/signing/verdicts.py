"""The outcome of a verification, as plain data with a sentence for every finding."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime

from reports.signing.certificates import CertificateFacts


class Verdict(enum.Enum):
    """The overall answer; `sentence` is what the reader sees first."""

    SAH = "sah"
    SAH_DEMO = "sah_demo"
    BERUBAH = "berubah"
    TIDAK_SAH = "tidak_sah"
    TANPA_TANDA_TANGAN = "tanpa_tanda_tangan"
    TIDAK_DAPAT_DIPERIKSA = "tidak_dapat_diperiksa"

    @property
    def sentence(self) -> str:
        return _VERDICT_SENTENCES[self]


_VERDICT_SENTENCES = {
    Verdict.SAH: "Tanda tangan elektroniknya utuh, sertifikatnya dipercaya, dan isinya tidak berubah.",
    Verdict.SAH_DEMO: (
        "Dokumen utuh, tetapi ditandatangani dengan sertifikat DEMO: tidak berlaku sebagai tanda "
        "tangan elektronik (TTE)."
    ),
    Verdict.BERUBAH: (
        "Dokumen tidak sama dengan yang ditandatangani. Jangan digunakan; minta salinan asli kepada penerbit."
    ),
    Verdict.TIDAK_SAH: (
        "Tanda tangan elektronik tidak sah: sertifikatnya tidak berlaku ketika dokumen ditandatangani. "
        "Jangan digunakan; tanyakan kepada penerbit."
    ),
    Verdict.TANPA_TANDA_TANGAN: (
        "Dokumen tidak memuat tanda tangan elektronik. Minta salinan yang sudah ditandatangani kepada penerbit."
    ),
    Verdict.TIDAK_DAPAT_DIPERIKSA: (
        "Keabsahan dokumen tidak dapat dipastikan. Baca keterangan di bawah ini, lalu minta "
        "salinan asli kepada penerbit."
    ),
}


class Indication(enum.Enum):
    """The main indication of ETSI EN 319 102-1, in its own words."""

    TOTAL_PASSED = "TOTAL-PASSED"
    INDETERMINATE = "INDETERMINATE"
    TOTAL_FAILED = "TOTAL-FAILED"


# The sub-indications that say that the file is not what was signed.
ALTERED = ("HASH_FAILURE", "SIG_CRYPTO_FAILURE", "FORMAT_FAILURE")


@dataclass(frozen=True, slots=True)
class AdesVerdict:
    """The verdict over one signature in the standard's terms; `subindication` is blank when it passed.

    `at` is the moment that it was judged for; two verdicts of different seconds are the same verdict.
    """

    indication: Indication
    subindication: str
    at: datetime = field(compare=False)

    @property
    def text(self) -> str:
        if not self.subindication:
            return self.indication.value
        return f"{self.indication.value} / {self.subindication}"

    @property
    def passed(self) -> bool:
        return self.indication is Indication.TOTAL_PASSED

    @property
    def altered(self) -> bool:
        return self.indication is Indication.TOTAL_FAILED and self.subindication in ALTERED

    @property
    def sentence(self) -> str:
        """What the verdict means, for somebody who never read the standard."""
        if self.passed:
            return "Semua pemeriksaan menurut standar terpenuhi."
        return _SUBINDICATION_SENTENCES.get(self.subindication, _OTHER_SUBINDICATION)


_OTHER_SUBINDICATION = "Data di dalam berkas tidak cukup untuk memutuskan."
_SUBINDICATION_SENTENCES = {
    "HASH_FAILURE": "Isi berkas tidak sama dengan isi yang ditandatangani.",
    "SIG_CRYPTO_FAILURE": "Nilai tanda tangan tidak cocok dengan sertifikat penanda tangan.",
    "FORMAT_FAILURE": "Susunan berkas tidak sesuai aturan tanda tangan PDF: ada yang berada di luar tanda tangan.",
    "REVOKED": "Sertifikat sudah dicabut ketika dokumen ditandatangani.",
    "REVOKED_NO_POE": "Sertifikat sudah dicabut dan tidak ada bukti bahwa dokumen ditandatangani sebelum pencabutan.",
    "REVOKED_CA_NO_POE": "Sertifikat penerbitnya sudah dicabut.",
    "NOT_YET_VALID": "Sertifikat belum berlaku ketika dokumen ditandatangani.",
    "EXPIRED": "Masa berlaku sertifikat sudah habis ketika dokumen ditandatangani.",
    "OUT_OF_BOUNDS_NO_POE": (
        "Saat ini di luar masa berlaku sertifikat, dan berkas tidak memuat bukti waktu bahwa dokumen "
        "ditandatangani di dalamnya."
    ),
    "OUT_OF_BOUNDS_NOT_REVOKED": "Masa berlaku sertifikat sudah habis; pencabutannya sampai saat itu tidak tercatat.",
    "REVOCATION_OUT_OF_BOUNDS_NO_POE": (
        "Masa berlaku sertifikat sudah habis, dan berkas tidak memuat data bahwa sertifikat belum dicabut."
    ),
    "NO_CERTIFICATE_CHAIN_FOUND": "Penerbit sertifikat tidak termasuk penerbit yang dipercaya sistem ini.",
    "NO_SIGNING_CERTIFICATE_FOUND": "Berkas tidak memuat sertifikat penanda tangan.",
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": "Rangkaian sertifikat sampai ke penerbit yang dipercaya tidak lengkap.",
    "CHAIN_CONSTRAINTS_FAILURE": "Sertifikat ini tidak diterbitkan untuk menandatangani dokumen.",
    "CRYPTO_CONSTRAINTS_FAILURE": "Kunci atau cara hitung tanda tangan terlalu lemah.",
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": "Kunci atau cara hitung tanda tangan kini dianggap terlalu lemah.",
    "SIG_CONSTRAINTS_FAILURE": "Tanda tangan tidak memenuhi syarat yang dipakai sistem ini.",
    "TIMESTAMP_ORDER_FAILURE": "Urutan cap waktu di dalam berkas tidak masuk akal.",
    "TRY_LATER": "Data pencabutan sertifikat di dalam berkas tidak lagi baru.",
    "NO_POE": "Berkas tidak memuat bukti waktu yang cukup.",
}


class Clock(enum.Enum):
    """Whose clock says when the signature was made."""

    CAP_WAKTU = "cap_waktu"
    PENANDA_TANGAN = "penanda_tangan"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; `passed` is None when the check could not be made or does not apply."""

    code: str
    passed: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What one signature in the file says and whether it holds.

    `signed_at` is by the clock of `clock`; `timestamped_by` names the service behind a time-stamp. `level` is that of
    PAdES (B-B, B-T, B-LT, B-LTA), blank for another form of signature. `covers_revision`: everything up to the
    signature is signed, also where more signatures follow. `ades` is the verdict of today; `ades_then` that of the
    moment of signing, where the stored hash proves the file, so that the moment needs no further proof.
    """

    field_name: str
    certificate: CertificateFacts
    signed_at: datetime | None
    clock: Clock
    timestamped_by: str
    level: str
    intact: bool
    covers_whole_document: bool
    covers_revision: bool
    changed_afterwards: bool
    allows_no_change: bool
    revocation_known: bool
    ades: AdesVerdict
    ades_then: AdesVerdict | None

    @property
    def holds(self) -> bool:
        """Whether what was signed is still there, and nothing else."""
        return self.intact and not self.changed_afterwards

    @property
    def decisive(self) -> AdesVerdict:
        """The verdict that counts: that of the proven moment where there is one."""
        return self.ades if self.ades.passed or self.ades_then is None else self.ades_then

    @property
    def trusted(self) -> bool:
        return self.decisive.passed and not self.certificate.is_demo


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """Everything a page needs to answer "is this what was signed?"; each signature has its row of findings."""

    verdict: Verdict
    sha256: str
    hash_matches: bool | None
    about_file: tuple[Check, ...]
    signatures: tuple[SignatureFacts, ...]
    about_signatures: tuple[tuple[Check, ...], ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        return (*self.about_file, *(check for row in self.about_signatures for check in row))

    @property
    def sentence(self) -> str:
        return self.verdict.sentence
