"""The guarded reader of several sheets: hostile and broken books end in a sentence, quickly and in little memory."""

import io
import resource
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from indicators.exchange import parsing, uploads
from indicators.exchange.parsing import parse_book
from indicators.exchange.raw_cells import UnusableCell
from indicators.exchange.uploads import BROKEN
from sakip.files import RefusedFile
from tests.indicators.exchange.test_uploads import HEADER, SHEET, patched
from tests.indicators.exchange.tools import make_csv
from tests.indicators.exchange.workbook.tools import make_book

TWO = make_book({"Satu": [["Nama"], ["a"]], "Dua": [["Nama"], ["b"]]})
CLAIM = b'<dimension ref="A1:XFD1048576"/>'


def second_sheet(rows: bytes, dimension: bytes = b"") -> bytes:
    """Return a book of two sheets whose second one is made by hand."""
    return patched(TWO, "xl/worksheets/sheet2.xml", SHEET % (dimension, HEADER + rows))


def refusal(data: bytes, name: str = "buku.xlsx") -> str:
    with pytest.raises(RefusedFile) as caught:
        parse_book([(name, data)])
    return str(caught.value)


@pytest.fixture
def bounded() -> Callable[[], None]:
    """Return what says that the reading took megabytes, not gigabytes; a refusal says that it stopped in time."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def check() -> None:
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 100_000

    return check


def test_sheets_keep_their_names_rows_and_numbers() -> None:
    book = make_book({"Satu": [[None], ["Nama", None, "Urutan"], [], ["a", 1]], "Dua": [["x"]]})
    found = parse_book([("buku.xlsx", book), ("lampiran.csv", make_csv([["Nama"], ["b"]]))])
    assert [(sheet.nama, sheet.baris) for sheet in found] == [
        ("Satu", [(2, ["Nama", None, "Urutan"]), (4, ["a", 1])]),
        ("Dua", [(1, ["x"])]),
        ("lampiran", [(1, ["Nama"]), (2, ["b"])]),
    ]


def test_merged_cells_hold_their_value_once() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Program", "Indikator"])
    sheet.append(["P", "i"])
    sheet.append([None, "j"])
    sheet.merge_cells("A2:A3")
    target = io.BytesIO()
    book.save(target)
    assert parse_book([("b.xlsx", target.getvalue())])[0].baris[1:] == [(2, ["P", "i"]), (3, [None, "j"])]


def test_claimed_size_of_any_sheet_costs_nothing(bounded: Callable[[], None]) -> None:
    assert len(parse_book([("b.xlsx", second_sheet(b"", CLAIM))])[1].baris) == 1
    cell = b'<row r="1048576"><c r="A1048576"><v>5</v></c></row>'
    assert refusal(second_sheet(cell, CLAIM)).startswith("Lembar “Dua”: Lembar ini mempunyai lebih dari 10000 baris.")
    bounded()


def test_hundred_thousand_rows_are_refused(bounded: Callable[[], None]) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>5</v></c></row>' % (row, row) for row in range(2, 100_002))
    assert refusal(second_sheet(rows)).startswith("Lembar “Dua”: Lembar ini mempunyai lebih dari 10000 baris.")
    assert refusal(b"Nama\n" + b"5\n" * 100_000, "b.csv").startswith("Lembar ini mempunyai lebih dari 10000 baris.")
    bounded()


def test_rows_and_cells_are_counted_over_all_sheets_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    # One row more than data may have: headings.
    monkeypatch.setattr(uploads, "MAX_ROWS", 3)
    assert len(parse_book([("b.xlsx", TWO)])) == 2
    three = make_book({"Satu": [["a"], ["b"]], "Dua": [["c"], ["d"]], "Tiga": [["e"]]})
    assert refusal(three).startswith("Lembar “Tiga”:")
    with pytest.raises(RefusedFile, match="lebih dari 3 baris"):
        parse_book([("b.xlsx", TWO), ("c.csv", b"Nama")])
    monkeypatch.setattr(uploads, "MAX_CELLS", 20)
    assert "terlalu banyak sel kosong" in refusal(TWO)


def test_empty_rows_of_many_sheets_do_not_keep_the_reader_busy(bounded: Callable[[], None]) -> None:
    far = SHEET % (CLAIM, b'<row r="1048576"><c r="A1048576" s="0"/></row>')
    data = make_book({f"L{number}": [["a"]] for number in range(25)})
    for number in range(1, 26):
        data = patched(data, f"xl/worksheets/sheet{number}.xml", far)
    assert "terlalu banyak sel kosong" in refusal(data)
    bounded()


def test_bomb_in_any_sheet_and_in_several_files_is_refused() -> None:
    bomb = second_sheet(b" " * (uploads.MAX_UNPACKED_BYTES + 1))
    assert len(bomb) < 100_000
    assert refusal(bomb).startswith("Isi berkas ini terlalu besar.")
    half = second_sheet(b" " * (uploads.MAX_UNPACKED_BYTES // 2))
    with pytest.raises(RefusedFile, match="Isi berkas ini terlalu besar"):
        parse_book([("a.xlsx", half), ("b.xlsx", half)])


def test_bomb_in_the_shared_texts_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(TWO)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/sharedStrings2.xml", b" " * (uploads.MAX_UNPACKED_BYTES + 1))
    assert refusal(target.getvalue()).startswith("Isi berkas ini terlalu besar.")


def test_entities_in_any_part_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    sheet = (SHEET % (b"", HEADER)).replace(b"?>", b"?>" + laughs, 1).replace(b"<t>Nama", b"<t>&b;")
    assert refusal(patched(TWO, "xl/worksheets/sheet2.xml", sheet)) == str(BROKEN)
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><styleSheet>&a;</styleSheet>'
    plain = parse_book([("buku.xlsx", TWO)])
    for part in ("xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"):
        try:
            # A part that holds no data is read without its entities.
            assert parse_book([("buku.xlsx", patched(TWO, part, outside))]) == plain
        except RefusedFile as refused:
            assert str(refused)  # noqa: PT017  # either answer will do


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        ("EncryptedPackage", "Berkas ini dikunci kata sandi. Hapus kata sandinya"),
        ("Workbook", "Berkas XLS (Excel 97-2003) tidak dapat dibaca di sini. Di Excel atau WPS: File, Save As"),
    ],
)
def test_locked_and_old_workbooks_have_their_own_sentences(stream: str, said: str) -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000) + stream.encode("utf-16-le") + bytes(1_000)
    assert refusal(container).startswith(said)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%%EOF", b"\x89PNG\r\n\x1a\nx", b"PK\x03\x04x", b"Nama\n\0"])
def test_wrong_ending_is_refused_by_its_content(data: bytes) -> None:
    assert refusal(data, "rencana.xlsx")


def test_formula_of_any_sheet_counts_with_its_stored_result_only() -> None:
    stored = b'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
    assert parse_book([("b.xlsx", second_sheet(stored))])[1].baris[1] == (2, [2])
    never = b'<row r="2"><c r="A2"><f>1+1</f></c></row>'
    assert parse_book([("b.xlsx", second_sheet(never))])[1].baris[1] == (2, [UnusableCell("=1+1", "tanpa hasil")])
    error = b'<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'
    assert parse_book([("b.xlsx", second_sheet(error))])[1].baris[1] == (2, [UnusableCell("#REF!", "galat")])


def test_too_many_sheets_files_columns_or_letters_are_refused() -> None:
    many = make_book({f"L{number}": [["a"]] for number in range(parsing.MAX_SHEETS + 1)})
    assert refusal(many).startswith("Buku ini mempunyai lebih dari 30 lembar.")
    with pytest.raises(RefusedFile, match="Paling banyak 10 berkas"):
        parse_book([("a.csv", b"Nama")] * 11)
    assert "lebih dari 60 kolom" in refusal(second_sheet(b'<row r="2"><c r="XFD2"><v>5</v></c></row>'))
    (row,) = parse_book([("b.xlsx", make_book({"Satu": [["a" * 5_001]]}))])[0].baris
    assert row == (1, [UnusableCell("a" * 60, "panjang")])


def test_book_without_data_is_refused() -> None:
    assert refusal(make_book({"Satu": [], "Dua": [[None]]})) == "Berkas ini tidak berisi data. Pilih berkas lain."
