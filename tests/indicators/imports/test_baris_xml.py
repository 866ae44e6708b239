"""Rows straight from the XML: cell for cell what openpyxl's own reader gives, percent cells apart."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from indicators.imports.baris_xml import rows_of
from indicators.imports.berkas import BROKEN, read_sheet
from sakip.files import RefusedFile
from tests.indicators.imports.alat import make_xlsx
from tests.indicators.imports.test_berkas import patched, sheet_of

MOMENTS = (datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2100-01-01"))
LETTERS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]), max_size=12)
VALUES = st.one_of(
    st.none(),
    LETTERS.filter(lambda text: not text.startswith("=")),
    st.integers(-(10**14), 10**14),
    st.floats(-1e12, 1e12).map(lambda number: float(f"{number:.12g}")),
    st.booleans(),
    st.datetimes(*MOMENTS).map(lambda moment: moment.replace(microsecond=0)),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)


def opened(data: bytes, *, computed: bool = False) -> Any:
    sheet: Any = load_workbook(io.BytesIO(data), read_only=True, data_only=computed).worksheets[0]
    sheet.reset_dimensions()
    return sheet


def plain(rows: Iterable[Sequence[Any]]) -> list[list[tuple[Any, str]]]:
    """Return values and kinds; an empty text and no cell say the same."""
    return [[(None, "n") if cell.value in (None, "") else (cell.value, cell.data_type) for cell in row] for row in rows]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(VALUES, max_size=5), max_size=6))
def test_cells_are_those_of_the_package(rows: list[list[Any]]) -> None:
    data = make_xlsx(rows)
    assert plain(rows_of(opened(data))) == plain(opened(data).iter_rows())


def test_percent_cell_reads_as_it_is_shown() -> None:
    """Whoever types 90,57% into a cell gets 0.9057 with a percent format; a hundredth would be the wrong magnitude."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Realisasi", "Rasio"])
    for value, code in ((0.9057, "0.00%"), (0.5, "0%"), (0.12345, "0.000%"), (-1.5, '0.0"%"'), (0.29, "#,##0.00 %")):
        sheet.append([value])
        sheet.cell(sheet.max_row, 1).number_format = code
    target = io.BytesIO()
    book.save(target)
    values = [row[1][0] for row in read_sheet(target.getvalue(), "xlsx").baris]
    # Three decimals get a fourth: "12,345" could be read two ways.
    assert values == ["90,57%", "50%", "12,3450%", -1.5, "29%"]


def test_strings_shared_and_inline_rich_and_phonetic() -> None:
    rich = (
        b'<row r="2"><c r="A2" t="inlineStr"><is><r><t>satu </t></r><rPh><t>x</t></rPh><r><t>dua</t></r></is></c></row>'
    )
    assert read_sheet(sheet_of(rich), "xlsx").baris == [(2, ["satu dua"])]
    assert read_sheet(make_xlsx([["a"], ["a"], [time(1, 17)]]), "xlsx").baris == [(2, ["a"]), (3, [time(1, 17)])]


def test_prefixed_names_rows_out_of_order_and_twice() -> None:
    prefixed = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b'<x:row r="1"><x:c r="A1" t="str"><x:v>Nama</x:v></x:c></x:row><x:row r="3"><x:c><x:v>7</x:v></x:c></x:row>'
        b'<x:row r="2"><x:c r="A2"><x:v>8</x:v></x:c></x:row><x:row r="3"><x:c r="A3"><x:v>9</x:v></x:c></x:row>'
        b"</x:sheetData></x:worksheet>"
    )
    data = patched(make_xlsx([["x"]]), "xl/worksheets/sheet1.xml", prefixed)
    assert read_sheet(data, "xlsx").baris == [(3, [7])]


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="0"><c r="A0"><v>1</v></c></row>',
        b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        b'<row r="99999999999999999"><c><v>1</v></c></row>',
        b'<row r="2"><c r="XFE2"><v>1</v></c></row>',
        b'<row r="2"><c r="2"><v>1</v></c></row>',
        b'<row r="2"><c r="A2" t="s"><v>99</v></c></row>',
        b'<row r="2"><c r="A2" s="9999"><v>1</v></c></row>',
        b'<row r="2"><c r="A2"><v>1_0x</v></c></row>',
        b'<row r="2"><c r="A2"><v>' + b"9" * 5000 + b"</v></c></row>",
    ],
)
def test_impossible_cells_end_in_the_sentence(rows: bytes) -> None:
    with pytest.raises(RefusedFile) as refused:
        read_sheet(sheet_of(rows), "xlsx")
    assert str(refused.value) == str(BROKEN)


def test_document_type_is_refused_before_an_entity_is_expanded() -> None:
    """openpyxl's look at the sheet's size refuses it as well; this reader does not rest on that."""
    sheet = opened(make_xlsx([["x"]]))
    cell = b'<worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>'
    body = b'<!DOCTYPE x [<!ENTITY a "ha">]>' + cell
    sheet._get_source = lambda: io.BytesIO(body)
    with pytest.raises(ValueError, match="no document type"):
        list(rows_of(sheet))
