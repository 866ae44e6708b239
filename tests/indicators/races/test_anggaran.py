"""Two save the same money at once: one wins, the other reads the winner's figures."""

import time
from decimal import Decimal
from functools import partial
from threading import Event

import pytest
from django.db import transaction

from indicators.models import Anggaran, Jejak, Pengesahan, RealisasiAnggaran, SubKegiatan, Triwulan
from indicators.selectors.pengesahan import hash_entries
from indicators.selectors.quarter_sheet import list_rows
from indicators.services.anggaran import save_anggaran
from indicators.services.realisasi_anggaran import MoneyEntry, save_money_rows
from indicators.services.rencana import delete_node
from indicators.services.triwulan import approve
from sakip.refusals import ChangedMeanwhile, NotFound
from tests.cast import build_cast, build_office
from tests.indicators import way
from tests.indicators.money import make_anggaran
from tests.indicators.races.racing import one_winner, race, while_open

pytestmark = pytest.mark.django_db(transaction=True)
RACERS = 6


def test_one_of_many_saves_of_a_row_wins_and_the_others_read_its_figures(transactional_db: None) -> None:
    office = build_office()
    cast = build_cast(office)
    anggaran = make_anggaran(office)

    def act(number: int) -> object:
        isian = [MoneyEntry(anggaran.pk, 0, {"keuangan": str(number)})]
        (result,) = save_money_rows(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=isian)
        if result.galat is not None:
            raise result.galat
        return number

    outcomes = race([partial(act, number) for number in range(1, RACERS + 1)])
    winner = one_winner(outcomes).value
    row = RealisasiAnggaran.objects.get()
    assert (row.keuangan, row.versi) == (winner, 1)
    losers = [outcome.error for outcome in outcomes if outcome.error is not None]
    assert all(isinstance(error, ChangedMeanwhile) and f"keuangan Rp{winner}," in str(error) for error in losers)
    assert Jejak.objects.filter(tindakan="isi_anggaran").count() == 1


def test_one_of_many_new_budgets_of_a_year_wins(transactional_db: None) -> None:
    office = build_office()
    cast = build_cast(office)

    def act() -> object:
        fresh = Anggaran(sub_kegiatan=office.sub_kegiatan, tahun=2024, pagu=1000)
        return save_anggaran(by=cast.perencana, anggaran=fresh, sumber={"dau": None})

    one_winner(race([act] * RACERS))
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.anggaran").count() == 1


def test_a_quarter_is_approved_with_the_money_that_it_keeps(transactional_db: None) -> None:
    """A pagu is saved while its quarter is approved: it comes before, and is sealed, or too late."""
    office = build_office()
    cast = build_cast(office)
    anggaran = make_anggaran(office, pagu="1000")
    way.validate_all(office, cast)
    quarter = Triwulan.objects.get(pk=office.tw1.pk)

    def save() -> object:
        row = Anggaran.objects.get(pk=anggaran.pk)
        row.pagu = Decimal(2000)
        with transaction.atomic():
            saved = save_anggaran(by=cast.perencana, anggaran=row)
            held.set()
            time.sleep(0.5)  # who approves comes meanwhile
        return saved

    def sign() -> object:
        held.wait(timeout=30)
        return approve(by=cast.kadis, quarter=quarter, versi=quarter.versi)

    held = Event()
    outcomes = race([save, sign])

    assert [outcome.error for outcome in outcomes] == [None, None]
    quarter.refresh_from_db()
    assert Pengesahan.objects.get().sidik == hash_entries(quarter, list_rows(office.opd, 2024, 1))


def test_no_budget_is_given_to_a_node_that_is_being_deleted(transactional_db: None) -> None:
    office = build_office()
    cast = build_cast(office)
    sub = SubKegiatan.objects.create(kegiatan=office.kegiatan, nama="Lepas", urutan=9)
    fresh = Anggaran(sub_kegiatan=SubKegiatan.objects.get(pk=sub.pk), tahun=2024, pagu=1000)

    outcomes = while_open(
        lambda: delete_node(by=cast.perencana, node=sub), lambda: save_anggaran(by=cast.perencana, anggaran=fresh)
    )

    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, ChangedMeanwhile | NotFound)
    assert not Anggaran.objects.exists()
