"""The files of evidence and the logos that no row names, swept every night."""

from collections.abc import Iterator

from indicators.models import BuktiDukung, PerangkatDaerah
from indicators.models.kantor import LOGO_FOLDER
from indicators.models.realisasi import EVIDENCE_FOLDER
from sakip import orphans
from sakip.jobs.registry import register_daily
from sakip.stored_names import know


def register_daily_tasks() -> None:
    know(EVIDENCE_FOLDER, _named_evidence)
    know(LOGO_FOLDER, _named_logos)
    register_daily("evidence.sweep", sweep_evidence, label="Hapus berkas bukti yang tidak dipakai")
    register_daily("logos.sweep", sweep_logos, label="Hapus logo yang tidak dipakai")


def sweep_evidence() -> int:
    return orphans.sweep(EVIDENCE_FOLDER, _named_evidence)


def sweep_logos() -> int:
    return orphans.sweep(LOGO_FOLDER, _named_logos)


def _named_evidence() -> Iterator[str]:
    return BuktiDukung.objects.values_list("berkas", flat=True).iterator()


def _named_logos() -> Iterator[str]:
    return PerangkatDaerah.objects.exclude(logo="").values_list("logo", flat=True).iterator()
