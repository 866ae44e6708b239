"""Writing a workbook that people can fill in: headings with explanations, drop-downs, a sheet that tells how.

Figures are numbers, texts are typed strings (`formats.typed_cell`), so that no text is ever run as a formula.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from indicators.exchange.formats import typed_cell

PILIHAN = "Pilihan"
PETUNJUK = "Petunjuk"
# Drop-downs and formats reach as far as anybody fills in by hand.
FORMATTED_ROWS = 2_000
HEAD = PatternFill("solid", fgColor="FFDCE6F1")
EXAMPLE = Font(italic=True, color="FF6B7280")


@dataclass
class OutgoingSheet:
    """A sheet to be written. `pilihan` names a list per column, `contoh` are rows that an import passes over."""

    nama: str
    kolom: Sequence[str]
    baris: Iterable[Sequence[Any]] = ()
    penjelasan: dict[str, str] = field(default_factory=dict)
    pilihan: dict[str, str] = field(default_factory=dict)
    contoh: Sequence[Sequence[Any]] = ()
    # Columns whose cells are text from the start: spreadsheet programs round long numbers.
    teks: Sequence[str] = ()


def write_book(
    sheets: Sequence[OutgoingSheet], *, petunjuk: Sequence[Sequence[str]], pilihan: dict[str, list[str]]
) -> bytes:
    """Return the workbook: Petunjuk first, the sheets, and at last the lists behind the drop-downs."""
    book = Workbook(write_only=True)
    _write_guide(book, petunjuk)
    places = {name: (get_column_letter(index), len(values)) for index, (name, values) in enumerate(pilihan.items(), 1)}
    for sheet in sheets:
        _write_sheet(book, sheet, places)
    _write_lists(book, pilihan)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_guide(book: Any, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.create_sheet(PETUNJUK)
    for index, width in enumerate((26, 30, 90), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for number, row in enumerate(rows):
        cells = [typed_cell(sheet, text, bold=number == 0 or len(row) == 1) for text in row]
        for cell in cells:
            if cell is not None:
                cell.alignment = Alignment(wrap_text=len(row) > 1, vertical="top")
        sheet.append(cells)


def _write_sheet(book: Any, sheet_out: OutgoingSheet, places: dict[str, tuple[str, int]]) -> None:
    sheet = book.create_sheet(sheet_out.nama)
    sheet.freeze_panes = "A2"
    for index, name in enumerate(sheet_out.kolom, start=1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = min(max(len(name) + 2, 14), 40)
        if name in sheet_out.teks:
            sheet.column_dimensions[letter].number_format = "@"
        column, count = places.get(sheet_out.pilihan.get(name, ""), ("", 0))
        if count:
            rule = DataValidation("list", formula1=f"={PILIHAN}!${column}$2:${column}${count + 1}", allow_blank=True)
            rule.error = f"Pilih salah satu isi lembar {PILIHAN}."
            rule.errorTitle = name[:30]
            rule.add(f"{letter}2:{letter}{FORMATTED_ROWS}")
            sheet.data_validations.append(rule)
    sheet.append([_heading(sheet, name, sheet_out.penjelasan.get(name, "")) for name in sheet_out.kolom])
    for row in sheet_out.contoh:
        cells = [typed_cell(sheet, value) for value in row]
        for cell in cells:
            if cell is not None:
                cell.font = EXAMPLE
        sheet.append(cells)
    for row in sheet_out.baris:
        sheet.append([typed_cell(sheet, value) for value in row])


def _heading(sheet: Any, name: str, explanation: str) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.font, cell.fill = Font(bold=True), HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if explanation:
        cell.comment = Comment(explanation, "SAKIP", height=120, width=320)
    return cell


def _write_lists(book: Any, lists: dict[str, list[str]]) -> None:
    sheet = book.create_sheet(PILIHAN)
    for index in range(1, len(lists) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 28
    sheet.append([typed_cell(sheet, name, bold=True) for name in lists])
    for number in range(max(map(len, lists.values()), default=0)):
        sheet.append([typed_cell(sheet, values[number] if number < len(values) else None) for values in lists.values()])
