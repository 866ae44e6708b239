"""Wrong passphrases: the first three are free, then each waits longer; counted for a person and a place."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from indicators.models import Pengguna
from reports.services.passphrase_attempts import counted_passphrase
from reports.signing.errors import SigningTimeout, WrongPassphrase
from sakip.refusals import NotNow
from sakip.sign_in.attempts import Count
from sakip.sign_in.models import Attempt
from sakip.sign_in.slowing import Kind
from tests.cast import Cast


def miss(cast: Cast, place: str = "dokumen:1", times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassphrase), counted_passphrase(cast.kadis, place):
            raise WrongPassphrase


def row_of(by: Pengguna, place: str) -> Attempt:
    return Attempt.objects.get(key=Count(Kind.PASSPHRASE, f"{by.pk}/{place}").key)


def count(cast: Cast, place: str = "dokumen:1") -> int:
    return row_of(cast.kadis, place).wrong


def test_the_fourth_waits_and_the_sentence_says_how_many_there_were_and_until_when(cast: Cast) -> None:
    miss(cast, times=3)
    with pytest.raises(NotNow, match="sudah 3 kali salah") as caught, counted_passphrase(cast.kadis, "dokumen:1"):
        pytest.fail("the attempt was made")
    until = timezone.localtime(Attempt.objects.get().at + timedelta(seconds=31))
    assert f"pukul {until:%H.%M.%S}" in str(caught.value), "never a moment too early"
    assert count(cast) == 3, "who is told to wait has not tried"


def test_success_forgets_and_something_else_leaves_it(cast: Cast) -> None:
    miss(cast, times=2)
    with pytest.raises(SigningTimeout), counted_passphrase(cast.kadis, "dokumen:1"):
        raise SigningTimeout
    assert count(cast) == 2
    with counted_passphrase(cast.kadis, "dokumen:1"):
        assert count(cast) == 3, "counted before it is made: a process that is killed has tried"
    assert count(cast) == 0


def test_places_and_people_are_counted_apart(cast: Cast) -> None:
    miss(cast, times=3)
    miss(cast, "dokumen:2")
    miss(cast, "sertifikat")
    with counted_passphrase(cast.sekretaris, "dokumen:1"):
        pass
    assert [count(cast, place) for place in ("dokumen:1", "dokumen:2", "sertifikat")] == [3, 1, 1]


def time_out(cast: Cast, meanwhile: Callable[[], None]) -> None:
    """Do something while an attempt waits for a service that does not answer."""
    with counted_passphrase(cast.kadis, "dokumen:1"):
        meanwhile()
        raise SigningTimeout


def test_what_ends_otherwise_is_taken_off_its_own_count_only(cast: Cast) -> None:
    miss(cast)
    miss(cast, "dokumen:2")
    with pytest.raises(WrongPassphrase), counted_passphrase(cast.sekretaris, "dokumen:1"):
        raise WrongPassphrase
    begun = timezone.now()
    with pytest.raises(SigningTimeout):
        time_out(cast, lambda: miss(cast))
    own = row_of(cast.kadis, "dokumen:1")
    assert (own.wrong, own.at > begun) == (2, True), "the later one's time"
    assert row_of(cast.kadis, "dokumen:2").wrong == row_of(cast.sekretaris, "dokumen:1").wrong == 1


def test_success_meanwhile_leaves_nothing_to_take_off(cast: Cast) -> None:
    def succeed() -> None:
        with counted_passphrase(cast.kadis, "dokumen:1"):
            pass

    miss(cast, "dokumen:2")
    with pytest.raises(SigningTimeout):
        time_out(cast, succeed)
    assert [count(cast, place) for place in ("dokumen:1", "dokumen:2")] == [0, 1]
