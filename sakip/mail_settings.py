"""The mail server by one address or by single variables; no sentence shows the password."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from sakip.environment import Environment

ADDRESS = "EMAIL_URL"
SINGLE = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_SECURITY", "EMAIL_USER", "EMAIL_PASSWORD")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
# What each scheme means: encryption from the first byte, after STARTTLS, or none.
SCHEMES = {"smtp": "starttls", "smtps": "tls", "smtp+insecure": "none"}
_HOW = (
    "write smtp://user:password@server:587 (smtps:// for TLS from the first byte, usually port 465; smtp+insecure:// "
    "without encryption). In user and password write %40 for @, %3A for :, %2F for /, %3F for ?, %23 for #, %25 for %."
)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class MailServer:
    """`host` blank: none is set. `by_address`: EMAIL_URL says it all, not the single variables."""

    host: str
    port: int
    security: str
    user: str
    password: str
    by_address: bool = False


def where_it_says(*single: str, by_address: bool) -> tuple[str, ...]:
    """Return the variables to look at for what these single ones say: the address, where it says it instead."""
    return (ADDRESS,) if by_address else single


def read_mail_server(env: Environment) -> MailServer:
    """Raises ImproperlyConfigured for an address that cannot be read, and for an address beside single variables."""
    single = _read_single(env)
    address = env.text(ADDRESS)
    if not address:
        return single
    if both := [name for name in SINGLE if env.text(name, env.known[name]) != env.known[name]]:
        raise ImproperlyConfigured(f"{ADDRESS} says it all: take {', '.join(both)} away, or {ADDRESS}.")
    return _read_address(address)


def _read_single(env: Environment) -> MailServer:
    security = env.text("EMAIL_SECURITY", "starttls").lower()
    return MailServer(
        host=env.text("EMAIL_HOST"),
        port=env.integer("EMAIL_PORT", PORTS.get(security, PORTS["starttls"]), minimum=1),
        security=security,
        user=env.text("EMAIL_USER"),
        password=env.text("EMAIL_PASSWORD"),
    )


def _read_address(address: str) -> MailServer:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        # Its words would hold a part of the password.
        raise _unreadable() from None
    if not host or parts.scheme not in SCHEMES or _is_ambiguous(parts) or port == 0:
        raise _unreadable()
    security = SCHEMES[parts.scheme]
    return MailServer(
        host, port or PORTS[security], security, _decoded(parts.username), _decoded(parts.password), by_address=True
    )


def _is_ambiguous(parts: SplitResult) -> bool:
    """Say whether something stands where an address of a mail server has nothing: a password that was not encoded."""
    account, _, _ = parts.netloc.rpartition("@")
    return bool(parts.path.strip("/") or parts.query or parts.fragment) or "@" in account or account.count(":") > 1


def _decoded(text: str | None) -> str:
    if _BAD_ESCAPE.search(text or ""):
        raise _unreadable()
    try:
        return unquote(text or "", errors="strict")
    except UnicodeDecodeError:
        raise _unreadable() from None


def _unreadable() -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{ADDRESS} cannot be read: {_HOW}")
