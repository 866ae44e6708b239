"""The outcome of a verification, as plain data with a sentence for every finding."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Verdict(enum.Enum):
    """The overall answer; `sentence` is what the reader sees first."""

    SAH = "sah"
    SAH_DEMO = "sah_demo"
    BERUBAH = "berubah"
    TANPA_TANDA_TANGAN = "tanpa_tanda_tangan"
    TIDAK_DAPAT_DIPERIKSA = "tidak_dapat_diperiksa"

    @property
    def sentence(self) -> str:
        return _VERDICT_SENTENCES[self]


_VERDICT_SENTENCES = {
    Verdict.SAH: "Dokumen sah: tanda tangan elektronik utuh dan sertifikatnya dipercaya.",
    Verdict.SAH_DEMO: (
        "Dokumen utuh, tetapi ditandatangani dengan sertifikat DEMO: tidak berlaku sebagai tanda "
        "tangan elektronik (TTE)."
    ),
    Verdict.BERUBAH: (
        "Dokumen tidak sama dengan yang ditandatangani. Jangan digunakan; minta salinan asli kepada penerbit."
    ),
    Verdict.TANPA_TANDA_TANGAN: (
        "Dokumen tidak memuat tanda tangan elektronik. Minta salinan yang sudah ditandatangani kepada penerbit."
    ),
    Verdict.TIDAK_DAPAT_DIPERIKSA: (
        "Keabsahan dokumen tidak dapat dipastikan. Baca keterangan di bawah ini, lalu minta "
        "salinan asli kepada penerbit."
    ),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; `passed` is None when the check could not be made or does not apply."""

    code: str
    passed: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What one signature in the file says and whether it holds.

    `signed_at` is the signer's own clock. `serial` is hexadecimal, upper case.
    """

    field_name: str
    signer_name: str
    issuer: str
    serial: str
    signed_at: datetime | None
    intact: bool
    covers_whole_document: bool
    changed_afterwards: bool
    allows_no_change: bool
    is_demo: bool
    trusted: bool


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """Everything a page needs to answer "is this the document that was signed?"."""

    verdict: Verdict
    sha256: str
    hash_matches: bool | None
    checks: tuple[Check, ...]
    signatures: tuple[SignatureFacts, ...]

    @property
    def sentence(self) -> str:
        return self.verdict.sentence
