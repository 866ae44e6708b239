"""The jobs of reports: their kinds, whose they are, and the key that lets one report be rendered once at a time."""

from collections.abc import Sequence

from reports.models import Dokumen, Laporan
from sakip.jobs.models import Job
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


def offices_of(jobs: Sequence[Job]) -> dict[int, int]:
    """Return the office of each job's document, by the job's number; a document that gave way has none."""
    wanted = {job.pk: job.payload.get("dokumen") for job in jobs}
    rows = Dokumen.objects.filter(pk__in=[pk for pk in wanted.values() if pk]).values_list("pk", "laporan__opd_id")
    known = dict(rows)
    return {job: known[dokumen] for job, dokumen in wanted.items() if dokumen in known}
