"""Races in the chain of approvals: a quarter is never approved on top of one that was opened again."""

import pytest

from indicators.models import Pengesahan
from indicators.services.triwulan import approve, reopen_quarter
from sakip.refusals import ServiceError
from tests.cast import build_cast, build_office
from tests.indicators.approval_chain import approve_up_to, build_year
from tests.indicators.races.racing import one_winner, race

ROUNDS = 3

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_approving_a_quarter_while_the_one_before_is_reopened(transactional_db: None, attempt: int) -> None:
    office = build_office()
    cast, rantai = build_cast(office), build_year(office)
    approve_up_to(rantai, cast.kadis, 1)
    first, second = rantai.at(1), rantai.at(2)

    approving, reopening = race(
        [
            lambda: approve(by=cast.kadis, quarter=second, versi=second.versi),
            lambda: reopen_quarter(by=cast.kadis, quarter=first, versi=first.versi, alasan="Temuan."),
        ]
    )

    assert reopening.error is None
    assert approving.error is None or isinstance(approving.error, ServiceError)
    expected = "ditangguhkan" if approving.error is None else "terbuka"
    assert rantai.states() == ["dibuka_kembali", expected, "terbuka", "terbuka"]


def test_a_quarter_is_reopened_once_and_its_successors_suspended_once(transactional_db: None) -> None:
    office = build_office()
    cast, rantai = build_cast(office), build_year(office)
    approve_up_to(rantai, cast.kadis, 4)
    first = rantai.at(1)
    acts = [lambda: reopen_quarter(by=cast.kadis, quarter=first, versi=first.versi, alasan="Temuan.")] * 4
    one_winner(race(acts))
    assert rantai.states() == ["dibuka_kembali", "ditangguhkan", "ditangguhkan", "ditangguhkan"]
    assert [rantai.at(number).versi for number in (1, 2, 3, 4)] == [3, 3, 3, 3]


def test_a_suspended_quarter_is_approved_again_once(transactional_db: None) -> None:
    office = build_office()
    cast, rantai = build_cast(office), build_year(office)
    approve_up_to(rantai, cast.kadis, 2)
    first = rantai.at(1)
    reopen_quarter(by=cast.kadis, quarter=first, versi=first.versi, alasan="Temuan.")
    approve_up_to(rantai, cast.kadis, 1)
    second = rantai.at(2)
    one_winner(race([lambda: approve(by=cast.kadis, quarter=second, versi=second.versi)] * 4))
    assert list(Pengesahan.objects.filter(triwulan=second).values_list("nomor", flat=True)) == [2, 1]
