"""How many wrong attempts are free, and how long the next one waits after them. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from sakip.labelled import Labelled

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
# After so many doublings the pause is the longest.
DOUBLINGS = 5


@dataclass(frozen=True)
class Limit:
    """So many wrong attempts are `free`; from then on each waits, first 30 seconds, doubling to 15 minutes.

    One wrong attempt is forgiven after each `forgives` without another. `own`: counted for one person at one place, so
    that his success forgets it; what others have part in is not forgotten by the success of one. `afterwards`: counted
    only once it was wrong, so that the many who try at the same moment do not hold one another up; as many wrong ones
    slip through at once as the server has threads.
    """

    free: int
    forgives: timedelta
    own: bool
    afterwards: bool = False

    @property
    def most(self) -> int:
        """Return the number of wrong attempts from which on the pause is the longest; more are not counted."""
        return self.free + DOUBLINGS

    @property
    def kept(self) -> timedelta:
        """Return after how long without a wrong attempt nothing is left of any count."""
        return self.forgives * self.most

    def pause_after(self, wrong: int) -> timedelta:
        if wrong < self.free:
            return timedelta(0)
        doubled: int = 2 ** min(wrong - self.free, DOUBLINGS)
        return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)

    def left_of(self, wrong: int, passed: timedelta) -> int:
        """Return what is left of a count after that time; a clock that was set back forgives nothing."""
        return max(0, wrong - max(0, passed // self.forgives))


class Kind(Labelled):
    """What is counted together."""

    ACCOUNT = "account", "Akun, dari mana pun"
    PLACE = "place", "Akun dari satu alamat"
    DEVICE = "device", "Akun dari peramban yang dikenal"
    ADDRESS = "address", "Alamat, akun apa pun"
    PASSPHRASE = "passphrase", "Kata sandi sertifikat"
    OLD_PASSWORD = "old_password", "Kata sandi lama"
    CODE = "code", "Kode verifikasi dari satu tempat"
    CODE_ACCOUNT = "code_account", "Kode verifikasi, dari mana pun"


LIMITS: dict[Kind, Limit] = {
    # One address alone comes to four wrong attempts an hour, fewer than are forgiven: only many slow the account down.
    Kind.ACCOUNT: Limit(free=20, forgives=timedelta(minutes=10), own=False),
    Kind.PLACE: Limit(free=5, forgives=timedelta(hours=1), own=True),
    Kind.DEVICE: Limit(free=5, forgives=timedelta(hours=1), own=True),
    # A whole office sits behind one address: twenty wrong attempts in a quarter of an hour, then about one a minute.
    Kind.ADDRESS: Limit(free=20, forgives=timedelta(seconds=45), own=False, afterwards=True),
    Kind.PASSPHRASE: Limit(free=3, forgives=timedelta(days=4), own=True),
    Kind.OLD_PASSWORD: Limit(free=5, forgives=timedelta(hours=1), own=True),
    # Three of a million codes fit at any moment: from everywhere about 170 guesses a day, one hit in five years.
    Kind.CODE: Limit(free=5, forgives=timedelta(hours=1), own=True),
    Kind.CODE_ACCOUNT: Limit(free=20, forgives=timedelta(minutes=10), own=False),
}
# What keeps people from signing in to an account, and is taken away when it is unlocked.
LOCKING = (Kind.ACCOUNT, Kind.PLACE, Kind.DEVICE, Kind.CODE, Kind.CODE_ACCOUNT)
