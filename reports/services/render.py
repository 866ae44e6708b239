"""Doing a rendering job: the permission again, the bytes, and the one transaction that stores them."""

import hashlib
import logging
from collections.abc import Callable

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, InterfaceError, close_old_connections, transaction

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna
from indicators.services.access import require
from indicators.services.jejak import write
from reports.jobs import JobKind, offices_of
from reports.models import Dokumen
from reports.papers.registry import render_report_apart
from reports.rendering import RenderBroke, RenderedReport, RenderError
from reports.rendering.apart import MEGABYTE
from reports.services.dokumen import REPLACED, make_final, store_draft
from sakip.jobs.models import Job
from sakip.jobs.registry import register
from sakip.jobs.services import JobBroke, JobRefused, LeaseLost, finish, is_held, report_progress
from sakip.limits import Limits
from sakip.refusals import NotAllowed, NotNow
from sakip.storage import kept_with_its_row

logger = logging.getLogger("sakip.rendering")


def register_jobs() -> None:
    for kind in JobKind:
        register(kind.value, render, label=kind.label, offices=offices_of)


def render(job: Job) -> None:
    """Render the document of a job and store it. Raises JobRefused with the sentence for whoever asked, JobBroke where
    another try may succeed, LeaseLost when the job was cancelled or another worker took it up."""
    dokumen = Dokumen.objects.select_related("laporan__opd__pemda").filter(pk=job.payload["dokumen"]).first()
    if dokumen is None:
        raise JobRefused(REPLACED)
    by = job.requested_by
    if by is None:
        raise ValueError("a rendering is asked for by someone")
    try:
        authorise_render(by=by, dokumen=dokumen)
        rendered = render_report_apart(
            dokumen.snapshot,
            template_version=dokumen.template_version,
            limits=_limits(),
            progress=lambda percent, message: _unless_away(lambda: report_progress(job, percent, message)),
            watch=lambda: _unless_away(lambda: _refuse_lost(job)),
        )
        _store(job, dokumen, rendered, by=by)
    except (NotAllowed, NotNow, RenderError) as refusal:
        raise JobRefused(str(refusal)) from refusal
    except RenderBroke as broke:
        raise JobBroke(str(broke)) from broke


def _limits() -> Limits:
    seconds = settings.RENDER_TIMEOUT_SECONDS
    return Limits(cpu=seconds, seconds=seconds, memory=settings.RENDER_MEMORY_MB * MEGABYTE)


def _refuse_lost(job: Job) -> None:
    if not is_held(job):
        raise LeaseLost


def _unless_away(act: Callable[[], None]) -> None:
    """Do what is worth less than the rendering: a database that is away for a moment does not end it."""
    try:
        act()
    except (DatabaseError, InterfaceError) as error:
        logger.info("Basis data tidak dapat dipakai selama laporan disusun: %s", error)
        close_old_connections()


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
