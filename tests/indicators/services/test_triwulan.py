"""Opening, rescheduling, approving and reopening a quarter, with the rows that each leaves behind."""

from datetime import date

import pytest

from indicators.models import (
    ButirPK,
    Jejak,
    Pengajuan,
    Pengguna,
    Penugasan,
    PeristiwaPengajuan,
    PerjanjianKinerja,
    Triwulan,
)
from indicators.services.pengajuan import reopen, send_back, submit
from indicators.services.realisasi_entry import RowEntry
from indicators.services.triwulan import approve, open_quarter, reopen_quarter, reschedule
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office
from tests.indicators import way
from tests.savers import save_row

MULAI, TENGGAT, TUTUP = date(2024, 7, 1), date(2024, 7, 15), date(2024, 7, 31)


# --- open_quarter -----------------------------------------------------------------------------------------------


def test_open_quarter_gives_every_owning_unit_one_submission(office: Office, cast: Cast) -> None:
    quarter = open_quarter(
        by=cast.sekretaris, opd=office.opd, tahun=2024, triwulan=2, mulai=MULAI, tenggat=TENGGAT, tutup=TUTUP
    )

    assert (quarter.status, quarter.jadwal.mulai, quarter.jadwal.tenggat, quarter.jadwal.tutup) == (
        "terbuka",
        MULAI,
        TENGGAT,
        TUTUP,
    )
    units = Pengajuan.objects.filter(triwulan=quarter).values_list("unit__kode", "status")
    assert sorted(units) == [("ikp", "draf"), ("iku", "draf"), ("umum", "draf")]
    jejak = Jejak.objects.get(tindakan="buka_triwulan")
    assert jejak.sesudah == {"mulai": "2024-07-01", "tenggat": "2024-07-15", "tutup": "2024-07-31"}


@pytest.mark.parametrize("who", ["staf", "kepala", "kadis", "perencana", "administrator", "asing"])
def test_open_quarter_is_for_the_sekretaris(office: Office, cast: Cast, who: str) -> None:
    user: Pengguna = getattr(cast, who)

    with pytest.raises(NotAllowed):
        open_quarter(by=user, opd=office.opd, tahun=2024, triwulan=2, mulai=MULAI, tenggat=TENGGAT)

    assert Triwulan.objects.count() == 1
    assert Jejak.objects.get(ditolak=True).tindakan == "buka_triwulan"


def test_open_quarter_twice_or_without_a_plan_is_refused(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="sudah dibuka"):
        open_quarter(by=cast.sekretaris, opd=office.opd, tahun=2024, triwulan=1, mulai=MULAI, tenggat=TENGGAT)
    with pytest.raises(NotNow, match="Belum ada perjanjian kinerja 2025"):
        open_quarter(by=cast.sekretaris, opd=office.opd, tahun=2025, triwulan=1, mulai=MULAI, tenggat=TENGGAT)


@pytest.mark.parametrize(
    ("triwulan", "mulai", "tenggat", "tutup"),
    [(5, MULAI, TENGGAT, None), (2, TENGGAT, MULAI, None), (2, MULAI, TUTUP, TENGGAT)],
)
def test_open_quarter_refuses_dates_out_of_order_and_a_fifth_quarter(
    office: Office, cast: Cast, triwulan: int, mulai: date, tenggat: date, tutup: date | None
) -> None:
    with pytest.raises(NotValid):
        open_quarter(
            by=cast.sekretaris,
            opd=office.opd,
            tahun=2024,
            triwulan=triwulan,
            mulai=mulai,
            tenggat=tenggat,
            tutup=tutup,
        )
    assert Triwulan.objects.count() == 1


# --- reschedule -------------------------------------------------------------------------------------------------


def test_reschedule_changes_the_dates_and_keeps_the_old_ones_in_the_trail(office: Office, cast: Cast) -> None:
    old = office.tw1.jadwal.tenggat

    jadwal = reschedule(by=cast.sekretaris, quarter=office.tw1, versi=1, mulai=MULAI, tenggat=TENGGAT, tutup=TUTUP)

    assert (jadwal.mulai, jadwal.tenggat, jadwal.tutup) == (MULAI, TENGGAT, TUTUP)
    jejak = Jejak.objects.get(tindakan="ubah_jadwal")
    assert jejak.sebelum is not None
    assert jejak.sebelum["tenggat"] == old.isoformat()
    with pytest.raises(ChangedMeanwhile):
        reschedule(by=cast.sekretaris, quarter=office.tw1, versi=1, mulai=MULAI, tenggat=TENGGAT)


@pytest.mark.parametrize("who", ["staf", "kepala", "kadis", "perencana", "administrator", "asing"])
def test_reschedule_is_for_the_sekretaris(office: Office, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        reschedule(by=getattr(cast, who), quarter=office.tw1, versi=1, mulai=MULAI, tenggat=TENGGAT)


def test_reschedule_of_an_approved_quarter_is_refused(office: Office, cast: Cast) -> None:
    way.validate_all(office, cast)
    quarter = approve(by=cast.kadis, quarter=office.tw1, versi=1)

    with pytest.raises(NotNow, match="sudah disahkan"):
        reschedule(by=cast.sekretaris, quarter=quarter, versi=quarter.versi, mulai=MULAI, tenggat=TENGGAT)


# --- approve ----------------------------------------------------------------------------------------------------


def test_approve_locks_the_quarter_and_every_submission(office: Office, cast: Cast) -> None:
    way.validate_all(office, cast)

    quarter = approve(by=cast.kadis, quarter=office.tw1, versi=1)

    assert (quarter.status, quarter.versi, quarter.disahkan_oleh) == ("disahkan", 2, "Kepala Dinas (kadis)")
    assert quarter.disahkan_pada is not None
    assert set(Pengajuan.objects.values_list("status", flat=True)) == {"disahkan"}
    events = PeristiwaPengajuan.objects.filter(tindakan="sahkan")
    assert sorted(events.values_list("pengajuan__unit__kode", "dari", "ke", "tahap")) == [
        ("ikp", "divalidasi", "disahkan", "Kepala Dinas"),
        ("iku", "divalidasi", "disahkan", "Kepala Dinas"),
        ("umum", "divalidasi", "disahkan", "Kepala Dinas"),
    ]
    assert Jejak.objects.filter(tindakan="sahkan").count() == 3
    assert Jejak.objects.filter(tindakan="sahkan_triwulan").count() == 1


def test_approve_notes_who_validated_the_version_that_he_approves(office: Office, cast: Cast) -> None:
    """By hand: the Kepala Dinas validated what stands of the Subbag, and of the Tim what was handed in before."""
    way.validate_all(office, cast)
    for unit, version in ((office.subbag, 1), (office.tim, 0)):
        event = PeristiwaPengajuan.objects.get(tindakan="validasi", pengajuan=office.pengajuan(unit))
        event.pk, event.pelaku, event.nomor_versi = None, cast.kadis, version
        event.save(force_insert=True)

    approve(by=cast.kadis, quarter=office.tw1, versi=1)

    events = PeristiwaPengajuan.objects.filter(tindakan="sahkan")
    notes = dict(events.values_list("pengajuan__unit__kode", "keterangan"))
    assert notes == {"ikp": "", "iku": "", "umum": "Yang mengesahkan juga yang memvalidasi data ini."}


def test_approve_names_the_units_that_are_missing(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)
    way.validate(office, office.tim, cast.sekretaris)

    with pytest.raises(NotNow, match=r"Belum divalidasi: .*Bidang Informasi.*") as refusal:
        approve(by=cast.kadis, quarter=office.tw1, versi=1)

    assert "Subbag Umum" in str(refusal.value)
    assert "Tim IKU" not in str(refusal.value)
    assert Triwulan.objects.get().status == "terbuka"
    assert Pengajuan.objects.filter(status="disahkan").count() == 0


def test_approve_wants_a_submission_of_every_owning_unit(office: Office, cast: Cast) -> None:
    way.validate_all(office, cast)
    revised = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, alasan="Tambahan", berlaku_mulai=date(2024, 3, 1)
    )
    for row in ButirPK.objects.filter(pk_induk=office.pk):
        copy = ButirPK(pk_induk=revised, indikator=row.indikator, unit=office.sekretariat, urutan=row.urutan)
        copy.take_over(row)
        copy.save()
    PerjanjianKinerja.objects.filter(pk=revised.pk).update(
        status="ditetapkan", ditetapkan_pada=office.pk.ditetapkan_pada
    )

    with pytest.raises(NotNow, match="belum mempunyai pengajuan"):
        approve(by=cast.kadis, quarter=office.tw1, versi=1)


@pytest.mark.parametrize("who", ["staf", "kepala", "sekretaris", "perencana", "pembaca", "administrator", "asing"])
def test_approve_is_for_the_kepala_dinas(office: Office, cast: Cast, who: str) -> None:
    way.validate_all(office, cast)

    with pytest.raises(NotAllowed, match="Kepala Dinas"):
        approve(by=getattr(cast, who), quarter=office.tw1, versi=1)

    assert Jejak.objects.get(ditolak=True).tindakan == "sahkan_triwulan"
    assert Triwulan.objects.get().status == "terbuka"


def test_approve_twice_or_from_an_old_page_is_refused(office: Office, cast: Cast) -> None:
    way.validate_all(office, cast)
    quarter = approve(by=cast.kadis, quarter=office.tw1, versi=1)

    with pytest.raises(ChangedMeanwhile, match="Disahkan"):
        approve(by=cast.kadis, quarter=office.tw1, versi=1)
    with pytest.raises(NotNow, match="sudah disahkan"):
        approve(by=cast.kadis, quarter=quarter, versi=2)


def test_the_kepala_dinas_does_not_approve_what_he_submitted_himself(office: Office, cast: Cast) -> None:
    Penugasan.objects.create(pengguna=cast.kadis, unit=office.tim, peran="staf", mulai=date(2023, 1, 1))
    cast.staf_iku = cast.kadis
    way.validate_all(office, cast)

    with pytest.raises(NotNow, match="Anda sendiri yang mengisi atau mengajukan data Tim IKU"):
        approve(by=cast.kadis, quarter=office.tw1, versi=1)


# --- after approval ---------------------------------------------------------------------------------------------


def test_after_approval_nothing_of_the_quarter_changes(office: Office, cast: Cast) -> None:
    layanan, *_ = office.indikator(office.bidang)
    way.validate_all(office, cast)
    approve(by=cast.kadis, quarter=office.tw1, versi=1)
    pengajuan = office.pengajuan(office.bidang)

    with pytest.raises(NotNow, match="sudah disahkan"):
        save_row(
            by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, versi=1, realisasi="9")
        )
    with pytest.raises(NotNow):
        submit(by=cast.staf, pengajuan=pengajuan)
    with pytest.raises(NotNow):
        reopen(by=cast.sekretaris, pengajuan=pengajuan, versi=pengajuan.versi, alasan="Perbaiki.")
    with pytest.raises(NotNow):
        send_back(by=cast.sekretaris, pengajuan=pengajuan, versi=pengajuan.versi, alasan="Perbaiki.")


def test_a_submission_left_in_review_does_not_move_in_an_approved_quarter(office: Office, cast: Cast) -> None:
    """A unit that a revised PK took its rows from is not waited for; what it handed in stays where it is."""
    way.validate_all(office, cast)
    approve(by=cast.kadis, quarter=office.tw1, versi=1)
    Pengajuan.objects.filter(unit=office.bidang).update(status="diajukan", posisi=office.bidang)
    pengajuan = office.pengajuan(office.bidang)

    with pytest.raises(NotNow, match="sudah disahkan"):
        way.check(office, office.bidang, cast.kepala)
    with pytest.raises(NotNow, match="sudah disahkan"):
        send_back(by=cast.kepala, pengajuan=pengajuan, versi=pengajuan.versi, alasan="Perbaiki.")


def test_the_chain_from_approved_back_to_the_unit_and_up_again(office: Office, cast: Cast) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    way.validate_all(office, cast)
    quarter = approve(by=cast.kadis, quarter=office.tw1, versi=1)

    quarter = reopen_quarter(by=cast.kadis, quarter=quarter, versi=quarter.versi, alasan="Temuan Inspektorat.")

    assert (quarter.status, quarter.disahkan_pada, quarter.disahkan_oleh) == ("dibuka_kembali", None, "")
    assert set(Pengajuan.objects.values_list("status", flat=True)) == {"divalidasi"}
    event = PeristiwaPengajuan.objects.filter(tindakan="buka_pengesahan").first()
    assert event is not None
    assert event.alasan == "Temuan Inspektorat."
    assert Jejak.objects.get(tindakan="buka_kembali_triwulan").alasan == "Temuan Inspektorat."

    pengajuan = office.pengajuan(office.bidang)
    reopen(
        by=cast.sekretaris, pengajuan=pengajuan, versi=pengajuan.versi, alasan_baris={layanan.pk: "Angka Inspektorat."}
    )
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, versi=1, realisasi="8"))
    with pytest.raises(NotNow, match="tidak dikembalikan"):
        save_row(
            by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(dokumen.pk, versi=1, realisasi="8")
        )
    with pytest.raises(NotNow, match="Bidang Informasi"):
        approve(by=cast.kadis, quarter=quarter, versi=quarter.versi)
    assert submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang)).nomor_versi == 2
    way.check(office, office.bidang, cast.kepala)
    way.validate(office, office.bidang, cast.sekretaris)
    assert approve(by=cast.kadis, quarter=quarter, versi=quarter.versi).status == "disahkan"


@pytest.mark.parametrize("who", ["staf", "kepala", "sekretaris", "perencana", "administrator", "asing"])
def test_reopen_quarter_is_for_the_kepala_dinas(office: Office, cast: Cast, who: str) -> None:
    way.validate_all(office, cast)
    quarter = approve(by=cast.kadis, quarter=office.tw1, versi=1)

    with pytest.raises(NotAllowed):
        reopen_quarter(by=getattr(cast, who), quarter=quarter, versi=quarter.versi, alasan="Coba.")

    assert Jejak.objects.get(ditolak=True).tindakan == "buka_kembali_triwulan"


def test_reopen_quarter_wants_a_reason_and_an_approved_quarter(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="belum disahkan"):
        reopen_quarter(by=cast.kadis, quarter=office.tw1, versi=1, alasan="Temuan.")
    way.validate_all(office, cast)
    quarter = approve(by=cast.kadis, quarter=office.tw1, versi=1)
    with pytest.raises(NotValid):
        reopen_quarter(by=cast.kadis, quarter=quarter, versi=quarter.versi, alasan="  ")
    with pytest.raises(ChangedMeanwhile):
        reopen_quarter(by=cast.kadis, quarter=quarter, versi=1, alasan="Temuan.")
    assert Triwulan.objects.get().status == "disahkan"
