"""Deeds: each write of the program done once in an office of the crowd, with the rows that it may touch.

Written by hand: the kinds of rows, and the year, quarter, unit and PK where they stand. Everything else of the office,
and everything of the others, has to stay as it was (`tests/test_other_rows.py`).
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from indicators.acts import Act
from indicators.imports.buku import impor
from indicators.imports.buku.kantor import check_office, import_office
from indicators.imports.buku.unduhan import office_book, plan_book
from indicators.models import (
    Anggaran,
    BuktiDukung,
    Dukungan,
    Indikator,
    Pejabat,
    Pengajuan,
    PengaturanTahun,
    Penugasan,
    PerjanjianKinerja,
    Realisasi,
    RealisasiAnggaran,
    Sasaran,
    SkalaPredikat,
    SubKegiatan,
    TargetRenstra,
    TingkatPredikat,
    Triwulan,
    UnitKerja,
)
from indicators.models.kantor import Jenjang
from indicators.permissions import Peran
from indicators.services import akun, anggaran, bukti, dukungan, kantor, lembar_pk, pengajuan, perjanjian, rencana
from indicators.services import triwulan as quarters
from indicators.services.isian_target import IsianTarget
from indicators.services.nomenklatur import change_nomenclature, undo_nomenclature
from indicators.services.pendirian import found_bare_office, found_office
from indicators.services.penetapan import tetapkan
from indicators.services.perubahan import make_perubahan
from indicators.services.rancangan_nomenklatur import IsianNomenklatur, Keputusan
from indicators.services.realisasi import IsianBaris, save_rows
from indicators.services.realisasi_anggaran import IsianUang, save_money_rows
from indicators.services.tahun_anggaran import open_year
from indicators.services.unduhan import record_sheet_download
from indicators.services.urutan import reorder
from reports.models import Laporan
from reports.services import angka_narasi, laporan
from reports.services.dokumen import cancel_render, request_preview
from reports.services.kedaluwarsa import snapshot_of
from reports.services.tanda_tangan import upload_scan
from reports.services.unduhan import deliver
from tests.crowd import Life
from tests.files import PDF, upload
from tests.reports import steps

D = Decimal


@dataclass(frozen=True)
class Deed:
    """What is done, the kinds of rows that it may touch (`Jejak` always grows), and where: a coordinate that is not
    named is not held to anything. `baru`: offices that it founds are its own too."""

    do: Callable[[Life], Any]
    kinds: frozenset[str]
    at: Mapping[str, Any]
    acts: frozenset[Act]
    baru: bool = False


def _deed(do: Callable[[Life], Any], acts: str, kinds: str = "", *, baru: bool = False, **at: Any) -> Deed:
    return Deed(do, frozenset(kinds.split()), at, frozenset(Act[name] for name in acts.split()), baru)


# --- what units enter ------------------------------------------------------------------------------------------------


def _enter(it: Life) -> None:
    """Change every number of Bidang's open quarter."""
    rows = Realisasi.objects.filter(triwulan=it.tw2, indikator__unit=it.office.bidang)
    typed = [IsianBaris(row.indikator_id, row.versi, realisasi="5") for row in rows]
    save_rows(by=it.cast.staf, triwulan=it.tw2, unit=it.office.bidang, isian=typed)


def _enter_money(it: Life) -> None:
    row = RealisasiAnggaran.objects.get(triwulan=it.tw2)
    typed = [IsianUang(row.anggaran_id, row.versi, {"fisik": "75"})]
    (result,) = save_money_rows(by=it.cast.staf, triwulan=it.tw2, unit=it.office.bidang, isian=typed)
    assert result.galat is None


def _evidence(it: Life, quarter: Triwulan) -> BuktiDukung:
    return BuktiDukung.objects.get(realisasi__triwulan=quarter)


def _add_evidence(it: Life) -> None:
    row = it.office.indikator(it.office.bidang)[1]
    file = upload("lagi.pdf", PDF)
    bukti.add_evidence(by=it.cast.staf, triwulan=it.tw2, unit=it.office.bidang, indikator_id=row.pk, file=file)


def _replace_evidence(it: Life) -> None:
    where = {"triwulan": it.tw2, "unit": it.office.bidang, "bukti": _evidence(it, it.tw2)}
    bukti.replace_evidence(by=it.cast.staf, **where, file=upload("baru.pdf", PDF), alasan="Salah berkas.")


def _withdraw_evidence(it: Life) -> None:
    where = {"triwulan": it.tw2, "unit": it.office.bidang, "bukti": _evidence(it, it.tw2)}
    bukti.withdraw_evidence(by=it.cast.staf, **where, alasan="Salah berkas.")


# --- the way of a submission -----------------------------------------------------------------------------------------


def _submission(it: Life, unit: UnitKerja) -> Pengajuan:
    return it.tw2.pengajuan.get(unit=unit)


def _check(it: Life) -> Pengajuan:
    handed_in = _submission(it, it.office.subbag)
    return pengajuan.check(by=it.cast.kasubbag, pengajuan=handed_in, versi=handed_in.versi)


def _validate(it: Life) -> Pengajuan:
    checked = _check(it)
    return pengajuan.validate(by=it.cast.sekretaris, pengajuan=checked, versi=checked.versi)


def _send_back(it: Life) -> None:
    handed_in = _submission(it, it.office.subbag)
    pengajuan.send_back(by=it.cast.kasubbag, pengajuan=handed_in, versi=handed_in.versi, alasan="Periksa lagi.")


def _send_back_validated(it: Life) -> None:
    done = _validate(it)
    pengajuan.send_back(by=it.cast.kadis, pengajuan=done, versi=done.versi, alasan="Periksa lagi.")


def _reopen_submission(it: Life) -> None:
    done = _validate(it)
    pengajuan.reopen(by=it.cast.sekretaris, pengajuan=done, versi=done.versi, alasan="Periksa lagi.")


def _approve(it: Life) -> None:
    """Bring every unit of TW II to the Kepala Dinas, who approves."""
    _validate(it)
    for unit, staff, head in (
        (it.office.bidang, it.cast.staf, it.cast.kepala),
        (it.office.tim, it.cast.staf_iku, it.cast.ketua_iku),
    ):
        row = pengajuan.submit(by=staff, pengajuan=_submission(it, unit))
        row = pengajuan.check(by=head, pengajuan=row, versi=row.versi)
        pengajuan.validate(by=it.cast.sekretaris, pengajuan=row, versi=row.versi)
    it.tw2.refresh_from_db()
    quarters.approve(by=it.cast.kadis, quarter=it.tw2, versi=it.tw2.versi)


def _reopen_first(it: Life) -> None:
    """Open TW I again while TW II, approved too, rests on it."""
    _approve(it)
    quarter = Triwulan.objects.get(pk=it.office.tw1.pk)
    quarters.reopen_quarter(by=it.cast.kadis, quarter=quarter, versi=quarter.versi, alasan="Angka diperiksa lagi.")


def _open_quarter(it: Life) -> None:
    today = timezone.localdate()
    where = {"opd": it.office.opd, "tahun": 2024, "triwulan": 3}
    quarters.open_quarter(by=it.cast.sekretaris, **where, mulai=today, tenggat=today + timedelta(days=9))


def _reschedule(it: Life) -> None:
    today = timezone.localdate()
    dates = {"mulai": today, "tenggat": today + timedelta(days=30)}
    quarters.reschedule(by=it.cast.sekretaris, quarter=it.tw2, versi=it.tw2.versi, **dates)


# --- the agreement ---------------------------------------------------------------------------------------------------


def _change_pk(it: Life) -> None:
    it.draft.nomor = "PK-2"
    perjanjian.save_pk(by=it.cast.perencana, pk=it.draft)


def _change_butir(it: Life) -> None:
    row = it.draft.butir.order_by("pk")[0]
    row.satuan = "Satuan ketiga"
    perjanjian.save_butir(by=it.cast.perencana, butir=row, target={0: IsianTarget(D(9)), 4: IsianTarget(D(9))})


def _copy_rows(it: Life) -> None:
    """The draft lacks one row of the agreement in force."""
    perjanjian.copy_rows(by=it.cast.perencana, from_pk=it.office.pk, to_pk=it.draft)


def _remove_butir(it: Life) -> None:
    perjanjian.remove_butir(by=it.cast.perencana, butir=it.draft.butir.order_by("pk")[0])


def _arrange(it: Life) -> None:
    _remove_butir(it)
    lembar_pk.arrange_lembar(by=it.cast.perencana, pk=it.draft)


def _change_sheet(it: Life) -> None:
    sheet = it.draft.lembar.get(unit=it.office.bidang)
    sheet.nomor = "1/PK"
    lembar_pk.save_lembar(by=it.cast.perencana, lembar=sheet)


def _fix_last_year(it: Life) -> None:
    """Fix a perubahan of last year that measures a row otherwise, whose figure is cleared."""
    first = PerjanjianKinerja.objects.get(opd=it.office.opd, tahun=2023)
    change = make_perubahan(by=it.cast.perencana, pk=first, alasan="Uji", berlaku_mulai=date(2023, 1, 1))
    row = change.butir.get(indikator=it.office.indikator(it.office.bidang)[0])
    row.konsolidasi = "posisi_akhir"
    perjanjian.save_butir(by=it.cast.perencana, butir=row)
    lembar_pk.arrange_lembar(by=it.cast.perencana, pk=change)
    tetapkan(by=it.cast.perencana, pk=change)


# --- the plan --------------------------------------------------------------------------------------------------------


def _rename_node(it: Life) -> None:
    it.sub_kedua.nama = "Nama baru"
    rencana.save_node(by=it.cast.perencana, node=it.sub_kedua)


def _add_and_delete_node(it: Life) -> None:
    node = Sasaran(tujuan=it.office.sasaran.tujuan, nama="Sasaran sementara")
    rencana.delete_node(by=it.cast.perencana, node=rencana.save_node(by=it.cast.perencana, node=node))


def _change_periode(it: Life) -> None:
    it.office.renstra.tahun_akhir = 2028
    rencana.save_periode(by=it.cast.perencana, periode=it.office.renstra)


def _order_nodes(it: Life) -> None:
    seen = [it.office.sub_kegiatan.pk, it.sub_kedua.pk]
    reorder(by=it.cast.perencana, induk=it.office.kegiatan, anak=SubKegiatan, urutan=seen[::-1], dilihat=seen)


def _order_indicators(it: Life) -> None:
    rows = it.office.sub_kegiatan.indikator.order_by("urutan", "pk")
    seen = [row.pk for row in rows]
    reorder(by=it.cast.perencana, induk=it.office.sub_kegiatan, anak=Indikator, urutan=seen[::-1], dilihat=seen)


def _change_indicator(it: Life) -> None:
    row = it.office.indikator(it.office.tim)[0]
    row.formula = "Hasil penilaian"
    rencana.save_indikator_many(by=it.cast.perencana, daftar=[row])


def _add_and_delete_indicator(it: Life) -> None:
    row = Indikator(opd=it.office.opd, unit=it.office.tim, sasaran=it.office.sasaran, nama="Sementara", satuan="Poin")
    rencana.save_indikator_many(by=it.cast.perencana, daftar=[row])
    rencana.delete_indikator(by=it.cast.perencana, indikator=row)


def _change_renstra_target(it: Life) -> None:
    row = it.office.indikator(it.office.tim)[0]
    rencana.save_targets_renstra(by=it.cast.perencana, isian=[(row, {2025: IsianTarget(D(3))})])


def _delete_renstra_target(it: Life) -> None:
    target = TargetRenstra.objects.get(indikator=it.office.indikator(it.office.tim)[0], tahun=2025)
    rencana.delete_target_renstra(by=it.cast.perencana, target=target)


def _scale(it: Life) -> SkalaPredikat:
    return SkalaPredikat.objects.get(opd=it.office.opd, nama="Skala kedua")


def _change_scale(it: Life) -> None:
    scale = _scale(it)
    scale.nama = "Skala baru"
    rencana.save_skala(by=it.cast.perencana, skala=scale)
    rencana.save_tingkat(by=it.cast.perencana, tingkat=TingkatPredikat(skala=scale, huruf="B", skor=D(1)))


def _delete_letter(it: Life) -> None:
    rencana.delete_tingkat(by=it.cast.perencana, tingkat=_scale(it).tingkat.get())


def _delete_scale(it: Life) -> None:
    rencana.delete_skala(by=it.cast.perencana, skala=_scale(it))


def _support(it: Life) -> Dukungan:
    return Dukungan.objects.get(pendukung__opd=it.office.opd)


def _add_support(it: Life) -> None:
    supporting, supported = it.office.indikator(it.office.bidang)[0], it.office.indikator(it.office.tim)[0]
    row = Dukungan(pendukung=supporting, didukung=supported)
    dukungan.save_dukungan_many(by=it.cast.perencana, daftar=[row])


def _delete_support(it: Life) -> None:
    dukungan.delete_dukungan(by=it.cast.perencana, dukungan=_support(it))


def _change_nomenclature(it: Life) -> None:
    old = IsianNomenklatur(f"sub_kegiatan-{it.office.sub_kegiatan.pk}", Keputusan.GANTI, "2.16.02.2.01.0002", "Baru")
    change_nomenclature(by=it.cast.perencana, periode=it.office.renstra, tahun=2025, isian=[old])


def _undo_nomenclature(it: Life) -> None:
    _change_nomenclature(it)
    ganti = it.office.renstra.ganti_nomenklatur.order_by("pk").last()
    undo_nomenclature(by=it.cast.perencana, ganti=ganti)


def _change_money(it: Life) -> None:
    row = Anggaran.objects.get(sub_kegiatan=it.sub_kedua)
    row.pagu_perubahan, row.perubahan_mulai, row.cara_rak = D(777), 3, "triwulanan"
    sources = {"pad": D(700), "dau": D(77)}
    anggaran.save_anggaran(by=it.cast.perencana, anggaran=row, sumber=sources, rak={3: D(1), 4: D(2)})


def _delete_money(it: Life) -> None:
    anggaran.delete_anggaran(by=it.cast.perencana, anggaran=Anggaran.objects.get(sub_kegiatan=it.sub_kedua))


# --- the office and its people ---------------------------------------------------------------------------------------


def _change_pemda(it: Life) -> None:
    it.office.opd.pemda.ibu_kota = "Kota Baru"
    kantor.save_pemda(by=None, pemda=it.office.opd.pemda)


def _change_office(it: Life) -> None:
    it.office.opd.kode, it.office.opd.alamat = "diskominfo-beta", "Jalan Baru 1"
    kantor.save_opd(by=it.cast.administrator, opd=it.office.opd)


def _move_unit(it: Life) -> None:
    """Move the Sekretariat with the Subbag below it, and make and delete a unit."""
    it.office.sekretariat.induk = it.office.bidang
    kantor.save_units(by=it.cast.administrator, opd=it.office.opd, units=[it.office.sekretariat])
    new = UnitKerja(opd=it.office.opd, induk=it.office.dinas, kode="baru", nama="Baru", jenjang=Jenjang.TIM.value)
    kantor.save_unit(by=it.cast.administrator, unit=new)
    kantor.delete_unit(by=it.cast.administrator, unit=new)


def _change_official(it: Life) -> None:
    row = Pejabat.objects.get(opd=it.office.opd)
    row.pangkat = "Pembina Tingkat I"
    kantor.save_pejabat(by=it.cast.administrator, pejabat=row)
    new = Pejabat(
        opd=it.office.opd,
        unit=it.office.bidang,
        nama="Kepala Bidang",
        nip="198001012005011001",
        jabatan="Kepala Bidang",
        pangkat="Pembina",
        mulai=date(2024, 1, 1),
    )
    kantor.delete_pejabat(by=it.cast.administrator, pejabat=kantor.save_pejabat(by=it.cast.administrator, pejabat=new))


def _change_settings(it: Life) -> None:
    row = PengaturanTahun.objects.get(opd=it.office.opd, tahun=2023)
    row.batas_capaian = D(150)
    kantor.save_pengaturan(by=it.cast.administrator, pengaturan=row)


def _add_person(it: Life) -> None:
    task = akun.Tugas(it.office.tim, Peran.STAF, date(2024, 1, 1))
    akun.create_user(by=it.cast.administrator, username=f"baru.{it.office.opd.pk}", nama="Orang Baru", tugas=[task])


def _end_task(it: Life) -> None:
    row = Penugasan.objects.get(pengguna=it.cast.staf_iku)
    row.sampai = timezone.localdate()
    akun.save_accounts(by=it.cast.administrator, daftar=[row])


def _switch(it: Life) -> None:
    for aktif in (False, True):
        akun.set_active(by=it.cast.administrator, user=it.cast.staf_iku, aktif=aktif)


def _own_password(it: Life) -> None:
    akun.set_shared_password(by=None, users=[it.cast.staf_iku], sandi="cukup-Panjang-77")
    akun.change_own_password(by=it.cast.staf_iku, sandi_lama="cukup-Panjang-77", sandi_baru="lain-Panjang-78")


# --- reports ---------------------------------------------------------------------------------------------------------

TW2 = {"tahun": 2024, "triwulan": 2}


def _edit(it: Life, text: str = "Sebanyak 987 indikator.") -> Laporan:
    report = Laporan.objects.get(opd=it.office.opd, **TW2)
    return laporan.edit(
        by=it.cast.kadis, opd=it.office.opd, **TW2, versi=report.versi, nomor="2", tempat="Kota", tanggal=None,
        narasi={"bab_5": text},
    )  # fmt: skip


def _restore(it: Life) -> None:
    report = _edit(it)
    laporan.restore_default(by=it.cast.kadis, opd=it.office.opd, **TW2, versi=report.versi, bagian="bab_5")


def _confirm(it: Life) -> None:
    report = _edit(it)
    Laporan.objects.filter(pk=report.pk).update(angka_narasi={"bab_5": {"jumlah_indikator": ["987"]}})
    report.refresh_from_db()
    snapshot = snapshot_of(report, laporan.facts_of(it.office.opd, 2024, 2), draf=True)
    figures = angka_narasi.named_narrative(snapshot)[1]
    sidik = angka_narasi.review_narrative(report, figures)["bab_5"].sidik
    where = {"opd": it.office.opd, **TW2, "versi": report.versi}
    angka_narasi.confirm_figures(by=it.cast.sekretaris, **where, bagian="bab_5", sidik=sidik)


def _preview_and_cancel(it: Life) -> None:
    request_preview(by=it.cast.kadis, opd=it.office.opd, **TW2)
    cancel_render(by=it.cast.kadis, opd=it.office.opd, **TW2)


def _revise(it: Life) -> None:
    """Make a successor of the final report."""
    where = {"opd": it.office.opd, "tahun": 2024, "triwulan": 1}
    laporan.open_revision(by=it.cast.perencana, **where, alasan="Salah angka.")
    with steps.quick_renderer():
        steps.make_final(it.office, it.cast.kadis)


def _sign(it: Life) -> None:
    with steps.demo_certificate():
        steps.sign(it.final, it.cast)


def _upload_scan(it: Life) -> None:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    scan = SimpleUploadedFile("pindaian.pdf", buffer.getvalue())
    upload_scan(by=it.cast.kadis, dokumen=it.final, versi=it.final.versi, berkas=scan)


def _deliver(it: Life) -> None:
    for tampil in (False, True):
        deliver(by=it.cast.kadis, dokumen=it.final, tampil=tampil)


# --- workbooks -------------------------------------------------------------------------------------------------------


def _export(it: Life) -> None:
    """Take the list of indicators from the admin."""
    client = Client()
    client.force_login(it.cast.perencana, backend="django.contrib.auth.backends.ModelBackend")
    fields = dict.fromkeys(("kode", "nama"), "on")
    answer = client.post(reverse("admin:indicators_indikator_export"), {"format": "1", "resource": "0", **fields})
    assert answer.status_code == 200


def _with(book: bytes, old: str, new: str) -> list[tuple[str, bytes]]:
    """Return the workbook with another text in the cells that bear one."""
    opened = load_workbook(io.BytesIO(book))
    for sheet in opened:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value = new
    changed = io.BytesIO()
    opened.save(changed)
    return [("buku.xlsx", changed.getvalue())]


def _import_plan(it: Life) -> None:
    by, opd, pilihan = it.cast.perencana, it.office.opd, impor.Pilihan(tahun=2024, serupa="perbaiki")
    files = _with(plan_book(by=by, opd=opd, periode=it.office.renstra, pk=it.draft), "Layanan Surat", "Layanan Surel")
    seen = impor.check_plan(by=by, opd=opd, files=files, pilihan=pilihan)
    impor.import_plan(by=by, opd=opd, files=files, pilihan=pilihan, dilihat=seen.digest())


def _import_office(it: Life) -> None:
    by, opd = it.cast.administrator, it.office.opd
    files = _with(office_book(by=by, opd=opd), "Pembina Utama Muda", "Pembina Tingkat I")
    seen = check_office(by=by, opd=opd, files=files)
    import_office(by=by, opd=opd, files=files, dilihat=seen.digest())


HANDED_IN = "Pengajuan VersiPengajuan PeristiwaPengajuan"
JUDGED = "Pengajuan Putusan PeristiwaPengajuan"
RETURNED = f"{JUDGED} BarisDikembalikan"
ROWS = "PerjanjianKinerja ButirPK Target LembarPK ButirLembar"
DRAFT = {"tahun": 2024, "perubahan": 1}

DEEDS: dict[str, Deed] = {
    "enter": _deed(_enter, "ISI_REALISASI", "Realisasi", **TW2, unit="bidang"),
    "enter money": _deed(_enter_money, "ISI_ANGGARAN", "RealisasiAnggaran", **TW2),
    "add evidence": _deed(_add_evidence, "UNGGAH_BUKTI", "BuktiDukung", **TW2, unit="bidang"),
    "replace evidence": _deed(_replace_evidence, "GANTI_BUKTI", "BuktiDukung", **TW2, unit="bidang"),
    "withdraw evidence": _deed(_withdraw_evidence, "TARIK_BUKTI", "BuktiDukung", **TW2, unit="bidang"),
    "take evidence": _deed(
        lambda it: bukti.record_download(by=it.cast.kepala, unit=it.office.bidang, bukti=_evidence(it, it.tw2)),
        "UNDUH_BUKTI",
    ),
    "take a sheet": _deed(
        lambda it: record_sheet_download(by=it.cast.staf, triwulan=it.tw2, unit=it.office.bidang, jumlah=3),
        "UNDUH_LEMBAR",
    ),
    "submit": _deed(
        lambda it: pengajuan.submit(by=it.cast.staf_iku, pengajuan=_submission(it, it.office.tim)),
        "AJUKAN",
        HANDED_IN,
        **TW2,
        unit="tim",
    ),
    "check": _deed(_check, "PERIKSA", JUDGED, **TW2, unit="subbag"),
    "validate": _deed(_validate, "PERIKSA VALIDASI", JUDGED, **TW2, unit="subbag"),
    "send back": _deed(_send_back, "KEMBALIKAN", RETURNED, **TW2, unit="subbag"),
    "send back what is validated": _deed(
        _send_back_validated, "PERIKSA VALIDASI TOLAK_PENGESAHAN", RETURNED, **TW2, unit="subbag"
    ),
    "reopen a submission": _deed(_reopen_submission, "PERIKSA VALIDASI BUKA_KEMBALI", RETURNED, **TW2, unit="subbag"),
    "approve": _deed(
        _approve, "AJUKAN PERIKSA VALIDASI SAHKAN SAHKAN_TRIWULAN", f"Triwulan Pengesahan {HANDED_IN} Putusan", **TW2
    ),
    "reopen a quarter": _deed(
        _reopen_first,
        "AJUKAN PERIKSA VALIDASI SAHKAN SAHKAN_TRIWULAN BUKA_KEMBALI_TRIWULAN BUKA_PENGESAHAN "
        "TANGGUHKAN_TRIWULAN TANGGUHKAN",
        f"Triwulan Pengesahan {HANDED_IN} Putusan",
        tahun=2024,
        triwulan=(1, 2),
    ),
    "open a quarter": _deed(
        _open_quarter, "BUKA_TRIWULAN", "Triwulan JadwalPengisian Pengajuan", tahun=2024, triwulan=3
    ),
    "reschedule": _deed(_reschedule, "UBAH_JADWAL", "Triwulan JadwalPengisian", **TW2),
    "change a PK": _deed(_change_pk, "UBAH", "PerjanjianKinerja", **DRAFT),
    "delete a PK": _deed(lambda it: perjanjian.delete_pk(by=it.cast.perencana, pk=it.draft), "HAPUS", ROWS, **DRAFT),
    "change a row": _deed(_change_butir, "UBAH", "ButirPK Target", **DRAFT),
    "copy rows": _deed(_copy_rows, "TAMBAH", "ButirPK Target", **DRAFT),
    "remove a row": _deed(_remove_butir, "HAPUS", "ButirPK Target ButirLembar", **DRAFT, unit="bidang"),
    "arrange sheets": _deed(_arrange, "HAPUS", "ButirPK Target ButirLembar", **DRAFT),
    "change a sheet": _deed(_change_sheet, "UBAH", "LembarPK", **DRAFT, unit="bidang"),
    "fix a PK": _deed(
        _fix_last_year,
        "TAMBAH UBAH TETAPKAN_PK KOSONGKAN_REALISASI",
        f"{ROWS} Realisasi",
        tahun=2023,
        perubahan=1,
        triwulan=1,
    ),
    "open a year": _deed(
        lambda it: open_year(by=it.cast.perencana, opd=it.office.opd, tahun=2025),
        "TAMBAH",
        "PerjanjianKinerja ButirPK Target",
        tahun=2025,
        perubahan=0,
    ),
    "rename a node": _deed(_rename_node, "UBAH", "SubKegiatan"),
    "delete a node": _deed(_add_and_delete_node, "TAMBAH HAPUS", ""),
    "change a Renstra": _deed(_change_periode, "UBAH", "PeriodeRenstra"),
    "order nodes": _deed(_order_nodes, "URUTKAN_SIMPUL", "SubKegiatan"),
    "order indicators": _deed(_order_indicators, "URUTKAN_INDIKATOR", "Indikator", unit=("bidang", "subbag")),
    "change an indicator": _deed(_change_indicator, "UBAH", "Indikator", unit="tim"),
    "delete an indicator": _deed(_add_and_delete_indicator, "TAMBAH HAPUS", ""),
    "change a target": _deed(_change_renstra_target, "UBAH", "TargetRenstra", tahun=2025, unit="tim"),
    "delete a target": _deed(_delete_renstra_target, "HAPUS", "TargetRenstra", tahun=2025, unit="tim"),
    "change a scale": _deed(_change_scale, "UBAH TAMBAH", "SkalaPredikat TingkatPredikat"),
    "delete a letter": _deed(_delete_letter, "HAPUS", "TingkatPredikat"),
    "delete a scale": _deed(_delete_scale, "HAPUS", "SkalaPredikat TingkatPredikat"),
    "add support": _deed(_add_support, "TAMBAH", "Dukungan"),
    "delete support": _deed(_delete_support, "HAPUS", "Dukungan"),
    "change nomenclature": _deed(
        _change_nomenclature,
        "UBAH TAMBAH UBAH_NOMENKLATUR",
        "SubKegiatan Indikator GantiNomenklatur",
        tahun=(2025, 2026, 2027),
        unit=("bidang", "subbag"),
    ),
    "undo nomenclature": _deed(_undo_nomenclature, "UBAH TAMBAH HAPUS UBAH_NOMENKLATUR BATALKAN_NOMENKLATUR", ""),
    "change money": _deed(_change_money, "UBAH", "Anggaran SumberDana RencanaKas", tahun=2024),
    "delete money": _deed(_delete_money, "HAPUS", "Anggaran", tahun=2024),
    "change a Pemda": _deed(_change_pemda, "UBAH", "Pemda"),
    "change an office": _deed(_change_office, "UBAH", "PerangkatDaerah"),
    "move a unit": _deed(_move_unit, "TAMBAH UBAH HAPUS PINDAHKAN", "UnitKerja", unit=("sekretariat", "subbag")),
    "change an official": _deed(_change_official, "UBAH TAMBAH HAPUS", "Pejabat", unit="dinas"),
    "change settings": _deed(_change_settings, "UBAH", "PengaturanTahun", tahun=2023),
    "add a person": _deed(_add_person, "TAMBAH", "Pengguna Penugasan", unit="tim"),
    "end a task": _deed(_end_task, "UBAH", "Penugasan", unit="tim"),
    "switch an account": _deed(_switch, "AKTIFKAN_PENGGUNA NONAKTIFKAN_PENGGUNA", ""),
    "reset a password": _deed(
        lambda it: akun.reset_password(by=it.cast.administrator, user=it.cast.staf_iku), "ATUR_ULANG_SANDI", "Pengguna"
    ),
    "change the own password": _deed(_own_password, "ATUR_SANDI_CONTOH GANTI_SANDI", "Pengguna"),
    "found an office": _deed(
        lambda it: found_office(
            by=None, pemda=it.office.opd.pemda, kode="baru", nama="Dinas Baru", renstra=(2024, 2028)
        ),
        "TAMBAH",
        "PerangkatDaerah UnitKerja PeriodeRenstra",
        baru=True,
    ),
    "found a bare office": _deed(
        lambda it: found_bare_office(
            by=None, pemda=it.office.opd.pemda, kode="baru", nama="Dinas Baru", renstra=(2024, 2028)
        ),
        "TAMBAH",
        "PerangkatDaerah PeriodeRenstra",
        baru=True,
    ),
    "edit a report": _deed(_edit, "UBAH_LAPORAN", "Laporan", **TW2),
    "restore a text": _deed(_restore, "UBAH_LAPORAN", "Laporan", **TW2),
    "confirm figures": _deed(_confirm, "UBAH_LAPORAN PERIKSA_ANGKA_NARASI", "Laporan", **TW2),
    "preview and cancel": _deed(_preview_and_cancel, "BATALKAN_PENYUSUNAN", "Dokumen Job", **TW2),
    "make a successor": _deed(
        _revise,
        "BUKA_REVISI_LAPORAN MINTA_FINAL FINALKAN_LAPORAN GANTIKAN_DOKUMEN",
        "Laporan Dokumen Job",
        tahun=2024,
        triwulan=1,
    ),
    "sign": _deed(_sign, "TANDA_TANGANI_DOKUMEN", "Dokumen", tahun=2024, triwulan=1),
    "upload a scan": _deed(_upload_scan, "UNGGAH_PINDAIAN", "Dokumen", tahun=2024, triwulan=1),
    "deliver": _deed(_deliver, "LIHAT_DOKUMEN UNDUH_DOKUMEN"),
    "export": _deed(_export, "EKSPOR", "Pengguna"),
    "import a plan": _deed(_import_plan, "EKSPOR_BUKU_RENCANA IMPOR_BUKU_RENCANA UBAH", "SubKegiatan"),
    "import an office": _deed(_import_office, "EKSPOR_BUKU_KANTOR IMPOR_BUKU_KANTOR UBAH", "Pejabat", unit="dinas"),
}
