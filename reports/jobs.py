"""The jobs of reports: their kinds, and the key that lets one report be rendered once at a time."""

from indicators.labelled import Labelled
from reports.models import Laporan


class JobKind(Labelled):
    PREVIEW = "laporan.preview", "Pratinjau"
    FINAL = "laporan.final", "Laporan final"


def key_of(laporan: Laporan) -> str:
    return f"laporan/{laporan.pk}"
