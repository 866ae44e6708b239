"""The jobs of reports: their kinds, and the key that lets one report be rendered once at a time."""

from enum import StrEnum

from reports.models import Laporan


class JobKind(StrEnum):
    PREVIEW = "laporan.preview"
    FINAL = "laporan.final"

    @property
    def label(self) -> str:
        return {"laporan.preview": "Pratinjau", "laporan.final": "Laporan final"}[self.value]


def key_of(laporan: Laporan) -> str:
    return f"laporan/{laporan.pk}"
