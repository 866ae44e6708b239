"""The models of the documents; import them from here."""

from reports.models.access import HitunganAkses
from reports.models.dokumen import Dokumen, SigningMethod, StatusDokumen
from reports.models.laporan import Laporan
from reports.models.sertifikat import Sertifikat
from reports.models.tanda_tangan import Pemaraf, Perpanjangan, SignatureRole, TandaTangan

__all__ = [
    "Dokumen",
    "HitunganAkses",
    "Laporan",
    "Pemaraf",
    "Perpanjangan",
    "Sertifikat",
    "SignatureRole",
    "SigningMethod",
    "StatusDokumen",
    "TandaTangan",
]
