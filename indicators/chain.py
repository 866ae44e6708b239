"""The chain of the trail: of what a link's hash is made, and the line that a seal is mailed as.

Knows no database, so that whoever doubts the program can compute the same with another one: ADR 35 tells the format
with an example.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from json.encoder import encode_basestring as quote
from typing import Any

# The number of this format: a row whose columns or whose hash mean something else gets the next one.
SCHEMA = 1
# What stands for the hash before a chain's first link.
START = "0" * 64
# The columns of a row of the trail: each of them is hashed.
FIELDS = (
    "id",
    "waktu",
    "pelaku",
    "pelaku_nomor",
    "alamat",
    "sesi",
    "opd",
    "opd_nomor",
    "unit",
    "tindakan",
    "objek_jenis",
    "objek_id",
    "objek",
    "sebelum",
    "sesudah",
    "alasan",
    "ditolak",
    "jumlah",
)


class UnknownChainSchema(ValueError):
    """A link or a seal of a format that this program does not know."""


def content_of(row: Mapping[str, Any], *, schema: int = SCHEMA) -> str:
    """Return a row of the trail, by column, as canonical JSON. Raises UnknownChainSchema, and TypeError or ValueError
    for what no column of the trail holds."""
    _check(schema)
    return _canonical({name: row[name] for name in FIELDS})


def digest(content: str, *, rantai: int, urutan: int, before: str, schema: int = SCHEMA) -> str:
    """Return the hash of a link: of what `content_of` returned of its row, its chain and place there, and the hash
    `before` it. Raises UnknownChainSchema."""
    _check(schema)
    text = f'{{"isi":{content},"rantai":{rantai},"sebelumnya":"{before}","skema":{schema},"urutan":{urutan}}}'
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def chain_of(opd_nomor: int | None) -> int:
    """Return the number of the chain of an office's rows; 0 for rows of no office."""
    return opd_nomor or 0


def _check(schema: int) -> None:
    if schema != SCHEMA:
        raise UnknownChainSchema(
            f"Rantai jejak memakai skema {schema}, sedangkan aplikasi ini hanya mengenal skema {SCHEMA}. "
            "Perbarui aplikasi ke versi yang membuatnya."
        )


def _canonical(value: Any) -> str:
    """Return JSON in the one way that it is written here: keys sorted by their characters, no blanks, nothing escaped
    that need not be, numbers as plain decimals. Both databases give back values of which the same text comes."""
    if isinstance(value, str):
        return quote(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return f"{{{','.join(_members(value))}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_canonical, value))}]"
    return _seldom(value)


def _members(value: Mapping[str, Any]) -> Iterator[str]:
    return (f"{quote(key)}:{_canonical(value[key])}" for key in sorted(value))


def _seldom(value: Any) -> str:
    if isinstance(value, datetime):
        return quote(f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z")
    if isinstance(value, float):
        # PostgreSQL gives 1e16 back as a whole number, and forgets the sign of zero.
        return str(int(value)) if value.is_integer() else format(_exact(value), "f")
    raise TypeError(f"{type(value).__name__} is nothing that the trail holds")


def _exact(value: Any) -> Decimal:
    number = Decimal(repr(value))
    if not number.is_finite():
        raise ValueError("The trail holds no number without an end.")
    return number


@dataclass(frozen=True)
class Seal:
    """How far a chain reached on a day: its number of links, the last one's row and hash."""

    rantai: int
    hari: date
    jumlah: int
    jejak_terakhir: int
    hash: str

    def line(self) -> str:
        """Return the seal as it stands in the log and in a mail."""
        return (
            f"SEGEL-JEJAK/{SCHEMA} rantai={self.rantai} hari={self.hari.isoformat()} jumlah={self.jumlah} "
            f"terakhir={self.jejak_terakhir} hash={self.hash}"
        )


_LINE = re.compile(
    r"SEGEL-JEJAK/(?P<skema>[0-9]{1,4})\s+rantai=(?P<rantai>[0-9]{1,18})\s+hari=(?P<hari>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"\s+jumlah=(?P<jumlah>[0-9]{1,18})\s+terakhir=(?P<terakhir>-?[0-9]{1,18})\s+hash=(?P<hash>[0-9a-f]{64})"
)


def read_seal(text: str) -> Seal:
    """Return the seal that stands in a text: a line of a mail or of a log, even when it was wrapped.

    Raises ValueError when there is none, UnknownChainSchema for one of another format.
    """
    found = _LINE.search(text)
    if found is None:
        raise ValueError(text)
    _check(int(found["skema"]))
    day = date.fromisoformat(found["hari"])
    return Seal(int(found["rantai"]), day, int(found["jumlah"]), int(found["terakhir"]), found["hash"])
