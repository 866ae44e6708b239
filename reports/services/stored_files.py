"""The stored files of documents as `indicators.services.stored_files` reads them: whole, or not at all."""

from indicators.services.stored_files import StoredFile
from reports.models import Dokumen, TandaTangan


def unsigned_file(dokumen: Dokumen) -> StoredFile:
    """Return the file as it was rendered, before any signature."""
    return StoredFile(dokumen.laporan.opd, "dokumen", dokumen.pk, str(dokumen), dokumen.berkas, dokumen.sha256)


def main_file(dokumen: Dokumen) -> StoredFile:
    """Return the file that counts: the signed one once it exists."""
    if not dokumen.is_signed:
        return unsigned_file(dokumen)
    name = f"{dokumen}, bertanda tangan"
    return StoredFile(dokumen.laporan.opd, "dokumen-ttd", dokumen.pk, name, dokumen.main_file, dokumen.main_sha256)


def initialled_file(tanda_tangan: TandaTangan) -> StoredFile:
    """Return the file after a signature that is not the last."""
    dokumen = tanda_tangan.dokumen
    name = f"{dokumen}, {tanda_tangan.get_peran_display().lower()} ke-{tanda_tangan.urutan}"
    return StoredFile(
        dokumen.laporan.opd, "tanda-tangan", tanda_tangan.pk, name, tanda_tangan.berkas, tanda_tangan.sha256
    )
