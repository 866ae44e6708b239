"""Races over the year: two clicks on one roll-over, two on one change of nomenclature."""

from collections.abc import Callable

import pytest

from indicators.models import ButirPK, Indikator, Jejak, PerjanjianKinerja, SubKegiatan
from indicators.selectors.roll_over import get_roll_over
from indicators.selectors.seen import seen_year
from indicators.services.nomenklatur import change_nomenclature
from indicators.services.nomenklatur_proposal import Decision, NomenklaturEntry, NomenklaturOutcome
from indicators.services.tahun_anggaran import open_year
from sakip.refusals import ChangedMeanwhile, NotValid
from tests.cast import Cast, Office
from tests.indicators.races.racing import one_winner, race

RACERS = 6

pytestmark = pytest.mark.django_db(transaction=True)


def test_year_is_opened_by_one_click(office: Office, cast: Cast) -> None:
    shown = get_roll_over(office.opd.pk, 2025)
    assert shown is not None
    seen = seen_year(shown)
    outcomes = race([lambda: open_year(by=cast.perencana, opd=office.opd, tahun=2025, dilihat=seen)] * RACERS)
    one_winner(outcomes)
    assert {type(outcome.error) for outcome in outcomes if outcome.error} == {ChangedMeanwhile}
    assert PerjanjianKinerja.objects.filter(tahun=2025).count() == 1
    assert ButirPK.objects.filter(pk_induk__tahun=2025).count() == 6
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.butirpk").count() == 6


def test_commands_that_open_the_same_year_make_one_draft(office: Office, cast: Cast) -> None:
    outcomes = race([lambda: open_year(by=cast.perencana, opd=office.opd, tahun=2025)] * RACERS)
    assert sorted(len(outcome.value.ditambah) for outcome in outcomes) == [0] * (RACERS - 1) + [6]
    assert ButirPK.objects.filter(pk_induk__tahun=2025).count() == 6


def test_node_is_replaced_by_one_click(office: Office, cast: Cast) -> None:
    """Each racer writes another code: no unique constraint helps, only that changes come one by one."""

    def act(number: int) -> Callable[[], NomenklaturOutcome]:
        row = NomenklaturEntry(
            f"sub_kegiatan-{office.sub_kegiatan.pk}", Decision.GANTI, f"2.16.02.2.01.000{number}", f"Layanan {number}"
        )
        return lambda: change_nomenclature(by=cast.perencana, periode=office.renstra, tahun=2025, isian=[row])

    outcomes = race([act(number) for number in range(1, RACERS + 1)])
    one_winner(outcomes)
    assert {type(outcome.error) for outcome in outcomes if outcome.error} == {NotValid}
    assert SubKegiatan.objects.filter(menggantikan=office.sub_kegiatan).count() == 1
    assert Indikator.objects.filter(sub_kegiatan__menggantikan=office.sub_kegiatan).count() == 3
