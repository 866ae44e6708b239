"""Browsers in which somebody signed in before: a signed cookie for each account (OWASP, "device cookies").

Attempts from such a browser are counted apart, so that nobody else can keep the owner out. The cookie opens nothing. It
is bound to the account and its password, and dies with either.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string

SALT = "sakip.sign_in.device"
KEPT_SECONDS = 180 * 24 * 3600


def known_device(request: HttpRequest, account: Any) -> str:
    """Return what names this browser among those that the account was used in; "" for one that it was not."""
    if account is None:
        return ""
    found = read_kept(request, _name(account), salt=SALT, seconds=KEPT_SECONDS)
    if found is None:
        return ""
    whose, device, bound = found
    return str(device) if whose == account.pk and constant_time_compare(bound, bound_to(account)) else ""


def remember_device(request: HttpRequest, response: HttpResponse, account: Any) -> None:
    """Have the browser known from now on, for another half a year."""
    device = known_device(request, account) or get_random_string(16)
    keep(response, _name(account), (account.pk, device, bound_to(account)), salt=SALT, seconds=KEPT_SECONDS)


def keep(response: HttpResponse, name: str, value: Any, *, salt: str, seconds: int) -> None:
    """Have the browser keep a signed value that it shows at the door only."""
    response.set_cookie(
        name,
        signing.dumps(value, salt=salt),
        max_age=seconds,
        path=reverse("admin:login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def read_kept(request: HttpRequest, name: str, *, salt: str, seconds: int) -> Any:
    """Return what the browser kept; None for nothing, what is too old and what we did not sign."""
    try:
        return signing.loads(request.COOKIES.get(name, ""), salt=salt, max_age=seconds)
    except signing.BadSignature:
        return None


def _name(account: Any) -> str:
    return f"perangkat_{account.pk}"


def bound_to(account: Any) -> str:
    return str(account.get_session_auth_hash())[:32]
