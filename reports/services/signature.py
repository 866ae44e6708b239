"""Signing inside the request, and the scan of a document that was signed on paper."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna
from indicators.services.access import require
from indicators.services.jejak import record, write
from reports.models import Dokumen, SigningMethod, StatusDokumen
from reports.selectors import reload_quarter
from reports.services.bsre import configured_bsre
from reports.services.dokumen import MOVED, mark_signed
from reports.services.kedaluwarsa import why_outdated
from reports.signing.adapters import Signer, get_signer, sign
from reports.signing.errors import SigningError
from reports.signing.requests import SignedPdf, SignRequest
from sakip.files import kept_with_its_row
from sakip.refusals import ChangedMeanwhile, NotNow, refuse

# What the trail calls each way to a signed document.
ACTS = {
    SigningMethod.TTE.value: Act.TANDA_TANGANI_DOKUMEN,
    SigningMethod.PINDAIAN.value: Act.UNGGAH_PINDAIAN,
}


def verify_url(dokumen: Dokumen) -> str:
    """Return the public address that the QR holds."""
    return f"{settings.PUBLIC_BASE_URL}{reverse('verifikasi:dokumen', args=[dokumen.token])}"


def configured_signer() -> Signer:
    """Return the installation's way of signing. Raises UnknownSigner."""
    if settings.SIGNER == "bsre":
        return configured_bsre()
    return get_signer(
        settings.SIGNER, source=settings.SIGNING_CERTIFICATE, timeout_seconds=float(settings.SIGNING_TIMEOUT_SECONDS)
    )


@dataclass(frozen=True)
class _Prepared:
    pdf: bytes
    request: SignRequest


@sensitive_variables("passphrase", "akun")
def sign_document(*, by: Pengguna, dokumen: Dokumen, versi: int, passphrase: str, akun: str = "") -> Dokumen:
    """Sign the final document with the installation's signer and store the signed file.

    No transaction is open while the signer works, which may take seconds. The passphrase lives for this call only.
    Raises NotAllowed, NotNow, NotValid (the signer's own sentence), ChangedMeanwhile.
    """
    prepared = _prepare(by=by, dokumen=dokumen, versi=versi)
    try:
        signed = sign(
            prepared.pdf, signer=configured_signer(), passphrase=passphrase, request=prepared.request, account=akun
        )
    except SigningError as error:
        record_failure(by=by, dokumen=dokumen, alasan=str(error))
        raise refuse("passphrase", str(error)) from None
    facts = {
        "cara_ttd": SigningMethod.TTE.value,
        "sha256_ttd": signed.sha256,
        "ukuran_ttd": len(signed.pdf),
        "ditandatangani_pada": signed.signed_at,
        **_certificate(signed),
    }
    return _store(by=by, dokumen=dokumen, versi=versi, pdf=signed.pdf, facts=facts)


def _certificate(signed: SignedPdf) -> dict[str, Any]:
    return {
        "sertifikat_nama": signed.signer_name[:200],
        "sertifikat_penerbit": signed.issuer[:200],
        "sertifikat_seri": signed.serial[:64],
        "sertifikat_demo": signed.is_demo,
    }


def upload_scan(*, by: Pengguna, dokumen: Dokumen, versi: int, berkas: UploadedFile | None) -> Dokumen:
    """Let the scan of the document that was signed on paper stand as its signed version, marked as a scan.

    Raises NotAllowed, NotNow, NotValid (not a PDF by its content, too large), ChangedMeanwhile.
    """
    check_signable(by=by, dokumen=dokumen, versi=versi, cara=SigningMethod.PINDAIAN.value)
    if berkas is None:
        message = "Pilih berkas PDF hasil pindaian lebih dahulu."
        raise refuse("berkas", message)
    pdf = read_scan(berkas)
    digest = hashlib.sha256(pdf).hexdigest()
    if digest == dokumen.sha256:
        message = "Berkas ini adalah laporan yang belum ditandatangani. Unggah pindaian yang sudah ditandatangani."
        raise refuse("berkas", message)
    known = Dokumen.objects.filter(Q(sha256=digest) | Q(sha256_ttd=digest)).order_by("pk").first()
    if known is not None:
        message = f"Berkas ini sudah tercatat sebagai {known.laporan}. Pilih pindaian dari laporan final yang sekarang."
        raise refuse("berkas", message)
    facts = {
        "cara_ttd": SigningMethod.PINDAIAN.value,
        "sha256_ttd": digest,
        "ukuran_ttd": len(pdf),
        "ditandatangani_pada": timezone.now(),
    }
    return _store(by=by, dokumen=dokumen, versi=versi, pdf=pdf, facts=facts)


def read_scan(berkas: UploadedFile) -> bytes:
    """Return the bytes of an uploaded PDF. Raises NotValid."""
    import pikepdf

    most = settings.MAX_UPLOAD_BYTES
    pdf = b"" if (berkas.size or 0) > most else berkas.read(most + 1)
    if (berkas.size or 0) > most or len(pdf) > most:
        message = (
            f"Berkas melebihi {most // (1024 * 1024)} MB. Pindai dengan resolusi lebih rendah, lalu unggah kembali."
        )
        raise refuse("berkas", message)
    message = "Berkas ini bukan PDF yang utuh. Pindai dokumen menjadi PDF tanpa kata sandi, lalu unggah kembali."
    if not pdf.startswith(b"%PDF-"):
        raise refuse("berkas", message)
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            pages = len(opened.pages)
    except (pikepdf.PdfError, ValueError):
        raise refuse("berkas", message) from None
    if pages == 0:
        raise refuse("berkas", message)
    return pdf


@write(lambda call: ACTS[call["cara"]], "dokumen")
def check_signable(*, by: Pengguna, dokumen: Dokumen, versi: int, cara: str) -> Dokumen:
    """Return the document as it stands when it may be signed now: final, its quarter approved, by the official in
    office today in his own name, and still saying what it would say if it were composed now."""
    require(by, Izin.TANDA_TANGANI, opd=dokumen.laporan.opd)
    current = Dokumen.objects.select_for_update(of=("self",)).select_related("laporan__opd__pemda").get(pk=dokumen.pk)
    if current.versi != versi:
        raise ChangedMeanwhile(MOVED, {"versi": current.versi, "status": current.status})
    if current.status == StatusDokumen.DRAF:
        raise NotNow("Laporan ini masih draf. Finalkan lebih dahulu, lalu tanda tangani.")
    if current.status != StatusDokumen.FINAL:
        raise NotNow("Dokumen ini sudah ditandatangani atau digantikan.")
    quarter = reload_quarter(current.laporan, lock=True)
    if quarter is None or not quarter.disahkan:
        raise NotNow("Triwulan ini sudah dibuka kembali. Sahkan lagi dan finalkan laporan baru, lalu tanda tangani.")
    if outdated := why_outdated(current):
        raise NotNow(f"{outdated.kalimat} Finalkan laporan kembali lebih dahulu, lalu tanda tangani.")
    return current


def _prepare(*, by: Pengguna, dokumen: Dokumen, versi: int) -> _Prepared:
    current = check_signable(by=by, dokumen=dokumen, versi=versi, cara=SigningMethod.TTE.value)
    with current.berkas.open("rb") as stream:
        pdf = stream.read()
    if hashlib.sha256(pdf).hexdigest() != current.sha256:
        raise NotNow("Berkas laporan di penyimpanan tidak sama dengan yang difinalkan. Hubungi administrator.")
    return _Prepared(pdf, _request(current))


def _request(dokumen: Dokumen) -> SignRequest:
    signer = dokumen.snapshot["penandatangan"]
    return SignRequest(
        name=signer["nama"],
        jabatan=signer["jabatan"],
        rank=signer["pangkat"],
        nip=signer["nip"],
        verify_url=verify_url(dokumen),
        reason=f"Pengesahan {dokumen.laporan.judul}",
        location=dokumen.snapshot["tempat"],
        footer_text=dokumen.snapshot["opd"]["teks_kaki_tte"],
        time_zone=dokumen.laporan.opd.zona_waktu,
    )


def _store(*, by: Pengguna, dokumen: Dokumen, versi: int, pdf: bytes, facts: dict[str, Any]) -> Dokumen:
    storage = dokumen.berkas_ttd.storage
    name = storage.save(dokumen.berkas_ttd.field.generate_filename(dokumen, "laporan.pdf"), ContentFile(pdf))
    with kept_with_its_row(storage, name):
        return store_signature(by=by, dokumen=dokumen, versi=versi, changes={**facts, "berkas_ttd": name})


@write(lambda call: ACTS[call["changes"]["cara_ttd"]], "dokumen")
def store_signature(*, by: Pengguna, dokumen: Dokumen, versi: int, changes: dict[str, Any]) -> Dokumen:
    """Write the signature's facts into the row; the document that was signed before gives way."""
    current = check_signable(by=by, dokumen=dokumen, versi=versi, cara=changes["cara_ttd"])
    mark_signed(current, changes, by=by)
    record(
        by=by,
        tindakan=ACTS[current.cara_ttd],
        objek=current,
        opd=current.laporan.opd,
        sebelum={"status": StatusDokumen.FINAL.value},
        sesudah={
            "status": current.status,
            "sha256": current.sha256_ttd,
            "penerbit": current.sertifikat_penerbit,
            "seri": current.sertifikat_seri,
        },
    )
    return current


@write(Act.TANDA_TANGANI_DOKUMEN, "dokumen")
def record_failure(*, by: Pengguna, dokumen: Dokumen, alasan: str) -> None:
    record(
        by=by,
        tindakan=Act.TANDA_TANGANI_DOKUMEN,
        objek=dokumen,
        opd=dokumen.laporan.opd,
        alasan=alasan,
        ditolak=True,
    )
