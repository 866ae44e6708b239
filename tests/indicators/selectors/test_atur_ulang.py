"""Passwords that somebody else reset: whose decisions are in doubt, in which quarters, and who is told of it."""

from datetime import timedelta

from django.utils import timezone

from indicators.acts import Act
from indicators.models import AturUlangSandi, Jejak, PeristiwaPengajuan, Triwulan, UnitKerja
from indicators.selectors.atur_ulang import (
    list_changes,
    list_doubtful_deeds,
    list_doubtful_of_quarter,
    list_told_resets,
    with_mark,
)
from indicators.services.jejak import record
from tests.cast import Cast, Office, make_quarter


def reset(cast: Cast, name: str) -> AturUlangSandi:
    yesterday = timezone.now() - timedelta(days=1)
    return AturUlangSandi.objects.create(pengguna=getattr(cast, name), oleh=cast.administrator, pada=yesterday)


def decide(cast: Cast, quarter: Triwulan) -> None:
    """Let the Kepala Dinas return a unit's submission of the quarter, and reopen the quarter."""
    PeristiwaPengajuan.objects.create(
        pengajuan=quarter.pengajuan.create(unit=UnitKerja.objects.filter(opd=quarter.opd)[0]),
        tindakan="tolak_pengesahan",
        dari="divalidasi",
        ke="dikembalikan",
        tahap="Kepala Dinas",
        nomor_versi=0,
        pelaku=cast.kadis,
        oleh="Kepala Dinas (kadis)",
        pada=timezone.now(),
    )
    record(by=cast.kadis, tindakan=Act.BUKA_KEMBALI_TRIWULAN, objek=quarter, opd=quarter.opd)


def test_doubts_are_told_of_a_quarter_and_those_before_it_in_its_year(office: Office, cast: Cast) -> None:
    """By hand: the Kepala Dinas decided in TW I to III 2024, in TW I 2023, and in TW I 2024 of another office."""
    reset(cast, "kadis")
    dinkes = cast.asing.daftar_penugasan.all()[0].unit.opd
    first = office.tw1
    second, third = (make_quarter(office.opd, 2024, number, []) for number in (2, 3))
    elsewhere = [make_quarter(office.opd, 2023, 1, []), make_quarter(dinkes, 2024, 1, [])]
    first.pengajuan.all().delete()
    Triwulan.objects.update(dibuka_pada=timezone.now() - timedelta(days=1))
    for quarter in (first, second, third, *elsewhere):
        decide(cast, quarter)
    # A row of another kind with the number of the quarter.
    record(by=cast.kadis, tindakan=Act.TETAPKAN_PK, objek=UnitKerja(pk=first.pk, nama="Lain"), opd=office.opd)

    found = list_doubtful_of_quarter(office.opd.pk, 2024, 2)

    submissions = [str(quarter.pengajuan.get()) for quarter in (first, second)]
    assert [(row.tindakan, row.objek) for row in found] == [
        *(("Dikembalikan Kepala Dinas", name) for name in submissions),
        *(("Buka kembali triwulan", str(quarter)) for quarter in (first, second)),
    ]
    assert list_doubtful_deeds(office.opd.pk, Triwulan, [second.pk]).keys() == {second.pk}


def test_a_row_of_the_trail_is_marked_for_its_own_actor(office: Office, cast: Cast) -> None:
    reset(cast, "kadis")
    for by in (cast.kadis, cast.sekretaris):
        record(by=by, tindakan=Act.SAHKAN_TRIWULAN, objek=office.tw1, opd=office.opd)
    found = [(row.pelaku_nomor, getattr(row, "keraguan", "lost")) for row in with_mark(Jejak.objects.order_by("pk"))]
    assert found == [(cast.kadis.pk, ""), (cast.sekretaris.pk, None)]


def test_an_owner_is_asked_of_what_was_changed_since_he_answered(office: Office, cast: Cast) -> None:
    admin, kadis = cast.administrator, cast.kadis
    for by, act in (
        (admin, Act.AKTIFKAN_PENGGUNA),
        (kadis, Act.KONFIRMASI_ATUR_ULANG),
        (admin, Act.AKTIFKAN_PENGGUNA),
    ):
        last = record(by=by, tindakan=act, objek=kadis, opd=office.opd)
    assert list_changes(kadis) == [last]


def test_the_heads_of_an_office_are_told_of_the_resets_of_its_accounts(office: Office, cast: Cast) -> None:
    dinkes = cast.asing.daftar_penugasan.all()[0].unit.opd
    own, foreign = reset(cast, "kadis"), reset(cast, "asing")
    assert [list_told_resets([opd.pk]) for opd in (office.opd, dinkes)] == [[own], [foreign]]
