"""The rule that a document meant to last carries an address that others can open."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from reports.signing.errors import PlaceholderAddress

# Names that never resolve outside a machine or an example: RFC 2606, 6761, 6762, 8375, 9476.
_PLACEHOLDER_SUFFIXES = (
    "localhost", "local", "localdomain", "internal", "lan", "test", "example", "invalid",
    "home.arpa", "example.com", "example.net", "example.org",
)  # fmt: skip


def refuse_loopback(public_base_url: str, *, is_demo: bool) -> None:
    """Raise PlaceholderAddress when a real certificate would sign a QR that nobody can open.

    A demo certificate may sign with any address. Loopback, private and reserved networks,
    single-label names and reserved example names are refused, also an empty address.
    """
    if is_demo or _is_public(public_base_url):
        return
    raise PlaceholderAddress


def _is_public(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:  # an address such as "http://[::1" is no address
        return False
    if parts.scheme not in {"http", "https"} or not host:
        return False
    try:
        network = ipaddress.ip_address(host)
    except ValueError:
        return _is_public_name(host)
    mapped = getattr(network, "ipv4_mapped", None)
    return bool((mapped or network).is_global)


def _is_public_name(host: str) -> bool:
    # "127.1", "0x7f.1" and "2130706433" are spellings of an IP address, not names.
    last_label = host.rpartition(".")[2]
    if "." not in host or last_label[0].isdigit():
        return False
    return not any(host == end or host.endswith("." + end) for end in _PLACEHOLDER_SUFFIXES)
