"""Who is at the other end of the line."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def is_from_proxy(request: HttpRequest) -> bool:
    """Say whether one of TRUSTED_PROXIES is at the other end: only what it tells of the client is believed."""
    return _peer(request) in settings.TRUSTED_PROXIES


def client_address(request: HttpRequest) -> str:
    """Return the client's address; X-Forwarded-For is believed only from the proxies named in TRUSTED_PROXIES.

    The rightmost address that is not one of our proxies is the client: everything left of it is the client's own word.
    """
    if not is_from_proxy(request):
        return _peer(request)
    forwarded = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    others = (address for address in reversed(forwarded) if address not in settings.TRUSTED_PROXIES)
    return next(others, _peer(request))


def _peer(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def is_monitor(request: HttpRequest) -> bool:
    """Say whether the client is in a network that MONITORING_NETWORKS lists. Nobody is where a web server stands in
    front that TRUSTED_PROXIES does not name: everybody would come from its address."""
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        return False
    return client_address(request) in settings.MONITORING_NETWORKS


def client_customer(request: HttpRequest) -> str:
    """Return what the client's attempts are counted under: see `customer_of`."""
    return customer_of(client_address(request))


def customer_of(address: str) -> str:
    """Return what stands for one customer: an IPv6 line has 2 to the 64 addresses of its own to change between."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address) or known.ipv4_mapped is not None:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False))
