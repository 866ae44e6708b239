"""Judging uploaded sheets before anything is parsed, and how much of one may be read.

Nothing of a file is believed: not its ending, not the size that its sheet claims, not that it unpacks small.
`berkas_urai` parses what passes here, in a process of its own (`terpisah`).
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers.expat import ExpatError

from django.conf import settings
from openpyxl.utils.exceptions import InvalidFileException

from indicators.exchange.text_files import NO_SHEET, is_page
from sakip.files import XLSX, RefusedFile, check_size, lacks_memory, open_archive, sniff

MAX_ROWS = 10_000
MAX_COLUMNS = 60
# A sheet of 10,000 full rows unpacks to about half of this.
MAX_UNPACKED_BYTES = 40 * 1024 * 1024
# Reading and checking four million takes a second.
MAX_LETTERS = 20_000_000
# Cells with nothing but a format, and those before them, cost time as well: about a second for so many.
MAX_CELLS = 10_000_000
# A row without cells costs about the time of this many.
ROW_COST = 5
CSV, HALAMAN = "csv", "html"

BROKEN = RefusedFile(
    "Berkas ini rusak atau bukan lembar kerja. Buka dan simpan ulang sebagai XLSX, lalu unggah kembali."
)
TOO_LARGE = RefusedFile("Isi berkas ini terlalu besar. Pecah menjadi beberapa berkas, lalu unggah satu per satu.")
_SAVE_AS = (
    "Di Excel atau WPS: File, Save As (Simpan Sebagai), Excel Workbook (*.xlsx). "
    "Di LibreOffice: Berkas, Simpan Sebagai, Excel 2007-365 (.xlsx). Lalu unggah berkas itu."
)
OLD_EXCEL = RefusedFile(f"Berkas XLS (Excel 97-2003) tidak dapat dibaca di sini. {_SAVE_AS}")
OPEN_DOCUMENT = RefusedFile(f"Berkas ODS tidak dapat dibaca di sini. {_SAVE_AS}")
EXCEL_XML = RefusedFile(f"Berkas XML Excel 2003 tidak dapat dibaca di sini. {_SAVE_AS}")
BINARY = RefusedFile(f"Berkas XLSB (Excel biner) tidak dapat dibaca di sini. {_SAVE_AS}")
STRICT = RefusedFile(f"Berkas “Strict Open XML” tidak dapat dibaca di sini. {_SAVE_AS}")
NUMBERS = RefusedFile(
    "Berkas Numbers (Apple) tidak dapat dibaca di sini. Di Numbers: File, Export To, Excel. Lalu unggah berkas itu."
)
ARCHIVE = RefusedFile("Berkas ini arsip ZIP. Ekstrak dahulu, lalu unggah berkas XLSX atau CSV yang ada di dalamnya.")
LINK = RefusedFile(
    "Berkas ini hanya pintasan ke Google Spreadsheet, tanpa isinya. Buka lembarnya di peramban, "
    "pilih File, Download (Unduh), Microsoft Excel (.xlsx), lalu unggah berkas itu."
)
PRINTED = RefusedFile("Berkas ini PDF atau gambar, bukan lembar kerja. Pilih berkas XLSX atau CSV aslinya.")
# Archives that are no XLSX, by the names in them.
_ARCHIVES = (
    (BINARY, re.compile(r"^xl/workbook\.bin$")),
    (NUMBERS, re.compile(r"\.iwa$|^index\.zip$")),
    (ARCHIVE, re.compile(r"\.(?:xlsx?|xlsb|csv|ods)$")),
)
# What Google Drive keeps in the folder of a computer: JSON with an address, or a shortcut of Windows.
_LINK = re.compile(rb"\s*(?:\[InternetShortcut\]|\{[^{}]*\"(?:url|doc_id)\"\s*:)", re.IGNORECASE)
# All that openpyxl, zipfile and the XML parser raise over hostile or broken files.
_PARSER_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ExpatError,
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


@dataclass
class ReadingBudget:
    """How much of a file has been read so far: one for all its sheets. Raises RefusedFile beyond what it may hold."""

    sel: int = 0
    baris: int = 0
    huruf: int = 0

    def take_cells(self, count: int) -> None:
        self.sel += count + ROW_COST
        if self.sel > MAX_CELLS:
            raise RefusedFile("Lembar ini memuat terlalu banyak sel kosong. Salin datanya ke lembar baru, lalu unggah.")

    def take_row(self, number: int, values: list[Any]) -> None:
        """Count a row that is not empty, `number` is its place in its sheet, and its letters: one shared text may stand
        in many cells."""
        self.huruf += sum(len(value) for value in values if isinstance(value, str))
        if self.huruf > MAX_LETTERS:
            raise TOO_LARGE
        self.baris += 1
        if self.baris > MAX_ROWS + 1 or number > MAX_ROWS * 2:
            raise RefusedFile(f"Lembar ini mempunyai lebih dari {MAX_ROWS} baris. Pecah menjadi beberapa berkas.")


def kind_of(file: IO[bytes]) -> str:
    """Return "xlsx", "csv" or "html" by the file's content. Raises RefusedFile. Rewinds the file."""
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    if head.startswith(b"PK\x03\x04") and b"opendocument.spreadsheet" in head[:200]:
        raise OPEN_DOCUMENT
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        _refuse_container(file)
    if head.startswith(b"PK\x03\x04"):
        return _checked_book(file)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise PRINTED
    if b"<?mso-application" in head and b"Excel.Sheet" in head:
        raise EXCEL_XML
    if b"<office:document" in head:
        raise OPEN_DOCUMENT
    if _LINK.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise LINK
    return HALAMAN if is_page(head) else CSV


def _checked_book(file: IO[bytes]) -> str:
    """Return "xlsx" for an archive that is one. Raises RefusedFile with the sentence of what it is instead."""
    try:
        with open_archive(file) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            main = _beginning_of(archive, "xl/workbook.xml") if "xl/workbook.xml" in archive.namelist() else b""
    except _PARSER_ERRORS as error:
        if lacks_memory(error):
            raise MemoryError from None
        names, main = set(), b""
    finally:
        file.seek(0)
    for refusal, known in _ARCHIVES:
        if any(known.search(name) for name in names) and "xl/workbook.xml" not in names:
            raise refusal
    if b"purl.oclc.org/ooxml" in main:
        raise STRICT
    if sniff(file) == XLSX:
        return XLSX
    raise RefusedFile(NO_SHEET)


def _beginning_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the first bytes of a member: nobody has judged yet to how many it unpacks."""
    with archive.open(name) as member:
        return member.read(4096)


def _refuse_container(file: IO[bytes]) -> None:
    """Refuse what older Office programs write: a locked workbook with its own sentence."""
    try:
        sniff(file)
    except RefusedFile as refusal:
        if "kata sandi" in str(refusal):
            raise
    raise OLD_EXCEL


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
        with open_archive(file) as archive:
            total = already + sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        if lacks_memory(error):
            raise MemoryError from None
        raise BROKEN from None
    finally:
        file.seek(0)
    if total > MAX_UNPACKED_BYTES:
        raise TOO_LARGE
    return total


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
    except _PARSER_ERRORS as error:
        if lacks_memory(error):
            raise MemoryError from None
        raise BROKEN from None


def kind_of_bytes(data: bytes) -> str:
    return kind_of(io.BytesIO(data))
