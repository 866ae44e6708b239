"""Addresses of services that settings name. Pure."""

from urllib.parse import SplitResult, urlsplit


def parts_of_address(address: str) -> SplitResult | None:
    """Return the parts of an address that names a server and no account, None for any other."""
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return None
    return None if not parts.hostname or parts.username or parts.password else parts
