"""How long one waits: a few are free, then 30 seconds, doubling to a quarter of an hour; time forgives."""

from datetime import timedelta

import pytest

from sakip.sign_in.slowing import LIMITS, LONGEST_PAUSE, Kind, Limit

THREE = Limit(free=3, forgives=timedelta(hours=1), own=True)


@pytest.mark.parametrize(
    ("wrong", "seconds"),
    [(0, 0), (1, 0), (2, 0), (3, 30), (4, 60), (5, 120), (6, 240), (7, 480), (8, 900), (9, 900), (10_000, 900)],
)
def test_pause_after_doubles_to_a_quarter_of_an_hour(wrong: int, seconds: int) -> None:
    assert THREE.pause_after(wrong) == timedelta(seconds=seconds)


def test_the_longest_pause_begins_where_counting_ends() -> None:
    for limit in LIMITS.values():
        assert limit.pause_after(limit.most) == LONGEST_PAUSE
        assert limit.pause_after(limit.most - 1) < LONGEST_PAUSE


@pytest.mark.parametrize(("hours", "left"), [(0, 5), (0.99, 5), (1, 4), (3.5, 2), (5, 0), (500, 0), (-500, 5)])
def test_left_of_forgives_one_after_another(hours: float, left: int) -> None:
    assert THREE.left_of(5, timedelta(hours=hours)) == left


def test_one_address_alone_never_slows_the_account_down_elsewhere() -> None:
    """Its own pauses let through fewer than the account is forgiven: a week of trying at every chance."""
    place, account = LIMITS[Kind.PLACE], LIMITS[Kind.ACCOUNT]
    at_place = at_account = 0
    now, waited = timedelta(0), timedelta(0)
    while now < timedelta(days=7):
        at_place = min(place.left_of(at_place, waited) + 1, place.most)
        at_account = min(account.left_of(at_account, waited) + 1, account.most)
        assert account.pause_after(at_account) == timedelta(0)
        waited = max(place.pause_after(at_place), timedelta(seconds=1))
        now += waited
