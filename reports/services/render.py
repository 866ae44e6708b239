"""Doing a rendering job: the permission again, the bytes, and the one transaction that stores them."""

import hashlib
import logging
import traceback

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna
from indicators.services.akses import require
from indicators.services.errors import NotAllowed, NotNow
from indicators.services.jejak import pelaku_text, record, write
from reports.models import Dokumen, JenisPekerjaan, Laporan, Pekerjaan, StatusDokumen
from reports.rendering import RenderedReport, RenderError, render_report
from reports.selectors import reload_quarter
from reports.services.jobs import Heartbeat, LeaseLost, claim, fail, finish, give_back, report_progress
from reports.services.kedaluwarsa import why_outdated

logger = logging.getLogger("sakip.jobs")

TAKEN_BACK = "Pengesahan triwulan berubah selama laporan disusun. Finalkan lagi setelah triwulan disahkan."
MOVED_ON = "Laporan tidak jadi final karena isinya berubah selama disusun. {kalimat} Finalkan lagi."


def run_job(job_id: int) -> None:
    """Render the document of a waiting job and store it; does nothing when the job is not waiting any more."""
    job = claim(job_id)
    if job is None:
        return
    try:
        _run(job)
    except LeaseLost:
        logger.warning("Pekerjaan %s diambil alih pekerja lain; hasil di sini dibuang.", job.pk)


def _run(job: Pekerjaan) -> None:
    try:
        authorise_render(by=job.pemohon, dokumen=job.dokumen)
        with Heartbeat(job):
            rendered = render_report(
                job.dokumen.snapshot,
                template_version=job.dokumen.template_version,
                progress=lambda percent, message: report_progress(job, percent, message),
            )
            _store(job, rendered)
    except (NotAllowed, NotNow, RenderError) as refusal:
        fail(job, str(refusal))
    except LeaseLost:
        raise
    except Exception:
        logger.exception("Pekerjaan %s gagal pada percobaan %s.", job.pk, job.percobaan)
        give_back(job, detail=traceback.format_exc())


@write(Act.SUSUN_DOKUMEN, "dokumen")
def authorise_render(*, by: Pengguna, dokumen: Dokumen) -> None:
    """Ask again when the job runs: the right may have been taken away since it was queued."""
    require(by, Izin.SUSUN_LAPORAN, opd=dokumen.laporan.opd)


def _store(job: Pekerjaan, rendered: RenderedReport) -> None:
    """Store the file first, then row and job in one transaction; a file that nobody refers to is removed again."""
    dokumen = job.dokumen
    name = dokumen.berkas.storage.save(
        dokumen.berkas.field.generate_filename(dokumen, "laporan.pdf"), ContentFile(rendered.pdf)
    )
    try:
        with transaction.atomic():
            finish(job)
            _attach(job, name, rendered)
    except BaseException:
        dokumen.berkas.storage.delete(name)
        raise


def _attach(job: Pekerjaan, name: str, rendered: RenderedReport) -> None:
    changes = {
        "berkas": name,
        "sha256": hashlib.sha256(rendered.pdf).hexdigest(),
        "ukuran": len(rendered.pdf),
        "halaman": rendered.pages,
    }
    if job.jenis == JenisPekerjaan.FINAL:
        _make_final(job, changes)
    elif _update_draft(job.dokumen, changes) != 1:
        raise LeaseLost


def _update_draft(dokumen: Dokumen, changes: dict[str, object]) -> int:
    return Dokumen.objects.filter(pk=dokumen.pk, status=StatusDokumen.DRAF.value).update(
        versi=F("versi") + 1, **changes
    )


def _make_final(job: Pekerjaan, changes: dict[str, object]) -> None:
    """Number the document and let it take over from an unsigned final one; a signed one stands until this is signed."""
    dokumen = job.dokumen
    laporan = Laporan.objects.select_for_update().get(pk=dokumen.laporan_id)
    quarter = reload_quarter(laporan, lock=True)
    if quarter is None or not quarter.disahkan:
        raise NotNow(TAKEN_BACK)
    if outdated := why_outdated(dokumen):
        raise NotNow(MOVED_ON.format(kalimat=outdated.kalimat))
    now = timezone.now()
    numbered = laporan.dokumen.aggregate(last=Max("nomor_urut"))["last"] or 0
    supersede(laporan, StatusDokumen.FINAL, successor=dokumen, by=job.pemohon)
    changes |= {
        "status": StatusDokumen.FINAL.value,
        "nomor_urut": numbered + 1,
        "difinalkan_oleh": pelaku_text(job.pemohon),
        "difinalkan_pada": now,
    }
    if _update_draft(dokumen, changes) != 1:
        raise LeaseLost
    Laporan.objects.filter(pk=laporan.pk).update(revisi_dibuka=False, versi=F("versi") + 1)
    record(
        by=job.pemohon,
        tindakan=Act.FINALKAN_LAPORAN,
        objek=dokumen,
        opd=laporan.opd,
        sesudah={"nomor_urut": numbered + 1, "sha256": changes["sha256"], "halaman": changes["halaman"]},
    )


def supersede(laporan: Laporan, status: StatusDokumen, *, successor: Dokumen, by: Pengguna) -> None:
    """Let `successor` take over from the report's document in that state, if there is one."""
    for old in laporan.dokumen.filter(status=status.value).exclude(pk=successor.pk):
        Dokumen.objects.filter(pk=old.pk, status=status.value).update(
            status=StatusDokumen.DIGANTIKAN.value,
            digantikan_oleh=successor,
            digantikan_pada=timezone.now(),
            versi=F("versi") + 1,
        )
        record(
            by=by,
            tindakan=Act.GANTIKAN_DOKUMEN,
            objek=old,
            opd=laporan.opd,
            sebelum={"status": status.value},
            sesudah={"status": StatusDokumen.DIGANTIKAN.value, "digantikan_oleh": successor.pk},
        )
