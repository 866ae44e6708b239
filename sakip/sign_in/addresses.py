"""Addresses of the provider of single sign-on: what is sent there cannot be read on the way. Pure."""

import ipaddress

from sakip.addresses import parts_of_address


def is_safe_address(address: str) -> bool:
    """Say whether it is https, or http on this machine, and names no account."""
    parts = parts_of_address(address)
    if parts is None or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname or ""))


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
