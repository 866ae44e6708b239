"""The scan of a document that was signed on paper: it stands as the signed version, marked as a scan."""

import hashlib
import io

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna
from indicators.services.access import require
from indicators.services.jejak import record, write
from reports.models import Dokumen, SigningMethod, StatusDokumen
from reports.services.dokumen import lock_signable, mark_signed
from reports.services.signed_files import kept_file
from sakip.refusals import refuse


def upload_scan(*, by: Pengguna, dokumen: Dokumen, versi: int, berkas: UploadedFile | None) -> Dokumen:
    """Let the scan of the document that was signed on paper stand as its signed version, marked as a scan.

    Raises NotAllowed, NotNow, NotValid (not a PDF by its content, too large), ChangedMeanwhile.
    """
    check_scannable(by=by, dokumen=dokumen, versi=versi)
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
    with kept_file(dokumen, pdf) as name:
        return store_scan(by=by, dokumen=dokumen, versi=versi, nama=name, sha256=digest, ukuran=len(pdf))


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


@write(Act.UNGGAH_PINDAIAN, "dokumen")
def check_scannable(*, by: Pengguna, dokumen: Dokumen, versi: int) -> Dokumen:
    """Return the document as it stands when a scan of it may be taken in now (`services.dokumen.lock_signable`)."""
    require(by, Izin.TANDA_TANGANI, opd=dokumen.laporan.opd)
    return lock_signable(dokumen, versi)


@write(Act.UNGGAH_PINDAIAN, "dokumen")
def store_scan(*, by: Pengguna, dokumen: Dokumen, versi: int, nama: str, sha256: str, ukuran: int) -> Dokumen:
    """Write the scan's facts into the row; the document that was signed before gives way."""
    current = check_scannable(by=by, dokumen=dokumen, versi=versi)
    facts = {
        "cara_ttd": SigningMethod.PINDAIAN.value,
        "berkas_ttd": nama,
        "sha256_ttd": sha256,
        "ukuran_ttd": ukuran,
        "ditandatangani_pada": timezone.now(),
    }
    mark_signed(current, facts, by=by)
    record(
        by=by,
        tindakan=Act.UNGGAH_PINDAIAN,
        objek=current,
        opd=current.laporan.opd,
        sebelum={"status": StatusDokumen.FINAL.value},
        sesudah={"status": current.status, "sha256": current.sha256_ttd},
    )
    return current
