"""Handing out a document's file; every delivery leaves an audit row."""

from dataclasses import dataclass

from django.core.files import File

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna
from indicators.services.access import require
from indicators.services.jejak import Call, record, write
from indicators.services.stored_files import StoredFile, open_whole
from reports.models import Dokumen
from reports.services.stored_files import main_file, unsigned_file
from reports.turns import awaits
from sakip.refusals import NotFound


@dataclass(frozen=True)
class Download:
    """A file's name and the file, open at its beginning and whole."""

    nama: str
    isi: File[bytes]


def deliver(*, by: Pengguna, dokumen: Dokumen, asli: bool = False, tampil: bool = False) -> Download:
    """Return the file that counts, or with `asli` the one before it was signed. `tampil`: shown, not saved.

    Raises NotAllowed, NotFound (nothing was rendered yet), Damaged (it is not what its row says).
    """
    stored = check_deliverable(by=by, dokumen=dokumen, asli=asli, tampil=tampil)
    content = open_whole(stored)
    try:
        note_delivery(by=by, dokumen=dokumen, tampil=tampil, sha256=stored.sha256)
    except BaseException:
        content.close()
        raise
    return Download(dokumen.nama_berkas_asli if asli else dokumen.nama_berkas, content)


def _delivery(call: Call) -> Act:
    return Act.LIHAT_DOKUMEN if call.get("tampil") else Act.UNDUH_DOKUMEN


@write(_delivery, "dokumen")
def check_deliverable(*, by: Pengguna, dokumen: Dokumen, asli: bool, tampil: bool) -> StoredFile:
    """Return the file that is asked for. Raises NotAllowed, NotFound."""
    readable = not asli and (dokumen.terbit or awaits(by, dokumen))
    require(by, Izin.LIHAT_TERVALIDASI if readable else Izin.SUSUN_LAPORAN, opd=dokumen.laporan.opd)
    stored = unsigned_file(dokumen) if asli else main_file(dokumen)
    if not stored.berkas:
        raise NotFound("Berkas dokumen ini belum ada.")
    return stored


@write(_delivery, "dokumen")
def note_delivery(*, by: Pengguna, dokumen: Dokumen, tampil: bool, sha256: str) -> None:
    """Note who took a copy, and of which file."""
    record(
        by=by,
        tindakan=_delivery({"tampil": tampil}),
        objek=dokumen,
        opd=dokumen.laporan.opd,
        sesudah={"status": dokumen.status, "sha256": sha256},
    )
