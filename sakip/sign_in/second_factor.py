"""The second factor of an account: set up, asked, taken off. Whoever types is slowed down by the page (`counting`)."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.debug import sensitive_variables

from sakip.refusals import NotNow, NotValid
from sakip.sign_in.codes import (
    DRIFT,
    fold,
    hash_recovery_code,
    is_from_app,
    make_recovery_codes,
    matching_step,
    step_of,
)
from sakip.sign_in.events import Event, tell
from sakip.sign_in.models import RecoveryCode, SecondFactor
from sakip.sign_in.sealing import Unreadable, seal, unseal
from sakip.sign_in.services import end_sessions

WRONG = "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik kode itu."
NONE = "Akun ini tidak memakai verifikasi dua langkah. Muat ulang halaman."
UNREADABLE = (
    "Kode dari aplikasi tidak dapat diperiksa lagi karena kunci server berganti. Pakai kode pemulihan, atau minta "
    "administrator mengatur ulang verifikasi dua langkah akun ini."
)


class WrongSecondFactor(NotValid):
    """What was typed is no code of the account now."""

    def __init__(self, message: str = WRONG) -> None:
        super().__init__(message, {"kode": message})


def find_factor(account: int) -> SecondFactor | None:
    return SecondFactor.objects.filter(account_id=account).first()


def count_recovery_codes(factor: SecondFactor) -> int:
    """Return how many recovery codes are left."""
    return RecoveryCode.objects.filter(factor=factor, used_at=None).count()


def list_with_factor(accounts: Collection[int]) -> set[int]:
    """Return which of the accounts have one."""
    return set(SecondFactor.objects.filter(account_id__in=accounts).values_list("account_id", flat=True))


@sensitive_variables("secret", "typed", "before", "codes")
@transaction.atomic
def set_up(*, by: Any, secret: str, typed: str, before: str = "", keep_session: str | None = None) -> list[str]:
    """Have the account ask for codes of `secret` from now on, and return its recovery codes, which nobody can show
    again. `typed` proves that the phone has it; `before` is a code of the one that it replaces. The account's other
    sessions end. Raises WrongSecondFactor."""
    # Of two set-ups at once the later one has to know the code of the earlier.
    get_user_model()._default_manager.select_for_update().get(pk=by.pk)
    stored = _lock(by.pk)
    if stored is not None:
        _take(by, stored, before)
    step = matching_step(secret, fold(typed), timezone.now())
    if step is None:
        raise WrongSecondFactor(
            "Kode ini tidak cocok. Periksa apakah jam ponsel Anda tepat, lalu ketik kode yang tampil kini."
        )
    SecondFactor.objects.filter(account_id=by.pk).delete()
    row = SecondFactor(
        account_id=by.pk, secret=seal(secret), tag=get_random_string(16), last_step=step, set_up_at=timezone.now()
    )
    row.save(force_insert=True)
    codes = _write_codes(row)
    end_sessions(account=by.pk, besides=keep_session)
    tell(Event.SECOND_FACTOR_SET_UP, by)
    return codes


@sensitive_variables("typed")
@transaction.atomic
def check_code(*, account: Any, typed: str) -> None:
    """Take a code of the app, or a recovery code, for this once. Raises WrongSecondFactor, NotNow (none
    is set up, or its secret cannot be read any more)."""
    _take(account, _require(account.pk), typed)


@sensitive_variables("typed", "codes")
@transaction.atomic
def renew_codes(*, by: Any, typed: str) -> list[str]:
    """Return new recovery codes; those before are worth nothing any more. Raises WrongSecondFactor, NotNow."""
    row = _require(by.pk)
    _take(by, row, typed)
    RecoveryCode.objects.filter(factor=row).delete()
    codes = _write_codes(row)
    tell(Event.RECOVERY_CODES_RENEWED, by)
    return codes


@sensitive_variables("typed")
@transaction.atomic
def take_off(*, by: Any, typed: str) -> None:
    """Ask the account for no codes any more. Raises WrongSecondFactor, NotNow."""
    _take(by, _require(by.pk), typed)
    forget_factor(account=by.pk)
    tell(Event.SECOND_FACTOR_TAKEN_OFF, by)


def forget_factor(*, account: int) -> bool:
    """Take the second factor of an account off as part of the caller's write, which has asked who may; say whether
    there was one."""
    RecoveryCode.objects.filter(factor_id=account).delete()
    number, _ = SecondFactor.objects.filter(account_id=account).delete()
    return bool(number)


def _lock(account: int) -> SecondFactor | None:
    return SecondFactor.objects.select_for_update().filter(account_id=account).first()


def _require(account: int) -> SecondFactor:
    row = _lock(account)
    if row is None:
        raise NotNow(NONE)
    return row


def _take(account: Any, row: SecondFactor, typed: str) -> None:
    folded = fold(typed)
    if is_from_app(folded):
        if not _take_step(row, folded):
            raise WrongSecondFactor
    elif _take_recovery_code(row, folded):
        tell(Event.RECOVERY_CODE_USED, account, sisa=count_recovery_codes(row))
    else:
        raise WrongSecondFactor


def _take_step(row: SecondFactor, folded: str) -> bool:
    """Take a code of the app unless it or a later one was taken. A step far ahead was written before the clock was set
    back: it holds nobody up."""
    try:
        secret = unseal(row.secret)
    except Unreadable:
        raise NotNow(UNREADABLE) from None
    now = timezone.now()
    step = matching_step(secret, folded, now)
    if step is None:
        return False
    free = Q(last_step__lt=step) | Q(last_step__gt=step_of(now) + DRIFT)
    # Sealed anew with the key that is in force now.
    changes = {"last_step": step, "secret": seal(secret)}
    return SecondFactor.objects.filter(free, account_id=row.account_id).update(**changes) == 1


def _take_recovery_code(row: SecondFactor, folded: str) -> bool:
    rows = RecoveryCode.objects.filter(factor=row, hashed=hash_recovery_code(folded), used_at=None)
    return rows.update(used_at=timezone.now()) == 1


def _write_codes(row: SecondFactor) -> list[str]:
    codes = make_recovery_codes()
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=row, hashed=hash_recovery_code(code)) for code in codes)
    return codes
