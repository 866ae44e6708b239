"""What attempts to sign in are counted under: a browser that the owner used before is counted for itself, so that
nobody else keeps him out of it."""

from typing import Any

from django.http import HttpRequest

from sakip.network import client_customer
from sakip.sign_in.attempts import Count
from sakip.sign_in.devices import known_device
from sakip.sign_in.slowing import Kind


def password_counts(request: HttpRequest, name: str, account: Any) -> list[Count]:
    """Return what a typed password is counted under; `account` None: nobody is called so."""
    number = None if account is None else account.pk
    whose = f"?{name.casefold()}" if account is None else str(number)
    if device := known_device(request, account):
        return [Count(Kind.DEVICE, f"{whose}/{device}", number)]
    customer = client_customer(request)
    return [
        Count(Kind.ACCOUNT, whose, number),
        Count(Kind.PLACE, f"{whose}@{customer}", number),
        Count(Kind.ADDRESS, customer),
    ]


def code_counts(request: HttpRequest, account: Any) -> list[Count]:
    """Return what a typed code of the second factor is counted under."""
    if device := known_device(request, account):
        return [Count(Kind.CODE, f"{account.pk}/{device}", account.pk)]
    customer = client_customer(request)
    return [
        Count(Kind.CODE_ACCOUNT, str(account.pk), account.pk),
        Count(Kind.CODE, f"{account.pk}@{customer}", account.pk),
        Count(Kind.ADDRESS, customer),
    ]


def address_count(request: HttpRequest) -> Count:
    """Return what any attempt from an address is counted under."""
    return Count(Kind.ADDRESS, client_customer(request))
