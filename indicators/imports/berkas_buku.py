"""The guarded reader of whole books: an XLSX with several sheets, or several CSV files, as raw rows with their places.

Every cap of `berkas` holds for the book as a whole, and a book has few sheets. Merged cells are read as spreadsheet
programs store them: the value stands in the first cell, the others are empty.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook

from indicators.imports.berkas import (
    BROKEN,
    CSV,
    MAX_COLUMNS,
    Jatah,
    Lembaran,
    check_file,
    check_texts,
    check_unpacked,
    csv_rows,
    parsing,
    with_results,
    xlsx_rows,
)
from sakip.files import RefusedFile

MAX_SHEETS = 30
MAX_FILES = 10


@dataclass
class LembarMentah:
    """A sheet as it stands: its name and its rows that are not empty, each with the number that Excel shows."""

    nama: str
    baris: list[tuple[int, list[Any]]]


def read_book(files: Sequence[tuple[str, bytes]]) -> list[LembarMentah]:
    """Read the sheets of all files, (name, content) each. Raises RefusedFile with a sentence that names the place."""
    if len(files) > MAX_FILES:
        raise RefusedFile(f"Paling banyak {MAX_FILES} berkas sekaligus. Gabungkan, lalu unggah kembali.")
    jatah, unpacked = Jatah(), 0
    sheets: list[LembarMentah] = []
    for name, data in files:
        file = io.BytesIO(data)
        stem = PurePath(name.replace("\\", "/")).stem[:60] or "Data"
        if check_file(file, len(data)) == CSV:
            sheets.append(LembarMentah(stem, list(_kept(csv_rows(data), jatah))))
        else:
            unpacked = check_unpacked(file, unpacked)
            with parsing():
                sheets += _read_xlsx(data, jatah)
    if len(sheets) > MAX_SHEETS:
        raise RefusedFile(f"Buku ini mempunyai lebih dari {MAX_SHEETS} lembar. Hapus lembar yang tidak dipakai.")
    if not any(sheet.baris for sheet in sheets):
        raise RefusedFile("Berkas ini tidak berisi data. Pilih berkas lain.")
    return sheets


def _read_xlsx(data: bytes, jatah: Jatah) -> list[LembarMentah]:
    formulas: dict[str, set[tuple[int, int]]] = {}
    sheets = _sheets(data, jatah, formulas, computed=False)
    if any(formulas.values()):
        # The results stand in a second reading, which counts on its own.
        results = {sheet.nama: sheet for sheet in _sheets(data, Jatah(), {}, computed=True)}
        for sheet in sheets:
            _place_results(sheet, results[sheet.nama], formulas[sheet.nama])
    return sheets


def _sheets(
    data: bytes, jatah: Jatah, formulas: dict[str, set[tuple[int, int]]], *, computed: bool
) -> list[LembarMentah]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=computed)
    try:
        if not book.worksheets:
            raise BROKEN
        if len(book.worksheets) > MAX_SHEETS:
            raise RefusedFile(f"Buku ini mempunyai lebih dari {MAX_SHEETS} lembar. Hapus lembar yang tidak dipakai.")
        found = []
        for sheet in book.worksheets:
            marks = formulas.setdefault(sheet.title, set())
            try:
                found.append(LembarMentah(sheet.title, list(_kept(xlsx_rows(sheet, marks, jatah), jatah))))
            except RefusedFile as refusal:
                raise _in_sheet(sheet.title, refusal) from None
        return found
    finally:
        book.close()


def _place_results(sheet: LembarMentah, computed: LembarMentah, formulas: set[tuple[int, int]]) -> None:
    try:
        with_results(Lembaran([], sheet.baris), Lembaran([], computed.baris), formulas)
    except RefusedFile as refusal:
        raise _in_sheet(sheet.nama, refusal) from None


def _in_sheet(name: str, refusal: RefusedFile) -> RefusedFile:
    return RefusedFile(f"Lembar “{name}”: {refusal}")


def _kept(rows: Iterator[list[Any]], jatah: Jatah) -> Iterator[tuple[int, list[Any]]]:
    for number, values in enumerate(rows, start=1):
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        jatah.take_row(number)
        if len(values) > MAX_COLUMNS:
            raise RefusedFile(f"Lembar ini mempunyai lebih dari {MAX_COLUMNS} kolom. Hapus kolom yang tidak dipakai.")
        check_texts(values, number)
        yield number, values
