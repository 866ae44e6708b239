"""Previews, final documents and the chain of successors."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from indicators.models import Jejak, Pejabat, Penugasan
from indicators.services.triwulan import reopen_quarter
from reports.models import Dokumen, Laporan
from reports.selectors import get_predecessor, list_reports
from reports.services.dokumen import cancel_render, request_final, request_preview, store_draft
from reports.services.laporan import edit, open_revision
from reports.services.signature import sign_document
from sakip.jobs.models import Job
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow
from tests.cast import Cast, Office
from tests.reports.steps import PASSPHRASE, approve_again, do, document_of, make_final, make_signed, read_stored


def preview(office: Office, cast: Cast) -> Job:
    return request_preview(by=cast.sekretaris, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)


def test_preview_of_an_open_quarter_is_a_draft(office: Office, cast: Cast, quick: None) -> None:
    job = do(preview(office, cast))
    dokumen = document_of(job)
    assert (job.status, job.progress) == ("done", 100)
    assert (dokumen.status, dokumen.nomor_urut, dokumen.versi_triwulan) == ("draf", None, None)
    assert dokumen.snapshot["draf"] is True
    content = read_stored(dokumen.berkas.name)
    assert hashlib.sha256(content).hexdigest() == dokumen.sha256
    assert len(content) == dokumen.ukuran
    assert [row.dokumen for _, rows in list_reports(office.opd, issued_only=False) for row in rows] == [None]


def test_a_new_preview_replaces_the_old_one_and_its_file(
    office: Office, cast: Cast, quick: None, django_capture_on_commit_callbacks: object
) -> None:
    first = document_of(do(preview(office, cast)))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        second = preview(office, cast)
    assert not Dokumen.objects.filter(pk=first.pk).exists()
    assert not default_storage.exists(first.berkas.name)
    assert Dokumen.objects.get().pk == second.payload["dokumen"]


def test_what_became_final_takes_no_file_of_a_draft(final: Dokumen) -> None:
    with pytest.raises(NotNow, match="Draf ini sudah diganti"):
        store_draft(final, {"halaman": final.halaman})


def test_a_document_follows_one_of_its_own_report(final: Dokumen) -> None:
    """Another report has a document of a number between them."""
    other = Laporan.objects.create(opd=final.laporan.opd, jenis="lpk", tahun=2024, triwulan=2)
    values = {field.attname: getattr(final, field.attname) for field in Dokumen._meta.concrete_fields}
    Dokumen.objects.create(**{**values, "id": None, "laporan_id": other.pk, "nomor_urut": 2, "token": "lain"})
    assert get_predecessor(Dokumen(laporan=final.laporan, nomor_urut=3)) == final


def test_only_one_rendering_at_a_time(office: Office, cast: Cast) -> None:
    preview(office, cast)
    with pytest.raises(NotNow, match="sedang disusun"):
        preview(office, cast)


def test_a_cancelled_rendering_leaves_no_document_and_lets_the_next_begin(
    office: Office, cast: Cast, quick: None
) -> None:
    job = preview(office, cast)
    cancel_render(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)
    stopped = do(job)
    assert (stopped.status, stopped.message) == ("cancelled", "Dibatalkan oleh Kepala Dinas (kadis).")
    assert document_of(job).berkas.name == ""
    assert do(preview(office, cast)).status == "done"
    assert Dokumen.objects.count() == 1


@pytest.mark.parametrize("who", ["staf", "kepala", "pembaca", "administrator", "asing"])
def test_cancelling_is_for_those_who_write_reports(office: Office, cast: Cast, who: str) -> None:
    job = preview(office, cast)
    with pytest.raises(NotAllowed):
        cancel_render(by=getattr(cast, who), opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)
    assert Job.objects.get(pk=job.pk).status == "waiting"


def test_only_what_is_under_way_is_cancelled(office: Office, cast: Cast, quick: None) -> None:
    with pytest.raises(NotNow, match="Tidak ada yang sedang disusun"):
        cancel_render(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)
    job = do(preview(office, cast))
    with pytest.raises(NotNow, match="Tidak ada yang sedang disusun"):
        cancel_render(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)
    assert Job.objects.get(pk=job.pk).status == "done"


def test_preview_needs_something_to_report(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="belum dibuka"):
        request_preview(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=3)
    assert not Laporan.objects.exists()


@pytest.mark.parametrize("who", ["staf", "kepala", "pembaca", "administrator", "asing"])
def test_preview_is_for_those_who_write_reports(office: Office, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        request_preview(by=getattr(cast, who), opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)
    assert Jejak.objects.filter(ditolak=True, tindakan="susun_dokumen").count() == 1


def test_final_needs_an_approved_quarter(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="belum disahkan"):
        request_final(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)


def test_final_needs_a_signer(approved: Office, cast: Cast) -> None:
    Pejabat.objects.update(penanda_tangan=False)
    with pytest.raises(NotNow, match="pejabat penanda tangan"):
        request_final(by=cast.kadis, opd=approved.opd, jenis="lpk", tahun=2024, triwulan=1)


def test_final_is_numbered_frozen_and_in_the_trail(final: Dokumen, approved: Office) -> None:
    approved.tw1.refresh_from_db()
    assert (final.status, final.nomor_urut, final.versi_triwulan) == ("final", 1, approved.tw1.versi)
    assert final.snapshot["draf"] is False
    assert final.difinalkan_oleh == "Kepala Dinas (kadis)"
    assert len(final.token) >= 43  # 256 bits as URL-safe text
    trail = Jejak.objects.get(tindakan="finalkan_laporan")
    assert trail.sesudah is not None
    assert trail.sesudah["sha256"] == final.sha256


def test_final_is_made_once(final: Dokumen, approved: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="sudah final"):
        request_final(by=cast.kadis, opd=approved.opd, jenis="lpk", tahun=2024, triwulan=1)


def test_editing_waits_while_final_is_being_made(approved: Office, cast: Cast) -> None:
    request_final(by=cast.kadis, opd=approved.opd, jenis="lpk", tahun=2024, triwulan=1)
    with pytest.raises(NotNow, match="sedang difinalkan"):
        edit(
            by=cast.kadis,
            opd=approved.opd,
            jenis="lpk",
            tahun=2024,
            triwulan=1,
            versi=Laporan.objects.get().versi,
            nomor="1",
            tempat="",
            tanggal=None,
            narasi={},
        )


def test_final_is_made_only_of_what_the_page_showed(approved: Office, cast: Cast) -> None:
    where: dict[str, Any] = {"opd": approved.opd, "jenis": "lpk", "tahun": 2024, "triwulan": 1}
    edit(by=cast.perencana, versi=0, nomor="700/1", tempat="", tanggal=None, narasi={}, **where)
    with pytest.raises(ChangedMeanwhile):
        request_final(by=cast.kadis, versi=0, **where)
    assert not Dokumen.objects.exists()
    assert request_final(by=cast.kadis, versi=1, **where).kind == "laporan.final"


def test_final_is_not_made_when_the_quarter_was_reopened_meanwhile(approved: Office, cast: Cast, quick: None) -> None:
    job = request_final(by=cast.kadis, opd=approved.opd, jenis="lpk", tahun=2024, triwulan=1)
    approved.tw1.refresh_from_db()
    reopen_quarter(by=cast.kadis, quarter=approved.tw1, versi=approved.tw1.versi, alasan="Angka diperiksa lagi.")
    done = do(job)
    assert done.status == "failed"
    assert "Pengesahan triwulan berubah" in done.message
    assert document_of(done).status == "draf"
    assert not Path(default_storage.path("dokumen")).exists() or not list(
        Path(default_storage.path("dokumen")).rglob("*.pdf")
    )


def test_permission_is_asked_again_when_the_job_runs(approved: Office, cast: Cast, quick: None) -> None:
    job = request_final(by=cast.perencana, opd=approved.opd, jenis="lpk", tahun=2024, triwulan=1)
    Penugasan.objects.filter(pengguna=cast.perencana).delete()
    done = do(job)
    assert done.status == "failed"
    assert "Laporan disusun oleh" in done.message
    assert Jejak.objects.filter(ditolak=True, tindakan="susun_dokumen").count() == 1


def test_a_final_successor_takes_over_from_an_unsigned_final(final: Dokumen, approved: Office, cast: Cast) -> None:
    open_revision(by=cast.kadis, opd=approved.opd, jenis="lpk", tahun=2024, triwulan=1, alasan="Salah ketik.")
    second = make_final(approved, cast.kadis)
    final.refresh_from_db()
    assert (final.status, final.digantikan_oleh_id) == ("digantikan", second.pk)
    assert (second.status, second.nomor_urut) == ("final", 2)
    assert not Laporan.objects.get().revisi_dibuka


def test_a_signed_document_stands_until_its_successor_is_signed(signed: Dokumen, approved: Office, cast: Cast) -> None:
    approve_again(approved, cast)
    second = make_final(approved, cast.kadis)
    signed.refresh_from_db()
    assert signed.status == "ditandatangani"
    sign_document(by=cast.kadis, dokumen=second, versi=second.versi, passphrase=PASSPHRASE)
    signed.refresh_from_db()
    assert (signed.status, signed.digantikan_oleh_id) == ("digantikan", second.pk)
    assert default_storage.exists(signed.berkas_ttd.name)
    third = Dokumen.objects.get(pk=second.pk)
    assert third.status == "ditandatangani"


def test_chain_of_three(signed: Dokumen, approved: Office, cast: Cast) -> None:
    approve_again(approved, cast)
    second = make_signed(approved, cast)
    approve_again(approved, cast)
    third = make_signed(approved, cast)
    rows = {row.pk: (row.status, row.digantikan_oleh_id) for row in Dokumen.objects.all()}
    assert rows == {
        signed.pk: ("digantikan", second.pk),
        second.pk: ("digantikan", third.pk),
        third.pk: ("ditandatangani", None),
    }
