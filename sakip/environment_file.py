"""Files of variables: NAME=value lines that fill in what the environment itself does not set.

What this takes, systemd reads alike from the environment file of a unit, so that one file serves both; what the two
would read differently is refused with its line: no trailing comments, no `export`, a backslash only in quotes. Values
are never told.
"""

import grp
import os
import pwd
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

_SPACE = " \t"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BARE = re.compile(r"[^'\"\\][^\\]*")
_SINGLE = re.compile(r"'([^']*)'")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"')
# In double quotes a backslash takes the meaning of these alone; before any other character it stands for itself.
_ESCAPED = re.compile(r'\\(["\\`$])')


def fill_environment(path: Path) -> frozenset[str]:
    """Put the variables of a file into the environment, where what is set already wins, and return all their names.

    Raises ImproperlyConfigured for a file that cannot be read, and for a line that is none.
    """
    values = read_variables(path)
    for name, value in values.items():
        os.environ.setdefault(name, value)
    return frozenset(values)


def fill_secrets(path: Path) -> None:
    """Do the same with what set-up generated, where there is any. Another account than the one that set up may be kept
    from it and needs none of it once the environment has the key."""
    if "SECRET_KEY" in os.environ and not os.access(path, os.R_OK):
        return
    try:
        path.stat()
    except FileNotFoundError:
        return
    except PermissionError:
        raise _unreadable(path) from None
    fill_environment(path)


def read_variables(path: Path) -> Mapping[str, str]:
    """Return the variables of a file. Raises ImproperlyConfigured."""
    found: dict[str, str] = {}
    for number, line in enumerate(re.split(r"\r\n|\r|\n", _read(path)), start=1):
        line = line.strip(_SPACE)
        if not line or line[0] in "#;":
            continue
        name, value = _split(line, f"{path}, line {number}")
        if name in found:
            raise ImproperlyConfigured(f"{path}, line {number}: {name} is set a second time; leave one of the two.")
        found[name] = value
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ImproperlyConfigured(f"{path} is not there: put the file in place, or correct SAKIP_ENV_FILE.") from None
    except PermissionError:
        raise _unreadable(path) from None
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{path} is no text in UTF-8: save it as such.") from None
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be read: {error.strerror}.") from None


def _split(line: str, place: str) -> tuple[str, str]:
    name, separator, value = line.partition("=")
    if not separator or not _NAME.fullmatch(name):
        raise ImproperlyConfigured(f"{place}: write NAME=value, without export and without spaces around the sign.")
    return name, _unquote(value.lstrip(_SPACE), f"{place}, {name}")


def _unquote(value: str, place: str) -> str:
    if "\x00" in value:
        raise ImproperlyConfigured(f"{place}: a null character stands in the value; take it out.")
    if not value or _BARE.fullmatch(value):
        return value
    if found := _SINGLE.fullmatch(value):
        return found[1]
    if found := _DOUBLE.fullmatch(value):
        return _ESCAPED.sub(r"\1", found[1])
    raise ImproperlyConfigured(
        f"{place}: close the quotes, write nothing after them, and put a value with a backslash into single quotes."
    )


def _unreadable(path: Path) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{path} cannot be read by this account: run this as {_who_reads(path)}.")


def _who_reads(path: Path) -> str:
    """Return who gets at the file, judged by it or by the closed folder in which it lies."""
    real = Path(os.path.realpath(path))
    facts = next(facts for place in (real, *real.parents) if (facts := _facts(place)) is not None)
    if facts.st_gid and facts.st_mode & 0o040:
        return f"an account of the group {_known(grp.getgrgid, facts.st_gid)}"
    return f"the account {_known(pwd.getpwuid, facts.st_uid)}"


def _facts(place: Path) -> os.stat_result | None:
    try:
        return place.stat()
    except PermissionError:
        return None


def _known(look_up: Callable[[int], Sequence[Any]], number: int) -> str:
    """Return the name of an account or a group, or its number where it has none."""
    try:
        return str(look_up(number)[0])
    except KeyError:
        return str(number)
