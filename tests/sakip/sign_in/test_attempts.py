"""Attempts are counted before they are made, exactly; what is one's own is forgotten by success, the rest is not."""

from contextlib import ExitStack
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from sakip.sign_in.attempts import Count, TooSoon, clock_of, counted_attempt, forget_old_attempts, list_locks, unlock
from sakip.sign_in.models import Attempt
from sakip.sign_in.slowing import LIMITS, Kind
from tests.indicators.races.racing import race

PLACE = Count(Kind.PLACE, "7@203.0.113.5", 7)
ACCOUNT = Count(Kind.ACCOUNT, "7", 7)
ADDRESS = Count(Kind.ADDRESS, "203.0.113.5")
ALL = [ACCOUNT, PLACE, ADDRESS]


def miss(*counts: Count, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(LookupError), counted_attempt(counts, wrong=LookupError):
            raise LookupError


def wrong(count: Count) -> int:
    return Attempt.objects.get(key=count.key).wrong


def wait(**span: float) -> None:
    Attempt.objects.update(at=timezone.now() - timedelta(**span))


def test_who_comes_too_soon_has_not_tried(db: None) -> None:
    miss(*ALL, times=5)
    with pytest.raises(TooSoon) as caught, counted_attempt(ALL, wrong=LookupError):
        pytest.fail("the attempt was made")
    row = Attempt.objects.get(key=PLACE.key)
    assert (caught.value.until, caught.value.wrong) == (row.at + timedelta(seconds=30), 5)
    assert [wrong(count) for count in ALL] == [5, 5, 5]
    wait(seconds=31)
    miss(*ALL)
    assert [wrong(count) for count in ALL] == [6, 6, 6]


def test_success_forgets_its_own_and_leaves_what_others_did(db: None) -> None:
    miss(*ALL, times=3)
    with counted_attempt(ALL, wrong=LookupError):
        assert [wrong(count) for count in ALL] == [4, 4, 3]
    assert [wrong(count) for count in ALL] == [3, 0, 3]


def test_an_office_that_signs_in_at_the_same_moment_is_not_held_up(db: None) -> None:
    """Three hundred people behind one router at eight o'clock: none is wrong until his password was looked at."""
    with ExitStack() as at_once:
        for number in range(LIMITS[Kind.ADDRESS].most):
            counts = [Count(Kind.PLACE, f"{number}@203.0.113.5", number), ADDRESS]
            at_once.enter_context(counted_attempt(counts, wrong=LookupError))
    miss(ADDRESS, times=20)
    with pytest.raises(TooSoon), counted_attempt([ADDRESS], wrong=LookupError):
        pytest.fail("the attempt was made")


def test_what_broke_for_another_reason_is_as_if_not_tried(db: None) -> None:
    miss(*ALL, times=2)
    wait(minutes=61)
    before = list(Attempt.objects.order_by("pk").values_list("wrong", "at"))
    with pytest.raises(ZeroDivisionError), counted_attempt(ALL, wrong=LookupError):
        raise ZeroDivisionError
    assert list(Attempt.objects.order_by("pk").values_list("wrong", "at")) == before


def test_time_forgives_one_after_another(db: None) -> None:
    miss(PLACE, times=4)
    wait(hours=2)
    miss(PLACE)
    assert wrong(PLACE) == 3


def test_the_longest_pause_begins_once_and_is_as_long_as_it_gets(db: None) -> None:
    began = []
    for _ in range(12):
        wait(minutes=16)
        with pytest.raises(LookupError), counted_attempt([PLACE], wrong=LookupError) as taken:
            raise LookupError
        began.append(taken[0].began_longest)
    assert began == [False] * 9 + [True, False, False]
    assert wrong(PLACE) == LIMITS[Kind.PLACE].most


def test_a_clock_that_was_set_back_holds_nobody_up(db: None) -> None:
    miss(PLACE, times=5)
    Attempt.objects.update(at=timezone.now() + timedelta(days=1))
    miss(PLACE)
    assert wrong(PLACE) == 6


def test_nothing_that_was_typed_is_kept(db: None) -> None:
    miss(Count(Kind.ACCOUNT, "?kata-sandi-di-kolom-nama"), ADDRESS)
    stored = str(list(Attempt.objects.values()))
    assert "kata-sandi" not in stored
    assert "203.0.113" not in stored


def test_a_lock_is_listed_until_its_last_end_and_unlocked(db: None) -> None:
    elsewhere = Count(Kind.PLACE, "7@198.51.100.9", 7)
    other = Count(Kind.PLACE, "8@203.0.113.5", 8)
    miss(PLACE, times=5)
    wait(seconds=20)
    miss(elsewhere, times=5)
    miss(other, times=4)
    until = Attempt.objects.get(key=elsewhere.key).at + timedelta(seconds=30)
    assert list_locks([7, 8, 9]) == {7: until}
    assert unlock(account=8) is False
    assert unlock(account=7) is True
    assert list_locks([7]) == {}
    assert (wrong(PLACE), wrong(elsewhere)) == (0, 0)


def test_a_wrong_passphrase_locks_no_account(db: None) -> None:
    count = Count(Kind.PASSPHRASE, "7/sertifikat", 7)
    miss(count, times=3)
    assert list_locks([7]) == {}
    unlock(account=7)
    assert wrong(count) == 3


def test_old_counts_are_forgotten(db: None) -> None:
    miss(PLACE)
    wait(hours=9.9)
    forget_old_attempts()
    assert Attempt.objects.exists()
    wait(hours=10.1)
    forget_old_attempts()
    assert not Attempt.objects.exists()


def test_a_clock_is_never_told_a_moment_too_early() -> None:
    moment = timezone.make_aware(timezone.datetime(2024, 5, 1, 10, 15, 29, 1))
    assert clock_of(moment) == "10.15.30"
    assert clock_of(moment.replace(microsecond=0)) == "10.15.29"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_are_tried_than_are_free() -> None:
    """Over several keys each, in any order: nothing slips through, nothing waits for itself."""
    tried = []

    def guess(number: int) -> None:
        counts = [ACCOUNT, PLACE, Count(Kind.ADDRESS, str(number))]
        try:
            with counted_attempt(counts[:: 1 if number % 2 else -1], wrong=LookupError):
                tried.append(number)
                raise LookupError
        except LookupError:
            return

    outcomes = race([partial(guess, number) for number in range(8)])
    assert [type(each.error).__name__ for each in outcomes if each.error is not None] == ["TooSoon"] * 3
    assert len(tried) == 5
    assert [wrong(count) for count in (ACCOUNT, PLACE)] == [5, 5]


@pytest.mark.django_db(transaction=True)
def test_many_right_ones_at_once_leave_nothing_behind() -> None:
    def sign_in(number: int) -> None:
        with counted_attempt([Count(Kind.PLACE, f"{number}@a", number), ADDRESS], wrong=LookupError):
            pass

    outcomes = race([partial(sign_in, number) for number in range(8)])
    assert [each.error for each in outcomes if each.error is not None] == []
    assert set(Attempt.objects.values_list("wrong", flat=True)) == {0}
