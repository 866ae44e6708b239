"""Files that are no sheet of ours, and hostile ones: each ends in its own sentence, within time and memory."""

import io
import resource
import time
import zipfile
from collections.abc import Iterator

import pytest

from indicators.exchange import uploads
from indicators.exchange.parsing import parse_book
from indicators.exchange.visibility import hidden_in
from indicators.exchange.workbook.lampiran import read_flat
from sakip.files import RefusedFile
from tests.indicators.exchange.foreign_writer import ForeignWriter, RawText
from tests.indicators.exchange.test_uploads import patched
from tests.indicators.exchange.tools import make_xlsx
from tests.indicators.exchange.workbook.test_layout import TABLE, TWO, meant

BOOK = make_xlsx(TABLE)


def archive_of(**members: bytes | str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000) + "EncryptedPackage".encode("utf-16-le") + bytes(1_000)


def refusal(data: bytes, name: str = "rencana.xlsx") -> str:
    with pytest.raises(RefusedFile) as caught:
        parse_book([(name, data)])
    return str(caught.value)


KINDS: dict[str, tuple[bytes, str]] = {
    "xlsb": (archive_of(xl__workbook_dot_bin=b"x"), "Berkas XLSB (Excel biner) tidak dapat dibaca di sini. Di Excel"),
    "numbers": (archive_of(Index__Document_dot_iwa=b"x"), "Berkas Numbers (Apple) tidak dapat dibaca di sini."),
    "old numbers": (archive_of(Index_dot_zip=b"x"), "Berkas Numbers (Apple) tidak dapat dibaca di sini."),
    "archive of a workbook": (archive_of(Rencana_dot_xlsx=BOOK), "Berkas ini arsip ZIP. Ekstrak dahulu, lalu unggah"),
    "document": (archive_of(word__document_dot_xml="<w/>"), "Jenis berkas ini tidak diterima."),
    "gsheet": (
        b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": "a@b.id"}',
        "Berkas ini hanya pintasan ke Google Spreadsheet, tanpa isinya. Buka lembarnya di peramban, pilih File, ",
    ),
    "gsheet of now": (b'{"":"WARNING! DO NOT EDIT","doc_id":"1","resource_key":""}', "Berkas ini hanya pintasan ke"),
    "shortcut": (b"[InternetShortcut]\r\nURL=https://docs.google.com/spreadsheets/d/1", "Berkas ini hanya pintasan ke"),
    "pdf": (b"%PDF-1.7\n%%EOF", "Berkas ini PDF atau gambar, bukan lembar kerja. Pilih berkas XLSX atau CSV aslinya."),
    "picture": (b"\x89PNG\r\n\x1a\nx", "Berkas ini PDF atau gambar, bukan lembar kerja."),
    "locked": (locked(), "Berkas ini dikunci kata sandi. Hapus kata sandinya"),
    "empty": (b"", "Berkas ini tidak berisi data. Pilih berkas lain."),
    "spaces": (b" \r\n \r\n", "Berkas ini tidak berisi data. Pilih berkas lain."),
    "a book without a book": (patched(BOOK, "xl/workbook.xml", b"<x/>"), "Berkas ini rusak atau bukan lembar kerja."),
    "flat ODS": (
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
        "Berkas ODS tidak dapat dibaca di sini.",
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_file_has_its_sentence(name: str) -> None:
    data, start = KINDS[name]
    said = refusal(data)
    assert said.startswith(start), said
    assert said.endswith(".")


def test_macros_are_refused() -> None:
    target = io.BytesIO(BOOK)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert refusal(target.getvalue()).startswith("Berkas ini memuat makro.")


def test_csv_that_only_begins_with_a_brace_is_read() -> None:
    sheets = parse_book([("a.csv", b"{Tujuan};Indikator\nT;1\n")])
    assert sheets[0].baris[0][1] == ["{Tujuan}", "Indikator"]


# --- hostile ----------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    memory, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 200_000
    assert time.process_time() - begin < 10


def test_deep_tables_of_a_page_end() -> None:
    page = b"<table><tr><td>" * 20_000 + b"x"
    assert parse_book([("a.xls", page)])[0].baris == [(1, ["x"])]


@pytest.mark.parametrize(
    "mark", ["colspan=1000000000", "rowspan=1000000000", "colspan=-5", 'colspan="9e9"', "colspan=²"]
)
def test_spans_beyond_reason_end(mark: str) -> None:
    page = f"<table><tr><td {mark}>a<td>b</tr><tr><td>c</tr></table>".encode()
    try:
        (sheet,) = parse_book([("a.xls", page)])
    except RefusedFile as refused:
        assert "lebih dari 60 kolom" in str(refused)  # noqa: PT017  # either answer will do
    else:
        assert [value for _, values in sheet.baris for value in values if value] == ["a", "b", "c"]


def test_million_columns_of_text_are_refused() -> None:
    assert "lebih dari 60 kolom" in refusal(b"a;" * 1_000_000 + b"b", "a.csv")


def test_field_of_ten_megabytes_ends() -> None:
    assert refusal(b'Nama\n"' + b"x" * 10_000_000 + b'"\n', "a.csv").startswith(
        "Satu sel berkas CSV ini terlalu panjang"
    )


def test_huge_shared_texts_are_cut() -> None:
    (sheet,) = parse_book([("a.xlsx", ForeignWriter().write({"S": [["x" * 5_000_000, "y"]]}))])
    assert [len(str(value)) for value in sheet.baris[0][1]] == [60, 1]


@pytest.mark.parametrize(("rows", "accepted"), [(70, False), (5, True)])
def test_one_text_in_many_cells_counts_each_time(rows: int, accepted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_LETTERS", 1_000_000)
    book = ForeignWriter().write({"S": [["x" * 4_900] * 10] * rows})
    assert len(book) < 100_000
    if accepted:
        assert len(parse_book([("a.xlsx", book)])[0].baris) == rows
    else:
        assert refusal(book) == str(uploads.TOO_LARGE)


def test_merged_ranges_over_each_other_do_not_matter() -> None:
    def merged(*ranges: str) -> bytes:
        cells = "".join(f'<mergeCell ref="{place}"/>' for place in ranges)
        return ForeignWriter(belakang=f"<mergeCells>{cells}</mergeCells>").write({"S": TABLE})

    (sheet,) = parse_book([("a.xlsx", merged("A1:C3", "B2:D4", "A1:XFD1048576"))])
    assert meant(read_flat(sheet)) == TWO
    assert refusal(merged("C3:A1")) == str(uploads.BROKEN)


def test_formulas_that_rest_on_each_other_have_no_result() -> None:
    rows = [list(TABLE[0]), [*TABLE[1][:-1], RawText("<f>J2</f>")]]
    (sheet,) = parse_book([("a.xlsx", ForeignWriter().write({"S": rows}))])
    assert [item.kalimat[:40] for part in read_flat(sheet) for item in part.temuan] == [
        "Sel M2 berisi rumus tanpa hasil. Salin l"
    ]


@pytest.mark.parametrize("target", ["../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/x"])
def test_part_outside_of_the_archive_is_not_followed(target: str) -> None:
    data = BOOK
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels")
    changed = relations.replace(b"/xl/worksheets/sheet1.xml", target.encode())
    assert changed != relations
    assert refusal(patched(data, "xl/_rels/workbook.xml.rels", changed)) == str(uploads.BROKEN)


def test_members_outside_of_the_archive_are_not_unpacked() -> None:
    target = io.BytesIO(BOOK)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("../../jahat.xml", "<x/>")
    (sheet,) = parse_book([("../../a.xlsx", target.getvalue())])
    assert meant(read_flat(sheet)) == TWO


def test_zero_bytes_in_a_cell_end_in_a_sentence() -> None:
    assert refusal(ForeignWriter().write({"S": [["a\0b"]]})) == str(uploads.BROKEN)
    assert refusal(b"Nama\na\0b", "a.csv").startswith("Hanya berkas XLSX atau CSV yang dapat diimpor.")


@pytest.mark.parametrize(
    "attribute",
    ['r="-5"', 'r="1e999"', 'r="99999999999999999999"', 'r="x"', 'r="0"'],
)
def test_rows_with_impossible_numbers_are_refused(attribute: str) -> None:
    data = ForeignWriter(alamat=False, baris={1: attribute}).write({"S": [["a"]]})
    assert refusal(data)


def test_columns_that_end_before_they_begin_hide_nothing() -> None:
    data = ForeignWriter(
        depan='<cols><col min="9" max="2" hidden="1"/><col min="1" max="999999999" hidden="0"/></cols>'
    )
    (sheet,) = parse_book([("a.xlsx", data.write({"S": TABLE}))])
    assert sheet.kolom_tersembunyi == []


def test_laughs_in_a_sheet_are_refused_by_the_second_look_too() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><row r="1">&b;</row></worksheet>'
    with pytest.raises(RefusedFile, match="Berkas ini rusak"):
        hidden_in(io.BytesIO(laughs))


def test_many_signatures_cost_no_time() -> None:
    rows = [list(TABLE[0])]
    for number in range(2_000):
        rows += [[None, "Mengetahui,"], [number, *TABLE[1][1:]], [None, "NIP. 19700505"]]
    (sheet,) = parse_book([("a.xlsx", make_xlsx(rows))])
    begin = time.process_time()
    read_flat(sheet)
    assert time.process_time() - begin < 5
