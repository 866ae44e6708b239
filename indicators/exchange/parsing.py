"""Parsing whole files into raw sheets: an XLSX with several sheets, CSV files, tables of a web page.

Every cap of `berkas` holds for all files together. Merged cells are read as spreadsheet programs store them: the value
stands in the first cell, the others are empty. Hidden sheets are not read; hidden rows and columns are, and told.
A cell that nobody may use is kept as
`SelGalat`: only who reads its column minds it. Runs in a process of its own (`terpisah`), without Django's settings.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from indicators.exchange import uploads
from indicators.exchange.raw_cells import GALAT, TANPA_HASIL, UnusableCell, as_shown
from indicators.exchange.text_files import csv_rows, page_tables
from indicators.exchange.texts import is_blank, joined
from indicators.exchange.uploads import BROKEN, CSV, HALAMAN, ReadingBudget, check_unpacked, kind_of_bytes, parsing
from indicators.exchange.visibility import hidden_in
from sakip.files import RefusedFile

MAX_SHEETS = 30
MAX_FILES = 10
ALL_HIDDEN = "Semua lembar buku ini tersembunyi. Tampilkan lembar yang akan diimpor, simpan, lalu unggah kembali."


@dataclass
class RawSheet:
    """A sheet as it stands: its name and its rows that are not empty, each with the number that Excel shows.

    `dicoret` numbers the rows that are struck out, `sel_dicoret` places single cells that are ("K5"). Hidden rows have
    their numbers, hidden columns their index from 0. Of the file's hidden sheets the first one tells the names.
    """

    nama: str
    baris: list[tuple[int, list[Any]]]
    dicoret: list[int] = field(default_factory=list)
    tersembunyi: list[str] = field(default_factory=list)
    sel_dicoret: list[str] = field(default_factory=list)
    baris_tersembunyi: list[int] = field(default_factory=list)
    kolom_tersembunyi: list[int] = field(default_factory=list)


def parse_book(files: Sequence[tuple[str, bytes]]) -> list[RawSheet]:
    """Read the sheets of all files, (name, content) each. Raises RefusedFile with a sentence that names the place."""
    if len(files) > MAX_FILES:
        raise RefusedFile(f"Paling banyak {MAX_FILES} berkas sekaligus. Gabungkan, lalu unggah kembali.")
    jatah, unpacked = ReadingBudget(), 0
    sheets: list[RawSheet] = []
    for name, data in files:
        stem = PurePath(name.replace("\\", "/")).stem[:60] or "Data"
        kind = kind_of_bytes(data)
        if kind == CSV:
            sheets.append(RawSheet(stem, list(_kept(csv_rows(data), jatah))))
        elif kind == HALAMAN:
            tables = page_tables(data)
            names = [stem] if len(tables) == 1 else [f"{stem} ({number})" for number in range(1, len(tables) + 1)]
            sheets += [RawSheet(n, list(_kept(t, jatah))) for n, t in zip(names, tables, strict=True)]
        else:
            unpacked = check_unpacked(io.BytesIO(data), unpacked)
            with parsing():
                sheets += _read_xlsx(data, jatah)
    _check_number(len(sheets))
    if all(is_blank(value) for sheet in sheets for _, values in sheet.baris for value in values):
        raise RefusedFile("Berkas ini tidak berisi data. Pilih berkas lain.")
    return sheets


def _check_number(count: int) -> None:
    if count > MAX_SHEETS:
        raise RefusedFile(f"Buku ini mempunyai lebih dari {MAX_SHEETS} lembar. Hapus lembar yang tidak dipakai.")


def _read_xlsx(data: bytes, jatah: ReadingBudget) -> list[RawSheet]:
    formulas: dict[str, set[tuple[int, int]]] = {}
    sheets = _sheets(data, jatah, formulas, computed=False)
    if any(formulas.values()):
        # The results stand in a second reading, which counts on its own.
        results = {sheet.nama: dict(sheet.baris) for sheet in _sheets(data, ReadingBudget(), {}, computed=True)}
        for sheet in sheets:
            _place_results(sheet, results[sheet.nama], formulas[sheet.nama])
    return sheets


def _sheets(
    data: bytes, jatah: ReadingBudget, formulas: dict[str, set[tuple[int, int]]], *, computed: bool
) -> list[RawSheet]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=computed)
    try:
        if not book.worksheets:
            raise BROKEN
        _check_number(len(book.worksheets))
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not shown:
            raise RefusedFile(ALL_HIDDEN)
        found = []
        for sheet in shown:
            read = RawSheet(sheet.title, [])
            try:
                rows = _xlsx_rows(sheet, formulas.setdefault(sheet.title, set()), jatah, read, computed=computed)
                read.baris = list(_kept(rows, jatah))
                if not computed:
                    _look(sheet, read)
            except RefusedFile as refusal:
                # One sheet needs no name.
                raise refusal if len(shown) == 1 else RefusedFile(f"Lembar “{sheet.title}”: {refusal}") from None
            found.append(read)
        found[0].tersembunyi = [sheet.title for sheet in book.worksheets if sheet not in shown]
        return found
    finally:
        book.close()


def _look(sheet: Any, read: RawSheet) -> None:
    # The only way of openpyxl to a sheet's own XML.
    with sheet._get_source() as source:
        seen = hidden_in(source)
    filled = {number for number, _ in read.baris}
    read.baris_tersembunyi = [number for number in seen.baris if number in filled]
    read.kolom_tersembunyi = seen.kolom


def _xlsx_rows(
    sheet: Any, formulas: set[tuple[int, int]], jatah: ReadingBudget, read: RawSheet, *, computed: bool
) -> Iterator[list[Any]]:
    """Yield the rows of a sheet, also empty ones; formulas and struck out cells are noted. Raises RefusedFile."""
    # What the file claims about its size is forgotten: rows are as wide and as many as they really are.
    sheet.reset_dimensions()
    any_struck = any(font.strike for font in sheet.parent._fonts)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        jatah.take_cells(len(cells))
        _check_width([cell.value for cell in cells[uploads.MAX_COLUMNS :]])
        filled = [
            (column, cell)
            for column, cell in enumerate(cells[: uploads.MAX_COLUMNS])
            # A formula whose result is a text without letters has a result all the same.
            if cell.value is not None or (computed and cell.data_type == "str")
        ]
        values: list[Any] = [None] * (filled[-1][0] + 1 if filled else 0)
        for column, cell in filled:
            if cell.data_type == "f":
                formulas.add((number, column))
            values[column] = UnusableCell(str(cell.value)[:60], GALAT) if cell.data_type == "e" else _shown(cell)
        if any_struck:
            _note_struck(read, number, [(column, cell.font.strike) for column, cell in filled])
        yield values


def _note_struck(read: RawSheet, number: int, cells: list[tuple[int, bool]]) -> None:
    """Note a row that is struck out from its first cell on, else the single cells that are."""
    if cells and cells[0][1]:
        read.dicoret.append(number)
    else:
        read.sel_dicoret += [f"{get_column_letter(column + 1)}{number}" for column, struck in cells if struck]


def _shown(cell: Any) -> Any:
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        # A formula over several cells is an object.
        return str(getattr(cell.value, "text", None) or (cell.value if isinstance(cell.value, str) else "="))
    return as_shown(cell.value, cell.number_format if cell.data_type == "n" else None)


def _check_width(beyond: Iterable[Any]) -> None:
    if any(value is not None for value in beyond):
        raise RefusedFile(
            f"Lembar ini mempunyai lebih dari {uploads.MAX_COLUMNS} kolom. Hapus kolom yang tidak dipakai."
        )


def _place_results(sheet: RawSheet, results: dict[int, list[Any]], formulas: set[tuple[int, int]]) -> None:
    """Put the stored results in the place of formulas; a formula without one was never computed."""
    for number, values in sheet.baris:
        for column in range(len(values)):
            if (number, column) in formulas:
                row = results.get(number, [])
                result = row[column] if column < len(row) else None
                values[column] = UnusableCell(str(values[column])[:60], TANPA_HASIL) if result is None else result


def _kept(rows: Iterable[list[Any]], jatah: ReadingBudget) -> Iterator[tuple[int, list[Any]]]:
    for number, values in enumerate(rows, start=1):
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        jatah.take_row(number, values)
        _check_width(values[uploads.MAX_COLUMNS :])
        yield number, values


def hidden_sentence(names: list[str]) -> str:
    """Say which sheets were passed over because nobody sees them."""
    return f"Lembar tersembunyi dilewati: {joined([f'“{name}”' for name in names])}."
