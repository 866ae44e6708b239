"""Approvals are a chain: what rests on a reopened quarter is suspended, and approved again in order."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from indicators.models import Jejak, Pengajuan, Pengesahan, PeristiwaPengajuan, Realisasi, Triwulan
from indicators.selectors.pengesahan import compare_with_approval
from indicators.selectors.summary import count_ready_quarters
from indicators.services.anggaran import save_anggaran
from indicators.services.pengajuan import reopen, send_back
from indicators.services.realisasi_entry import RowEntry
from indicators.services.triwulan import approve, open_quarter, reopen_quarter, reschedule
from indicators.triggers import APPROVED
from sakip.refusals import ChangedMeanwhile, NotNow
from tests.cast import Cast, Office, make_quarter
from tests.indicators import way
from tests.indicators.approval_chain import Chain, approve_up_to, build_year
from tests.indicators.money import make_anggaran
from tests.savers import save_row


@pytest.fixture
def rantai(office: Office) -> Chain:
    return build_year(office)


def reopen_first(rantai: Chain, cast: Cast) -> Triwulan:
    first = rantai.at(1)
    return reopen_quarter(by=cast.kadis, quarter=first, versi=first.versi, alasan="Temuan.", bergantung="2,3,4")


def test_reopening_suspends_the_later_approvals_and_locks_their_numbers(
    office: Office, cast: Cast, rantai: Chain
) -> None:
    approve_up_to(rantai, cast.kadis, 4)

    reopen_first(rantai, cast)

    assert rantai.states() == ["dibuka_kembali", "ditangguhkan", "ditangguhkan", "ditangguhkan"]
    later = rantai.triwulan[1:]
    assert set(Pengajuan.objects.filter(triwulan__in=later).values_list("status", flat=True)) == {"divalidasi"}
    events = PeristiwaPengajuan.objects.filter(tindakan="tangguhkan")
    assert [(event.dari, event.ke, event.alasan) for event in events] == [
        ("disahkan", "divalidasi", "TW I 2025 dibuka kembali: Temuan.")
    ] * 3
    assert Jejak.objects.filter(tindakan="tangguhkan_triwulan").count() == 3
    kept = Jejak.objects.get(tindakan="buka_kembali_triwulan").sesudah
    assert kept is not None
    assert kept["ditangguhkan"] == ["TW II 2025", "TW III 2025", "TW IV 2025"]
    second = rantai.at(2)
    with pytest.raises(NotNow, match="sudah disahkan"):
        save_row(
            by=cast.staf,
            triwulan=second,
            unit=office.bidang,
            isian=RowEntry(rantai.indikator.pk, versi=1, realisasi="9"),
        )
    with pytest.raises(DatabaseError, match=APPROVED), transaction.atomic():
        Realisasi.objects.filter(triwulan=second).update(nilai=9)
    pengajuan = Pengajuan.objects.get(triwulan=second)
    with pytest.raises(NotNow, match="sudah disahkan"):
        reopen(by=cast.sekretaris, pengajuan=pengajuan, versi=pengajuan.versi, alasan="Perbaiki.")
    with pytest.raises(NotNow, match="sudah disahkan"):
        send_back(by=cast.kadis, pengajuan=pengajuan, versi=pengajuan.versi, alasan="Perbaiki.")
    with pytest.raises(NotNow, match="jadwalnya tidak dapat diubah"):
        reschedule(
            by=cast.sekretaris, quarter=second, versi=second.versi, mulai=date(2025, 7, 1), tenggat=date(2025, 7, 2)
        )


def test_a_corrected_sum_is_shown_before_each_later_quarter_is_approved_again(cast: Cast, rantai: Chain) -> None:
    """Four times 2 of 8 are 100,00; TW I corrected to 0 makes the year 75,00."""
    approve_up_to(rantai, cast.kadis, 4)
    before = dict(Pengesahan.objects.values_list("triwulan__triwulan", "sidik"))
    reopen_first(rantai, cast)
    rantai.enter(1, "0")
    approve_up_to(rantai, cast.kadis, 1)
    assert rantai.states() == ["disahkan", "ditangguhkan", "ditangguhkan", "ditangguhkan"]

    (row, mean) = compare_with_approval(rantai.at(4)).berubah
    assert (row.nama, row.unit) == ("Jumlah pelatihan", "Bidang Informasi dan Komunikasi Publik")
    assert row.angka == (
        ("Sampai triwulan ini", "8", "6"),
        ("Capaian", "100,00", "75,00"),
        ("Progres tahun", "100,00", "75,00"),
    )
    assert (mean.nama, mean.angka[0]) == ("Rata-rata Sub Kegiatan", ("Capaian", "100,00", "75,00"))
    (second, _) = compare_with_approval(rantai.at(2)).berubah
    assert second.angka[:2] == (("Sampai triwulan ini", "4", "2"), ("Capaian", "100,00", "50,00"))

    approve_up_to(rantai, cast.kadis, 4)

    assert rantai.states() == ["disahkan"] * 4
    assert compare_with_approval(rantai.at(4)).berubah == ()
    # Each quarter's own entries have one hash: only the corrected one has another.
    after = dict(Pengesahan.objects.filter(nomor=2).values_list("triwulan__triwulan", "sidik"))
    assert [number for number in (1, 2, 3, 4) if before[number] != after[number]] == [1]


def test_a_quarter_waits_for_the_opened_quarters_before_it(cast: Cast, rantai: Chain) -> None:
    third = rantai.at(3)
    needed = "bertumpu pada TW I 2025, TW II 2025. Sahkan TW I 2025 lebih dahulu, lalu yang sesudahnya."
    with pytest.raises(NotNow, match=needed):
        approve(by=cast.kadis, quarter=third, versi=third.versi)
    assert sum(count_ready_quarters(cast.kadis).values()) == 1
    approve_up_to(rantai, cast.kadis, 4)
    reopen_first(rantai, cast)
    assert sum(count_ready_quarters(cast.kadis).values()) == 1
    second = rantai.at(2)
    with pytest.raises(NotNow, match="Sahkan TW I 2025 lebih dahulu"):
        approve(by=cast.kadis, quarter=second, versi=second.versi)


def test_a_quarter_that_was_never_opened_holds_nobody_up(office: Office, cast: Cast, rantai: Chain) -> None:
    """Nor does the same quarter of another year."""
    Realisasi.objects.filter(triwulan__in=rantai.triwulan[:2]).delete()
    Pengajuan.objects.filter(triwulan__in=rantai.triwulan[:2]).delete()
    for quarter in rantai.triwulan[:2]:
        quarter.delete()
    third = rantai.at(3)
    assert approve(by=cast.kadis, quarter=third, versi=third.versi).status == "disahkan"
    assert office.tw1.status == "terbuka"
    # Opened afterwards it would change figures that are approved.
    with pytest.raises(NotNow, match="Minta Kepala Dinas membuka kembali TW III 2025"):
        open_quarter(
            by=cast.sekretaris,
            opd=office.opd,
            tahun=2025,
            triwulan=1,
            mulai=date(2025, 4, 1),
            tenggat=date(2025, 4, 14),
        )


def test_reopening_touches_no_other_year_and_no_other_office(office: Office, cast: Cast, rantai: Chain) -> None:
    approve_up_to(rantai, cast.kadis, 2)
    other = make_quarter(office.opd, 2026, 2, [])
    foreign = make_quarter(cast.asing.daftar_penugasan.all()[0].unit.opd, 2025, 2, [])
    Triwulan.objects.filter(pk__in=[other.pk, foreign.pk]).update(
        status="disahkan", disahkan_pada=rantai.at(1).disahkan_pada
    )
    first = rantai.at(1)
    reopen_quarter(by=cast.kadis, quarter=first, versi=first.versi, alasan="Temuan.")
    assert rantai.states() == ["dibuka_kembali", "ditangguhkan", "terbuka", "terbuka"]
    assert set(Triwulan.objects.filter(pk__in=[other.pk, foreign.pk]).values_list("status", flat=True)) == {"disahkan"}


def test_a_suspended_quarter_may_be_opened_itself(cast: Cast, rantai: Chain) -> None:
    approve_up_to(rantai, cast.kadis, 3)
    first = rantai.at(1)
    reopen_quarter(by=cast.kadis, quarter=first, versi=first.versi, alasan="Temuan.")
    second = rantai.at(2)
    reopen_quarter(by=cast.kadis, quarter=second, versi=second.versi, alasan="Ikut diperbaiki.", bergantung="")
    assert rantai.states() == ["dibuka_kembali", "dibuka_kembali", "ditangguhkan", "terbuka"]


def test_what_the_page_did_not_name_or_show_is_not_done(cast: Cast, rantai: Chain) -> None:
    approve_up_to(rantai, cast.kadis, 2)
    first, third = rantai.at(1), rantai.at(3)
    with pytest.raises(ChangedMeanwhile, match="Periksa kembali akibatnya"):
        reopen_quarter(by=cast.kadis, quarter=first, versi=first.versi, alasan="Temuan.", bergantung="")
    seen = compare_with_approval(third).dilihat
    rantai.enter(3, "3")
    with pytest.raises(ChangedMeanwhile, match="berubah sejak halaman ini dibuka"):
        approve(by=cast.kadis, quarter=third, versi=third.versi, dilihat=seen)
    seen = compare_with_approval(third).dilihat
    assert approve(by=cast.kadis, quarter=third, versi=third.versi, dilihat=seen).status == "disahkan"


def test_money_that_changed_since_the_page_was_opened_is_not_approved(office: Office, cast: Cast) -> None:
    """It is sealed with the figures, and the page shows it."""
    row = make_anggaran(office, pagu="1000")
    way.validate_all(office, cast)
    quarter = Triwulan.objects.get(pk=office.tw1.pk)
    seen = compare_with_approval(quarter).dilihat
    row.pagu = Decimal(2000)
    save_anggaran(by=cast.perencana, anggaran=row)
    with pytest.raises(ChangedMeanwhile, match="berubah sejak halaman ini dibuka"):
        approve(by=cast.kadis, quarter=quarter, versi=quarter.versi, dilihat=seen)
    seen = compare_with_approval(quarter).dilihat
    assert approve(by=cast.kadis, quarter=quarter, versi=quarter.versi, dilihat=seen).status == "disahkan"
