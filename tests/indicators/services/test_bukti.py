"""Evidence: stored under a random name with its hash, replaced and withdrawn with a reason, closed with its row."""

import errno
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from pytest_django import Settings

from indicators.models import BuktiDukung, Indikator, Jejak, Realisasi
from indicators.services.bukti import add_evidence, inspect_file, record_download, replace_evidence, withdraw_evidence
from indicators.services.pengajuan import submit
from indicators.services.realisasi_entry import RowEntry
from indicators.workflow import StatusPengajuan
from sakip.file_store import store
from sakip.refusals import NotAllowed, NotFound, NotNow, NotValid
from tests.cast import Cast, Office
from tests.files import PDF, upload
from tests.indicators import way
from tests.savers import save_row


def stored_files() -> list[str]:
    return [entry.name for entry in store().list_below()]


@pytest.fixture
def layanan(office: Office) -> Indikator:
    return office.indikator(office.bidang)[0]


def add(
    office: Office, cast: Cast, indikator: Indikator, name: str = "laporan.pdf", content: bytes = PDF
) -> BuktiDukung:
    return add_evidence(
        by=cast.staf,
        triwulan=office.tw1,
        unit=office.bidang,
        indikator_id=indikator.pk,
        file=upload(name, content),
    )


def test_a_file_is_judged_before_the_transaction_begins(
    office: Office, cast: Cast, layanan: Indikator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A photo takes seconds to decode: on SQLite nobody could save meanwhile. Of a stranger nothing is decoded."""
    begun: list[int] = []

    def judge(file: Any) -> Any:
        begun.append(len(connection.savepoint_ids))
        return inspect_file(file)

    monkeypatch.setattr("indicators.services.bukti.inspect_file", judge)
    outside = len(connection.savepoint_ids)
    where: dict[str, Any] = {"triwulan": office.tw1, "unit": office.bidang}
    bukti = add(office, cast, layanan)
    new = upload("baru.pdf", PDF + b"%")
    replace_evidence(by=cast.staf, **where, bukti=bukti, file=new, alasan="Keliru.")
    assert begun == [outside, outside]
    with pytest.raises(NotAllowed):
        add_evidence(by=cast.staf_umum, **where, indikator_id=layanan.pk, file=new)
    assert len(begun) == 2


def test_add_evidence_stores_file_hash_and_audit(
    office: Office, cast: Cast, layanan: Indikator, settings: Settings
) -> None:
    bukti = add(office, cast, layanan)

    (name,) = stored_files()
    with store().open(name) as stored:
        assert stored.read() == PDF
    assert "laporan" not in name
    assert (bukti.nama_asli, bukti.jenis, bukti.ukuran) == ("laporan.pdf", "pdf", len(PDF))
    assert len(bukti.sha256) == 64
    jejak = Jejak.objects.get(tindakan="unggah_bukti")
    assert jejak.sesudah is not None
    assert jejak.sesudah["sha256"] == bukti.sha256
    assert jejak.pelaku == "Staf IKP (staf)"


def test_a_file_and_its_folder_are_on_the_disk_before_its_row_is_written(
    office: Office, cast: Cast, layanan: Indikator, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda fd: order.append(Path(os.readlink(f"/proc/self/fd/{fd}")).suffix or "/"))

    def note(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if sql.startswith('INSERT INTO "indicators_buktidukung"'):
            order.append("row")
        return execute(sql, *arguments)

    with connection.execute_wrapper(note):
        add(office, cast, layanan)
    assert order[-3:] == [".pdf", "/", "row"]


def test_a_file_that_the_disk_does_not_confirm_is_refused_with_its_row(
    office: Office, cast: Cast, layanan: Indikator, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", mock.Mock(side_effect=OSError(errno.EIO, "Input/output error")))
    with pytest.raises(OSError, match="Input/output"):
        add(office, cast, layanan)
    assert (stored_files(), BuktiDukung.objects.count(), Realisasi.objects.count()) == ([], 0, 0)


def test_add_evidence_makes_a_blank_row_that_the_grid_can_save(office: Office, cast: Cast, layanan: Indikator) -> None:
    add(office, cast, layanan)
    row = Realisasi.objects.get()
    assert (row.status, row.versi) == ("belum_diisi", 1)
    assert Jejak.objects.filter(tindakan="isi_realisasi").count() == 1

    saved = save_row(
        by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, 1, realisasi="3")
    )
    assert saved is not None
    assert saved.versi == 2
    assert BuktiDukung.objects.get().realisasi_id == saved.pk


def test_same_file_twice_is_refused_and_a_taken_name_is_numbered(
    office: Office, cast: Cast, layanan: Indikator, settings: Settings
) -> None:
    add(office, cast, layanan)
    with pytest.raises(NotValid, match=r"sudah ada pada baris ini: laporan\.pdf"):
        add(office, cast, layanan, "lain.pdf")
    second = add(office, cast, layanan, "laporan.pdf", PDF + b"\n%%EOF")
    assert second.nama_asli == "laporan (2).pdf"
    assert len(stored_files()) == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("kosong.pdf", b"", "kosong"),
        ("program.pdf", b"MZ\x90", "tidak diterima"),
        ("halaman.pdf", b"<html>%PDF-1.4%%EOF", "tidak diterima"),
    ],
)
def test_wrong_file_leaves_no_trace(
    office: Office, cast: Cast, layanan: Indikator, settings: Settings, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(NotValid, match=words) as refused:
        add(office, cast, layanan, name, content)
    assert "berkas" in refused.value.fields
    assert stored_files() == []
    assert not Realisasi.objects.exists()


def test_no_file_and_too_large_file(office: Office, cast: Cast, layanan: Indikator, settings: Settings) -> None:
    with pytest.raises(NotValid, match="Pilih berkas"):
        add_evidence(by=cast.staf, triwulan=office.tw1, unit=office.bidang, indikator_id=layanan.pk, file=None)
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(NotValid, match="lebih besar dari 1 MB"):
        add(office, cast, layanan, "besar.pdf", PDF + b" " * 1024 * 1024 + b"%%EOF")


def test_spreadsheet_with_macros_is_refused(office: Office, cast: Cast, layanan: Indikator) -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"):
            archive.writestr(name, b"<x/>")
    with pytest.raises(NotValid, match="makro"):
        add(office, cast, layanan, "data.xlsx", stream.getvalue())


def test_replace_evidence_keeps_the_old_file_and_says_why(
    office: Office, cast: Cast, layanan: Indikator, settings: Settings
) -> None:
    old = add(office, cast, layanan)
    new = replace_evidence(
        by=cast.kepala,
        triwulan=office.tw1,
        unit=office.bidang,
        bukti=old,
        file=upload("laporan.pdf", PDF + b"\n%%EOF"),
        alasan="Salah halaman",
    )

    old.refresh_from_db()
    assert (old.alasan, old.ditarik_pada) == ("Salah halaman", None)
    assert new.menggantikan_id == old.pk
    assert new.nama_asli == "laporan.pdf", "the name of the file that goes is free"
    assert len(stored_files()) == 2
    jejak = Jejak.objects.get(tindakan="ganti_bukti")
    assert (jejak.alasan, jejak.pelaku) == ("Salah halaman", "Kepala Bidang IKP (kepala)")
    with pytest.raises(NotNow, match="sudah diganti"):
        withdraw_evidence(by=cast.staf, triwulan=office.tw1, unit=office.bidang, bukti=old, alasan="x")
    assert add(office, cast, layanan, "lama.pdf").sha256 == old.sha256, "the same file may come again"


def test_withdraw_evidence_wants_a_reason_and_keeps_the_file(
    office: Office, cast: Cast, layanan: Indikator, settings: Settings
) -> None:
    bukti = add(office, cast, layanan)
    with pytest.raises(NotValid, match="Tuliskan alasan"):
        withdraw_evidence(by=cast.staf, triwulan=office.tw1, unit=office.bidang, bukti=bukti, alasan=" \n ")
    withdraw_evidence(by=cast.staf, triwulan=office.tw1, unit=office.bidang, bukti=bukti, alasan="Bukan milik kami")

    bukti.refresh_from_db()
    assert bukti.ditarik_pada is not None
    assert len(stored_files()) == 1
    assert Jejak.objects.get(tindakan="tarik_bukti").alasan == "Bukan milik kami"
    add(office, cast, layanan)  # the same file may come again once it was withdrawn


def test_failed_write_takes_its_file_along(
    office: Office, cast: Cast, layanan: Indikator, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no audit, no write")

    monkeypatch.setattr("indicators.services.bukti.record_evidence", broken)
    with pytest.raises(RuntimeError):
        add(office, cast, layanan)
    assert stored_files() == []
    assert not BuktiDukung.objects.exists()


def test_evidence_closes_with_its_row(office: Office, cast: Cast) -> None:
    first, second, _ = office.indikator(office.bidang)
    way.fill(office, office.bidang, way.BIDANG)
    bukti = add(office, cast, second)
    submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    pengajuan = way.give_back(office, office.bidang, cast.kepala, first)

    add(office, cast, first)
    with pytest.raises(NotNow, match="tidak dikembalikan"):
        add(office, cast, second, "lain.pdf", PDF + b"%%EOF")
    with pytest.raises(NotNow, match="tidak dikembalikan"):
        withdraw_evidence(by=cast.staf, triwulan=office.tw1, unit=office.bidang, bukti=bukti, alasan="x")
    pengajuan.status = StatusPengajuan.DIAJUKAN.value
    pengajuan.save()
    with pytest.raises(NotNow, match="sudah diajukan"):
        add(office, cast, first, "lain.pdf", PDF + b"%%EOF")


def test_another_units_row_and_people(office: Office, cast: Cast) -> None:
    foreign = office.indikator(office.subbag)[0]
    with pytest.raises(NotFound):
        add(office, cast, foreign)
    with pytest.raises(NotAllowed):
        add_evidence(
            by=cast.sekretaris,
            triwulan=office.tw1,
            unit=office.subbag,
            indikator_id=foreign.pk,
            file=SimpleUploadedFile("x.pdf", PDF),
        )
    assert Jejak.objects.get(ditolak=True).tindakan == "unggah_bukti"


def test_record_download_is_for_who_may_see_the_unit(office: Office, cast: Cast, layanan: Indikator) -> None:
    bukti = add(office, cast, layanan)
    record_download(by=cast.sekretaris, unit=office.bidang, bukti=bukti)
    assert Jejak.objects.get(tindakan="unduh_bukti").pelaku == "Sekretaris (sekretaris)"
    with pytest.raises(NotAllowed):
        record_download(by=cast.staf_umum, unit=office.bidang, bukti=bukti)
