"""The office: units, officials, settings, people with their tasks and accounts."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from indicators.models import (
    Pejabat,
    PengaturanTahun,
    Penugasan,
    UnitKerja,
)
from indicators.models.kantor import Jenjang
from indicators.permissions import Peran
from indicators.services import kantor, pengguna
from indicators.services.founding import found_bare_office, found_office
from tests.crowd import Life
from tests.deeds.deed import Deed, deed

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


DEEDS: dict[str, Deed] = {
    "change a Pemda": deed(_change_pemda, "UBAH", "Pemda"),
    "change an office": deed(_change_office, "UBAH", "PerangkatDaerah"),
    "move a unit": deed(_move_unit, "TAMBAH UBAH HAPUS PINDAHKAN", "UnitKerja", unit=("sekretariat", "subbag")),
    "rename a unit": deed(_rename_unit, "UBAH", "UnitKerja", unit="sekretariat"),
    "change an official": deed(_change_official, "UBAH TAMBAH HAPUS", "Pejabat", unit="dinas"),
    "change settings": deed(_change_settings, "UBAH", "PengaturanTahun", tahun=2023),
    "add a person": deed(_add_person, "TAMBAH", "Pengguna Penugasan", unit="tim"),
    "end a task": deed(_end_task, "UBAH", "Penugasan", unit="tim"),
    "switch an account": deed(_switch, "AKTIFKAN_PENGGUNA NONAKTIFKAN_PENGGUNA", ""),
    "reset a password": deed(
        lambda it: pengguna.reset_password(by=it.cast.administrator, user=it.cast.staf_iku),
        "ATUR_ULANG_SANDI",
        "Pengguna",
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
