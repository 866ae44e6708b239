"""The jobs of reports: their kinds, and the key that lets one report be rendered once at a time."""

from reports.models import Dokumen, Laporan
from sakip.labelled import Labelled


class JobKind(Labelled):
    PREVIEW = "laporan.preview", "Pratinjau"
    FINAL = "laporan.final", "Laporan final"


# Prolongs the proof of one document's signature.
RENEWAL = "dokumen.perpanjang"


def key_of(laporan: Laporan) -> str:
    return f"laporan/{laporan.pk}"


def renewal_key(dokumen: Dokumen) -> str:
    return f"perpanjangan/{dokumen.pk}"
