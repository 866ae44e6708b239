"""The documents of a report: asked for, rendered, made final, signed, superseded. Nobody else writes their rows.

The rendering itself is a job (`reports.services.render`), signing needs a signer (`reports.services.signature`).
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna, PerangkatDaerah
from indicators.services.access import require
from indicators.services.jejak import actor_text, move_rows, record, write
from reports.jobs import JobKind, key_of
from reports.models import Dokumen, Laporan, StatusDokumen
from reports.papers.paper import Facts
from reports.selectors import find_laporan, get_latest_job, reload_quarter
from reports.services.kedaluwarsa import snapshot_of, why_outdated
from reports.services.laporan import close_revision, facts_of, lock_laporan, lock_open
from reports.services.narrative_figures import refuse_outdated_words
from reports.services.pemaraf import refuse_without_official
from reports.services.verify_address import verify_url
from sakip.held_files import discard
from sakip.jobs.models import Job
from sakip.jobs.services import AlreadyQueued, cancel, queue
from sakip.refusals import ChangedMeanwhile, NotNow

MOVED = "Dokumen ini baru saja berubah. Muat ulang halaman, lalu ulangi."
BUSY = "Laporan ini sedang disusun. Tunggu sampai selesai."
SIGNED = "Dokumen ini sudah ditandatangani atau digantikan."
REPLACED = "Draf ini sudah diganti permintaan yang lebih baru. Susun laporan sekali lagi."
TAKEN_BACK = "Pengesahan triwulan berubah selama laporan disusun. Finalkan lagi setelah triwulan disahkan."
MOVED_ON = "Laporan tidak jadi final karena isinya berubah selama disusun. {kalimat} Finalkan lagi."


@write(Act.SUSUN_DOKUMEN, Dokumen)
def request_preview(*, by: Pengguna, opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int) -> Job:
    """Queue the rendering of the report as it stands; DRAF is printed across it, whatever the quarter's state.

    An earlier preview gives way. Raises NotAllowed, NotNow (nothing to report on, or one is being rendered).
    """
    require(by, Izin.SUSUN_LAPORAN, opd=opd)
    laporan = lock_laporan(opd, jenis, tahun, triwulan)
    _refuse_second_job(laporan)
    facts = facts_of(laporan)
    _drop_previews(laporan)
    return _start(by, laporan, facts, JobKind.PREVIEW)


@write(Act.MINTA_FINAL, Dokumen)
def request_final(
    *, by: Pengguna, opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int, versi: int | None = None
) -> Job:
    """Freeze the report's snapshot and queue the rendering that makes it final.

    It becomes final, with its number, once its file exists. `versi` is that of the report that the page showed; None:
    a command, which shows nothing. Raises NotAllowed, NotNow (the quarter is not approved, it is final already, no
    signer is known, nobody is in office for a paraf, a figure in its words is out of date, a rendering is under way),
    ChangedMeanwhile.
    """
    require(by, Izin.SUSUN_LAPORAN, opd=opd)
    laporan = lock_open(opd, jenis, tahun, triwulan)
    if versi is not None and laporan.versi != versi:
        raise ChangedMeanwhile("Laporan ini baru saja diubah orang lain. Periksa kembali isinya, lalu finalkan.")
    quarter = reload_quarter(laporan, lock=True)
    if quarter is None or not quarter.disahkan:
        raise NotNow(
            f"{laporan.label_pengesahan} belum disahkan. Laporan dapat difinalkan setelah Kepala Dinas mengesahkan."
        )
    _refuse_second_job(laporan)
    facts = facts_of(laporan)
    if facts.penandatangan is None:
        raise NotNow(
            "Hari ini tidak ada pejabat penanda tangan yang menjabat. Minta administrator melengkapi data pejabat."
        )
    refuse_without_official(laporan)
    refuse_outdated_words(laporan, snapshot_of(laporan, facts, draf=False))
    _drop_previews(laporan)
    return _start(by, laporan, facts, JobKind.FINAL)


@write(Act.BATALKAN_PENYUSUNAN, Laporan)
def cancel_render(*, by: Pengguna, opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int) -> None:
    """Stop the rendering that waits or is under way; nothing comes of it. Raises NotAllowed, NotNow (there is none)."""
    require(by, Izin.SUSUN_LAPORAN, opd=opd)
    laporan = find_laporan(opd, jenis, tahun, triwulan)
    job = get_latest_job(laporan)
    if job is None or not cancel(job, f"Dibatalkan oleh {actor_text(by)}."):
        raise NotNow("Tidak ada yang sedang disusun: hasilnya sudah selesai atau sudah dibatalkan.")
    record(by=by, tindakan=Act.BATALKAN_PENYUSUNAN, objek=laporan, opd=opd, sesudah={"pekerjaan": job.pk})


def _refuse_second_job(laporan: Laporan) -> None:
    job = get_latest_job(laporan)
    if job is not None and job.active:
        raise NotNow(BUSY)


def _start(by: Pengguna, laporan: Laporan, facts: Facts, kind: JobKind) -> Job:
    paper = laporan.paper
    dokumen = Dokumen(
        laporan=laporan,
        dasar=paper.basis(laporan.opd, facts),
        skema=paper.schema.number,
        template_version=paper.design.templates.current,
        versi_triwulan=facts.versi_triwulan if facts.disahkan else None,
        dibuat_oleh=actor_text(by),
        dibuat_pada=timezone.now(),
    )
    final = kind == JobKind.FINAL
    dokumen.snapshot = snapshot_of(laporan, facts, draf=not final, verifikasi=verify_url(dokumen) if final else "")
    dokumen.save(force_insert=True)
    try:
        job = queue(kind=kind.value, key=key_of(laporan), payload={"dokumen": dokumen.pk}, by=by)
    except AlreadyQueued:
        raise NotNow(BUSY) from None
    if final:
        record(by=by, tindakan=Act.MINTA_FINAL, objek=dokumen, opd=laporan.opd, sesudah={"pekerjaan": job.pk})
    return job


def _drop_previews(laporan: Laporan) -> None:
    """Delete the drafts, and their files once the transaction has succeeded. Nobody renders one: that was asked."""
    drafts = Dokumen.objects.filter(laporan=laporan, status=StatusDokumen.DRAF.value)
    names = [str(row.berkas.name) for row in drafts if row.berkas]
    drafts.delete()
    for name in names:
        transaction.on_commit(partial(discard, name), robust=True)


def store_draft(dokumen: Dokumen, file: Mapping[str, Any]) -> None:
    """Give a draft its rendered file: name, hash, size, pages. Raises NotNow when the draft is gone."""
    move_rows(Dokumen.objects.filter(pk=dokumen.pk, status=StatusDokumen.DRAF.value), NotNow(REPLACED), **file)


def make_final(dokumen: Dokumen, file: Mapping[str, Any], *, by: Pengguna) -> None:
    """Number the document and let it take over from an unsigned final one; a signed one stands until this is signed.

    Raises NotNow (the quarter's approval was taken back, something that it prints changed, the draft is gone).
    """
    laporan = Laporan.objects.select_for_update().get(pk=dokumen.laporan_id)
    quarter = reload_quarter(laporan, lock=True)
    if quarter is None or not quarter.disahkan:
        raise NotNow(TAKEN_BACK)
    if outdated := why_outdated(dokumen):
        raise NotNow(MOVED_ON.format(kalimat=outdated.kalimat))
    number = (laporan.dokumen.aggregate(last=Max("nomor_urut"))["last"] or 0) + 1
    _supersede(laporan, StatusDokumen.FINAL, successor=dokumen, by=by)
    facts = {
        "status": StatusDokumen.FINAL.value,
        "nomor_urut": number,
        "difinalkan_oleh": actor_text(by),
        "difinalkan_pada": timezone.now(),
    }
    store_draft(dokumen, {**file, **facts})
    close_revision(laporan)
    record(
        by=by,
        tindakan=Act.FINALKAN_LAPORAN,
        objek=dokumen,
        opd=laporan.opd,
        sesudah={"nomor_urut": number, "sha256": file["sha256"], "halaman": file["halaman"]},
    )


def lock_signable(dokumen: Dokumen, versi: int) -> Dokumen:
    """Return the document as it stands when it may be signed now: final and not being revised, its quarter approved, by
    the official in office today in his own name, and still saying what it would say if it were composed now; locked
    with its report until the transaction ends.

    Raises NotNow, ChangedMeanwhile.
    """
    # The report first, as who makes its next document final does: he holds the quarter when he lets this one give way.
    laporan = Laporan.objects.select_for_update(of=("self",)).get(pk=dokumen.laporan_id)
    current = Dokumen.objects.select_for_update(of=("self",)).select_related("laporan__opd__pemda").get(pk=dokumen.pk)
    if current.versi != versi:
        raise ChangedMeanwhile(MOVED, {"versi": current.versi, "status": current.status})
    if current.status == StatusDokumen.DRAF:
        raise NotNow("Laporan ini masih draf. Finalkan lebih dahulu, lalu tanda tangani.")
    if current.status != StatusDokumen.FINAL:
        raise NotNow(SIGNED)
    if laporan.revisi_dibuka:
        raise NotNow(
            "Laporan ini sedang direvisi. Finalkan kembali lebih dahulu, lalu tanda tangani laporan yang baru."
        )
    quarter = reload_quarter(current.laporan, lock=True)
    if quarter is None or not quarter.disahkan:
        raise NotNow("Triwulan ini sudah dibuka kembali. Sahkan lagi dan finalkan laporan baru, lalu tanda tangani.")
    if outdated := why_outdated(current):
        raise NotNow(f"{outdated.kalimat} Finalkan laporan kembali lebih dahulu, lalu tanda tangani.")
    return current


def mark_initialled(current: Dokumen) -> None:
    """Count a final document's version on: a paraf was put on it, the signature is still awaited."""
    final = Dokumen.objects.filter(pk=current.pk, versi=current.versi, status=StatusDokumen.FINAL.value)
    move_rows(final, ChangedMeanwhile(MOVED))
    current.refresh_from_db()


def mark_signed(current: Dokumen, facts: Mapping[str, Any], *, by: Pengguna) -> None:
    """Write the signature's facts into the row of a final document; the one that was signed before gives way.

    Raises ChangedMeanwhile.
    """
    _supersede(current.laporan, StatusDokumen.DITANDATANGANI, successor=current, by=by)
    final = Dokumen.objects.filter(pk=current.pk, versi=current.versi, status=StatusDokumen.FINAL.value)
    move_rows(
        final,
        ChangedMeanwhile(MOVED),
        status=StatusDokumen.DITANDATANGANI.value,
        ditandatangani_oleh=current.snapshot["penandatangan"]["nama"][:200],
        dicatat_oleh=actor_text(by),
        **facts,
    )
    current.refresh_from_db()


def _supersede(laporan: Laporan, status: StatusDokumen, *, successor: Dokumen, by: Pengguna) -> None:
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
