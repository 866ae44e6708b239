"""A phone with an authenticator app, for tests: it shows codes of its secret."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from sakip.sign_in.codes import code_at, make_secret, step_of
from sakip.sign_in.models import SecondFactor
from sakip.sign_in.second_factor import set_up


@dataclass(frozen=True)
class Phone:
    secret: str
    codes: tuple[str, ...] = ()

    def shows(self, ahead: int = 0) -> str:
        """Return the code that it shows now, or will show some steps later."""
        return code_at(self.secret, step_of(timezone.now()) + ahead)

    def fresh(self, account: Any) -> str:
        """Return a code that was never taken: as if time had passed since the last one."""
        SecondFactor.objects.filter(account_id=account.pk).update(last_step=0)
        return self.shows()


def give_phone(account: Any) -> Phone:
    """Set a second factor up for the account."""
    secret = make_secret()
    return Phone(secret, tuple(set_up(by=account, secret=secret, typed=Phone(secret).shows())))
