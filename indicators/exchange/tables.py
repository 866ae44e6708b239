"""One table of an upload, as the quarter's sheet and the imports of single models take it: headings and rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from indicators.exchange.apart import read_book
from indicators.exchange.headings import SYNONYMS, spelled
from indicators.exchange.layout import FileTitles, data_rows, find_headings, read_titles, unseen_notes
from indicators.exchange.parsing import RawSheet, hidden_sentence
from indicators.exchange.texts import is_blank, joined
from sakip.files import RefusedFile

# Titles of columns that some import of ours takes; they tell the row of headings from the titles above it.
_TITLES: set[str] = set()


def know_titles(titles: Iterable[str]) -> None:
    """Add titles of columns to those that tell a row of headings."""
    _TITLES.update(spelled(title) for title in titles)


def is_title(text: str) -> bool:
    """Say whether some import of ours knows the heading, in whatever spelling."""
    return spelled(text) in _TITLES


know_titles(SYNONYMS)


@dataclass
class UploadedTable:
    """A read table: its headings and its rows of data, each with the number that Excel shows beside it.

    `catatan` says, as (cell, sentence), what was passed over; `atas` what the lines above the headings say.
    """

    judul: list[str]
    baris: list[tuple[int, list[Any]]] = field(default_factory=list)
    catatan: list[tuple[str, str]] = field(default_factory=list)
    atas: FileTitles = field(default_factory=FileTitles)
    nomor_judul: int = 1


def read_sheet(data: bytes) -> UploadedTable:
    """Read an upload's table, apart from this process. Raises RefusedFile."""
    return table_in(read_book([("Data", data)]))


def table_in(sheets: Sequence[RawSheet]) -> UploadedTable:
    """Return the table of the sheet with the most headings of ours. Raises RefusedFile when none holds data."""
    filled = [sheet for sheet in sheets if sheet.baris]
    if not filled:
        raise RefusedFile("Berkas ini tidak berisi data. Pilih berkas lain.")
    chosen = max(filled, key=_known_in)
    table = _table(chosen)
    table.catatan += [("", hidden_sentence(sheet.tersembunyi)) for sheet in sheets if sheet.tersembunyi]
    others = [sheet.nama for sheet in filled if sheet is not chosen and _known_in(sheet)]
    if others:
        names = joined([f"“{name}”" for name in others])
        table.catatan.append(("", f"Yang dibaca hanya lembar “{chosen.nama}”; dilewati: {names}."))
    return table


def _known_in(sheet: RawSheet) -> int:
    _, values = sheet.baris[find_headings(sheet.baris, is_title)]
    return len({spelled(value) for value in values} & _TITLES)


def _table(sheet: RawSheet) -> UploadedTable:
    at = find_headings(sheet.baris, is_title)
    number, values = sheet.baris[at]
    headings = ["" if value is None else " ".join(str(value).split()) for value in values]
    while headings and not headings[-1]:
        headings.pop()
    rows, skipped = data_rows(sheet.baris[at + 1 :], headings, sheet.nama)
    table = UploadedTable(headings, [], skipped.sentences(), read_titles(sheet.baris[:at]), number)
    width = len(headings)
    table.baris = [(row, (cells + [None] * width)[:width]) for row, cells in rows]
    table.catatan += note_beside(rows, lambda index: index < width)
    table.catatan += unseen_notes(sheet, rows, lambda index: index < width)
    return table


def note_beside(rows: Sequence[tuple[int, list[Any]]], named: Callable[[int], bool]) -> list[tuple[str, str]]:
    """Say where cells stand in columns without a heading: they are not read."""
    places = [
        f"{get_column_letter(index + 1)}{number}"
        for number, cells in rows
        for index, value in enumerate(cells)
        if not named(index) and not is_blank(value)
    ]
    return [(places[0], f"Sel tanpa judul kolom dilewati: {joined(places)}.")] if places else []
