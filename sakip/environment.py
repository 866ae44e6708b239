"""Typed readers of environment variables: a wrong value stops the start with a sentence."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from sakip.digits import number_in

TRUE_WORDS = frozenset({"1", "true", "yes", "on", "ya"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", "tidak", ""})


def read_secrets_file(path: Path) -> None:
    """Put NAME=value lines of the generated secrets file into the environment; what is set already wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not line.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


def child_environment(*, withheld: Iterable[str], **more: str) -> dict[str, str]:
    """Return this process's environment for another one, with `more` and without the secrets of the `withheld` names.

    These are blank instead of missing: what is missing would be read from the file of secrets.
    """
    return {**os.environ, **dict.fromkeys(withheld, ""), **more}


class Environment:
    """Reads variables by type and remembers which ones exist, so that the README's table can be held to them."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values: Mapping[str, str] = os.environ if values is None else values
        self.known: dict[str, str] = {}

    def _read(self, name: str, default: str) -> str:
        self.known[name] = default
        return self._values.get(name, default)

    def text(self, name: str, default: str = "") -> str:
        return self._read(name, default).strip()

    def boolean(self, name: str, default: bool) -> bool:
        word = self._read(name, "1" if default else "0").strip().lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise ImproperlyConfigured(f"{name}: '{word}' is neither yes nor no; write 1 or 0.")

    def integer(self, name: str, default: int, *, minimum: int = 0) -> int:
        word = self._read(name, str(default)).strip()
        number = number_in(word, least=minimum)
        if number is None:
            raise ImproperlyConfigured(f"{name}: '{word}' is not a whole number of at least {minimum}.")
        return number

    def path(self, name: str, default: Path) -> Path:
        return Path(self._read(name, str(default)).strip() or default).expanduser()

    def words(self, name: str, default: str = "") -> list[str]:
        return [word.strip() for word in self._read(name, default).split(",") if word.strip()]
