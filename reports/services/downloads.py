"""Handing out a document's file; every delivery leaves an audit row."""

from dataclasses import dataclass

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna
from indicators.services.access import require
from indicators.services.jejak import Call, record, write
from reports.models import Dokumen
from reports.turns import awaits
from sakip.refusals import NotFound


@dataclass(frozen=True)
class Download:
    nama: str
    isi: bytes


def _delivery(call: Call) -> Act:
    return Act.LIHAT_DOKUMEN if call.get("tampil") else Act.UNDUH_DOKUMEN


@write(_delivery, "dokumen")
def deliver(*, by: Pengguna, dokumen: Dokumen, asli: bool = False, tampil: bool = False) -> Download:
    """Return the file that counts, or with `asli` the one before it was signed. `tampil`: shown, not saved.

    Raises NotAllowed, NotFound (nothing was rendered yet).
    """
    opd = dokumen.laporan.opd
    readable = not asli and (dokumen.terbit or awaits(by, dokumen))
    require(by, Izin.LIHAT_TERVALIDASI if readable else Izin.SUSUN_LAPORAN, opd=opd)
    file = dokumen.berkas if asli else dokumen.main_file
    if not file:
        raise NotFound("Berkas dokumen ini belum ada.")
    try:
        with file.open("rb") as stream:
            content = stream.read()
    except FileNotFoundError:
        raise NotFound("Berkas dokumen ini tidak ada di penyimpanan. Hubungi administrator.") from None
    record(
        by=by,
        tindakan=_delivery({"tampil": tampil}),
        objek=dokumen,
        opd=opd,
        sesudah={"status": dokumen.status, "sha256": dokumen.sha256 if asli else dokumen.main_sha256},
    )
    return Download(dokumen.nama_berkas, content)
