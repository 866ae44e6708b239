"""Several submissions passed at once: each by the rules of a single one, and each says what became of it."""

from datetime import date, timedelta

from indicators.models import (
    JadwalPengisian,
    Jejak,
    Pengajuan,
    Pengguna,
    Penugasan,
    Putusan,
    Realisasi,
    UnitKerja,
)
from indicators.selectors.pengajuan import list_waiting
from indicators.selectors.turns import list_stops, others_from
from indicators.services.pengajuan_together import Chosen, Passed, pass_together
from tests.cast import Cast, Office, make_quarter
from tests.indicators import way


def ready(office: Office, cast: Cast) -> list[Pengajuan]:
    """Bring three units to the Sekretaris: two to validate, and one to check as head of the Sekretariat above it."""
    way.hand_in(office, office.bidang, cast.staf, ("12", "2", "81.18"))
    way.check(office, office.bidang, cast.kepala)
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)
    way.hand_in(office, office.subbag, cast.staf_umum, ("100", "0"))
    way.check(office, office.subbag, cast.kasubbag)
    return [office.pengajuan(unit) for unit in (office.subbag, office.bidang, office.tim)]


def chosen(rows: list[Pengajuan]) -> list[Chosen]:
    return [Chosen(row, row.versi) for row in rows]


def told(outcomes: list[Passed]) -> list[tuple[UnitKerja, str]]:
    return [(item.pengajuan.unit, "" if item.galat is None else str(item.galat)) for item in outcomes]


def test_what_was_looked_at_passes_each_with_its_own_records(office: Office, cast: Cast) -> None:
    rows = ready(office, cast)
    before = Putusan.objects.count()

    outcomes = pass_together(by=cast.sekretaris, pilihan=chosen(rows), dilihat={row.pk: 1 for row in rows})

    assert told(outcomes) == [(office.subbag, ""), (office.bidang, ""), (office.tim, "")]
    assert {office.pengajuan(unit).status for unit in (office.subbag, office.bidang, office.tim)} == {"divalidasi"}
    assert Jejak.objects.filter(tindakan="validasi", pelaku_nomor=cast.sekretaris.pk, ditolak=False).count() == 3
    # The Subbag's passes the Sekretariat on its way, by the same act.
    assert Putusan.objects.count() == before + 4


def test_what_was_not_opened_or_is_odd_or_moved_stays_and_keeps_nobody_back(office: Office, cast: Cast) -> None:
    rows = ready(office, cast)
    subbag, bidang, tim = rows
    indeks = office.indikator(office.bidang)[2]
    Realisasi.objects.filter(indikator=indeks).update(nilai="-3")
    moved = Chosen(tim, tim.versi - 1)

    outcomes = pass_together(
        by=cast.sekretaris,
        pilihan=[*chosen([subbag, bidang]), moved],
        dilihat={bidang.pk: 1, tim.pk: 1, subbag.pk: 0},
    )

    sentences = [sentence for _, sentence in told(outcomes)]
    assert sentences[0] == "Buka halaman unit ini lebih dahulu, lalu putuskan bersama yang lain."
    assert sentences[1].startswith("Ada ")
    assert sentences[1].endswith("hal yang perlu dicermati. Putuskan di halaman unit ini.")
    assert "baru saja berubah" in sentences[2]
    assert {office.pengajuan(row.unit).status for row in rows} == {"diperiksa"}
    assert not Jejak.objects.filter(tindakan="validasi").exists()

    seen = {subbag.pk: 1, bidang.pk: 1, tim.pk: 1}
    again = pass_together(by=cast.sekretaris, pilihan=chosen(rows), dilihat=seen)
    assert [item.galat is None for item in again] == [True, False, True]


def test_who_may_not_is_refused_and_the_attempt_is_kept(office: Office, cast: Cast) -> None:
    rows = ready(office, cast)

    outcomes = pass_together(by=cast.kepala, pilihan=chosen(rows[1:2]), dilihat={rows[1].pk: 1})

    assert told(outcomes) == [(office.bidang, "Validasi dilakukan oleh Sekretaris.")]
    assert Jejak.objects.filter(ditolak=True).values_list("tindakan", "pelaku_nomor").get() == (
        "validasi",
        cast.kepala.pk,
    )


def names(user: Pengguna) -> list[str]:
    return [stop.nama for stop in list_stops(user)]


def test_what_waits_comes_in_the_order_of_the_tree_and_the_quarter_after_its_units(office: Office, cast: Cast) -> None:
    rows = ready(office, cast)
    assert names(cast.sekretaris) == [str(row) for row in rows]
    # From the one in the middle on, and then those that were passed over.
    stops = list_stops(cast.sekretaris)
    assert [stop.pengajuan for stop in others_from(stops, rows[1])] == [rows[2], rows[0]]
    # Also when it does not wait any more.
    way.validate(office, office.bidang, cast.sekretaris)
    assert [stop.pengajuan for stop in others_from(list_stops(cast.sekretaris), rows[1])] == [rows[2], rows[0]]
    assert names(cast.kadis) == []

    for unit in (office.subbag, office.tim):
        way.validate(office, unit, cast.sekretaris)

    assert names(cast.sekretaris) == []
    assert names(cast.kadis) == ["Pengesahan Triwulan I Tahun 2024"]


def test_the_older_deadline_comes_first(office: Office, cast: Cast) -> None:
    later, _, _ = ready(office, cast)
    second = make_quarter(office.opd, 2024, 2, [office.tim])
    Pengajuan.objects.filter(triwulan=second).update(status="diajukan", posisi=None, nomor_versi=0)
    older = JadwalPengisian.objects.get(triwulan=second)
    older.tenggat, older.mulai = older.tenggat - timedelta(days=30), older.mulai - timedelta(days=30)
    older.save()

    assert names(cast.sekretaris)[:2] == [f"{office.tim}, {second}", str(later)]


def test_own_figures_are_somebody_elses_turn(office: Office, cast: Cast) -> None:
    """The Sekretaris entered for the Tim: he may return it, but nothing leads him there."""
    Penugasan.objects.create(pengguna=cast.sekretaris, unit=office.tim, peran="staf", mulai=date(2023, 1, 1))
    way.hand_in(office, office.tim, cast.sekretaris, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)

    assert [turn.milik_sendiri for turn in list_waiting(cast.sekretaris)] == [True]
    assert names(cast.sekretaris) == []
    assert names(cast.kadis) == [str(office.pengajuan(office.tim))]
