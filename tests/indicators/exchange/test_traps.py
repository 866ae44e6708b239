"""The traps that were found in the libraries (DESIGN 5) and hostile files: each one stays shut.

Trap: test.

- row numbers are not Excel's: test_refused_rows, test_wrong_cell_is_refused…; test_uploads, test_rows_keep…
- raw English errors ("decimal.ConversionSyntax"): here, test_no_english_of_the_libraries_reaches_the_page
- a duplicate key silently overwrites: test_refused_rows, test_same_key_twice…; test_quarter_reading, test_same_row…
- an empty cell takes the model's default: test_round_trip, test_empty_cell_means_blank…; here, test_empty_cell…
- 1.5 becomes 1 in an integer: test_refused_rows, test_wrong_cell… (Urutan); test_quarter_reading, the same (Versi)
- formula-escape strips "=", makes numbers text, misses + - @: here, test_formulas_are_shut_and_numbers_stay_numbers
- untranslated sentences: admin/test_import_page; tests/sakip/test_translations; here, test_no_english…
- inline attributes on the export page: admin/test_import_page, test_pages_hold_nothing_inline…
- a 2-kB file that claims 1,048,576 x 16,384 cells: here, test_hostile_file_is_refused_in_little_memory
- a 0.76-MB zip that keeps it busy for minutes: here, the same; the processor's seconds are limited by the system
- percent cells hold a hundredth of what they show: test_uploads, test_percent_cell_reads_as_it_is_shown

The hostile ones are read in a process whose memory and processor time the operating system limits.
"""

import io
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from indicators.exchange import uploads
from indicators.exchange.formats import FormatXLSX, as_dataset
from indicators.exchange.quarter_sheet import write_sheet
from indicators.exchange.tables import UploadedTable
from indicators.models import Pengguna, Realisasi
from indicators.selectors.quarter_sheet import list_rows
from sakip.files import RefusedFile
from tests.cast import Cast, Office
from tests.indicators.exchange import test_quarter_reading as lembar
from tests.indicators.exchange.test_uploads import SHEET, patched, sheet_of
from tests.indicators.exchange.tools import make_csv, make_xlsx, sheet_in

ClientOf = Callable[[Pengguna], Client]
ROOT = Path(__file__).resolve().parents[3]
# What the libraries say, and what of it must never be read by staff.
ENGLISH = (
    "ConversionSyntax",
    "InvalidOperation",
    "Traceback",
    "invalid literal",
    "could not convert",
    "must be",
    "Error",
)

# --- hostile files ---------------------------------------------------------------------------------------------------

# Far above what a sheet of 10,000 full rows needs, far below what the traps took (3 GB, minutes).
MEMORY_MB, SECONDS = 400, 10
READER = """
import io, resource, sys
from indicators.exchange.uploads import check_file
from indicators.exchange.parsing import parse_book
from indicators.exchange.tables import table_in
from sakip.files import RefusedFile
data = sys.stdin.buffer.read()
with open("/proc/self/statm") as statm:
    pages = int(statm.read().split()[0])
limit = pages * resource.getpagesize() + int(sys.argv[1]) * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
spent = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_CPU, (spent, spent))
try:
    check_file(io.BytesIO(data), len(data))
    sheet = table_in(parse_book([("Data", data)]))
except RefusedFile as refusal:
    print(refusal)
else:
    print(len(sheet.baris), "baris terbaca")
"""


def read_limited(data: bytes) -> str:
    """Read a file in a process with little memory and time; return what it says. A process that dies fails the test."""
    done = subprocess.run(
        [sys.executable, "-c", READER, str(MEMORY_MB), str(SECONDS)],
        input=data,
        capture_output=True,
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "sakip.settings", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode().strip()


def with_doctype(declarations: bytes, content: bytes = b"&a;") -> bytes:
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + content + b"</t></is></c></row>"
    body = (SHEET % (b"", cell)).removeprefix(b'<?xml version="1.0"?>')
    return b'<?xml version="1.0"?><!DOCTYPE x [' + declarations + b"]>" + body


def claiming() -> bytes:
    """A file of two kilobytes whose sheet claims to be full."""
    return sheet_of(b'<row r="1048576"><c r="XFD1048576"/></row>', b'<dimension ref="A1:XFD1048576"/>')


def busy() -> bytes:
    """Rows that claim their last column: a few bytes each, 16,384 empty cells each."""
    return sheet_of(b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (row, row) for row in range(2, 60_000)))


def bomb() -> bytes:
    return sheet_of(b" " * (uploads.MAX_UNPACKED_BYTES + 10**6))


def lying_bomb() -> bytes:
    """A bomb whose directory says that the sheet unpacks to 100 bytes."""
    data = bytearray(bomb())
    size = uploads.MAX_UNPACKED_BYTES + 10**6
    for offset in range(len(data) - 4):
        found = int.from_bytes(data[offset : offset + 4], "little")
        if size <= found < size + 1000:
            data[offset : offset + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def laughs() -> bytes:
    levels = [b'<!ENTITY a "%s">' % (b"ha" * 50)]
    for above, name in pairwise("abcdefghij"):
        levels.append(f'<!ENTITY {name} "{f"&{above};" * 10}">'.encode())
    return patched(make_xlsx([["x"]]), "xl/worksheets/sheet1.xml", with_doctype(b"".join(levels), b"&j;"))


def external(member: str = "xl/worksheets/sheet1.xml") -> bytes:
    return patched(make_xlsx([["x"]]), member, with_doctype(b'<!ENTITY a SYSTEM "file:///etc/passwd">'))


def many_rows(number: int) -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(2, number + 2))
    return sheet_of(rows)


def locked() -> bytes:
    """The beginning of an encrypted workbook: an OLE container with the stream of the encrypted package."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 3000


def nested_zip() -> bytes:
    """Ten thousand members, none of them large."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(10_000):
            archive.writestr(f"xl/{number}.xml", b"")
    return target.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "claimed size": (claiming, "0 baris terbaca"),
    "rows of empty cells": (busy, "Lembar ini memuat terlalu banyak sel kosong."),
    "zip bomb": (bomb, "Isi berkas ini terlalu besar."),
    "zip bomb that lies about its size": (lying_bomb, "Berkas ini rusak"),
    "billion laughs": (laughs, "Berkas ini rusak"),
    "external entity": (external, "Berkas ini rusak"),
    "external entity in the workbook": (lambda: external("xl/workbook.xml"), "Berkas ini rusak"),
    "100,000 rows": (lambda: many_rows(100_000), "Lembar ini mempunyai lebih dari 10000 baris."),
    "10,000 rows": (lambda: many_rows(10_000), "10000 baris terbaca"),
    "password": (locked, "Berkas ini dikunci kata sandi."),
    "many members": (nested_zip, "Berkas XLSX atau DOCX ini rusak."),
    "wrong ending": (lambda: b"%PDF-1.7\nxlsx\n%%EOF", "Berkas ini PDF atau gambar, bukan lembar kerja."),
    "web page": (lambda: b"<html>\0</html>", "Hanya berkas XLSX atau CSV yang dapat diimpor."),
    "formula without result": (
        lambda: sheet_of(b'<row r="2"><c r="A2"><f>1+1</f></c></row>'),
        "1 baris terbaca",
    ),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_file_is_refused_in_little_memory(name: str) -> None:
    make, sentence = HOSTILE[name]
    data = make()
    assert len(data) < 3 * 1024 * 1024
    assert read_limited(data).startswith(sentence)


def test_the_limits_would_be_felt() -> None:
    """The package without our guard dies of the file that claims a full sheet: the limits are real."""
    unguarded = READER.replace(
        'sheet = table_in(parse_book([("Data", data)]))',
        "from openpyxl import load_workbook; list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows())",
    )
    done = subprocess.run(
        [sys.executable, "-c", unguarded, str(MEMORY_MB), str(SECONDS)],
        input=claiming(),
        capture_output=True,
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "sakip.settings", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode != 0


def test_reading_ten_thousand_rows_holds_no_second_copy() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sheet = sheet_in(many_rows(10_000))
    assert len(sheet.baris) == 10_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


# --- formulas and figures on the way out -----------------------------------------------------------------------------

FORMULAS = ["=1+1", "+62812", "-B", "@SUM(A1)", "\t=1", '=HYPERLINK("http://contoh")', "-"]


def test_formulas_are_shut_and_numbers_stay_numbers() -> None:
    figures = [Decimal("-12.5"), Decimal(0), -3, Decimal("12345678901.2345"), Decimal("1E+3")]
    dataset = as_dataset(UploadedTable(["Teks", "Angka"], []))
    for text, figure in zip(FORMULAS, [*figures, *figures], strict=False):
        dataset.append([text, figure])
    data = FormatXLSX().export_data(dataset)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    cells = list(sheet.iter_rows(min_row=2))
    assert [(row[0].value, row[0].data_type, row[0].quotePrefix) for row in cells] == [
        (text, "s", True) for text in FORMULAS
    ]
    assert {row[1].data_type for row in cells} == {"n"}
    assert [row[1].value for row in cells][:5] == [-12.5, 0, -3, 12345678901.2345, 1000]
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "<v>-12.5</v>" in xml
    # And both come back as they were.
    assert [row[0] for _, row in sheet_in(data).baris] == FORMULAS


def test_formulas_in_the_measurement_sheet_are_shut(office: Office) -> None:
    layanan = office.indikator(office.bidang)[0]
    Realisasi.objects.create(
        indikator=layanan,
        triwulan=office.tw1,
        status="terisi",
        nilai=Decimal("-2.5"),
        kendala="@SUM(1)",
        catatan="+1",
        diubah_oleh="uji",
        diubah_pada=timezone.now(),
    )
    sheet = load_workbook(io.BytesIO(write_sheet(list_rows(office.opd, 2024, 1), office.tw1))).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[11].value == layanan.nama)
    found = {
        name: (row[header.index(name)].value, row[header.index(name)].data_type) for name in ("Kendala", "Catatan")
    }
    assert found == {"Kendala": ("@SUM(1)", "s"), "Catatan": ("+1", "s")}
    realisasi = row[header.index("Realisasi TW I")]
    assert (realisasi.value, realisasi.data_type) == (-2.5, "n")


# --- sentences and blanks on the way in ------------------------------------------------------------------------------


def test_no_english_of_the_libraries_reaches_the_page(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.staf)
    column = "Realisasi TW I"
    for value in ("abc", "1,2,3", "1e5", "NaN", "Infinity", "--5", "5²", "1.2.3", True, 1e300, "#REF!", "=1+1"):
        data = lembar.sheet_with(office, (lembar.LAYANAN, column, value))
        answer = lembar.upload(client, office, data)
        said = [item.kalimat for item in answer.context["pratinjau"].galat] if answer.context["pratinjau"] else []
        said += [answer.context.get("galat") or ""]
        assert answer.status_code == 422, value
        assert not [word for word in ENGLISH if any(word in sentence for sentence in said)], (value, said)
    assert not Realisasi.objects.exists()


def test_empty_cell_is_blank_and_never_a_default(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.staf)
    answer = lembar.upload(client, office, lembar.sheet_with(office, (lembar.LAYANAN, "Kendala", "Listrik padam")))
    lembar.confirm(client, office, answer)
    row = Realisasi.objects.get()
    assert (row.status, row.nilai, row.kendala) == ("belum_diisi", None, "Listrik padam")
    # Blank is not 0, and 0 is not blank.
    answer = lembar.upload(client, office, lembar.sheet_with(office, (lembar.LAYANAN, "Realisasi TW I", 0)))
    lembar.confirm(client, office, answer)
    row.refresh_from_db()
    assert (row.status, row.nilai) == ("terisi", Decimal(0))


def test_ending_of_the_name_says_nothing(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.staf)
    rows = [["Indikator", "Realisasi TW I"], [lembar.LAYANAN, "3"]]
    for name, data in (("lembar.csv", make_xlsx(rows)), ("lembar.xlsx", make_csv(rows)), ("lembar", make_csv(rows))):
        assert lembar.upload(client, office, data, name).context["pratinjau"].may_save
    answer = lembar.upload(client, office, b"%PDF-1.7\n%%EOF", "lembar.xlsx")
    assert (
        answer.context["galat"] == "Berkas ini PDF atau gambar, bukan lembar kerja. Pilih berkas XLSX atau CSV aslinya."
    )


def test_sheet_without_rows_or_cells() -> None:
    for data in (make_xlsx([]), patched(make_xlsx([["x"]]), "xl/worksheets/sheet1.xml", SHEET % (b"", b""))):
        with pytest.raises(RefusedFile, match="Berkas ini tidak berisi data"):
            sheet_in(data)
