"""Figures by their names, so that an office's own words do not freeze them.

In the text of a section a figure stands as ``{capaian_sub_kegiatan}`` and is printed with its present value: plain
substitution by name from the figures of the snapshot, nothing is evaluated. A figure that was typed as digits
instead is compared with the figures of the day it was saved: where it was one of them and that one has changed, it
is out of date.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.snapshot import Block

TOKEN = re.compile(r"\{([^{}\n]*)\}")
# What a name is printed as whose figure the data do not hold.
NO_VALUE = "(belum ada angka)"

_NUMBER = re.compile(r"(?<![\w.,])[-\u2212]?\d+(?:[.,]\d+)*(?![\w])")


class _NamedText(str):
    """A text that prints as its placeholder and counts as what it is."""

    name: str

    def __str__(self) -> str:
        return f"{{{self.name}}}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


class _NamedCount(int):
    """A number that prints as its placeholder and counts as what it is."""

    name: str

    def __str__(self) -> str:
        return f"{{{self.name}}}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


class FigureNames:
    """Gives the figures of the default wording their names and keeps their present values.

    With ``as_names`` the figures print as placeholders: the same wording, rendered with it, is the text that an
    office edits.
    """

    def __init__(self, *, as_names: bool) -> None:
        self._as_names = as_names
        self.values: dict[str, str] = {}

    def count(self, name: str, value: int) -> int:
        self.values[name] = str(value)
        if not self._as_names:
            return value
        named = _NamedCount(value)
        named.name = name
        return named

    def text(self, name: str, value: Any) -> Any:
        self.values[name] = str(value) if value not in (None, "") else ""
        if not self._as_names or not self.values[name]:
            return value
        named = _NamedText(value)
        named.name = name
        return named


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from block["butir"] if block["jenis"] == "daftar" else (block["teks"],)


def fill_blocks(blocks: Sequence[Block], figures: Mapping[str, str]) -> list[Block]:
    """Return blocks with every placeholder replaced by the figure of its name."""

    def fill(text: str) -> str:
        return TOKEN.sub(lambda token: figures.get(token[1].strip()) or NO_VALUE, text)

    filled: list[Block] = []
    for block in blocks:
        if block["jenis"] == "daftar":
            filled.append({**block, "butir": [fill(text) for text in block["butir"]]})
        else:
            filled.append({**block, "teks": fill(block["teks"])})
    return filled


def unknown_names(blocks: Sequence[Block], figures: Mapping[str, str]) -> list[str]:
    """Return what stands between curly braces and is no figure's name, in the order of the text."""
    found = [token[1] for text in _texts(blocks) for token in TOKEN.finditer(text)]
    return list(dict.fromkeys(name for name in found if name.strip() not in figures))


@dataclass(frozen=True)
class OutdatedFigure:
    """A figure in a text that the data do not bear out: as it stands there, its name, and the data's value now
    (blank: none). ``typed`` is false for a placeholder that has lost its figure."""

    text: str
    name: str
    now: str
    typed: bool = True


def _numbers(text: str) -> list[str]:
    """Return the numbers of a text as they are written; digits of a word or of a placeholder are none."""
    return list(dict.fromkeys(_NUMBER.findall(TOKEN.sub(" ", text))))


def find_outdated(
    blocks: Sequence[Block], then: Mapping[str, Sequence[str]], now: Mapping[str, str]
) -> list[OutdatedFigure]:
    """Return the figures in a text that were the data's when it was saved (``then``) and are not any more, and the
    placeholders that have no figure now."""
    held = {name: {number for value in values for number in _numbers(value)} for name, values in then.items()}
    holds = {name: set(_numbers(value)) for name, value in now.items()}
    found = []
    for text in _texts(blocks):
        for number in _numbers(text):
            names = [name for name, numbers in held.items() if number in numbers]
            if names and not any(number in holds.get(name, ()) for name in names):
                found.append(OutdatedFigure(number, names[0], now.get(names[0], "")))
        for token in TOKEN.finditer(text):
            name = token[1].strip()
            if not now.get(name):
                found.append(OutdatedFigure(token[0], name, "", typed=False))
    return list(dict.fromkeys(found))


def keep_figures(
    blocks: Sequence[Block], then: Mapping[str, Sequence[str]], now: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the figures to keep with a text that is saved now: the present ones, and the earlier ones that the text
    still holds although they are out of date, so that saving another sentence does not make them good."""
    stale = {item.text for item in find_outdated(blocks, then, now) if item.typed}
    kept = {name: [value] for name, value in now.items() if _numbers(value)}
    for name, values in then.items():
        old = [value for value in values if stale.intersection(_numbers(value)) and value != now.get(name)]
        if old:
            kept[name] = [*kept.get(name, []), *old]
    return kept
