"""The files of evidence that no row names, swept every night."""

from indicators.models import BuktiDukung
from indicators.models.realisasi import EVIDENCE_FOLDER
from sakip.jobs.registry import register_daily
from sakip.orphans import sweep


def register_daily_tasks() -> None:
    register_daily("evidence.sweep", sweep_evidence)


def sweep_evidence() -> int:
    return sweep(EVIDENCE_FOLDER, lambda: BuktiDukung.objects.values_list("berkas", flat=True).iterator())
