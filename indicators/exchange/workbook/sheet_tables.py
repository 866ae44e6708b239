"""The tables of one sheet: below a table of indicators there may be another one, with headings of its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from indicators.exchange.layout import FEW, filled_of, is_figure, ranges_of
from indicators.exchange.parsing import RawSheet
from indicators.exchange.texts import is_blank, joined, plain
from indicators.exchange.workbook.flat_headings import (
    ABAIKAN,
    CATATAN,
    REALISASI,
    TARGETS,
    UANG,
    FlatHeadings,
    Rows,
    column_of,
)
from indicators.exchange.workbook.structure import BookFinding

# No heading is longer.
_LONG = 200


def split_tables(sheet: RawSheet, judul: FlatHeadings) -> list[RawSheet]:
    """Return the sheet down to the next row of other headings, then one sheet for each table that begins there."""
    rows = sheet.baris
    own = _cells(rows[judul.awal][1])
    starts = [0]
    for index in range(judul.mulai, len(rows)):
        cells = _cells(rows[index][1])
        if _is_heading(rows[index][1]) and cells != own:
            starts.append(_with_title(rows, index, max(judul.mulai, starts[-1] + 1)))
            own = cells
    ends = [*starts[1:], len(rows)]
    return [replace(sheet, baris=rows[begin:end]) for begin, end in zip(starts, ends, strict=True)]


def _cells(values: Sequence[Any]) -> dict[int, str]:
    return {index: plain(value) for index, value in enumerate(values) if not is_blank(value)}


def _is_heading(values: Sequence[Any]) -> bool:
    filled = filled_of(values)
    if len(filled) < FEW or any(not isinstance(value, str) or len(value) > _LONG for value in filled):
        return False
    names: list[str] = []
    for at, value in enumerate(filled, start=1):
        if is_figure(value):
            return False
        names += [name] if (name := column_of(value)) else []
        # Every row of a sheet is looked at: the first strange words are enough.
        if (at - len(names)) * 4 > len(filled):
            return False
    # A row of nothing but quarters or months is part of the headings above it.
    return len({*names}) >= FEW and bool({*names} - {*TARGETS, REALISASI, ABAIKAN, CATATAN, "triwulan"})


def _with_title(rows: Rows, index: int, first: int) -> int:
    """Return where the lines above a table begin that are its title: single cells."""
    while index > first and len(filled_of(rows[index - 1][1])) == 1:
        index -= 1
    return index


def passed_over(table: RawSheet) -> BookFinding:
    """Say that a table is not read, which rows it has and what its headings are."""
    titles = next(values for _, values in table.baris if _is_heading(values))
    names = joined([f"“{' '.join(str(title).split())}”" for title in filled_of(titles)])
    money = any(column_of(title) == UANG for title in titles)
    more = " Anggaran diimpor di halaman Anggaran." if money else ""
    numbers = [number for number, _ in table.baris]
    sentence = f"Tabel lain di lembar ini dilewati: baris {ranges_of(numbers)} (kolom {names}).{more}"
    return BookFinding("peringatan", table.nama, f"A{numbers[0]}", "", sentence)
