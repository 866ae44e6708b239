"""The guarded reader: hostile, broken and awkward files end in a sentence, quickly and in little memory."""

import io
import resource
import tracemalloc
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from indicators.exchange import uploads
from indicators.exchange.raw_cells import UnusableCell
from indicators.exchange.text_files import plain_text, safe_text
from indicators.exchange.uploads import BROKEN, check_file
from sakip.files import RefusedFile
from tests.indicators.exchange.tools import make_csv, make_xlsx, sheet_in


def patched(data: bytes, member: str, content: bytes) -> bytes:
    """Return the archive with one member replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    return target.getvalue()


SHEET = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"%s<sheetData>%s</sheetData></worksheet>"
)
DAMAGED = "Berkas XLSX atau DOCX ini rusak. Buka dan simpan ulang, lalu unggah kembali."
HEADER = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Nama</t></is></c></row>'


def sheet_of(rows: bytes, dimension: bytes = b"") -> bytes:
    return patched(make_xlsx([["x"]]), "xl/worksheets/sheet1.xml", SHEET % (dimension, HEADER + rows))


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedFile) as caught:
        sheet_in(data)
    return str(caught.value)


def test_rows_keep_their_numbers() -> None:
    sheet = sheet_in(make_xlsx([[None], ["Nama", "Urutan"], [], ["a", 1], [None, None], ["b", 2.5]]))
    assert sheet.judul == ["Nama", "Urutan"]
    assert sheet.baris == [(4, ["a", 1]), (6, ["b", 2.5])]


def test_claimed_size_costs_nothing() -> None:
    claim = b'<dimension ref="A1:XFD1048576"/>'
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sheet_in(sheet_of(b"", claim)).baris == []
    cell = b'<row r="1048576"><c r="A1048576"><v>5</v></c></row>'
    assert refusal(sheet_of(cell, claim)).startswith("Lembar ini mempunyai lebih dari 10000 baris.")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 50_000


def test_last_column_is_refused() -> None:
    cell = b'<row r="2"><c r="XFD2"><v>5</v></c></row>'
    assert refusal(sheet_of(cell)) == "Lembar ini mempunyai lebih dari 60 kolom. Hapus kolom yang tidak dipakai."


def test_empty_cells_to_the_last_column_do_not_keep_the_reader_busy() -> None:
    rows = b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (row, row) for row in range(2, 4_000))
    assert refusal(sheet_of(rows)).startswith("Lembar ini memuat terlalu banyak sel kosong.")


def test_archive_that_unpacks_too_large_is_refused_before_it_is_parsed() -> None:
    bomb = sheet_of(b" " * (uploads.MAX_UNPACKED_BYTES + 1))
    assert len(bomb) < 100_000
    with pytest.raises(RefusedFile, match="Isi berkas ini terlalu besar"):
        check_file(io.BytesIO(bomb), len(bomb))
    assert refusal(bomb).startswith("Isi berkas ini terlalu besar")


def test_part_that_unpacks_too_large_is_not_unpacked_to_be_judged() -> None:
    bomb = patched(sheet_of(b""), "xl/workbook.xml", b" " * (uploads.MAX_UNPACKED_BYTES + 1))
    tracemalloc.start()
    with pytest.raises(RefusedFile, match="Isi berkas ini terlalu besar"):
        check_file(io.BytesIO(bomb), len(bomb))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1024 * 1024


def test_entities_are_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + (
        SHEET % (b"", b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>')
    ).removeprefix(b'<?xml version="1.0"?>')
    assert refusal(patched(make_xlsx([["x"]]), "xl/worksheets/sheet1.xml", laughs)) == str(uploads.BROKEN)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04rusak",
        make_xlsx([["a"]])[:-40],
        patched(make_xlsx([["a"]]), "xl/workbook.xml", b"<x"),
        patched(make_xlsx([["a"]]), "xl/worksheets/sheet1.xml", b""),
        sheet_of(b'<row r="x"><c r="??"><v>y</v></c></row>'),
    ],
)
def test_broken_workbook_is_refused(data: bytes) -> None:
    assert refusal(data) in (str(uploads.BROKEN), DAMAGED)


def test_formula_counts_with_its_stored_result_only() -> None:
    stored = b'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
    assert sheet_in(sheet_of(stored)).baris == [(2, [2])]
    never = b'<row r="2"><c r="A2"><f>1+1</f></c></row>'
    assert sheet_in(sheet_of(never)).baris == [(2, [UnusableCell("=1+1", "tanpa hasil")])]
    error = b'<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'
    assert sheet_in(sheet_of(error)).baris == [(2, [UnusableCell("#REF!", "galat")])]


def test_data_without_header_is_passed_over_and_said() -> None:
    sheet = sheet_in(make_xlsx([["Nama"], ["a", "b"]]))
    assert sheet.baris == [(2, ["a"])]
    assert sheet.catatan == [("B2", "Sel tanpa judul kolom dilewati: B2.")]


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_ROWS", 3)
    assert len(sheet_in(make_csv([["Nama"], ["a"], ["b"], ["c"]])).baris) == 3
    assert refusal(make_csv([["Nama"], ["a"], ["b"], ["c"], ["d"]])).startswith("Lembar ini mempunyai lebih dari 3")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Nama\n\x81t\xe9", "Huruf dalam berkas CSV ini tidak terbaca."),
        (b"Nama\n\0", "Hanya berkas XLSX atau CSV yang dapat diimpor."),
        (b'Nama\n"a', "Tanda kutip dalam berkas CSV ini tidak utuh."),
        (b"\n\n", "Berkas ini tidak berisi data."),
    ],
)
def test_broken_csv_is_refused(data: bytes, sentence: str) -> None:
    assert refusal(data).startswith(sentence)


def test_other_kinds_are_refused() -> None:
    for data in (b"%PDF-1.7\n%%EOF", b"\xd0\xcf\x11\xe0old", b""):
        with pytest.raises(RefusedFile):
            check_file(io.BytesIO(data), len(data))
    with pytest.raises(RefusedFile, match="lebih besar dari"):
        check_file(io.BytesIO(b"x"), 11 * 1024 * 1024)


@pytest.mark.parametrize("text", ["=1+1", "+62", "-B", "@x", "'=1", "''-", "biasa", "'kutip", "", "\t="])
def test_safe_text_comes_back(text: str) -> None:
    assert plain_text(safe_text(text)) == text
    assert not safe_text(text).startswith(("=", "+", "-", "@", "\t"))


def test_workbook_without_cells_is_refused() -> None:
    target = io.BytesIO()
    Workbook().save(target)
    assert refusal(target.getvalue()) == "Berkas ini tidak berisi data. Pilih berkas lain."


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
    values = [row[1][0] for row in sheet_in(target.getvalue()).baris]
    # Three decimals get a fourth: "12,345" could be read two ways.
    assert values == ["90,57%", "50%", "12,3450%", -1.5, "29%"]


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="2"><c r="A2" t="s"><v>99</v></c></row>',
        b'<row r="2"><c r="A2" s="9999"><v>1</v></c></row>',
        b'<row r="2"><c r="A2"><v>1_0x</v></c></row>',
        b'<row r="2"><c r="A2"><v>' + b"9" * 5000 + b"</v></c></row>",
    ],
)
def test_impossible_cells_end_in_the_sentence(row: bytes) -> None:
    with pytest.raises(RefusedFile) as refused:
        sheet_in(sheet_of(row))
    assert str(refused.value) == str(BROKEN)
