"""Races on the plan: one order wins, a circle never closes, and losers read why."""

from collections.abc import Callable
from typing import Any

import pytest

from indicators.models import Dukungan, Indikator, Jejak, SubKegiatan
from indicators.services.dukungan import save_dukungan
from indicators.services.ordering import reorder
from indicators.services.rencana import save_indikator
from sakip.refusals import ChangedMeanwhile, NotValid
from tests.cast import Cast, Office, build_cast, build_office
from tests.indicators.races.racing import one_winner, race

RACERS = 6

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(transactional_db: None) -> Office:
    return build_office()


@pytest.fixture
def cast(office: Office) -> Cast:
    return build_cast(office)


@pytest.mark.parametrize("round_", range(3))
def test_one_order_of_the_same_siblings_wins(office: Office, cast: Cast, round_: int) -> None:
    for number in range(2, RACERS + 2):
        SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=f"Sub {number}", urutan=number)
    seen = list(SubKegiatan.objects.order_by("urutan").values_list("pk", flat=True))

    def turned(by: int) -> Callable[[], Any]:
        wanted = [*seen[by:], *seen[:by]]
        induk = type(office.kegiatan).objects.select_related("program__sasaran__tujuan__periode__opd").get()
        return lambda: reorder(by=cast.perencana, induk=induk, anak=SubKegiatan, urutan=wanted, dilihat=seen)

    outcomes = race([turned(by) for by in range(1, RACERS + 1)])

    winner = one_winner(outcomes)
    assert {type(outcome.error) for outcome in outcomes if outcome.error} == {ChangedMeanwhile}
    rows = SubKegiatan.objects.order_by("urutan")
    assert [row.pk for row in rows] == [row.pk for row in winner.value]
    assert [row.urutan for row in rows] == list(range(1, RACERS + 2))
    assert Jejak.objects.filter(tindakan="urutkan_simpul").count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_two_supports_never_close_a_circle(office: Office, cast: Cast, round_: int) -> None:
    first, second = (
        Indikator.objects.create(opd=office.opd, unit=unit, program=office.program, nama=unit.kode)
        for unit in (office.bidang, office.subbag)
    )

    def support(lower: Indikator, upper: Indikator) -> Callable[[], Dukungan]:
        return lambda: save_dukungan(by=cast.perencana, dukungan=Dukungan(pendukung=lower, didukung=upper))

    outcomes = race([support(first, second), support(second, first)] * 3)

    one_winner(outcomes)
    assert {type(outcome.error) for outcome in outcomes if outcome.error} == {NotValid}
    assert Dukungan.objects.count() == 1
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.dukungan").count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_two_supports_far_apart_never_close_a_circle(office: Office, cast: Cast, round_: int) -> None:
    """The second supports the third and the fourth the first: the two that are missing share no indicator."""
    first, second, third, fourth = (
        Indikator.objects.create(opd=office.opd, unit=unit, program=office.program, nama=unit.kode)
        for unit in (office.sekretariat, office.subbag, office.bidang, office.tim)
    )
    for lower, upper in ((second, third), (fourth, first)):
        Dukungan.objects.create(pendukung=lower, didukung=upper)

    def support(lower: Indikator, upper: Indikator) -> Callable[[], Dukungan]:
        return lambda: save_dukungan(by=cast.perencana, dukungan=Dukungan(pendukung=lower, didukung=upper))

    outcomes = race([support(first, second), support(third, fourth)])

    one_winner(outcomes)
    assert Dukungan.objects.count() == 3


@pytest.mark.parametrize("round_", range(3))
def test_an_indicator_is_not_moved_below_what_begins_to_support_it(office: Office, cast: Cast, round_: int) -> None:
    """Either the support stands and the indicator stays, or it moved first and the support is refused."""
    layanan = Indikator.objects.get(nama="Jumlah layanan media")
    baru = Indikator.objects.create(opd=office.opd, unit=office.bidang, program=office.program, nama="Baru")
    moved = Indikator.objects.get(pk=baru.pk)
    moved.program, moved.sub_kegiatan = None, office.sub_kegiatan

    outcomes = race(
        [
            lambda: save_dukungan(by=cast.perencana, dukungan=Dukungan(pendukung=layanan, didukung=baru)),
            lambda: save_indikator(by=cast.perencana, indikator=moved),
        ]
    )

    one_winner(outcomes)
    baru.refresh_from_db()
    assert (baru.program is None) is not Dukungan.objects.exists()
