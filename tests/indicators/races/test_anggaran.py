"""Two save the same money at once: one wins, the other reads the winner's figures."""

from functools import partial

import pytest

from indicators.models import Anggaran, Jejak, RealisasiAnggaran
from indicators.services.anggaran import save_anggaran
from indicators.services.realisasi_anggaran import MoneyEntry, save_money_rows
from sakip.refusals import ChangedMeanwhile
from tests.cast import build_cast, build_office
from tests.indicators.money import make_anggaran
from tests.indicators.races.racing import one_winner, race

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
