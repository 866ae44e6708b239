"""Wrong passphrases: the first three are free, then each waits longer; counted for a person and a place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.models import PercobaanSandi
from reports.services.passphrase_attempts import counted_attempt, forget_old_attempts, pause_after
from reports.signing.errors import SigningTimeout, WrongPassphrase
from sakip.refusals import NotNow
from tests.cast import Cast


@pytest.mark.parametrize(
    ("wrong", "seconds"),
    [(0, 0), (1, 0), (2, 0), (3, 30), (4, 60), (5, 120), (6, 240), (7, 480), (8, 900), (9, 900), (10_000, 900)],
)
def test_pause_after_doubles_to_a_quarter_of_an_hour(wrong: int, seconds: int) -> None:
    assert pause_after(wrong) == timedelta(seconds=seconds)


def miss(cast: Cast, place: str = "dokumen:1", times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassphrase), counted_attempt(cast.kadis, place):
            raise WrongPassphrase


def count(cast: Cast, place: str = "dokumen:1") -> int:
    return PercobaanSandi.objects.get(pengguna=cast.kadis, kunci=place).jumlah


def wait(seconds: int) -> None:
    PercobaanSandi.objects.update(terakhir=timezone.now() - timedelta(seconds=seconds))


def test_the_fourth_waits_and_the_sentence_says_until_when(cast: Cast) -> None:
    miss(cast, times=3)
    with pytest.raises(NotNow) as caught, counted_attempt(cast.kadis, "dokumen:1"):
        pytest.fail("the attempt was made")
    until = timezone.localtime(PercobaanSandi.objects.get().terakhir + timedelta(seconds=30))
    assert f"pukul {until:%H.%M.%S}" in str(caught.value)
    assert count(cast) == 3, "who is told to wait has not tried"
    wait(31)
    miss(cast)
    wait(59)
    with pytest.raises(NotNow), counted_attempt(cast.kadis, "dokumen:1"):
        pytest.fail("the attempt was made")
    wait(61)
    miss(cast)
    assert count(cast) == 5


def test_success_forgets_and_something_else_leaves_it(cast: Cast) -> None:
    miss(cast, times=2)
    last = PercobaanSandi.objects.get().terakhir
    with pytest.raises(SigningTimeout), counted_attempt(cast.kadis, "dokumen:1"):
        raise SigningTimeout
    kept = PercobaanSandi.objects.get()
    assert (kept.jumlah, kept.terakhir) == (2, last)
    with counted_attempt(cast.kadis, "dokumen:1"):
        assert count(cast) == 3, "counted before it is made: a process that is killed has tried"
    assert count(cast) == 0


def test_places_and_people_are_counted_apart(cast: Cast) -> None:
    miss(cast, times=3)
    miss(cast, "dokumen:2")
    miss(cast, "sertifikat")
    with counted_attempt(cast.sekretaris, "dokumen:1"):
        pass
    assert [count(cast, place) for place in ("dokumen:1", "dokumen:2", "sertifikat")] == [3, 1, 1]


def test_old_counts_are_forgotten(cast: Cast) -> None:
    miss(cast)
    forget_old_attempts()
    assert count(cast) == 1
    wait(31 * 24 * 3600)
    forget_old_attempts()
    assert not PercobaanSandi.objects.exists()
