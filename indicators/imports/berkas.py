"""The guarded reader of uploaded sheets: XLSX and CSV, judged before they are parsed, with Excel's own row numbers.

Nothing of a file is believed: not its ending, not the size that its sheet claims, not that it unpacks small.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any

from django.conf import settings
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from indicators.capaian import MAX_DIGITS
from indicators.imports.sel import text_of_figure
from sakip.files import XLSX, RefusedFile, check_size, sniff

MAX_ROWS = 10_000
MAX_COLUMNS = 60
# A sheet of 10,000 full rows unpacks to about half of this.
MAX_UNPACKED_BYTES = 40 * 1024 * 1024
MAX_CELL_TEXT = 5_000
# Cells with nothing but a format, and those before them, cost time as well: about a second for so many.
MAX_CELLS = 10_000_000
# A row without cells costs about the time of this many.
ROW_COST = 5
CSV = "csv"
DELIMITERS = ";,\t"

BROKEN = RefusedFile(
    "Berkas ini rusak atau bukan lembar kerja. Buka dan simpan ulang sebagai XLSX, lalu unggah kembali."
)
# All that openpyxl, zipfile and the XML parser raise over hostile or broken files.
_PARSER_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    OSError,
    RuntimeError,
    AssertionError,
)
# What a spreadsheet program would take for a formula at the beginning of a text in a CSV file.
FORMULA_MARKS = "=+-@\t\r"


@dataclass
class Jatah:
    """How much of a file has been read so far: one for all its sheets. Raises RefusedFile beyond what it may hold."""

    sel: int = 0
    baris: int = 0

    def take_cells(self, count: int) -> None:
        self.sel += count + ROW_COST
        if self.sel > MAX_CELLS:
            raise RefusedFile("Lembar ini memuat terlalu banyak sel kosong. Salin datanya ke lembar baru, lalu unggah.")

    def take_row(self, number: int) -> None:
        """Count a row that is not empty; `number` is its place in its sheet."""
        self.baris += 1
        if self.baris > MAX_ROWS or number > MAX_ROWS * 2:
            raise RefusedFile(f"Lembar ini mempunyai lebih dari {MAX_ROWS} baris. Pecah menjadi beberapa berkas.")


@dataclass
class Lembaran:
    """A read sheet: its headers and its rows that are not empty, each with the number that Excel shows beside it."""

    judul: list[str]
    baris: list[tuple[int, list[Any]]] = field(default_factory=list)


def kind_of(file: IO[bytes]) -> str:
    """Return "xlsx" or "csv" by the file's content. Raises RefusedFile. Rewinds the file."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        if sniff(file) == XLSX:
            return XLSX
        raise RefusedFile("Hanya berkas XLSX atau CSV yang dapat diimpor. Pilih berkas lain.")
    return CSV


def check_file(file: IO[bytes], size: int | None) -> str:
    """Judge an upload before anything is parsed; return its kind. Raises RefusedFile."""
    check_size(size, settings.MAX_UPLOAD_BYTES)
    kind = kind_of(file)
    if kind == XLSX:
        check_unpacked(file)
    return kind


def check_unpacked(file: IO[bytes], already: int = 0) -> int:
    """Refuse an archive that unpacks, with `already` bytes of others, to more than it may; return the sum of both.

    zipfile never reads a member beyond its stated size.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            total = already + sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise BROKEN from None
    finally:
        file.seek(0)
    if total > MAX_UNPACKED_BYTES:
        raise RefusedFile("Isi berkas ini terlalu besar. Pecah menjadi beberapa berkas, lalu unggah satu per satu.")
    return total


def read_sheet(data: bytes, kind: str) -> Lembaran:
    """Read the first sheet. Raises RefusedFile with a sentence that names the cell where it can."""
    if kind == CSV:
        return _gather(csv_rows(data))
    check_unpacked(io.BytesIO(data))
    with parsing():
        sheet, formulas = _gather_xlsx(data, computed=False)
        if formulas:
            sheet = with_results(sheet, _gather_xlsx(data, computed=True)[0], formulas)
    return sheet


@contextmanager
def parsing() -> Iterator[None]:
    """Turn whatever the parsers raise over a hostile or broken file into its sentence."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns about styles and extensions that it leaves out; none of them is data.
            warnings.simplefilter("ignore")
            yield
    except RefusedFile:
        raise
    except _PARSER_ERRORS:
        raise BROKEN from None


def _gather_xlsx(data: bytes, *, computed: bool) -> tuple[Lembaran, set[tuple[int, int]]]:
    formulas: set[tuple[int, int]] = set()
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=computed)
    try:
        if not book.worksheets:
            raise BROKEN
        return _gather(xlsx_rows(book.worksheets[0], formulas, Jatah())), formulas
    finally:
        book.close()


def xlsx_rows(sheet: Any, formulas: set[tuple[int, int]], jatah: Jatah) -> Iterator[list[Any]]:
    """Yield the rows of a sheet, also empty ones; cells with formulas are noted. Raises RefusedFile."""
    # What the file claims about its size is forgotten: rows are as wide and as many as they really are.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        jatah.take_cells(len(cells))
        if len(cells) > MAX_COLUMNS and any(cell.value is not None for cell in cells[MAX_COLUMNS:]):
            raise RefusedFile(f"Lembar ini mempunyai lebih dari {MAX_COLUMNS} kolom. Hapus kolom yang tidak dipakai.")
        values = []
        for column, cell in enumerate(cells[:MAX_COLUMNS], start=1):
            if cell.value is not None and cell.data_type == "f":
                formulas.add((number, column))
            if cell.value is not None and cell.data_type == "e":
                raise RefusedFile(
                    f"Sel {get_column_letter(column)}{number} berisi galat {cell.value}. Perbaiki, lalu unggah kembali."
                )
            values.append(_as_shown(cell))
        yield values


def _as_shown(cell: Any) -> Any:
    """Return a cell's value; of a percent cell what it shows: 90,57% is kept as 0.9057."""
    if cell.value is None or cell.data_type != "n" or "%" not in _plain_format(cell.number_format):
        return cell.value
    exact = Decimal(f"{cell.value:.{MAX_DIGITS}g}")
    return f"{text_of_figure(exact.scaleb(2))}%"


@lru_cache(maxsize=256)
def _plain_format(number_format: str) -> str:
    """Return the format of positive numbers without a per cent sign that is only text."""
    return number_format.split(";")[0].replace('"%"', "").replace("\\%", "")


def with_results(raw: Lembaran, computed: Lembaran, formulas: set[tuple[int, int]]) -> Lembaran:
    """Put the stored results in the place of formulas; a formula without one was never computed."""
    results = dict(computed.baris)
    for number, values in raw.baris:
        for column in range(1, len(values) + 1):
            if (number, column) not in formulas:
                continue
            row = results.get(number, [])
            value = row[column - 1] if column <= len(row) else None
            if value is None:
                raise RefusedFile(
                    f"Sel {get_column_letter(column)}{number} berisi rumus tanpa hasil. "
                    "Salin lalu tempel sebagai nilai, simpan, dan unggah kembali."
                )
            values[column - 1] = value
    return raw


def csv_rows(data: bytes) -> Iterator[list[Any]]:
    """Yield the rows of a CSV file, also empty ones. Raises RefusedFile."""
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedFile(
            "Huruf dalam berkas CSV ini tidak terbaca. Simpan sebagai CSV UTF-8 atau XLSX, lalu unggah kembali."
        ) from None
    if "\0" in text:
        raise RefusedFile("Hanya berkas XLSX atau CSV yang dapat diimpor. Pilih berkas lain.")
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        for values in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [plain_text(value) or None for value in values]
    except csv.Error:
        raise RefusedFile("Tanda kutip dalam berkas CSV ini tidak utuh. Simpan ulang sebagai XLSX atau CSV.") from None


def safe_text(text: str) -> str:
    """Return a text as a CSV file may hold it: what looks like a formula gets an apostrophe in front."""
    return f"'{text}" if text.lstrip("'")[:1] in tuple(FORMULA_MARKS) else text


def plain_text(text: str) -> str:
    """Undo `safe_text`."""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in tuple(FORMULA_MARKS) else text


def _gather(rows: Iterator[list[Any]]) -> Lembaran:
    """Take the first row that is not empty as headers and cap what follows. Raises RefusedFile."""
    sheet: Lembaran | None = None
    jatah = Jatah()
    for number, values in enumerate(rows, start=1):
        if all(value is None for value in values):
            continue
        if sheet is None:
            sheet = Lembaran(_headers(values))
            continue
        jatah.take_row(number)
        sheet.baris.append((number, _fitted(values, len(sheet.judul), number)))
    if sheet is None:
        raise RefusedFile("Berkas ini tidak berisi data. Pilih berkas lain.")
    return sheet


def _headers(values: list[Any]) -> list[str]:
    headers = ["" if value is None else " ".join(str(value).split()) for value in values]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MAX_COLUMNS:
        raise RefusedFile(f"Lembar ini mempunyai lebih dari {MAX_COLUMNS} kolom. Hapus kolom yang tidak dipakai.")
    return headers


def _fitted(values: list[Any], width: int, number: int) -> list[Any]:
    for column, value in enumerate(values, start=1):
        if value is not None and column > width:
            raise RefusedFile(
                f"Sel {get_column_letter(column)}{number} berisi data tanpa judul kolom. Hapus, lalu unggah kembali."
            )
    check_texts(values, number)
    return (values + [None] * width)[:width]


def check_texts(values: list[Any], number: int) -> None:
    """Raise RefusedFile for a text that no column of ours could hold."""
    for column, value in enumerate(values, start=1):
        if isinstance(value, str) and len(value) > MAX_CELL_TEXT:
            raise RefusedFile(
                f"Teks di sel {get_column_letter(column)}{number} terlalu panjang. "
                f"Ringkas menjadi paling banyak {MAX_CELL_TEXT} huruf."
            )
