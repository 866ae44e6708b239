"""What the public is told about a document and about a file that somebody hands in. Reads only; keeps nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import zip_longest

from indicators.selectors.reporting import Correction
from reports.models import Dokumen, SignatureRole, SigningMethod, StatusDokumen, TandaTangan
from reports.selectors import list_corrections
from reports.services.trust import trust_roots
from reports.signing.verdicts import Check, SignatureFacts, Verdict, VerificationReport
from reports.signing.verification import verify


class Standing(Enum):
    """How a document or a file stands: colour, sign and headline of the answer."""

    SAH = ("good", "centang", "Dokumen sah")
    SAMA = ("good", "centang", "Berkas sama")
    DEMO = ("warn", "peringatan", "Hanya contoh: sertifikat DEMO")
    ANGKA_BERUBAH = ("warn", "peringatan", "Angka berubah sejak diterbitkan")
    DIPERBAIKI = ("warn", "peringatan", "Angkanya sedang diperiksa kembali")
    TERTINGGAL = ("warn", "peringatan", "Perlu disusun kembali")
    DIGANTIKAN = ("warn", "peringatan", "Dokumen sudah digantikan")
    TIDAK_PASTI = ("warn", "peringatan", "Keabsahan belum pasti")
    TANPA_BERKAS = ("warn", "peringatan", "Belum ada berkas")
    TERLALU_BESAR = ("warn", "peringatan", "Berkas terlalu besar")
    PINDAIAN = ("scan", "pindaian", "Pindaian dokumen bertanda tangan basah")
    BELUM = ("plain", "kosong", "Belum ditandatangani")
    SEBAGIAN = ("plain", "kosong", "Baru diparaf, belum ditandatangani")
    TIDAK_DIKENAL = ("plain", "tanya", "Berkas tidak dikenal")
    BERUBAH = ("bad", "silang", "Berkas berubah")
    BERBEDA = ("bad", "silang", "Berkas berbeda")
    TIDAK_SAH = ("bad", "silang", "Tanda tangan tidak sah")
    TIDAK_ADA = ("bad", "silang", "Berkas tidak ditemukan")

    def __init__(self, warna: str, ikon: str, judul: str) -> None:
        self.warna = warna
        self.ikon = ikon
        self.judul = judul


@dataclass(frozen=True)
class Signer:
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

    standing: Standing
    kalimat: str
    temuan: tuple[Check, ...] = ()
    penanda_tangan: tuple[Signer, ...] = ()
    koreksi: tuple[Correction, ...] = ()

    @property
    def demo(self) -> bool:
        return any(signer.demo for signer in self.penanda_tangan)

    @property
    def menurut_standar(self) -> tuple[SignatureFacts, ...]:
        """The signatures that the standard was asked about."""
        return tuple(signer.berkas for signer in self.penanda_tangan if signer.berkas is not None)


_STANDINGS = {
    Verdict.SAH: Standing.SAH,
    Verdict.SAH_DEMO: Standing.DEMO,
    Verdict.BERUBAH: Standing.BERUBAH,
    Verdict.TIDAK_SAH: Standing.TIDAK_SAH,
    Verdict.TANPA_TANDA_TANGAN: Standing.BERUBAH,
    Verdict.TIDAK_DAPAT_DIPERIKSA: Standing.TIDAK_PASTI,
}


# --- A document of ours ---------------------------------------------------------------------------------------------


def judge_document(dokumen: Dokumen) -> Judgement:
    """Say how the document stands today: its stored file as recorded, its signatures, what became of it since."""
    rows = list(dokumen.daftar_tanda_tangan.all())
    file, sha256 = dokumen.main_file, dokumen.main_sha256
    if rows and not dokumen.is_signed:
        file, sha256 = rows[-1].berkas, rows[-1].sha256
    try:
        with file.open("rb") as stream:
            content = stream.read()
    except OSError:
        sentence = "Berkas dokumen ini tidak ada di penyimpanan. Hubungi penerbitnya."
        return Judgement(Standing.TIDAK_ADA, sentence, penanda_tangan=tuple(Signer(row, None) for row in rows))
    if rows:
        judged = _judge_signed(dokumen, content, sha256, rows)
    else:
        judged = _judge_unsigned(dokumen, content, sha256)
    return _as_of_today(dokumen, judged)


def _judge_signed(dokumen: Dokumen, content: bytes, sha256: str, rows: Sequence[TandaTangan]) -> Judgement:
    report = verify(content, expected_sha256=sha256, trust_roots=trust_roots())
    recorded = _record_check(rows, report.signatures)
    standing, sentence = _STANDINGS[report.verdict], report.sentence
    if not recorded.passed and standing.warna != "bad":
        standing, sentence = Standing.BERUBAH, f"{recorded.sentence} Jangan digunakan; hubungi penerbitnya."
    elif not dokumen.is_signed and standing in (Standing.SAH, Standing.DEMO):
        standing = Standing.SEBAGIAN
        sentence = "Dokumen ini sudah diparaf, tetapi belum ditandatangani pejabatnya, sehingga belum berlaku."
    return Judgement(standing, sentence, (*report.about_file, recorded), _signers(rows, report))


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


def _signers(rows: Sequence[TandaTangan], report: VerificationReport) -> tuple[Signer, ...]:
    pairs = zip_longest(rows, report.signatures, report.about_signatures)
    return tuple(Signer(row, facts, checks or ()) for row, facts, checks in pairs)


def _judge_unsigned(dokumen: Dokumen, content: bytes, sha256: str) -> Judgement:
    same = hashlib.sha256(content).hexdigest() == sha256
    word = "cocok" if same else "tidak cocok"
    found = Check("sidik_jari", same, f"Sidik jari berkas yang tersimpan {word} dengan catatan.")
    if not same:
        sentence = "Berkas yang tersimpan tidak sama dengan yang dicatat. Jangan digunakan; hubungi penerbitnya."
        return Judgement(Standing.BERUBAH, sentence, (found,))
    if dokumen.cara_ttd == SigningMethod.PINDAIAN:
        wet = Check("pindaian", None, "Tanda tangan basah tidak dapat diperiksa secara elektronik.")
        sentence = (
            "Berkas ini pindaian dokumen bertanda tangan basah dan tidak berubah sejak dicatat. Ini bukan tanda "
            "tangan elektronik: keaslian tanda tangannya hanya dapat dipastikan kepada penerbit."
        )
        return Judgement(Standing.PINDAIAN, sentence, (found, wet))
    return Judgement(Standing.BELUM, "Dokumen ini sudah final, tetapi belum ditandatangani.", (found,))


def _as_of_today(dokumen: Dokumen, judged: Judgement) -> Judgement:
    """Say what became of a sound document: a successor took over, or something that it prints was corrected."""
    if judged.standing.warna == "bad" or judged.standing is Standing.TIDAK_PASTI:
        return judged
    if dokumen.status == StatusDokumen.DIGANTIKAN:
        sentence = f"Dokumen ini sudah digantikan dan tidak berlaku lagi. {judged.kalimat}"
        return replace(judged, standing=Standing.DIGANTIKAN, kalimat=sentence)
    corrections = list_corrections([dokumen]).get(dokumen.pk, ())
    if not corrections:
        return judged
    if not dokumen.terbit:
        standing, sentence = Standing.TERTINGGAL, "Isinya sudah berubah sejak disusun. Jangan digunakan."
    elif corrections[0].selesai:
        standing = Standing.ANGKA_BERUBAH
        sentence = "Dokumen ini tidak lagi memuat keadaan terakhir. Tanyakan terbitan penggantinya kepada penerbit."
    else:
        standing = Standing.DIPERBAIKI
        sentence = "Angka yang dimuatnya sedang diperiksa kembali. Tanyakan hasilnya sebelum memakainya."
    return replace(judged, standing=standing, kalimat=f"{sentence} {judged.kalimat}", koreksi=corrections)


# --- A file that was handed in --------------------------------------------------------------------------------------


def compare(dokumen: Dokumen, content: bytes) -> Judgement:
    """Say what a file is to a document: the same, a stage of it, or another file."""
    known = _recognise(dokumen, hashlib.sha256(content).hexdigest())
    if known is not None:
        return known
    sentence = "Berkas Anda tidak sama dengan dokumen yang tersimpan. Jangan digunakan."
    if dokumen.cara_ttd != SigningMethod.TTE:
        return Judgement(Standing.BERBEDA, sentence)
    report = verify(content, expected_sha256=dokumen.main_sha256, trust_roots=trust_roots())
    return Judgement(Standing.BERBEDA, sentence, report.about_file, _signers((), report))


def _recognise(dokumen: Dokumen, digest: str) -> Judgement | None:
    if digest == dokumen.main_sha256:
        return _same_as_stored(dokumen)
    if digest == dokumen.sha256_ttd or dokumen.daftar_perpanjangan.filter(sha256=digest).exists():
        return Judgement(
            Standing.SAMA, "Berkas Anda dokumen yang sama, sebelum bukti tanda tangannya terakhir diperpanjang."
        )
    if digest == dokumen.sha256:
        sentence = "Berkas Anda sama dengan laporan sebelum ditandatangani. Minta salinan yang sudah ditandatangani."
        return Judgement(Standing.BELUM, sentence)
    if dokumen.daftar_tanda_tangan.filter(sha256=digest).exists():
        sentence = "Berkas Anda sama dengan dokumen ketika baru diparaf. Minta salinan yang sudah ditandatangani."
        return Judgement(Standing.SEBAGIAN, sentence)
    return None


def _same_as_stored(dokumen: Dokumen) -> Judgement:
    if dokumen.cara_ttd == SigningMethod.PINDAIAN:
        return Judgement(Standing.PINDAIAN, "Berkas Anda sama persis dengan pindaian yang tersimpan.")
    if not dokumen.is_signed:
        sentence = "Berkas Anda sama persis dengan dokumen final yang tersimpan, yang belum ditandatangani."
        return Judgement(Standing.BELUM, sentence)
    return Judgement(Standing.SAMA, "Berkas Anda sama persis dengan dokumen yang tersimpan.")


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
    broken = _STANDINGS[report.verdict] if report.verdict in (Verdict.BERUBAH, Verdict.TIDAK_SAH) else None
    return Judgement(
        broken or Standing.TIDAK_DIKENAL,
        f"Berkas ini tidak diterbitkan lewat sistem ini. {_OF_STRANGERS[report.verdict]}",
        (unknown, *others),
        _signers((), report),
    )
