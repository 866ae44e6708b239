"""The two formats of import and export: XLSX with typed cells, CSV as Indonesian spreadsheets write it."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import tablib
from import_export.formats.base_formats import Format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from indicators.capaian import plain_figure, text_of_figure
from indicators.exchange.tables import UploadedTable, read_sheet
from indicators.exchange.text_files import FORMULA_MARKS, safe_text
from indicators.exchange.uploads import CSV
from sakip.dates import write_in_figures
from sakip.files import MEDIA_TYPES, XLSX


class SheetDataset(tablib.Dataset):
    """What import-export passes around, with the row numbers that Excel shows."""

    nomor: list[int]
    lembaran: UploadedTable


def as_dataset(sheet: UploadedTable) -> SheetDataset:
    dataset = SheetDataset(headers=sheet.judul)
    dataset.nomor, dataset.lembaran = [], sheet
    for number, values in sheet.baris:
        dataset.append(values)
        dataset.nomor.append(number)
    return dataset


class BaseFormat(Format):
    kind = ""
    title = ""
    media_type = ""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        return self.title

    def get_extension(self) -> str:
        return self.kind

    def get_content_type(self) -> str:
        return self.media_type

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> SheetDataset:
        return as_dataset(read_sheet(in_stream))


class FormatXLSX(BaseFormat):
    kind = XLSX
    title = "XLSX (Excel, LibreOffice)"
    media_type = MEDIA_TYPES[XLSX]

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        """Write figures as numbers and every text as a typed string, so that no text is ever run as a formula."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Data")
        sheet.freeze_panes = "A2"
        for index, header in enumerate(dataset.headers, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = min(max(len(header) + 2, 12), 40)
        sheet.append([typed_cell(sheet, header, bold=True) for header in dataset.headers])
        for row in dataset:
            sheet.append([typed_cell(sheet, value) for value in row])
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()


def typed_cell(sheet: Any, value: Any, *, bold: bool = False, number_format: str = "") -> Any:
    """Return a cell of a write-only sheet, None for a blank: figures digit by digit, never as floats; text as text."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
        # Else "=1+1" becomes a formula when somebody steps into the cell and out again.
        cell.quotePrefix = value.startswith(tuple(FORMULA_MARKS))
    elif isinstance(value, Decimal):
        cell = WriteOnlyCell(sheet, f"{plain_figure(value):f}")
        cell.data_type = "n"
    else:
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
    if number_format:
        cell.number_format = number_format
    if bold:
        cell.font = Font(bold=True)
    return cell


class FormatCSV(BaseFormat):
    kind = CSV
    title = "CSV (titik koma)"
    media_type = "text/csv; charset=utf-8"

    def is_binary(self) -> bool:
        # The file is kept and read as bytes; the reader decides about its letters.
        return True

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        target = io.StringIO(newline="")
        writer = csv.writer(target, delimiter=";")
        writer.writerow(dataset.headers)
        for row in dataset:
            writer.writerow([_text(value) for value in row])
        return target.getvalue().encode("utf-8-sig")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return text_of_figure(value)
    if isinstance(value, date):
        return write_in_figures(value)
    return safe_text(value) if isinstance(value, str) else str(value)


FORMATS = [FormatXLSX, FormatCSV]
