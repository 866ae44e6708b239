"""Races on the plan: one order wins, a circle never closes, nothing hangs on what is deleted; losers read why."""

from collections.abc import Callable
from typing import Any

import pytest

from indicators.models import Dukungan, Indikator, Jejak, Kegiatan, SubKegiatan
from indicators.services.dukungan import save_dukungan
from indicators.services.ordering import reorder
from indicators.services.rencana import delete_indikator, delete_node, save_indikator, save_node, save_targets_renstra
from indicators.services.target_entry import TargetEntry
from sakip.refusals import ChangedMeanwhile, NotFound, NotNow, NotValid
from tests.cast import Cast, Office
from tests.indicators.races.racing import one_winner, race, while_open

RACERS = 6

pytestmark = pytest.mark.django_db(transaction=True)


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


# --- what is deleted while something comes to hang on it -------------------------------------------------------------


@pytest.fixture
def subs(office: Office) -> list[SubKegiatan]:
    """Two sub kegiatan on which nothing hangs."""
    return [
        SubKegiatan.objects.create(kegiatan=office.kegiatan, kode=f"2.16.02.2.01.001{n}", nama=f"Sub {n}", urutan=9 + n)
        for n in (1, 2)
    ]


def add_below(office: Office, cast: Cast, sub: SubKegiatan) -> Callable[[], Indikator]:
    row = Indikator(opd=office.opd, unit=office.bidang, sub_kegiatan_id=sub.pk, nama="Baru")
    return lambda: save_indikator(by=cast.perencana, indikator=row)


def delete(cast: Cast, sub: SubKegiatan) -> Callable[[], None]:
    row = SubKegiatan.objects.select_related("kegiatan__program__sasaran__tujuan__periode__opd").get(pk=sub.pk)
    return lambda: delete_node(by=cast.perencana, node=row)


def test_nothing_is_put_below_a_node_that_is_being_deleted(office: Office, cast: Cast, subs: list[SubKegiatan]) -> None:
    outcomes = while_open(delete(cast, subs[0]), add_below(office, cast, subs[0]))
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotFound)
    assert "Simpul yang dipilih sudah tidak ada." in str(outcomes[1].error)


def test_a_node_below_which_something_is_being_put_stays(office: Office, cast: Cast, subs: list[SubKegiatan]) -> None:
    outcomes = while_open(add_below(office, cast, subs[0]), delete(cast, subs[0]))
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotNow)
    assert "masih dipakai" in str(outcomes[1].error)


def test_no_node_is_put_below_one_that_is_being_deleted(office: Office, cast: Cast) -> None:
    kegiatan = Kegiatan.objects.create(program=office.program, nama="Kegiatan baru", urutan=9)
    stored = Kegiatan.objects.select_related("program__sasaran__tujuan__periode__opd").get(pk=kegiatan.pk)
    outcomes = while_open(
        lambda: delete_node(by=cast.perencana, node=stored),
        lambda: save_node(by=cast.perencana, node=SubKegiatan(kegiatan_id=kegiatan.pk, nama="Baru", urutan=1)),
    )
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotFound)


def test_a_node_is_deleted_once(office: Office, cast: Cast, subs: list[SubKegiatan]) -> None:
    outcomes = while_open(delete(cast, subs[0]), delete(cast, subs[0]))
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotFound)
    assert Jejak.objects.filter(tindakan="hapus").count() == 1


def test_two_nodes_do_not_replace_each_other(cast: Cast, subs: list[SubKegiatan]) -> None:
    def replace(new: SubKegiatan, old: SubKegiatan) -> Callable[[], SubKegiatan]:
        row = SubKegiatan.objects.get(pk=new.pk)
        row.menggantikan_id = old.pk
        return lambda: save_node(by=cast.perencana, node=row)

    outcomes = while_open(replace(subs[0], subs[1]), replace(subs[1], subs[0]))
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotValid)


def test_targets_of_an_indicator_that_is_being_deleted_are_refused(
    office: Office, cast: Cast, subs: list[SubKegiatan]
) -> None:
    row = add_below(office, cast, subs[0])()
    outcomes = while_open(
        lambda: delete_indikator(by=cast.perencana, indikator=row),
        lambda: save_targets_renstra(by=cast.perencana, isian=[(row, {2024: TargetEntry("5")})]),
    )
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotFound)
