"""Who is at the other end of the line."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address; X-Forwarded-For is believed only from the proxies named in TRUSTED_PROXIES.

    The rightmost address that is not one of our proxies is the client: everything left of it is the client's own word.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    proxies: Sequence[str] = settings.TRUSTED_PROXIES
    if address not in proxies:
        return address
    forwarded: list[str] = [
        part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()
    ]
    for candidate in reversed(forwarded):
        if candidate not in proxies:
            return candidate
    return address
