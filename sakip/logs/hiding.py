"""Taking secrets out of a text that leaves the program: those of the settings, those that the request in hand carries,
accounts in addresses, and everything that looks like a NIK."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings

from sakip.logs.context import current_context

HIDDEN = "***"
# Names of settings, of fields and of cookies whose values are nobody's business.
SECRET_NAME = re.compile(r"pass|secret|sandi|token|nik\b|akun\b|(?:^|_)key$|sessionid", re.IGNORECASE)
# What is shorter would hide half of every line.
SHORTEST = 4
_ACCOUNT_IN_ADDRESS = re.compile(r"(?<=://)[^\s\"'<>]*@")
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
# Tokens in addresses: whoever has the address may open what it leads to.
_TOKEN_IN_PATH = re.compile(r"(?<=/)(?=[^/]*[A-Z0-9])[A-Za-z0-9_-]{16,}(?=/|$)")


def hide(text: str) -> str:
    """Return the text without secrets."""
    for secret in (*known_secrets(), *_longest_first(current_context().secrets())):
        if secret in text:
            text = text.replace(secret, HIDDEN)
    return _NIK.sub(HIDDEN, _ACCOUNT_IN_ADDRESS.sub(f"{HIDDEN}@", text))


def without_tokens(path: str) -> str:
    """Return the path of an address without the tokens in it."""
    return _TOKEN_IN_PATH.sub(HIDDEN, path)


@cache
def known_secrets() -> tuple[str, ...]:
    """Return the secrets of the settings, the longest first."""
    named = (getattr(settings, name) for name in dir(settings) if name.isupper() and SECRET_NAME.search(name))
    databases = (database.get("PASSWORD") for database in settings.DATABASES.values())
    return _longest_first([*named, *databases])


def _longest_first(values: Iterable[Any]) -> tuple[str, ...]:
    """One secret may be a part of another."""
    texts = {value for value in values if isinstance(value, str) and len(value) >= SHORTEST}
    return tuple(sorted(texts, key=len, reverse=True))
