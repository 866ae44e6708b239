"""What a sheet's XML says beside its values: which rows and columns nobody sees, and whether its rows are in order.

openpyxl's quick reader gives neither, and leaves out rows that stand behind a later one.
"""

from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from indicators.exchange import uploads

_YES = ("1", "true", "on")


@dataclass
class Visibility:
    """Numbers of the hidden rows as Excel shows them, and indexes of the hidden columns from 0."""

    baris: list[int] = field(default_factory=list)
    kolom: list[int] = field(default_factory=list)


def hidden_in(source: IO[bytes]) -> Visibility:
    """Return what a sheet hides, filtered rows and closed groups too. To be called while `berkas.parsing`.

    Raises RefusedFile for rows out of order and for entities, ExpatError for what is no XML.
    """
    found, last = Visibility(), 0

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal last
        name = tag.rpartition(" ")[2]
        if name == "row":
            number = int(given["r"].partition(".")[0]) if "r" in given else last + 1
            if number <= last:
                raise uploads.BROKEN
            last = number
            if given.get("hidden") in _YES:
                found.baris.append(number)
        elif name == "col" and given.get("hidden") in _YES:
            first, end = int(given.get("min", 1)), int(given.get("max", 1))
            found.kolom += range(first - 1, min(end, uploads.MAX_COLUMNS))

    def refuse_entity(*_: object) -> None:
        raise uploads.BROKEN

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse_entity
    parser.ParseFile(source)
    return found
