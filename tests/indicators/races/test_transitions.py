"""Races on every transition: exactly one wins, the others read why, and the side rows stand once."""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from threading import Event

import pytest
from django.db import transaction

from indicators.models import (
    ButirPK,
    Indikator,
    Jejak,
    Pengajuan,
    Pengguna,
    PenjelasanTemuan,
    PeristiwaPengajuan,
    PerjanjianKinerja,
    Putusan,
    Realisasi,
    Triwulan,
    UnitKerja,
    VersiPengajuan,
)
from indicators.selectors.version_content import read_version
from indicators.services import pengajuan as services
from indicators.services.kewajaran import explain
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import copy_rows
from indicators.services.realisasi import save_typed
from indicators.services.realisasi_entry import RowEntry
from indicators.services.returned_rows import answer_return
from indicators.services.triwulan import approve, open_quarter, reopen_quarter
from sakip.refusals import ChangedMeanwhile, NotNow
from tests.cast import Cast, Office
from tests.indicators import way
from tests.indicators.races.racing import Outcome, one_winner, race
from tests.savers import save_row

RACERS = 6
ROUNDS = 3

pytestmark = pytest.mark.django_db(transaction=True)


def submit(office: Office, cast: Cast) -> Callable[[], Pengajuan]:
    seen = office.pengajuan(office.bidang)
    return lambda: services.submit(by=cast.staf, pengajuan=seen)


def check(office: Office, cast: Cast) -> Callable[[], Pengajuan]:
    seen = office.pengajuan(office.bidang)
    return lambda: services.check(by=cast.kepala, pengajuan=seen, versi=seen.versi)


def return_as_head(office: Office, cast: Cast) -> Callable[[], Pengajuan]:
    seen = office.pengajuan(office.bidang)
    return lambda: services.send_back(by=cast.kepala, pengajuan=seen, versi=seen.versi, alasan="Perbaiki.")


def take_back(office: Office, cast: Cast) -> Callable[[], Pengajuan]:
    seen = office.pengajuan(office.bidang)
    return lambda: services.withdraw(by=cast.staf, pengajuan=seen, versi=seen.versi)


def validate(office: Office, cast: Cast) -> Callable[[], Pengajuan]:
    seen = office.pengajuan(office.bidang)
    return lambda: services.validate(by=cast.sekretaris, pengajuan=seen, versi=seen.versi)


def return_as_sekretaris(office: Office, cast: Cast) -> Callable[[], Pengajuan]:
    seen = office.pengajuan(office.bidang)
    return lambda: services.send_back(by=cast.sekretaris, pengajuan=seen, versi=seen.versi, alasan="Perbaiki.")


def reopen_unit(office: Office, cast: Cast) -> Callable[[], Pengajuan]:
    seen = office.pengajuan(office.bidang)
    return lambda: services.reopen(by=cast.sekretaris, pengajuan=seen, versi=seen.versi, alasan="Perbaiki.")


def approve_quarter(office: Office, cast: Cast) -> Callable[[], Triwulan]:
    seen = Triwulan.objects.get(pk=office.tw1.pk)
    return lambda: approve(by=cast.kadis, quarter=seen, versi=seen.versi)


def reopen_approved(office: Office, cast: Cast) -> Callable[[], Triwulan]:
    seen = Triwulan.objects.get(pk=office.tw1.pk)
    return lambda: reopen_quarter(by=cast.kadis, quarter=seen, versi=seen.versi, alasan="Temuan.")


Act = Callable[[Office, Cast], Callable[[], object]]


def to_draft(office: Office, cast: Cast) -> None:
    way.fill(office, office.bidang, way.BIDANG)


def to_head(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)


def to_sekretaris(office: Office, cast: Cast) -> None:
    to_head(office, cast)
    way.check(office, office.bidang, cast.kepala)


def to_approved(office: Office, cast: Cast) -> None:
    way.validate_all(office, cast)
    approve(by=cast.kadis, quarter=office.tw1, versi=1)


@pytest.mark.parametrize(
    ("before", "acts"),
    [
        (to_draft, [submit] * RACERS),
        (to_head, [check] * RACERS),
        (to_head, [check, return_as_head] * ROUNDS),
        (to_head, [take_back] * RACERS),
        (to_head, [take_back, check] * ROUNDS),
        (to_sekretaris, [validate] * RACERS),
        (to_sekretaris, [validate, return_as_sekretaris] * ROUNDS),
        (way.validate_all, [reopen_unit] * RACERS),
        (way.validate_all, [approve_quarter] * RACERS),
        (way.validate_all, [approve_quarter, reopen_unit] * ROUNDS),
        (to_approved, [reopen_approved] * RACERS),
    ],
    ids=lambda value: value.__name__ if callable(value) else "-".join(dict.fromkeys(act.__name__ for act in value)),
)
def test_exactly_one_wins(office: Office, cast: Cast, before: Callable[[Office, Cast], None], acts: list[Act]) -> None:
    before(office, cast)
    events = PeristiwaPengajuan.objects.filter(pengajuan__unit=office.bidang).count()
    versions = VersiPengajuan.objects.filter(pengajuan__unit=office.bidang).count()
    quarter, pengajuan = Triwulan.objects.get(), office.pengajuan(office.bidang)

    one_winner(race([act(office, cast) for act in acts]))

    # The unit's submission moved once, with one event; a version only by handing in.
    now = office.pengajuan(office.bidang)
    assert now.versi == pengajuan.versi + 1
    assert PeristiwaPengajuan.objects.filter(pengajuan=now).count() == events + 1
    assert VersiPengajuan.objects.filter(pengajuan=now).count() == versions + (before is to_draft)
    assert Triwulan.objects.get().versi - quarter.versi in (0, 1)
    if now.status == "dikembalikan":
        assert now.baris_dikembalikan.count() == 3
    # Losing is no denied attempt: everyone here was allowed to try.
    assert not Jejak.objects.filter(ditolak=True).exists()


def test_two_stations_checked_at_once_leave_one_verdict_each(office: Office, cast: Cast) -> None:
    """Kasubbag and Sekretaris press at once: either both in order, or the second has to wait for his turn."""
    way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)
    seen = office.pengajuan(office.subbag)

    outcomes = race(
        [
            lambda: services.check(by=cast.kasubbag, pengajuan=seen, versi=seen.versi),
            lambda: services.validate(by=cast.sekretaris, pengajuan=seen, versi=seen.versi),
        ]
    )

    one_winner(outcomes)
    assert outcomes[0].error is None
    assert Putusan.objects.count() == 1


def save_alone(office: Office, by: Pengguna, isian: RowEntry) -> None:
    save_row(by=by, triwulan=office.tw1, unit=office.bidang, isian=isian)


def save_on_the_page(office: Office, by: Pengguna, isian: RowEntry) -> None:
    saved = save_typed(by=by, triwulan=office.tw1.pk, unit=office.bidang.pk, isian=[isian], pilihan_satuan={})
    if saved.hasil[0].galat is not None:
        raise saved.hasil[0].galat


def test_of_several_who_saw_the_same_row_one_saves_it(office: Office, cast: Cast) -> None:
    layanan, *_ = office.indikator(office.bidang)

    def save(value: str) -> Callable[[], None]:
        return lambda: save_on_the_page(office, cast.staf, RowEntry(layanan.pk, versi=0, realisasi=value))

    outcomes = race([save(value) for value in "123456"])

    winner = outcomes.index(one_winner(outcomes))
    row = Realisasi.objects.get(indikator=layanan)
    assert (row.nilai, row.versi) == (Decimal(winner + 1), 1)
    assert Jejak.objects.filter(tindakan="isi_realisasi").count() == 1
    assert all(isinstance(lost.error, ChangedMeanwhile) for lost in outcomes if lost.error is not None)


@pytest.mark.parametrize("save", [save_alone, save_on_the_page])
def test_saving_and_submitting_never_overlap(
    office: Office, cast: Cast, save: Callable[[Office, Pengguna, RowEntry], None]
) -> None:
    """What was handed in is what stands: a value that was saved is in the version, one that came late is refused."""
    layanan, *_ = office.indikator(office.bidang)
    way.fill(office, office.bidang, way.BIDANG)
    seen = office.pengajuan(office.bidang)

    typed = RowEntry(layanan.pk, versi=1, realisasi="9")
    saved, submitted = race(
        [lambda: save(office, cast.staf, typed), lambda: services.submit(by=cast.kepala, pengajuan=seen)]
    )

    assert submitted.error is None
    (row,) = [row for row in read_version(VersiPengajuan.objects.get()) if row["indikator_id"] == layanan.pk]
    stands = Realisasi.objects.get(indikator=layanan).nilai
    if saved.error is None:
        assert (row["realisasi"], stands) == ("9", Decimal("9"))
    else:
        one_winner([saved, submitted])
        assert (row["realisasi"], stands) == ("6", Decimal("6"))


def test_explaining_and_submitting_never_overlap(office: Office, cast: Cast) -> None:
    """An explanation that was saved is in the version; one that came late is refused."""
    layanan, *_ = office.indikator(office.bidang)
    way.fill(office, office.bidang, ("24", "2", "80.18"))
    seen = office.pengajuan(office.bidang)
    about = {"aturan": "jauh_di_atas_target", "perihal": "24", "teks": "Dua bulan sekaligus."}

    explained, submitted = race(
        [
            lambda: explain(by=cast.staf, pengajuan=seen, indikator_id=layanan.pk, **about),
            lambda: services.submit(by=cast.kepala, pengajuan=seen),
        ]
    )

    assert submitted.error is None
    (row,) = [row for row in read_version(VersiPengajuan.objects.get()) if row["indikator_id"] == layanan.pk]
    (found,) = row["temuan"]
    if explained.error is None:
        assert found["penjelasan"] == "Dua bulan sekaligus."
    else:
        one_winner([explained, submitted])
        assert (found["penjelasan"], PenjelasanTemuan.objects.count()) == ("", 0)


def test_answering_and_submitting_never_overlap(office: Office, cast: Cast) -> None:
    """An answer that was saved is in the version; one that came late is refused, and nothing is answered twice."""
    layanan, *_ = office.indikator(office.bidang)
    first = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    services.send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan_baris={layanan.pk: "Jelaskan."})
    where = {"triwulan": office.tw1, "unit": office.bidang, "indikator_id": layanan.pk}
    answer_return(by=cast.staf, **where, jawaban="Lama.")
    seen = office.pengajuan(office.bidang)

    answered, submitted = race(
        [
            lambda: answer_return(by=cast.staf, **where, jawaban="Baru."),
            lambda: services.submit(by=cast.kepala, pengajuan=seen),
        ]
    )

    assert submitted.error is None
    version = VersiPengajuan.objects.get(nomor=2)
    (row,) = [row for row in read_version(version) if row["indikator_id"] == layanan.pk]
    if answered.error is not None:
        one_winner([answered, submitted])
    assert row["pengembalian"]["jawaban"] == ("Baru." if answered.error is None else "Lama.")


def test_a_pk_is_not_fixed_under_a_unit_that_is_handing_in(office: Office, cast: Cast) -> None:
    """What a unit hands in are rows of the PK in force: fixing another one waits, and then finds it handed in."""
    way.fill(office, office.bidang, way.BIDANG)
    change = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, berlaku_mulai=date(2024, 2, 1), alasan="Uji"
    )
    copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=change)
    handed_in = Event()

    def hand_in() -> None:
        with transaction.atomic():
            services.submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
            handed_in.set()
            time.sleep(0.5)

    def fix() -> PerjanjianKinerja:
        handed_in.wait(timeout=30)
        return fix_pk(by=cast.perencana, pk=change)

    submitted, fixed = race([hand_in, fix])

    assert submitted.error is None
    assert isinstance(fixed.error, NotNow), repr(fixed)
    assert "sudah mengajukan" in str(fixed.error)


def test_a_quarter_opened_while_a_pk_is_fixed_has_every_units_submission(office: Office, cast: Cast) -> None:
    """A unit that only the new PK brings in would have nothing to hand in, and the quarter could not be approved."""
    change = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, berlaku_mulai=date(2024, 5, 1), alasan="Uji"
    )
    copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=change)
    ButirPK.objects.filter(pk_induk=change, unit=office.tim).update(unit=office.sekretariat)
    opened = Event()
    day = office.tw1.jadwal.mulai

    def open_second() -> None:
        with transaction.atomic():
            open_quarter(by=cast.sekretaris, opd=office.opd, tahun=2024, triwulan=2, mulai=day, tenggat=day)
            opened.set()
            time.sleep(0.5)

    def fix() -> PerjanjianKinerja:
        opened.wait(timeout=30)
        return fix_pk(by=cast.perencana, pk=change)

    outcomes = race([open_second, fix])

    assert [outcome.error for outcome in outcomes] == [None, None]
    owners = set(ButirPK.objects.filter(pk_induk=change).values_list("unit_id", flat=True))
    assert owners <= set(Pengajuan.objects.filter(triwulan__triwulan=2).values_list("unit_id", flat=True))


@pytest.mark.parametrize("filled", [True, False], ids=["changed", "first"])
def test_two_savers_of_one_row(office: Office, cast: Cast, filled: bool) -> None:
    layanan, *_ = office.indikator(office.bidang)
    if filled:
        way.fill(office, office.bidang, way.BIDANG)

    def saver(value: str) -> Callable[[], Realisasi]:
        isian = RowEntry(layanan.pk, versi=1 if filled else 0, realisasi=value)
        return lambda: save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=isian)

    outcomes = race([saver(str(number)) for number in range(10, 10 + RACERS)])

    winner = one_winner(outcomes)
    row = Realisasi.objects.get(indikator=layanan)
    assert row.nilai == winner.value.nilai
    assert row.versi == (2 if filled else 1)
    assert Jejak.objects.filter(tindakan="isi_realisasi").count() == 1


def test_a_quarter_is_opened_once(office: Office, cast: Cast) -> None:
    day = office.tw1.jadwal.mulai

    def open_second() -> Triwulan:
        return open_quarter(by=cast.sekretaris, opd=office.opd, tahun=2024, triwulan=2, mulai=day, tenggat=day)

    outcomes: list[Outcome] = race([open_second] * RACERS)

    one_winner(outcomes)
    assert Triwulan.objects.filter(triwulan=2).count() == 1
    assert Pengajuan.objects.filter(triwulan__triwulan=2).count() == 3


def test_approving_while_units_save_their_first_rows_ends_in_sentences(office: Office, cast: Cast) -> None:
    """The approval holds the quarter and wants the submissions; a save holds its submission and needs the quarter."""
    quarter = Triwulan.objects.get()
    layanan, dokumen, indeks = office.indikator(office.bidang)
    surat, gedung = office.indikator(office.subbag)

    def saver(unit: UnitKerja, indikator: Indikator, by: Pengguna) -> Callable[[], Realisasi]:
        isian = RowEntry(indikator.pk, versi=0, realisasi="5")
        return lambda: save_row(by=by, triwulan=quarter, unit=unit, isian=isian)

    outcomes = race(
        [
            saver(office.bidang, layanan, cast.staf),
            approve_quarter(office, cast),
            saver(office.subbag, surat, cast.staf_umum),
            approve_quarter(office, cast),
            saver(office.bidang, dokumen, cast.staf),
            approve_quarter(office, cast),
            saver(office.subbag, gedung, cast.staf_umum),
            approve_quarter(office, cast),
            saver(office.bidang, indeks, cast.staf),
        ]
    )

    assert [type(outcome.error) for outcome in outcomes[1::2]] == [NotNow] * 4
    assert [outcome.error for outcome in outcomes[::2]] == [None] * 5
