"""Attempts that may be wrong are counted and slowed down, exactly over parallel requests: signing in, and whatever else
asks for a secret."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sakip.dates import write_time
from sakip.jobs.registry import register_daily
from sakip.refusals import NotNow, NotValid
from sakip.sign_in.models import Attempt
from sakip.sign_in.slowing import LIMITS, LOCKING, LONGEST_PAUSE, Kind


@dataclass(frozen=True)
class Count:
    """What an attempt is counted under: a kind, whom or what it is about, and the account that it would open."""

    kind: Kind
    about: str
    account: int | None = None

    @property
    def key(self) -> str:
        text = f"{self.kind.value}:{self.about}"
        return salted_hmac("sakip.sign_in.attempt", text, algorithm="sha256").hexdigest()


def own_password(account: Any) -> Count:
    """Return what somebody's tries at his own password are counted under, whichever page asks for it again: a session
    left open must not tell it."""
    return Count(Kind.OLD_PASSWORD, str(account.pk), account.pk)


class WrongPassword(NotValid):
    """What was typed is not the owner's password: whoever tries many is slowed down by the page."""


@dataclass(frozen=True)
class Taken:
    """A count that an attempt was added to: what it is with it, how much was `added` and how much time had forgiven
    before, when the attempt before it was, and when this one is. `began_longest`: if it is wrong, the longest pause
    begins with it."""

    count: Count
    added: int
    forgiven: int
    earlier: datetime
    at: datetime
    began_longest: bool


class TooSoon(NotNow):
    """Not now: wrong attempts came before. `until` is when the next one may be made, `wrong` how many there were."""

    def __init__(self, *, until: datetime, wrong: int) -> None:
        super().__init__(f"Terlalu banyak percobaan. Tunggu sampai pukul {clock_of(until)}, lalu coba lagi.")
        self.until, self.wrong = until, wrong


def clock_of(moment: datetime) -> str:
    """Return a moment as a sentence names it to the second: "10.15.30". Never earlier than it is."""
    whole = moment if moment.microsecond == 0 else moment + timedelta(seconds=1)
    return write_time(whole, seconds=True)


@contextmanager
def counted_attempt(counts: Sequence[Count], *, wrong: type[Exception]) -> Iterator[list[Taken]]:
    """Let something be tried: an exception of class `wrong` inside counts, success forgets what is counted for this
    person alone, anything else leaves it as it was.

    The attempt is counted before it is made, in a transaction of its own, so that parallel ones cannot slip through
    and none is lost with the refusal that it ends in; where its kind says so, only once it was wrong. Raises TooSoon,
    and then has counted nothing.
    """
    taken = _take(counts)
    try:
        yield taken
    except wrong:
        _add_late([count for count in counts if LIMITS[count.kind].afterwards])
        raise
    except BaseException:
        _give_back(taken)
        raise
    own = [each for each in taken if LIMITS[each.count.kind].own]
    Attempt.objects.filter(key__in=[each.count.key for each in own]).update(wrong=0)
    _give_back([each for each in taken if each not in own])


@transaction.atomic
def _take(counts: Sequence[Count]) -> list[Taken]:
    """Count an attempt under each of `counts`. Raises TooSoon for the longest pause of them."""
    ordered = sorted(counts, key=lambda count: count.key)
    rows = _lock(ordered)
    # Asked once the rows are locked: who waited for them stands behind those before him.
    now = timezone.now()
    ends = [(until, row) for row in rows.values() if (until := pause_end(row, now)) is not None]
    if ends:
        until, row = max(ends, key=lambda end: end[0])
        raise TooSoon(until=until, wrong=row.wrong)
    return [_add(count, rows[count.key], now) for count in ordered if not LIMITS[count.kind].afterwards]


@transaction.atomic
def _add_late(counts: Sequence[Count]) -> None:
    """Count an attempt that was wrong where it was not counted before."""
    ordered = sorted(counts, key=lambda count: count.key)
    rows, now = _lock(ordered), timezone.now()
    for count in ordered:
        _add(count, rows[count.key], now)


def _lock(counts: Sequence[Count]) -> dict[str, Attempt]:
    """Return the rows of the counts, made where there are none. Writing a row that is there locks it too, always in
    the order of the keys."""
    now = timezone.now()
    fresh = [
        Attempt(kind=count.kind.value, key=count.key, account_id=count.account, wrong=0, at=now) for count in counts
    ]
    Attempt.objects.bulk_create(fresh, update_conflicts=True, unique_fields=["key"], update_fields=["kind"])
    return {row.key: row for row in Attempt.objects.filter(key__in=[count.key for count in counts])}


def _add(count: Count, row: Attempt, now: datetime) -> Taken:
    most = row.limit.most
    left = row.limit.left_of(row.wrong, now - row.at)
    added = min(1, most - left)
    Attempt.objects.filter(pk=row.pk).update(wrong=left + added, at=now)
    return Taken(count, added, row.wrong - left, row.at, now, began_longest=left < most == left + added)


def _give_back(taken: Sequence[Taken]) -> None:
    """Take an attempt off its counts; where nobody has tried since, time and what it had forgiven go back too."""
    for each in taken:
        rows = Attempt.objects.filter(key=each.count.key, wrong__gte=each.added)
        fewer = F("wrong") - each.added
        if not rows.filter(at=each.at).update(wrong=fewer + each.forgiven, at=each.earlier):
            rows.update(wrong=fewer)


def pause_end(row: Attempt, now: datetime) -> datetime | None:
    """Return until when nobody may try, None when one may. A time far ahead was written before the clock was set back:
    it holds nobody up."""
    until: datetime = row.at + row.limit.pause_after(row.wrong)
    return until if timedelta(0) < until - now <= 2 * LONGEST_PAUSE else None


def list_locks(accounts: Collection[int]) -> dict[int, datetime]:
    """Return which of the accounts are locked somewhere, and until when the last of these locks holds: one query."""
    now = timezone.now()
    recent = Attempt.objects.filter(
        account_id__in=accounts, at__gt=now - LONGEST_PAUSE, kind__in=[kind.value for kind in LOCKING]
    )
    ends: dict[int, datetime] = {}
    for row in recent:
        if (until := pause_end(row, now)) is not None and row.account_id is not None:
            ends[row.account_id] = max(until, ends.get(row.account_id, until))
    return ends


def unlock(*, account: int) -> bool:
    """Forget what was counted against an account, as part of the caller's transaction; say whether it was locked."""
    locked = account in list_locks([account])
    Attempt.objects.filter(account_id=account, kind__in=[kind.value for kind in LOCKING]).update(wrong=0)
    return locked


def forget_old_attempts() -> None:
    """Delete the counts that nothing is left of."""
    now = timezone.now()
    for kind, limit in LIMITS.items():
        Attempt.objects.filter(kind=kind.value, at__lt=now - limit.kept).delete()


def register_daily_tasks() -> None:
    register_daily("attempts.forget", forget_old_attempts, label="Hapus catatan percobaan masuk yang lama")
