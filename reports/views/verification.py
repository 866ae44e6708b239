"""The public page behind the QR: what a document is, and whether a file is that document."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators.selectors.reporting import Correction
from reports.models import Dokumen, SigningMethod, StatusDokumen
from reports.selectors import find_by_token, list_corrections
from reports.services.rate_limit import WINDOW_SECONDS, allow
from reports.services.verify_address import verify_url
from reports.signing.verdicts import Check, Verdict, VerificationReport
from reports.signing.verification import verify
from reports.views.trust import trust_roots
from sakip.answers import TOO_OFTEN, UNKNOWN
from sakip.network import client_address
from sakip.posted import upload_limit

VIEWS_PER_MINUTE = 60
UPLOADS_PER_MINUTE = 10


@dataclass(frozen=True)
class PageVerdict:
    """What the page says at the top: a colour, a headline and the findings below it."""

    warna: str
    judul: str
    kalimat: str
    temuan: tuple[Check, ...] = ()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the document is and judge the stored file; a POST also judges the file that was handed in.

    What is handed in is read, compared and forgotten.
    """
    scope, most = ("unggah", UPLOADS_PER_MINUTE) if request.method == "POST" else ("lihat", VIEWS_PER_MINUTE)
    if not allow(client_address(request), scope, most=most):
        return _too_many(request)
    found = find_by_token(token)
    if found is None:
        return render(request, "verification/unknown.html", status=UNKNOWN)
    context: dict[str, Any] = {
        "dokumen": found,
        "data": found.snapshot,
        "hasil": judge_stored(found),
        "cara": SigningMethod(found.cara_ttd),
        "pengganti": _successor(found),
        "koreksi": _corrections(found),
        "batas_mb": upload_limit(),
    }
    if request.method == "POST":
        context["banding"] = _compare(found, request.FILES.get("berkas"))
    return _private(render(request, "verification/dokumen.html", context))


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "verification/too_often.html", status=TOO_OFTEN)
    response["Retry-After"] = str(WINDOW_SECONDS)
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


def _successor(found: Dokumen) -> dict[str, str] | None:
    if found.digantikan_oleh is None:
        return None
    return {"judul": str(found.digantikan_oleh), "url": verify_url(found.digantikan_oleh)}


def _corrections(found: Dokumen) -> tuple[Correction, ...]:
    """Return what of an issued document that still stands was corrected since; a superseded one names its successor."""
    return () if found.status == StatusDokumen.DIGANTIKAN else list_corrections([found]).get(found.pk, ())


def judge_stored(found: Dokumen) -> PageVerdict:
    """Recompute the stored file's hash and check its signature."""
    try:
        with found.main_file.open("rb") as stream:
            content = stream.read()
    except OSError:
        return PageVerdict(
            "bad", "Berkas tidak ditemukan", "Berkas dokumen ini tidak ada di penyimpanan. Hubungi penerbitnya."
        )
    if not found.is_signed:
        return _judge_unsigned(found, content)
    if found.cara_ttd == SigningMethod.PINDAIAN:
        return _judge_scan(found, content)
    report = verify(content, expected_sha256=found.sha256_ttd, trust_roots=trust_roots())
    return _with_succession(found, _result(report))


def _same(content: bytes, sha256: str) -> Check:
    same = hashlib.sha256(content).hexdigest() == sha256
    sentence = "Sidik jari berkas yang tersimpan cocok." if same else "Sidik jari berkas yang tersimpan tidak cocok."
    return Check("sidik_jari", same, sentence)


def _judge_unsigned(found: Dokumen, content: bytes) -> PageVerdict:
    check = _same(content, found.sha256)
    if not check.passed:
        return _broken(check)
    if found.status == StatusDokumen.DIGANTIKAN:
        return _with_succession(found, PageVerdict("warn", "", "", (check,)))
    return PageVerdict(
        "warn", "Belum ditandatangani", "Dokumen ini sudah final, tetapi belum ditandatangani.", (check,)
    )


def _judge_scan(found: Dokumen, content: bytes) -> PageVerdict:
    check = _same(content, found.sha256_ttd)
    if not check.passed:
        return _broken(check)
    note = Check("pindaian", None, "Tanda tangan basah tidak dapat diperiksa secara elektronik.")
    sentence = "Berkas yang tersimpan adalah pindaian dokumen bertanda tangan basah dan tidak berubah sejak dicatat."
    return _with_succession(found, PageVerdict("good", "Dokumen tercatat", sentence, (check, note)))


def _broken(check: Check) -> PageVerdict:
    return PageVerdict(
        "bad", "Berkas berubah", "Berkas yang tersimpan tidak sama dengan yang dicatat. Jangan digunakan.", (check,)
    )


_HEADLINES = {
    Verdict.SAH: ("good", "Dokumen sah"),
    Verdict.SAH_DEMO: ("good", "Dokumen utuh (sertifikat DEMO)"),
    Verdict.BERUBAH: ("bad", "Dokumen berubah"),
    Verdict.TANPA_TANDA_TANGAN: ("bad", "Tanpa tanda tangan elektronik"),
    Verdict.TIDAK_DAPAT_DIPERIKSA: ("warn", "Keabsahan belum pasti"),
}


def _result(report: VerificationReport) -> PageVerdict:
    colour, headline = _HEADLINES[report.verdict]
    return PageVerdict(colour, headline, report.sentence, report.checks)


def _with_succession(found: Dokumen, result: PageVerdict) -> PageVerdict:
    if found.status != StatusDokumen.DIGANTIKAN or result.warna == "bad":
        return result
    sentence = f"Dokumen ini sudah digantikan dan tidak berlaku lagi. {result.kalimat}".strip()
    return PageVerdict("warn", "Dokumen sudah digantikan", sentence, result.temuan)


def _compare(found: Dokumen, berkas: UploadedFile | object | None) -> PageVerdict:
    """Judge a file that was handed in against the stored document."""
    if not isinstance(berkas, UploadedFile):
        return PageVerdict("warn", "Belum ada berkas", "Pilih berkas PDF yang ingin dibandingkan, lalu periksa.")
    if (berkas.size or 0) > settings.MAX_UPLOAD_BYTES:
        sentence = f"Berkas melebihi {upload_limit()} MB sehingga tidak diperiksa."
        return PageVerdict("warn", "Berkas terlalu besar", sentence)
    content = berkas.read()
    digest = hashlib.sha256(content).hexdigest()
    if found.is_signed and digest == found.sha256:
        return PageVerdict(
            "warn",
            "Belum bertanda tangan",
            "Berkas Anda sama dengan laporan sebelum ditandatangani. Minta salinan yang sudah ditandatangani.",
        )
    if digest == found.main_sha256:
        return PageVerdict("good", "Berkas sama", "Berkas Anda sama persis dengan dokumen yang tersimpan.")
    if found.cara_ttd != SigningMethod.TTE:
        return PageVerdict("bad", "Berkas berbeda", "Berkas Anda tidak sama dengan dokumen yang tersimpan.")
    report = verify(content, expected_sha256=found.sha256_ttd, trust_roots=trust_roots())
    return PageVerdict(
        "bad",
        "Berkas berbeda",
        "Berkas Anda tidak sama dengan dokumen yang tersimpan. Jangan digunakan.",
        report.checks,
    )
