"""What the public is told about a document and about a file that somebody hands in. Reads only; keeps nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from indicators.selectors.reporting import Correction
from indicators.services.stored_files import open_whole, read_whole
from reports.models import Dokumen, SignatureRole, SigningMethod, StatusDokumen, TandaTangan
from reports.selectors import list_corrections
from reports.services.stored_files import initialled_file, main_file
from reports.services.trust import trust_roots
from reports.signing.verdicts import Check, SignatureFacts, Verdict, VerificationReport
from reports.signing.verification import verify
from sakip.labelled import Labelled
from sakip.refusals import Damaged


class DocumentState(Labelled):
    """How a document or a file stands; the label is the headline of the answer."""

    SAH = "sah", "Dokumen sah"
    SAMA = "sama", "Berkas sama"
    DEMO = "demo", "Hanya contoh: sertifikat DEMO"
    ANGKA_BERUBAH = "angka_berubah", "Angka berubah sejak diterbitkan"
    DIPERBAIKI = "diperbaiki", "Angkanya sedang diperiksa kembali"
    TERTINGGAL = "tertinggal", "Perlu disusun kembali"
    DIGANTIKAN = "digantikan", "Dokumen sudah digantikan"
    TIDAK_PASTI = "tidak_pasti", "Keabsahan belum pasti"
    TANPA_BERKAS = "tanpa_berkas", "Belum ada berkas"
    TERLALU_BESAR = "terlalu_besar", "Berkas terlalu besar"
    PINDAIAN = "pindaian", "Pindaian dokumen bertanda tangan basah"
    BELUM = "belum", "Belum ditandatangani"
    SEBAGIAN = "sebagian", "Baru diparaf, belum ditandatangani"
    TIDAK_DIKENAL = "tidak_dikenal", "Berkas tidak dikenal"
    BERUBAH = "berubah", "Berkas berubah"
    BERBEDA = "berbeda", "Berkas berbeda"
    TIDAK_SAH = "tidak_sah", "Tanda tangan tidak sah"
    TIDAK_ADA = "tidak_ada", "Berkas tidak ditemukan"


# What became of a document since does not matter where it is no longer what was recorded.
UNSOUND = (DocumentState.BERUBAH, DocumentState.TIDAK_SAH, DocumentState.TIDAK_ADA, DocumentState.TIDAK_PASTI)


@dataclass(frozen=True)
class ShownSigner:
    """One signature as the page shows it: what was recorded when it was made, and what the file says of it. Either may
    be missing: a file knows no roles, and a file that cannot be read says nothing."""

    catatan: TandaTangan | None
    berkas: SignatureFacts | None
    temuan: tuple[Check, ...] = ()

    @property
    def peran(self) -> str:
        return "Tanda tangan" if self.catatan is None else SignatureRole(self.catatan.peran).label

    @property
    def demo(self) -> bool:
        return bool((self.catatan and self.catatan.demo) or (self.berkas and self.berkas.certificate.is_demo))


@dataclass(frozen=True)
class Judgement:
    """An answer: how it stands and why, and the findings and signatures behind it."""

    state: DocumentState
    kalimat: str
    temuan: tuple[Check, ...] = ()
    penanda_tangan: tuple[ShownSigner, ...] = ()
    koreksi: tuple[Correction, ...] = ()

    @property
    def demo(self) -> bool:
        return any(signer.demo for signer in self.penanda_tangan)

    @property
    def menurut_standar(self) -> tuple[SignatureFacts, ...]:
        """The signatures that the standard was asked about."""
        return tuple(signer.berkas for signer in self.penanda_tangan if signer.berkas is not None)


_STATES = {
    Verdict.SAH: DocumentState.SAH,
    Verdict.SAH_DEMO: DocumentState.DEMO,
    Verdict.BERUBAH: DocumentState.BERUBAH,
    Verdict.TIDAK_SAH: DocumentState.TIDAK_SAH,
    Verdict.TANPA_TANDA_TANGAN: DocumentState.BERUBAH,
    Verdict.TIDAK_DAPAT_DIPERIKSA: DocumentState.TIDAK_PASTI,
}


# --- A document of ours ---------------------------------------------------------------------------------------------


def judge_document(dokumen: Dokumen) -> Judgement:
    """Say how the document stands today: its stored file as recorded, its signatures, what became of it since."""
    rows = list(dokumen.daftar_tanda_tangan.all())
    stored = initialled_file(rows[-1]) if rows and not dokumen.is_signed else main_file(dokumen)
    try:
        if rows:
            judged = _judge_signed(dokumen, read_whole(stored), stored.sha256, rows)
        else:
            open_whole(stored).close()
            judged = _judge_unsigned(dokumen)
    except Damaged as damaged:
        return _broken(damaged, rows)
    return _as_of_today(dokumen, judged)


def _broken(damaged: Damaged, rows: Sequence[TandaTangan]) -> Judgement:
    """Say of a stored file that it is not there, or not what was recorded."""
    signers = tuple(ShownSigner(row, None) for row in rows)
    if damaged.hilang:
        sentence = "Berkas dokumen ini tidak ada di penyimpanan. Hubungi penerbitnya."
        return Judgement(DocumentState.TIDAK_ADA, sentence, penanda_tangan=signers)
    found = Check("sidik_jari", False, "Sidik jari berkas yang tersimpan tidak cocok dengan catatan.")
    sentence = "Berkas yang tersimpan tidak sama dengan yang dicatat. Jangan digunakan; hubungi penerbitnya."
    return Judgement(DocumentState.BERUBAH, sentence, (found,), signers)


def _judge_signed(dokumen: Dokumen, content: bytes, sha256: str, rows: Sequence[TandaTangan]) -> Judgement:
    report = verify(content, expected_sha256=sha256, trust_roots=trust_roots())
    recorded = _record_check(rows, report.signatures)
    state, sentence = _STATES[report.verdict], report.sentence
    if not recorded.passed and state not in (DocumentState.BERUBAH, DocumentState.TIDAK_SAH):
        state, sentence = DocumentState.BERUBAH, f"{recorded.sentence} Jangan digunakan; hubungi penerbitnya."
    elif not dokumen.is_signed and state in (DocumentState.SAH, DocumentState.DEMO):
        state = DocumentState.SEBAGIAN
        sentence = "Dokumen ini sudah diparaf, tetapi belum ditandatangani pejabatnya, sehingga belum berlaku."
    return Judgement(state, sentence, (*report.about_file, recorded), _signers(rows, report))


def _record_check(rows: Sequence[TandaTangan], found: Sequence[SignatureFacts]) -> Check:
    """Hold the signatures of the file against those that were recorded: the same certificates in the same order."""
    recorded = [row.sidik_jari or row.seri for row in rows]
    said = [
        facts.certificate.fingerprint if row.sidik_jari else facts.certificate.serial
        for row, facts in zip(rows, found, strict=False)
    ]
    if recorded == said and len(rows) == len(found):
        return Check("catatan", True, "Tanda tangan di dalam berkas sama dengan yang dicatat penerbit.")
    return Check("catatan", False, "Tanda tangan di dalam berkas tidak sama dengan yang dicatat penerbit.")


def _signers(rows: Sequence[TandaTangan], report: VerificationReport) -> tuple[ShownSigner, ...]:
    pairs = zip_longest(rows, report.signatures, report.about_signatures)
    return tuple(ShownSigner(row, facts, checks or ()) for row, facts, checks in pairs)


def _judge_unsigned(dokumen: Dokumen) -> Judgement:
    found = Check("sidik_jari", True, "Sidik jari berkas yang tersimpan cocok dengan catatan.")
    if dokumen.cara_ttd == SigningMethod.PINDAIAN:
        wet = Check("pindaian", None, "Tanda tangan basah tidak dapat diperiksa secara elektronik.")
        sentence = (
            "Berkas ini pindaian dokumen bertanda tangan basah dan tidak berubah sejak dicatat. Ini bukan tanda "
            "tangan elektronik: keaslian tanda tangannya hanya dapat dipastikan kepada penerbit."
        )
        return Judgement(DocumentState.PINDAIAN, sentence, (found, wet))
    return Judgement(DocumentState.BELUM, "Dokumen ini sudah final, tetapi belum ditandatangani.", (found,))


def _as_of_today(dokumen: Dokumen, judged: Judgement) -> Judgement:
    """Say what became of a sound document: a successor took over, or something that it prints was corrected."""
    if judged.state in UNSOUND:
        return judged
    if dokumen.status == StatusDokumen.DIGANTIKAN:
        sentence = f"Dokumen ini sudah digantikan dan tidak berlaku lagi. {judged.kalimat}"
        return replace(judged, state=DocumentState.DIGANTIKAN, kalimat=sentence)
    corrections = list_corrections([dokumen]).get(dokumen.pk, ())
    if not corrections:
        return judged
    if not dokumen.terbit:
        state, sentence = DocumentState.TERTINGGAL, "Isinya sudah berubah sejak disusun. Jangan digunakan."
    elif corrections[0].selesai:
        state = DocumentState.ANGKA_BERUBAH
        sentence = "Dokumen ini tidak lagi memuat keadaan terakhir. Tanyakan terbitan penggantinya kepada penerbit."
    else:
        state = DocumentState.DIPERBAIKI
        sentence = "Angka yang dimuatnya sedang diperiksa kembali. Tanyakan hasilnya sebelum memakainya."
    return replace(judged, state=state, kalimat=f"{sentence} {judged.kalimat}", koreksi=corrections)


# --- A file that was handed in --------------------------------------------------------------------------------------


def compare(dokumen: Dokumen, content: bytes) -> Judgement:
    """Say what a file is to a document: the same, a stage of it, or another file."""
    known = _recognise(dokumen, hashlib.sha256(content).hexdigest())
    if known is not None:
        return known
    sentence = "Berkas Anda tidak sama dengan dokumen yang tersimpan. Jangan digunakan."
    if dokumen.cara_ttd != SigningMethod.TTE:
        return Judgement(DocumentState.BERBEDA, sentence)
    report = verify(content, expected_sha256=dokumen.main_sha256, trust_roots=trust_roots())
    return Judgement(DocumentState.BERBEDA, sentence, report.about_file, _signers((), report))


def _recognise(dokumen: Dokumen, digest: str) -> Judgement | None:
    if digest == dokumen.main_sha256:
        return _same_as_stored(dokumen)
    if dokumen.is_signed_file(digest):
        return Judgement(
            DocumentState.SAMA, "Berkas Anda dokumen yang sama, sebelum bukti tanda tangannya terakhir diperpanjang."
        )
    if digest == dokumen.sha256:
        sentence = "Berkas Anda sama dengan laporan sebelum ditandatangani. Minta salinan yang sudah ditandatangani."
        return Judgement(DocumentState.BELUM, sentence)
    if dokumen.daftar_tanda_tangan.filter(sha256=digest).exists():
        sentence = "Berkas Anda sama dengan dokumen ketika baru diparaf. Minta salinan yang sudah ditandatangani."
        return Judgement(DocumentState.SEBAGIAN, sentence)
    return None


def _same_as_stored(dokumen: Dokumen) -> Judgement:
    if dokumen.cara_ttd == SigningMethod.PINDAIAN:
        return Judgement(DocumentState.PINDAIAN, "Berkas Anda sama persis dengan pindaian yang tersimpan.")
    if not dokumen.is_signed:
        sentence = "Berkas Anda sama persis dengan dokumen final yang tersimpan, yang belum ditandatangani."
        return Judgement(DocumentState.BELUM, sentence)
    return Judgement(DocumentState.SAMA, "Berkas Anda sama persis dengan dokumen yang tersimpan.")


_OF_STRANGERS = {
    Verdict.SAH: (
        "Tanda tangan elektronik di dalamnya utuh dan sertifikatnya dipercaya; tanyakan asal dokumennya kepada "
        "penanda tangan."
    ),
    Verdict.SAH_DEMO: "Tanda tangan di dalamnya memakai sertifikat DEMO, yang tidak berlaku.",
    Verdict.BERUBAH: "Isinya tidak sama dengan yang ditandatangani. Jangan digunakan.",
    Verdict.TIDAK_SAH: "Tanda tangan di dalamnya tidak sah. Jangan digunakan.",
    Verdict.TANPA_TANDA_TANGAN: "Berkas ini juga tidak memuat tanda tangan elektronik.",
    Verdict.TIDAK_DAPAT_DIPERIKSA: "Keabsahannya tidak dapat dipastikan; baca keterangan di bawah ini.",
}


def judge_stranger(content: bytes) -> Judgement:
    """Judge a file that is none of this installation's: what its signatures say, and that nobody here knows it."""
    report = verify(content, expected_sha256=None, trust_roots=trust_roots())
    unknown = Check("sidik_jari", False, "Isi berkas tidak sama dengan dokumen mana pun yang diterbitkan di sini.")
    others = tuple(check for check in report.about_file if check.code != unknown.code)
    broken = _STATES[report.verdict] if report.verdict in (Verdict.BERUBAH, Verdict.TIDAK_SAH) else None
    return Judgement(
        broken or DocumentState.TIDAK_DIKENAL,
        f"Berkas ini tidak diterbitkan lewat sistem ini. {_OF_STRANGERS[report.verdict]}",
        (unknown, *others),
        _signers((), report),
    )
