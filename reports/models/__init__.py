"""The models of the documents; import them from here."""

from reports.models.access import HitunganAkses
from reports.models.dokumen import Dokumen, SigningMethod, StatusDokumen
from reports.models.laporan import Laporan

__all__ = [
    "Dokumen",
    "HitunganAkses",
    "Laporan",
    "SigningMethod",
    "StatusDokumen",
]
