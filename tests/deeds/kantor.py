"""The office: units, officials, settings, people with their tasks and accounts."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from indicators.models import (
    Pejabat,
    PengaturanTahun,
    Penugasan,
    UnitKerja,
    UsulanPeran,
)
from indicators.models.kantor import Jenjang
from indicators.permissions import Peran
from indicators.services import (
    atur_ulang,
    faktor_kedua,
    kantor,
    pelaksana_harian,
    pengguna,
    persetujuan_peran,
    sign_ins,
)
from indicators.services.founding import found_bare_office, found_office
from sakip.sign_in.attempts import Count, counted_attempt
from sakip.sign_in.events import Event
from sakip.sign_in.slowing import Kind
from tests.crowd import Life
from tests.deeds.deed import Deed, deed
from tests.sakip.sign_in.phone import give_phone

D = Decimal


def _change_pemda(it: Life) -> None:
    it.office.opd.pemda.ibu_kota = "Kota Baru"
    kantor.save_pemda(by=it.cast.administrator, pemda=it.office.opd.pemda)


def _change_office(it: Life) -> None:
    it.office.opd.alamat = "Jalan Baru 1"
    kantor.save_opd(by=it.cast.administrator, opd=it.office.opd)


def _move_unit(it: Life) -> None:
    """Move the Sekretariat with the Subbag below it, and make and delete a unit."""
    it.office.sekretariat.induk = it.office.bidang
    kantor.save_units(by=it.cast.administrator, opd=it.office.opd, units=[it.office.sekretariat])
    new = UnitKerja(opd=it.office.opd, induk=it.office.dinas, kode="baru", nama="Baru", jenjang=Jenjang.TIM.value)
    kantor.save_unit(by=it.cast.administrator, unit=new)
    kantor.delete_unit(by=it.cast.administrator, unit=new)


def _rename_unit(it: Life) -> None:
    it.office.sekretariat.nama = "Sekretariat Dinas"
    kantor.save_unit(by=it.cast.administrator, unit=it.office.sekretariat)


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
    kantor.save_settings(by=it.cast.administrator, pengaturan=row)


def _add_person(it: Life) -> None:
    task = pengguna.NewPenugasan(it.office.tim, Peran.STAF, date(2024, 1, 1))
    pengguna.create_user(by=it.cast.administrator, username=f"baru.{it.office.opd.pk}", nama="Orang Baru", tugas=[task])


def _end_task(it: Life) -> None:
    row = Penugasan.objects.get(pengguna=it.cast.staf_iku)
    row.sampai = timezone.localdate()
    pengguna.save_accounts(by=it.cast.administrator, daftar=[row])


def _switch(it: Life) -> None:
    for aktif in (False, True):
        pengguna.set_active(by=it.cast.administrator, user=it.cast.staf_iku, aktif=aktif)


def _own_password(it: Life) -> None:
    pengguna.set_shared_password(by=None, users=[it.cast.staf_iku], sandi="cukup-Panjang-77")
    pengguna.change_own_password(by=it.cast.staf_iku, sandi_lama="cukup-Panjang-77", sandi_baru="lain-Panjang-78")


def _unlock(it: Life) -> None:
    count = Count(Kind.PLACE, f"{it.cast.staf_iku.pk}@203.0.113.5", it.cast.staf_iku.pk)
    for _ in range(5):
        with suppress(LookupError), counted_attempt([count], wrong=LookupError):
            raise LookupError
    pengguna.unlock_account(by=it.cast.administrator, user=it.cast.staf_iku)


def _come_and_go(it: Life) -> None:
    for event in Event:
        sign_ins.record_event(event, it.cast.staf_iku, {})


def _reset_second_factor(it: Life) -> None:
    give_phone(it.cast.staf_iku)
    faktor_kedua.reset_second_factor(by=it.cast.administrator, user=it.cast.staf_iku)


def _propose(it: Life, peran: Peran = Peran.KEPALA_DINAS) -> UsulanPeran:
    row = Penugasan(pengguna=it.cast.staf_iku, unit=it.office.dinas, peran=peran.value, mulai=date(2024, 1, 1))
    pengguna.save_accounts(by=it.cast.administrator, daftar=[row])
    return UsulanPeran.objects.get(pengguna=it.cast.staf_iku, status="menunggu")


def _grant(it: Life) -> None:
    persetujuan_peran.approve(by=it.cast.sekretaris, usulan=_propose(it))


def _refuse_and_take_back(it: Life) -> None:
    persetujuan_peran.reject(by=it.cast.sekretaris, usulan=_propose(it), alasan="Belum ada SK")
    persetujuan_peran.cancel(by=it.cast.administrator, usulan=_propose(it))


def _switch_back_on(it: Life) -> None:
    """Switch an account on again that holds a role with power: two people do."""
    pengguna.set_active(by=it.cast.administrator, user=it.cast.sekretaris, aktif=False)
    pengguna.set_active(by=it.cast.administrator, user=it.cast.sekretaris, aktif=True)
    persetujuan_peran.approve(by=it.cast.kadis, usulan=UsulanPeran.objects.get(pengguna=it.cast.sekretaris))


def _name_deputies(it: Life) -> None:
    """Name one who stands in from today on, and one who is taken back before he begins."""
    today = timezone.localdate()
    for first, last, who in ((0, 2, it.cast.staf), (3, 5, it.cast.staf_umum)):
        mulai, sampai = today + timedelta(days=first), today + timedelta(days=last)
        row = pelaksana_harian.name_deputy(
            by=it.cast.ketua_iku, unit=it.office.tim, pengguna=who, mulai=mulai, sampai=sampai
        )
        pelaksana_harian.end_deputy(by=it.cast.ketua_iku, penugasan=row)


def _fill_vacancy(it: Life) -> None:
    pengguna.set_active(by=it.cast.administrator, user=it.cast.sekretaris, aktif=False)
    persetujuan_peran.fill_vacancy(
        by=None,
        pengguna=it.cast.staf_iku,
        unit=it.office.dinas,
        peran=Peran.SEKRETARIS,
        mulai=date(2024, 1, 1),
        alasan="SK Bupati",
    )


def _answer_reset(it: Life) -> None:
    for denied in (False, True):
        given = pengguna.reset_password(by=it.cast.administrator, user=it.cast.staf_iku)
        it.cast.staf_iku.refresh_from_db()
        atur_ulang.answer(by=it.cast.staf_iku, sandi=given, disangkal=denied)


DEEDS: dict[str, Deed] = {
    "change a Pemda": deed(_change_pemda, "UBAH", "Pemda"),
    "change an office": deed(_change_office, "UBAH", "PerangkatDaerah"),
    "move a unit": deed(_move_unit, "TAMBAH UBAH HAPUS PINDAHKAN", "UnitKerja", unit=("sekretariat", "subbag")),
    "rename a unit": deed(_rename_unit, "UBAH", "UnitKerja", unit="sekretariat"),
    "change an official": deed(_change_official, "UBAH TAMBAH HAPUS", "Pejabat", unit="dinas"),
    "change settings": deed(_change_settings, "UBAH", "PengaturanTahun", tahun=2023),
    "add a person": deed(_add_person, "TAMBAH", "Pengguna Penugasan NamaPengguna", unit="tim"),
    "end a task": deed(_end_task, "UBAH", "Penugasan", unit="tim"),
    "switch an account": deed(_switch, "AKTIFKAN_PENGGUNA NONAKTIFKAN_PENGGUNA", ""),
    "reset a password": deed(
        lambda it: pengguna.reset_password(by=it.cast.administrator, user=it.cast.staf_iku),
        "ATUR_ULANG_SANDI",
        "Pengguna AturUlangSandi",
    ),
    "answer a reset": deed(
        _answer_reset, "ATUR_ULANG_SANDI KONFIRMASI_ATUR_ULANG SANGKAL_ATUR_ULANG", "Pengguna AturUlangSandi"
    ),
    "grant a role": deed(_grant, "USULKAN_PERAN SETUJUI_PERAN TAMBAH", "UsulanPeran Penugasan", unit="dinas"),
    "refuse a role and take it back": deed(
        _refuse_and_take_back, "USULKAN_PERAN TOLAK_PERAN BATALKAN_USULAN_PERAN", "UsulanPeran", unit="dinas"
    ),
    "switch a Sekretaris back on": deed(
        _switch_back_on,
        "NONAKTIFKAN_PENGGUNA USULKAN_PERAN SETUJUI_PERAN AKTIFKAN_PENGGUNA",
        "UsulanPeran",
        unit="dinas",
    ),
    "name deputies": deed(_name_deputies, "TUNJUK_PLH AKHIRI_PLH TAMBAH UBAH HAPUS", "Penugasan", unit="tim"),
    "fill a vacancy": deed(
        _fill_vacancy, "NONAKTIFKAN_PENGGUNA ISI_PERAN_KOSONG TAMBAH", "Pengguna Penugasan", unit="dinas"
    ),
    "unlock an account": deed(_unlock, "BUKA_KUNCI_AKUN", "Attempt"),
    "come and go": deed(
        _come_and_go,
        "MASUK GAGAL_MASUK KUNCI_AKUN KELUAR KELUAR_SEMUA PASANG_FAKTOR_KEDUA "
        "LEPAS_FAKTOR_KEDUA BUAT_KODE_PEMULIHAN PAKAI_KODE_PEMULIHAN",
        "JejakBerulang",
    ),
    "reset a second factor": deed(
        _reset_second_factor, "PASANG_FAKTOR_KEDUA ATUR_ULANG_FAKTOR_KEDUA", "AturUlangSandi"
    ),
    "change the own password": deed(_own_password, "ATUR_SANDI_CONTOH GANTI_SANDI", "Pengguna"),
    "found an office": deed(
        lambda it: found_office(
            by=None, pemda=it.office.opd.pemda, kode="baru", nama="Dinas Baru", renstra=(2024, 2028)
        ),
        "TAMBAH",
        "PerangkatDaerah UnitKerja PeriodeRenstra",
        baru=True,
    ),
    "found a bare office": deed(
        lambda it: found_bare_office(
            by=None, pemda=it.office.opd.pemda, kode="baru", nama="Dinas Baru", renstra=(2024, 2028)
        ),
        "TAMBAH",
        "PerangkatDaerah PeriodeRenstra",
        baru=True,
    ),
}
