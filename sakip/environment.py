"""Typed readers of environment variables: a wrong value stops the start with a sentence."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from sakip.digits import number_in
from sakip.networks import Networks, read_networks

TRUE_WORDS = frozenset({"1", "true", "yes", "on", "ya"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", "tidak", ""})
# More than anybody means, and little enough to reckon with as seconds, bytes or days.
LARGEST = 1_000_000
# Where relative paths begin, whatever folder a service or a command was started in.
ROOT = Path(__file__).resolve().parent.parent

Kind = TypeVar("Kind")


def tell_library(name: str, value: str) -> None:
    """Set a variable that a library reads itself."""
    os.environ[name] = value


def child_environment(*, withheld: Iterable[str], **more: str) -> dict[str, str]:
    """Return this process's environment for another one, with `more` and without the secrets of the `withheld` names.

    These are blank instead of missing: what is missing would be read from the file of secrets.
    """
    return {**os.environ, **dict.fromkeys(withheld, ""), **more}


def split_words(text: str) -> list[str]:
    """Return the words that stand between commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # nobody is called so
        raise ValueError(f"{text} begins at the home of an account that there is none of.") from None


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

    def integer(self, name: str, default: int, *, minimum: int = 0, maximum: int = LARGEST) -> int:
        word = self._read(name, str(default)).strip()
        number = number_in(word, least=minimum, most=maximum)
        if number is None:
            raise ImproperlyConfigured(f"{name}: '{word}' is not a whole number from {minimum} to {maximum}.")
        return number

    def choice(self, name: str, default: str, words: Sequence[str]) -> str:
        """Return one of the words, as it stands there, in whatever case it was written."""
        word = self.text(name, default)
        found = next((one for one in words if one.lower() == word.lower()), None)
        if found is None:
            raise ImproperlyConfigured(f"{name}: '{word}' is none of {', '.join(words)}.")
        return found

    def value(self, name: str, default: str, read: Callable[[str], Kind]) -> Kind:
        """Return what `read` makes of the text; its ValueError says what is wrong."""
        try:
            return read(self.text(name, default))
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {error}") from None

    def networks(self, name: str, default: str = "") -> Networks:
        """Return addresses and networks that are separated by commas."""
        return self.value(name, default, lambda text: read_networks(split_words(text)))

    def path(self, name: str, default: Path) -> Path:
        """Return a path; a blank one is the default, a relative one begins at the installation's folder."""
        return ROOT / self.value(name, str(default), lambda text: _expanded(text or str(default)))

    def file(self, name: str) -> str:
        """Return the path of a file or folder that need not be; blank where none is named."""
        found = self.value(name, "", _expanded)
        return str(ROOT / found) if found.parts else ""

    def words(self, name: str, default: str = "") -> list[str]:
        return split_words(self._read(name, default))

    def addresses(self, name: str) -> list[str]:
        """Return mail addresses that are separated by commas."""
        found = self.words(name)
        for address in found:
            try:
                validate_email(address)
            except ValidationError:
                raise ImproperlyConfigured(f"{name}: '{address}' is no mail address.") from None
        return found
