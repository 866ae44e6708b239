"""Reading text that stands for a sheet: CSV as spreadsheets of any language write it, and tables of a web page.

Many programs of the trade send a web page under the name of a workbook. Both are read with the standard library.
"""

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from indicators.exchange.raw_cells import checked
from sakip.digits import number_in
from sakip.files import RefusedFile

DELIMITERS = ";,\t|"
# What a spreadsheet program would take for a formula at the beginning of a text in a CSV file.
FORMULA_MARKS = "=+-@\t\r"
NO_SHEET = "Hanya berkas XLSX atau CSV yang dapat diimpor. Pilih berkas lain."
# Rows whose marks tell the delimiter: titles above the headings hold none.
_SEARCHED_LINES = 30
_MAX_SPAN = 60
# A page is fed in pieces of so many characters; what has then begun and not ended is searched again with each.
_PIECE = 64 * 1024
# Excel's longest such part is its style sheet.
_MAX_OPEN = 512 * 1024
# The parser begins anew at every mark of what the file's end cuts off: squared, and 60,000 characters took 20 seconds.
_MAX_CUT_OFF = 1_000
UNCLOSED = (
    "Halaman HTML ini tidak utuh: satu tanda atau komentarnya tidak ditutup atau terlalu panjang. "
    "Buka di Excel atau LibreOffice, simpan sebagai XLSX, lalu unggah kembali."
)


def decoded(data: bytes) -> str:
    """Return the text of a file in Unicode or in the letters of Windows. Raises RefusedFile."""
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = ""
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise RefusedFile(
            "Huruf dalam berkas CSV ini tidak terbaca. Simpan sebagai CSV UTF-8 atau XLSX, lalu unggah kembali."
        )
    if "\0" in text:
        raise RefusedFile(NO_SHEET)
    return text


def is_page(head: bytes) -> bool:
    """Say whether a file begins like a web page."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<body", b"<style", b"<div"))


def csv_rows(data: bytes) -> Iterator[list[Any]]:
    """Yield the rows of a CSV file, also empty ones. Raises RefusedFile."""
    text = decoded(data)
    told = re.match(r"sep=(.)(?:\r\n?|\n)", text)
    delimiter = told[1] if told else _delimiter_of(text)
    if told:
        yield []
        text = text[told.end() :]
    try:
        for values in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [checked(plain_text(value)) or None for value in values]
    except csv.Error as error:
        if "field limit" in str(error):
            raise RefusedFile(
                "Satu sel berkas CSV ini terlalu panjang, atau tanda kutipnya tidak ditutup. "
                "Ringkas isinya, atau simpan ulang sebagai XLSX."
            ) from None
        raise RefusedFile("Tanda kutip dalam berkas CSV ini tidak utuh. Simpan ulang sebagai XLSX atau CSV.") from None


def _delimiter_of(text: str) -> str:
    """Return the mark that stands between the cells: the one that most lines hold, outside of quoted texts."""
    lines = re.sub(r'"[^"]*"', "", text[:100_000]).splitlines()[:_SEARCHED_LINES]
    return max(DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))


def safe_text(text: str) -> str:
    """Return a text as a CSV file may hold it: what looks like a formula gets an apostrophe in front."""
    return f"'{text}" if text.lstrip("'")[:1] in tuple(FORMULA_MARKS) else text


def plain_text(text: str) -> str:
    """Undo `safe_text`."""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in tuple(FORMULA_MARKS) else text


def page_tables(
    data: bytes, *, piece: int = _PIECE, longest: int = _MAX_OPEN, cut_off: int = _MAX_CUT_OFF
) -> list[list[list[Any]]]:
    """Return the rows of each table of a page; merged cells stand in their first one. Raises RefusedFile, also where a
    tag, comment or style sheet is above `longest` characters, or one that the end cuts off above `cut_off`."""
    reader, text = _Tables(), decoded(data)
    try:
        for start in range(0, len(text), piece):
            reader.feed(text[start : start + piece])
            if len(reader.rawdata) > longest:
                raise RefusedFile(UNCLOSED)
        if len(reader.rawdata) > cut_off:
            raise RefusedFile(UNCLOSED)
        reader.close()
    except AssertionError:
        # So the parser says that it does not understand what follows "<![".
        raise RefusedFile(UNCLOSED) from None
    reader.end_all()
    if not reader.tables:
        raise RefusedFile(NO_SHEET)
    return reader.tables


class _Tables(HTMLParser):
    """Collects the cells of the outermost tables; what stands in a table within a cell is that cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[Any]]] = []
        self.depth = 0
        self.cell: list[str] | None = None
        self.span = 1
        # Columns of the row that cells of rows above still cover: how many rows each.
        self.covered: dict[int, int] = {}
        self.rows_down = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
                self.covered = {}
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].append([])
            self._skip_covered()
        elif self.depth == 1 and tag in ("td", "th") and self.tables[-1]:
            self._end_cell()
            given = dict(attrs)
            self.cell, self.span, self.rows_down = [], _number(given.get("colspan")), _number(given.get("rowspan"))
        elif tag == "br" and self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.depth:
            if self.depth == 1:
                self._end_cell()
            self.depth -= 1
        elif tag in ("td", "th", "tr") and self.depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def end_all(self) -> None:
        self._end_cell()

    def _end_cell(self) -> None:
        if self.cell is None:
            return
        row, text = self.tables[-1][-1], " ".join("".join(self.cell).split())
        if self.rows_down > 1:
            self.covered |= {len(row) + step: self.rows_down for step in range(self.span)}
        row += [checked(text) or None, *[None] * (self.span - 1)]
        self.cell = None
        self._skip_covered()

    def _skip_covered(self) -> None:
        row = self.tables[-1][-1]
        while self.covered.get(len(row), 0) > 1 and len(row) < _MAX_SPAN:
            self.covered[len(row)] -= 1
            row.append(None)


def _number(text: str | None) -> int:
    found = number_in(text or "")
    return min(found, _MAX_SPAN) if found else 1
