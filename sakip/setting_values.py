"""What a variable's text says, by kind; each reader raises ValueError with a sentence for a text that says nothing."""

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
_PORTS = {"http": 80, "https": 443}


def read_time_zone(text: str) -> str:
    """Return the name of a time zone."""
    try:
        ZoneInfo(text)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError(f"'{text}' is no time zone; write Asia/Jakarta, Asia/Makassar or Asia/Jayapura.") from None
    return text


def read_public_address(text: str) -> str:
    """Return scheme, host and a port that is not the scheme's own, as browsers write them."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("this is no address; write it as https://sakip.example.go.id") from None
    host = parts.hostname or ""
    if parts.scheme not in _PORTS or not _is_host(host):
        raise ValueError("write the whole address, for example https://sakip.example.go.id")
    if parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("write scheme and host only, as https://sakip.example.go.id: SAKIP needs a name of its own.")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, _PORTS[parts.scheme]) else f":{port}")


def read_link(text: str) -> str:
    """Return the address of a page elsewhere; blank where none is named."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if text and (parts.scheme not in _PORTS or not _is_host(parts.hostname or "") or parts.username is not None):
        raise ValueError("write the whole address of a page, for example https://git.example.go.id/sakip")
    return text


def read_hosts(words: Sequence[str], *, public: str, any_host: bool) -> list[str]:
    """Return the names by which the server may be called, `public` among them; `any_host`: "*" may be one."""
    for word in words:
        if word == "*" and not any_host:
            raise ValueError("'*' lets anybody name the server as he likes; name its hosts.")
        if word != "*" and not _is_host(word.removeprefix(".").strip("[]")):
            raise ValueError(f"'{word}' is no host; write names without https:// and without a port.")
    if not any(_answers(word, public) for word in words):
        raise ValueError(f"{public}, the host of PUBLIC_BASE_URL, is missing: nobody could open a page.")
    return list(words)


def _answers(word: str, host: str) -> bool:
    """Say whether a word of ALLOWED_HOSTS lets the host be called."""
    word = word.strip("[]")
    return word in ("*", host) or (word.startswith(".") and f".{host}".endswith(word))


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return bool(_NAME.fullmatch(text.lower()))
    return True
