"""Doing a rendering job: the permission again, the bytes, and the one transaction that stores them."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna
from indicators.services.access import require
from indicators.services.jejak import write
from reports.jobs import JobKind
from reports.models import Dokumen
from reports.papers.registry import render_report
from reports.rendering import RenderedReport, RenderError
from reports.services.dokumen import REPLACED, make_final, store_draft
from sakip.files import kept_with_its_row
from sakip.jobs.models import Job
from sakip.jobs.registry import register
from sakip.jobs.services import JobRefused, finish, report_progress
from sakip.refusals import NotAllowed, NotNow


def register_jobs() -> None:
    for kind in JobKind:
        register(kind.value, render)


def render(job: Job) -> None:
    """Render the document of a job and store it. Raises JobRefused with the sentence for whoever asked, LeaseLost."""
    dokumen = Dokumen.objects.select_related("laporan__opd__pemda").filter(pk=job.payload["dokumen"]).first()
    if dokumen is None:
        raise JobRefused(REPLACED)
    by = job.requested_by
    if by is None:
        raise ValueError("a rendering is asked for by someone")
    try:
        authorise_render(by=by, dokumen=dokumen)
        rendered = render_report(
            dokumen.snapshot,
            template_version=dokumen.template_version,
            progress=lambda percent, message: report_progress(job, percent, message),
        )
        _store(job, dokumen, rendered, by=by)
    except (NotAllowed, NotNow, RenderError) as refusal:
        raise JobRefused(str(refusal)) from refusal


@write(Act.SUSUN_DOKUMEN, "dokumen")
def authorise_render(*, by: Pengguna, dokumen: Dokumen) -> None:
    """Ask again when the job runs: the right may have been taken away since it was queued."""
    require(by, Izin.SUSUN_LAPORAN, opd=dokumen.laporan.opd)


def _store(job: Job, dokumen: Dokumen, rendered: RenderedReport, *, by: Pengguna) -> None:
    """Store the file first, then row and job in one transaction."""
    storage = dokumen.berkas.storage
    name = storage.save(dokumen.berkas.field.generate_filename(dokumen, "laporan.pdf"), ContentFile(rendered.pdf))
    file = {
        "berkas": name,
        "sha256": hashlib.sha256(rendered.pdf).hexdigest(),
        "ukuran": len(rendered.pdf),
        "halaman": rendered.pages,
    }
    with kept_with_its_row(storage, name), transaction.atomic():
        finish(job)
        if job.kind == JobKind.FINAL:
            make_final(dokumen, file, by=by)
        else:
            store_draft(dokumen, file)
