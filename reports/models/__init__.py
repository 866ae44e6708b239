"""The models of the documents; import them from here."""

from reports.models.akses import HitunganAkses
from reports.models.dokumen import CaraTandaTangan, Dokumen, StatusDokumen
from reports.models.laporan import Laporan

__all__ = [
    "CaraTandaTangan",
    "Dokumen",
    "HitunganAkses",
    "Laporan",
    "StatusDokumen",
]
