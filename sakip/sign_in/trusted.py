"""Browsers in which the owner need not type a code for 30 days: a signed cookie that he asked for with a code.

It lets nobody in by itself: the password is asked as ever. It dies with the password and with the second factor.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from sakip.sign_in.devices import bound_to, keep, read_kept
from sakip.sign_in.models import SecondFactor

SALT = "sakip.sign_in.trusted"
DAYS = 30
KEPT_SECONDS = DAYS * 24 * 3600


def is_trusted(request: HttpRequest, account: Any, factor: SecondFactor) -> bool:
    found = read_kept(request, _name(account), salt=SALT, seconds=KEPT_SECONDS)
    return found is not None and constant_time_compare(str(found), _mark_of(account, factor))


def trust(response: HttpResponse, account: Any, factor: SecondFactor) -> None:
    keep(response, _name(account), _mark_of(account, factor), salt=SALT, seconds=KEPT_SECONDS)


def _name(account: Any) -> str:
    return f"tepercaya_{account.pk}"


def _mark_of(account: Any, factor: SecondFactor) -> str:
    return f"{account.pk}/{factor.tag}/{bound_to(account)}"
