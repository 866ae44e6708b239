"""Whose certificate it is: the name and NIP that it bears, held against an official's.

Names are compared in small letters, without accents, marks, degrees and titles. A NIP decides where there is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.signing.certificates import readable_name
from reports.signing.degrees import BEFORE, BEHIND, LONGEST_IN_WORDS
from reports.signing.demo_certificate import is_demo

if TYPE_CHECKING:
    from cryptography import x509

_DEMO = "DEMO "
_MARKS = re.compile("['`´‘’ʼ]")
_BETWEEN_WORDS = re.compile(r"[^\w.]+|_")
# As it is written on cards and in letters: 19700724 199603 1 003.
_NIP = re.compile(r"(?<!\d)(\d{8})[ .-]?(\d{6})[ .-]?(\d)[ .-]?(\d{3})(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose certificate it says it is: a name as written, and every NIP that it bears."""

    name: str
    nips: frozenset[str]

    def is_person(self, nama: str, nip: str) -> bool:
        """Say whether it is this person: by the NIP where it bears one, else by the name."""
        if self.nips:
            return nip in self.nips
        return same_name(self.name, nama)


def holder_of(certificate: x509.Certificate) -> Holder:
    """Return whose certificate it says it is; the DEMO before a demo's name is no part of it."""
    name = readable_name(certificate.subject)
    if is_demo(certificate):
        name = name.removeprefix(_DEMO)
    return Holder(name, frozenset(found for text in _telling(certificate) for found in find_nips(text)))


def find_nips(text: str) -> list[str]:
    """Return every number of 18 digits that is grouped as a NIP or not at all, without the gaps."""
    return ["".join(groups) for groups in _NIP.findall(text)]


def _telling(certificate: x509.Certificate) -> Iterator[str]:
    """Return the texts of a certificate that may hold a NIP."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    kinds = (NameOID.SERIAL_NUMBER, NameOID.USER_ID, NameOID.COMMON_NAME)
    yield from (str(one.value) for kind in kinds for one in certificate.subject.get_attributes_for_oid(kind))
    try:
        others = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return
    for other in others:
        if isinstance(other, x509.OtherName):
            yield other.value.decode("latin-1")
        elif isinstance(other, x509.DirectoryName):
            yield from (str(one.value) for one in other.value)
        else:
            yield str(other.value)


def same_name(one: str, other: str) -> bool:
    """Say whether two names are the same without their degrees and titles; a blank one is nobody's."""
    words = _plain_words(bare_name(one))
    return bool(words) and words == _plain_words(bare_name(other))


def bare_name(text: str) -> str:
    """Return a name without degrees and titles, its letters as written: "Drs. H. Budi Santoso, M.Si.": Budi Santoso.

    What follows a comma is a degree when it is a known one or is written with a dot.
    """
    first, *rest = unicodedata.normalize("NFKC", text).split(",")
    words = [*_words(first)]
    for part in rest:
        words += [] if _is_degree(_words(part)) else _words(part)
    return " ".join(word.strip(".") for word in _without_degrees(_without_titles(words)))


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.sub(" ", _MARKS.sub("", text)).split() if word.strip(".")]


def _key(words: Iterable[str]) -> str:
    """Return a title or degree as the tables have it: "S. Sos." is "ssos"."""
    return "".join(words).replace(".", "").casefold()


def _is_degree(words: list[str]) -> bool:
    return (
        not words
        or any("." in word for word in words)
        or _key(words) in BEHIND
        or all(_key([word]) in BEHIND for word in words)
    )


def _without_titles(words: list[str]) -> list[str]:
    """Take the titles off the front, also where no space follows them: "Drs.H.Budi"."""
    while len(words) > 1 or (words and "." in words[0].strip(".")):
        if _key(words[:1]) in BEFORE and len(words) > 1:
            words = words[1:]
            continue
        title, dot, rest = words[0].partition(".")
        if not (dot and rest.strip(".") and _key([title]) in BEFORE):
            break
        words = [rest, *words[1:]]
    return words


def _without_degrees(words: list[str]) -> list[str]:
    """Take the degrees off the end that no comma parts from the name: "Munandar S.Sos. M.Si."."""
    for length in range(LONGEST_IN_WORDS, 0, -1):
        if len(words) > length and _key(words[-length:]) in BEHIND:
            return _without_degrees(words[:-length])
    return words


def _plain_words(name: str) -> list[str]:
    """Return the words of a name as they are compared: no accents, no dots, small letters."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.replace(".", " ").split()
