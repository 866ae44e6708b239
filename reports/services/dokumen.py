"""Asking for a preview and for the final document; the rendering itself is a job."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import FaktaLaporan, Pengguna, PerangkatDaerah, get_basis
from indicators.services.akses import require
from indicators.services.errors import ChangedMeanwhile, NotNow
from indicators.services.jejak import pelaku_text, record, write
from reports.composition import SCHEMA
from reports.models import Dokumen, JenisPekerjaan, Laporan, Pekerjaan, StatusDokumen
from reports.models.pekerjaan import AKTIF
from reports.selectors import get_active_job, reload_quarter
from reports.services.angka_narasi import refuse_outdated_words
from reports.services.jobs import queue_after_commit
from reports.services.kedaluwarsa import snapshot_of
from reports.services.laporan import facts_of, lock_laporan, lock_open

TEMPLATE_VERSION = "v1"


@write(Act.SUSUN_DOKUMEN, Dokumen)
def request_preview(*, by: Pengguna, opd: PerangkatDaerah, tahun: int, triwulan: int) -> Pekerjaan:
    """Queue the rendering of the report as it stands; DRAF is printed across it, whatever the quarter's state.

    An earlier preview gives way. Raises NotAllowed, NotNow (nothing to report on, or one is being rendered).
    """
    require(by, Izin.SUSUN_LAPORAN, opd=opd)
    laporan = lock_laporan(opd, tahun, triwulan)
    _refuse_second_job(laporan)
    facts = facts_of(opd, tahun, triwulan)
    _drop_previews(laporan)
    return _start(by, laporan, facts, JenisPekerjaan.PRATINJAU)


@write(Act.MINTA_FINAL, Dokumen)
def request_final(
    *, by: Pengguna, opd: PerangkatDaerah, tahun: int, triwulan: int, versi: int | None = None
) -> Pekerjaan:
    """Freeze the report's snapshot and queue the rendering that makes it final.

    It becomes final, with its number, once its file exists. `versi` is that of the report that the page showed; None:
    a command, which shows nothing. Raises NotAllowed, NotNow (the quarter is not approved, it is final already, no
    signer is known, a figure in its words is out of date, a rendering is under way), ChangedMeanwhile.
    """
    require(by, Izin.SUSUN_LAPORAN, opd=opd)
    laporan = lock_open(opd, tahun, triwulan)
    if versi is not None and laporan.versi != versi:
        raise ChangedMeanwhile("Laporan ini baru saja diubah orang lain. Periksa kembali isinya, lalu finalkan.")
    quarter = reload_quarter(laporan, lock=True)
    if quarter is None or not quarter.disahkan:
        raise NotNow(
            f"{laporan.label_triwulan} belum disahkan. Laporan dapat difinalkan setelah Kepala Dinas mengesahkan."
        )
    _refuse_second_job(laporan)
    facts = facts_of(opd, tahun, triwulan)
    if facts.penandatangan is None:
        raise NotNow(
            "Hari ini tidak ada pejabat penanda tangan yang menjabat. Minta administrator melengkapi data pejabat."
        )
    refuse_outdated_words(laporan, snapshot_of(laporan, facts, draf=False))
    _drop_previews(laporan)
    job = _start(by, laporan, facts, JenisPekerjaan.FINAL)
    record(by=by, tindakan=Act.MINTA_FINAL, objek=job.dokumen, opd=opd, sesudah={"pekerjaan": job.pk})
    return job


def _refuse_second_job(laporan: Laporan) -> None:
    if get_active_job(laporan) is not None:
        raise NotNow("Laporan ini sedang disusun. Tunggu sampai selesai.")


def _start(by: Pengguna, laporan: Laporan, facts: FaktaLaporan, jenis: JenisPekerjaan) -> Pekerjaan:
    now = timezone.now()
    dokumen = Dokumen.objects.create(
        laporan=laporan,
        snapshot=snapshot_of(laporan, facts, draf=jenis != JenisPekerjaan.FINAL),
        dasar=_basis(laporan, facts),
        skema=SCHEMA,
        template_version=TEMPLATE_VERSION,
        versi_triwulan=facts.versi_triwulan if facts.disahkan else None,
        dibuat_oleh=pelaku_text(by),
        dibuat_pada=now,
    )
    job = Pekerjaan.objects.create(
        jenis=jenis.value,
        dokumen=dokumen,
        pemohon=by,
        pesan="Menunggu giliran",
        dibuat_pada=now,
        diantrekan_pada=now,
    )
    queue_after_commit(job.pk)
    return job


def _basis(laporan: Laporan, facts: FaktaLaporan) -> dict[str, Any]:
    """Return what the document will be held against: hashes of the quarters, PKs, printed names, last year."""
    signer = facts.penandatangan
    return get_basis(
        laporan.opd,
        laporan.tahun,
        laporan.triwulan,
        pejabat_id=None if signer is None else signer.pejabat_id,
        indikator_lalu=[
            row.indikator_id for row in facts.baris if row.perbandingan is not None and row.perbandingan.tahun_lalu
        ],
    )


def _drop_previews(laporan: Laporan) -> None:
    """Delete drafts that nobody is rendering, and their files once the transaction has succeeded."""
    drafts = Dokumen.objects.filter(laporan=laporan, status=StatusDokumen.DRAF.value).exclude(
        pekerjaan__status__in=AKTIF
    )
    files = [row.berkas for row in drafts if row.berkas]
    drafts.delete()
    for file in files:
        transaction.on_commit(lambda file=file: file.storage.delete(file.name))  # type: ignore[misc]  # bound per loop
