"""Networks that a setting names, and whether an address lies within one of them."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

# The other end of a Unix socket has no address: whoever may open the socket is at it.
SOCKET = "unix:"


@dataclass(frozen=True)
class Networks:
    """`socket`: the other end of a Unix socket counts too."""

    listed: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    socket: bool = False

    def __bool__(self) -> bool:
        return self.socket or bool(self.listed)

    def __contains__(self, address: str) -> bool:
        if not address:
            return self.socket
        try:
            known = ipaddress.ip_address(address)
        except ValueError:
            return False
        known = getattr(known, "ipv4_mapped", None) or known
        return any(known in network for network in self.listed)


def read_networks(words: Iterable[str]) -> Networks:
    """Return what addresses, networks and the word `unix:` stand for. Raises ValueError with a sentence."""
    words = list(words)
    return Networks(tuple(_network(word) for word in words if word != SOCKET), SOCKET in words)


def _network(word: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(word)
    except ValueError:
        raise ValueError(
            f"'{word}' is neither an address (10.0.0.1) nor a network by its first address (10.0.0.0/8), nor unix: for "
            "the other end of a Unix socket."
        ) from None
