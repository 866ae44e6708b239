"""Wrong passphrases are counted and slowed down, per person and place, exactly over parallel requests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from indicators.selectors.reporting import Pengguna
from reports.models import PercobaanSandi
from reports.signing.errors import WrongPassphrase
from sakip.jobs.registry import register_daily
from sakip.refusals import NotNow

FREE = 3
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
# Who has not tried for so long begins anew.
KEPT = timedelta(days=30)


@contextmanager
def counted_attempt(by: Pengguna, place: str) -> Iterator[None]:
    """Let a passphrase be tried: WrongPassphrase raised inside counts, success forgets what was counted, anything else
    leaves it as it was. `place`: what `PercobaanSandi.kunci` holds.

    The attempt is counted before it is made, in a transaction of its own, so that parallel ones cannot slip through
    and none is lost with the refusal that it ends in. Raises NotNow (too early after wrong ones).
    """
    earlier, taken = _take(by, place)
    try:
        yield
    except WrongPassphrase:
        raise
    except BaseException:
        _give_back(by, place, earlier, taken)
        raise
    PercobaanSandi.objects.filter(pengguna=by, kunci=place).update(jumlah=0)


def pause_after(wrong: int) -> timedelta:
    """Return how long the next attempt waits after so many wrong ones in a row: none, then 30 s, doubling to 15 min."""
    if wrong < FREE:
        return timedelta(0)
    # More doublings than these exceed the longest pause anyway.
    doublings: int = 2 ** min(wrong - FREE, 10)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


@transaction.atomic
def _take(by: Pengguna, place: str) -> tuple[datetime, datetime]:
    """Count an attempt; return when the one before it was, and when this one is."""
    fresh = PercobaanSandi(pengguna=by, kunci=place, terakhir=timezone.now())
    PercobaanSandi.objects.bulk_create([fresh], ignore_conflicts=True)
    row = PercobaanSandi.objects.select_for_update().get(pengguna=by, kunci=place)
    # Asked once the row is locked: who waited for it stands behind those before him.
    now = timezone.now()
    pause = pause_after(row.jumlah)
    if pause and now < row.terakhir + pause:
        raise NotNow(
            f"Kata sandi sertifikat sudah {row.jumlah} kali salah. Tunggu sampai pukul "
            f"{timezone.localtime(row.terakhir + pause):%H.%M.%S}, lalu ketik ulang."
        )
    PercobaanSandi.objects.filter(pk=row.pk).update(jumlah=F("jumlah") + 1, terakhir=now)
    return row.terakhir, now


def _give_back(by: Pengguna, place: str, earlier: datetime, taken: datetime) -> None:
    """Take an attempt off the count; the time goes back too where nobody has tried since."""
    rows = PercobaanSandi.objects.filter(pengguna=by, kunci=place, jumlah__gt=0)
    if not rows.filter(terakhir=taken).update(jumlah=F("jumlah") - 1, terakhir=earlier):
        rows.update(jumlah=F("jumlah") - 1)


def forget_old_attempts() -> None:
    """Delete the counts of those who have not tried for long."""
    PercobaanSandi.objects.filter(terakhir__lt=timezone.now() - KEPT).delete()


def register_daily_tasks() -> None:
    register_daily("passphrase_attempts.forget", forget_old_attempts)
