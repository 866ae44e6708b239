"""The database that DATABASE_URL names. No sentence about it shows the password, nor what may be a part of it."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

_POSTGRESQL = ("postgres", "postgresql", "pgsql")
# What a part of an address cannot hold as it is, and a percent sign that begins no code.
_BARE = re.compile(r"[/?#\[\]@\s\\]|%(?![0-9A-Fa-f]{2})")
# IMMEDIATE: with the default mode most racing writes end in "database is locked". FULL: what was acknowledged outlasts
# a power cut (ADR 31).
_OF_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
_EXAMPLE = "postgres://user:password@host:5432/name"
_ENCODED = "percent-encoded (/ is %2F, @ is %40, # is %23, ? is %3F, % is %25)"


def read_database(text: str, *, beside: Path) -> dict[str, Any]:
    """Return Django's settings of the database; a relative path of SQLite begins at `beside`.

    Raises ValueError with a sentence.
    """
    scheme, separator, rest = text.partition("://")
    if separator and scheme == "sqlite":
        return _sqlite(text, beside)
    if not separator or scheme not in _POSTGRESQL:
        raise ValueError(f"write {_EXAMPLE}, or sqlite:////path/of/the/file")
    _refuse_bare(rest)
    return _postgresql(text)


def has_password(text: str) -> bool:
    """Say whether an address holds a password, also where it cannot be read as one."""
    account, at, _ = text.partition("://")[2].rpartition("@")
    return bool(at and ":" in account) or "password=" in text.partition("?")[2]


def _sqlite(text: str, beside: Path) -> dict[str, Any]:
    read = _parse(text)
    if urlsplit(text).netloc or read["NAME"] == ":memory:" or "#" in text or "?" in text:
        raise ValueError("name the file of SQLite with its whole path, as in sqlite:////srv/sakip/sakip.sqlite3")
    path = beside / read["NAME"]
    # Tests use a file as well: a memory database hides lost races.
    test = {"NAME": str(path.with_name(f"test_{path.name}"))}
    return {**read, "NAME": str(path), "ENGINE": "sakip.sqlite3", "OPTIONS": dict(_OF_SQLITE), "TEST": test}


def _postgresql(text: str) -> dict[str, Any]:
    read = _parse(text)
    if not read["NAME"] or "/" in read["NAME"]:
        raise ValueError(f"the name of the database is missing or holds a slash; write {_EXAMPLE}")
    return read


def _refuse_bare(rest: str) -> None:
    """Refuse what would be read as the end of the password, or of the name in front of it: the rest of both would
    become host and name of another database."""
    account, at, _ = rest.rpartition("@")
    user, _, password = account.partition(":")
    if at and (_BARE.search(user) or _BARE.search(password)):
        raise ValueError(f"the user or the password holds a character that an address cannot; write it {_ENCODED}.")
    if "#" in rest:
        raise ValueError(f"a # stands in the address; write it {_ENCODED}.")


def _parse(text: str) -> dict[str, Any]:
    try:
        return dict(dj_database_url.parse(text))
    except ValueError:
        raise ValueError(f"host or port cannot be read; write {_EXAMPLE}, with what is special {_ENCODED}.") from None
