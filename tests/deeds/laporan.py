"""Reports and their documents."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from reports.models import Laporan
from reports.services import laporan, narrative_figures, pemaraf
from reports.services.dokumen import cancel_render, request_preview
from reports.services.downloads import deliver
from reports.services.kedaluwarsa import snapshot_of
from reports.services.perpanjangan import store_renewal
from reports.signing.time_proof import RenewedPdf
from tests.crowd import Life
from tests.deeds.deed import TW2, Deed, deed
from tests.reports import steps

REPORT = {"jenis": "lpk", **TW2}


def _edit(it: Life, text: str = "Sebanyak 987 indikator.") -> Laporan:
    report = Laporan.objects.get(opd=it.office.opd, **REPORT)
    return laporan.edit(
        by=it.cast.kadis, opd=it.office.opd, **REPORT, versi=report.versi, nomor="2", tempat="Kota", tanggal=None,
        narasi={"bab_5": text},
    )  # fmt: skip


def _restore(it: Life) -> None:
    report = _edit(it)
    laporan.restore_default(by=it.cast.kadis, opd=it.office.opd, **REPORT, versi=report.versi, bagian="bab_5")


def _confirm(it: Life) -> None:
    report = _edit(it)
    Laporan.objects.filter(pk=report.pk).update(angka_narasi={"bab_5": {"jumlah_indikator": ["987"]}})
    report.refresh_from_db()
    figures = report.paper.word(snapshot_of(report, laporan.facts_of(report), draf=True))[1]
    sidik = narrative_figures.review_narrative(report, figures)["bab_5"].sidik
    where = {"opd": it.office.opd, **REPORT, "versi": report.versi}
    narrative_figures.confirm_figures(by=it.cast.sekretaris, **where, bagian="bab_5", sidik=sidik)


def _preview_and_cancel(it: Life) -> None:
    request_preview(by=it.cast.kadis, opd=it.office.opd, **REPORT)
    cancel_render(by=it.cast.kadis, opd=it.office.opd, **REPORT)


def _revise(it: Life) -> None:
    """Make a successor of the final report."""
    where = {"opd": it.office.opd, "jenis": "lpk", "tahun": 2024, "triwulan": 1}
    laporan.open_revision(by=it.cast.perencana, **where, alasan="Salah angka.")
    with steps.quick_renderer():
        steps.make_final(it.office, it.cast.kadis)


def _sign(it: Life) -> None:
    steps.sign(it.final, it.cast)


def _initial(it: Life) -> None:
    """Set who puts a paraf, make the report final again, and put it."""
    choose = partial(pemaraf.set_initialers, by=it.cast.administrator, opd=it.office.opd, jenis="lpk")
    choose(units=[it.office.bidang.pk], semula=[])
    choose(units=[], semula=[it.office.bidang.pk])
    steps.want_paraf(it.office, it.cast)
    with steps.quick_renderer():
        steps.put_signature(steps.make_final(it.office, it.cast.kadis), it.cast.sekretaris)


def _upload_scan(it: Life) -> None:
    steps.scan(it.final, it.cast.kadis)


def _renew(it: Life) -> None:
    signed = steps.sign(it.final, it.cast)
    longer = RenewedPdf(b"%PDF-", "0" * 64, timezone.now() + timedelta(days=700))
    store_renewal(by=None, dokumen=signed, sebelum=signed.main_sha256, hasil=longer, nama="dokumen/aa/lama.pdf")


def _deliver(it: Life) -> None:
    for tampil in (False, True):
        deliver(by=it.cast.kadis, dokumen=it.final, tampil=tampil).isi.close()


DEEDS: dict[str, Deed] = {
    "edit a report": deed(_edit, "UBAH_LAPORAN", "Laporan", **TW2),
    "restore a text": deed(_restore, "UBAH_LAPORAN", "Laporan", **TW2),
    "confirm figures": deed(_confirm, "UBAH_LAPORAN PERIKSA_ANGKA_NARASI", "Laporan", **TW2),
    "preview and cancel": deed(_preview_and_cancel, "BATALKAN_PENYUSUNAN", "Dokumen Job", **TW2),
    "make a successor": deed(
        _revise,
        "BUKA_REVISI_LAPORAN MINTA_FINAL FINALKAN_LAPORAN GANTIKAN_DOKUMEN",
        "Laporan Dokumen Job",
        tahun=2024,
        triwulan=1,
    ),
    "sign": deed(_sign, "TANDA_TANGANI_DOKUMEN", "Dokumen TandaTangan Attempt", tahun=2024, triwulan=1),
    "prolong a signature's proof": deed(
        _renew,
        "TANDA_TANGANI_DOKUMEN PERPANJANG_DOKUMEN",
        "Dokumen TandaTangan Attempt Perpanjangan",
        tahun=2024,
        triwulan=1,
    ),
    "put a paraf": deed(
        _initial,
        "ATUR_PEMARAF MINTA_FINAL FINALKAN_LAPORAN GANTIKAN_DOKUMEN PARAF_DOKUMEN",
        "Pemaraf Pejabat Pengguna Sertifikat Attempt Laporan Dokumen TandaTangan Job",
    ),
    "upload a scan": deed(_upload_scan, "UNGGAH_PINDAIAN", "Dokumen", tahun=2024, triwulan=1),
    "deliver": deed(_deliver, "LIHAT_DOKUMEN UNDUH_DOKUMEN"),
}
