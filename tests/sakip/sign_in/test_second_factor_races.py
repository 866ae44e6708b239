"""What two requests at the same moment do with one second factor."""

from functools import partial

import pytest

from sakip.sign_in.codes import make_secret
from sakip.sign_in.models import RecoveryCode, SecondFactor
from sakip.sign_in.sealing import unseal
from sakip.sign_in.second_factor import WrongSecondFactor, check_code, find_factor, set_up
from tests.cast import Cast, build_cast, build_office
from tests.indicators.races.racing import one_winner, race
from tests.sakip.sign_in.phone import Phone, give_phone


@pytest.fixture
def raced_cast(transactional_db: None) -> Cast:
    return build_cast(build_office())


@pytest.mark.parametrize("on_paper", [False, True], ids=["app", "paper"])
def test_one_code_lets_one_of_many_in(raced_cast: Cast, on_paper: bool) -> None:
    staf = raced_cast.staf
    phone = give_phone(staf)
    code = phone.codes[0] if on_paper else phone.fresh(staf)
    outcomes = race([partial(check_code, account=staf, typed=code)] * 6)
    one_winner(outcomes)
    assert [type(each.error) for each in outcomes if each.error] == [WrongSecondFactor] * 5


def test_of_two_set_ups_at_once_the_first_one_holds(raced_cast: Cast) -> None:
    staf = raced_cast.staf
    secrets = [make_secret() for _ in range(4)]
    acts = [partial(set_up, by=staf, secret=each, typed=Phone(each).shows()) for each in secrets]
    outcomes = race(acts)
    winner = one_winner(outcomes)
    factor = find_factor(staf.pk)
    assert factor is not None
    assert unseal(factor.secret) == secrets[outcomes.index(winner)]
    assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (1, 10)
