"""Plans in the shapes offices use, each read as it is meant: what counts, what is passed over and said, what is asked.

Nothing here touches the database: a file becomes the rows that the import would write.
"""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from indicators.exchange.parsing import parse_book
from indicators.exchange.workbook.lampiran import FlatSheet, read_flat
from tests.indicators.exchange.tools import make_csv

Rows = list[list[Any]]
HEAD = ["No", "Tujuan", "Sasaran Strategis", "Program", "Kegiatan", "Sub Kegiatan", "Indikator", "Satuan", "Kode Unit"]
QUARTERS = ["TW I", "TW II", "TW III", "TW IV"]
WRITTEN = "Target triwulan ditulis"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
MONTH_NAMES = ["Januari", "Februari", "Maret", "April", "Mei", "Juni"]
MONTH_NAMES += ["Juli", "Agustus", "September", "Oktober", "November", "Desember"]
QUARTER_ROWS: Rows = [[None] * 9 + ["II", 2], [None] * 9 + ["III", 3], [None] * 9 + ["IV", 4]]
NAMES = [1, "T", "S", "P", "K", "SK", "Jumlah Dokumen", "Dokumen", "umum"]
MORE = [2, None, None, None, None, "SL", "Jumlah Laporan", "Laporan", "umum"]
TITLES: Rows = [["RENCANA AKSI"], ["DINAS CONTOH KABUPATEN CONTOH"], ["TAHUN ANGGARAN 2024"], []]
ONE = [("sub_kegiatan", "Jumlah Dokumen", "1 2 3 4")]
TWO = [*ONE, ("sub_kegiatan", "Jumlah Laporan", "1 1 1 2")]
TABLE: Rows = [[*HEAD, *QUARTERS], [*NAMES, 1, 2, 3, 4], [*MORE, 1, 1, 1, 2]]
SIGNATURE: Rows = [
    [],
    [None] * 6 + ["Contoh, 31 Januari 2024"],
    [None] * 6 + ["KEPALA PELAKSANA"],
    [],
    [None] * 6 + ["BUDI CONTOH, S.H."],
    [None] * 6 + ["NIP. 19700505 199503 1 009"],
]


def book(*sheets: Rows, change: Callable[[Any], None] | None = None) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = made.create_sheet(f"Lembar {number}")
        for row in rows:
            sheet.append(row)
    if change is not None:
        change(made)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def page_of(rows: Rows) -> bytes:
    lines = ("".join(f"<td>{'' if value is None else value}</td>" for value in row) for row in rows)
    return f"<html><body><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></body></html>".encode()


def read(data: bytes) -> list[FlatSheet]:
    return [part for sheet in parse_book([("rencana", data)]) for part in read_flat(sheet)]


def meant(parts: Sequence[FlatSheet]) -> list[tuple[str, str, str]]:
    """Return what the parts would write: level, indicator, targets by quarter with the year's behind a bar."""

    def figures(target: dict[int, Any]) -> str:
        quarters = " ".join(str(target[number]) for number in (1, 2, 3, 4) if number in target)
        return f"{quarters}|{target[0]}" if 0 in target else quarters

    return [
        (row.tingkat or "", row.text_of("indikator"), figures(row.target))
        for part in parts
        for row in part.baris
        if row.text_of("indikator")
    ]


def told(parts: Sequence[FlatSheet], *kinds: str) -> list[str]:
    return [item.kalimat for part in parts for item in part.temuan if item.jenis in kinds]


def below(*rows: list[Any]) -> Rows:
    return [*TABLE, *rows]


def monthly(*figures: Any, year: Any = None, head: Sequence[str] = MONTHS) -> Rows:
    return [[*HEAD, *head, "Target Tahun"], [*NAMES, *figures, year]]


def grouped(title: str, columns: Sequence[str] = QUARTERS) -> Rows:
    return [[*HEAD, title], [None] * len(HEAD) + list(columns), [*NAMES, 1, 2, 3, 4]]


SKIPPED: dict[str, tuple[Rows, list[tuple[str, str, str]], list[str]]] = {
    "plain": (TABLE, TWO, []),
    "one title": ([["Rencana Aksi Tahun 2024"], *TABLE], TWO, []),
    "titles and a gap": ([*TITLES, *TABLE], TWO, []),
    "columns numbered": ([TABLE[0], list(range(1, 14)), *TABLE[1:]], TWO, ["Baris nomor kolom dilewati: baris 2."]),
    "columns numbered in brackets": (
        [TABLE[0], [f"({number})" for number in range(1, 14)], *TABLE[1:]],
        TWO,
        ["Baris nomor kolom dilewati: baris 2."],
    ),
    "columns lettered": ([TABLE[0], list("abcdefghijklm"), *TABLE[1:]], TWO, ["Baris nomor kolom dilewati: baris 2."]),
    "columns computed": (
        [TABLE[0], [*map(str, range(1, 13)), "13 = 9+10"], *TABLE[1:]],
        TWO,
        ["Baris nomor kolom dilewati: baris 2."],
    ),
    "JUMLAH": (below([None, None, None, "JUMLAH", *[None] * 5, 2, 3, 4, 6]), TWO, ["jumlah dan rata-rata: 4"]),
    "TOTAL ANGGARAN": (below(["TOTAL ANGGARAN", "Rp6.122.579.000,00"]), TWO, ["jumlah dan rata-rata: 4"]),
    "JUMLAH II": (below([None] * 6 + ["Jumlah II", None, None, 1]), TWO, ["jumlah dan rata-rata: 4"]),
    "rata-rata": (
        below([None] * 6 + ["Rata-rata capaian kinerja (%)", None, None, 97.5]),
        TWO,
        ["jumlah dan rata-rata: 4"],
    ),
    "predikat": (below([None] * 6 + ["Predikat kinerja", "Sangat Tinggi"]), TWO, ["jumlah dan rata-rata: 4"]),
    "signature": (below(*SIGNATURE), TWO, ["Bagian tanda tangan dilewati: baris 5, 6, 8, dan 9."]),
    "signature of two": (
        below([], ["Mengetahui,", None, "Disusun oleh"], ["Camat", None, "Sekretaris"], ["A", None, "B"]),
        TWO,
        ["Bagian tanda tangan dilewati: baris 5-7."],
    ),
    "signature without a place": (below(*SIGNATURE[2:]), TWO, ["Bagian tanda tangan dilewati: baris 4, 6, dan 7."]),
    "note": (below(["Keterangan: target sementara"]), TWO, ["Catatan di bawah tabel dilewati: baris 4."]),
    "note of factors": (below(["Faktor pendorong keberhasilan kinerja:"]), TWO, ["Catatan di bawah tabel dilewati"]),
    "headings at a page break": (
        [*TABLE[:2], TABLE[0], TABLE[2]],
        TWO,
        ["Judul kolom yang berulang dilewati: baris 3."],
    ),
    "an indicator called Jumlah": (TABLE, TWO, []),
    "Target over TW": (grouped("Target"), ONE, []),
    "Target Triwulan over TW": (grouped("Target Triwulan"), ONE, []),
    "Target Kinerja over Triwulan": (
        grouped("Target Kinerja", ["Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV"]),
        ONE,
        [],
    ),
    "TW with digits": ([[*HEAD, "TW 1", "TW 2", "TW 3", "TW 4"], [*NAMES, 1, 2, 3, 4]], ONE, []),
    "T1 to T4": ([[*HEAD, "T1", "T2", "T3", "T4"], [*NAMES, 1, 2, 3, 4]], ONE, []),
    "year beside quarters": (
        [[*HEAD, "Target Tahunan", *QUARTERS], [*NAMES, 4, 1, 2, 3, 4]],
        [("sub_kegiatan", "Jumlah Dokumen", "1 2 3 4|4")],
        [],
    ),
    "four rows": (
        [[*HEAD, "Triwulan", "Target"], [*NAMES, "I", 1], *QUARTER_ROWS],
        ONE,
        [],
    ),
    "money": (
        [[*HEAD, *QUARTERS, "Anggaran (Rp)"], [*NAMES, 1, 2, 3, 4, "Rp5.294.655.000.00"]],
        ONE,
        ["Kolom anggaran dilewati (“Anggaran (Rp)”). Anggaran diimpor di halaman Anggaran."],
    ),
    "realisasi": (
        [[*HEAD, *QUARTERS, "Realisasi TW I", "Capaian"], [*NAMES, 1, 2, 3, 4, 9, "90%"]],
        ONE,
        ["Kolom realisasi dilewati"],
    ),
    "unknown column": (
        [[*HEAD, *QUARTERS, "Warna"], [*NAMES, 1, 2, 3, 4, "merah"]],
        ONE,
        ["Kolom yang tidak dikenal dilewati: “Warna”."],
    ),
    "error beside": (
        [[*HEAD, *QUARTERS, "Selisih"], [*NAMES, 1, 2, 3, 4, "#REF!"]],
        ONE,
        ["Kolom yang tidak dikenal dilewati: “Selisih”."],
    ),
    "a long text beside": (
        [[*HEAD, *QUARTERS, "Uraian panjang"], [*NAMES, 1, 2, 3, 4, "x" * 6_000]],
        ONE,
        ["Kolom yang tidak dikenal dilewati: “Uraian panjang”."],
    ),
    "a cell without a heading": ([
        TABLE[0], [*NAMES, 1, 2, 3, 4, "coret"]], ONE, ["Sel tanpa judul kolom dilewati: N2."]),
    "error in a total": (below([None, None, None, "JUMLAH", *[None] * 5, "#REF!"]), TWO, ["jumlah dan rata-rata: 4"]),
    "months year to date": (
        [
            [*HEAD, *MONTHS, WRITTEN],
            [*NAMES, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, "Sejak awal tahun"],
        ],
        [("sub_kegiatan", "Jumlah Dokumen", "1 2 3 4")],
        ["yang dipakai angka Maret, Juni, September, dan Desember"],
    ),
    "months of an indicator said to be cumulative": (
        [[*HEAD, *MONTHS, "Konsolidasi"], [*NAMES, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, "Kumulatif"]],
        [("sub_kegiatan", "Jumlah Dokumen", "1 2 3 4")],
        ["yang dipakai angka Maret, Juni, September, dan Desember"],
    ),
    "months of how things stand may fall": (
        [[*HEAD, *MONTHS, "Konsolidasi"], [*NAMES, 9, 9, 9, 8, 8, 8, 8, 8, 7, 7, 7, 6, "Posisi akhir"]],
        [("sub_kegiatan", "Jumlah Dokumen", "9 8 7 6")],
        ["yang dipakai angka Maret, Juni, September, dan Desember"],
    ),
    "months of which only the last has a target": (
        monthly(*[0] * 11, 4),
        [("sub_kegiatan", "Jumlah Dokumen", "0 0 0 4")],
        ["yang dipakai angka Maret, Juni, September, dan Desember"],
    ),
    "months added up": (
        monthly(1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, year=4),
        [("sub_kegiatan", "Jumlah Dokumen", "1 2 3 4|4")],
        ["Target bulanan dijumlahkan"],
    ),
    "months of letters": (
        monthly(*["B"] * 6, *["BB"] * 6, year="BB"),
        [("sub_kegiatan", "Jumlah Dokumen", "B B BB BB|BB")],
        ["yang dipakai angka Maret"],
    ),
    "months by name": (
        monthly(
            *(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4),
            year=4,
            head=MONTH_NAMES,
        ),
        [("sub_kegiatan", "Jumlah Dokumen", "1 2 3 4|4")],
        ["yang dipakai angka Maret"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SKIPPED)
def test_shape_is_read_and_what_is_passed_over_is_said(name: str) -> None:
    rows, expected, sentences = SKIPPED[name]
    parts = read(book(rows))
    assert meant(parts) == expected
    assert told(parts, "galat", "tanya") == []
    said = told(parts, "peringatan")
    assert len(said) == len(sentences), said
    for sentence, start in zip(said, sentences, strict=True):
        words = start.replace("jumlah dan rata-rata: 4", "Baris jumlah dan rata-rata dilewati: baris 4.")
        assert words in sentence


WRONG: dict[str, tuple[Rows, list[str]]] = {
    "errors in targets": (
        [TABLE[0], [*NAMES, "#REF!", 2, "#DIV/0!", 4], [*MORE, 1, "#N/A", 1, 1]],
        ["Sel J2 (#REF!), L2 (#DIV/0!), dan K3 (#N/A) berisi galat. Perbaiki rumusnya, lalu unggah kembali."],
    ),
    "formulas that were never computed": (
        [TABLE[0], [*NAMES, 1, 2, 3, "=SUM(J2:L2)"]],
        ["Sel M2 berisi rumus tanpa hasil. Salin lalu tempel sebagai nilai, simpan, dan unggah kembali."],
    ),
    "a long name": (
        [TABLE[0], [*NAMES[:6], "x" * 6_000, *NAMES[7:], 1, 2, 3, 4]],
        ["Sel G2 berisi teks yang terlalu panjang. Ringkas menjadi paling banyak 5000 huruf."],
    ),
    "two columns that mean the same": (
        [[*HEAD, "Satuan Pengukuran", *QUARTERS], [*NAMES, "Berkas", 1, 2, 3, 4]],
        ["Kolom H1 “Satuan” dan J1 “Satuan Pengukuran” berarti sama. Hapus salah satu, atau beri judul yang berbeda."],
    ),
    "months that may be either": (monthly(1, 0, 2, 1, 0, 0, 0, 0, 1, 0, 0, 1), ["Tidak dapat dipastikan apakah"]),
    "months that are not all there": (monthly(1, 1, 1, 2, 2, 2), ["Target bulanannya tidak lengkap."]),
    "months beside targets per quarter": (
        [
            [*HEAD, *MONTHS, "Target Tahun", WRITTEN],
            [*NAMES, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 4, "Per triwulan"],
        ],
        ["Target bulanan dijadikan target sejak awal tahun, sedangkan “Target triwulan ditulis” berisi"],
    ),
    "months that are all alike": (
        monthly(*[2] * 12),
        ["Target bulanan ini dapat dibaca dua cara: per bulan (setahun 24) atau sampai bulan itu (setahun 2)."],
    ),
    "months that rise": (
        monthly(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4),
        ["Target bulanan ini dapat dibaca dua cara: per bulan (setahun 26) atau sampai bulan itu (setahun 4)."],
    ),
    "months that fall, said to be year to date": (
        [[*HEAD, *MONTHS, WRITTEN], [*NAMES, 1, 0, 2, 1, 0, 0, 0, 0, 1, 0, 0, 1, "Sejak awal tahun"]],
        ["Tidak dapat dipastikan apakah"],
    ),
    "months of a sum that rise": (
        [[*HEAD, *MONTHS, "Konsolidasi"], [*NAMES, *[2] * 11, 3, "Penjumlahan"]],
        ["Target bulanan ini dapat dibaca dua cara: per bulan (setahun 25) atau sampai bulan itu (setahun 3)."],
    ),
    "months that do not make the year": (
        monthly(*[2] * 12, year=30),
        ["Target tahun 30 bukan jumlah target bulanannya (24) dan bukan target Desember (2)."],
    ),
    "a month with two readings": (
        monthly("1.500", *[100] * 11, year=2600),
        [
            "Target bulanan belum dapat dijadikan target triwulan. Januari: “1.500” dapat dibaca dengan dua cara. "
            "Tulis 1500 bila ribuan, atau 1,5 bila pecahan desimal."
        ],
    ),
    "a month that is no figure": (
        monthly(*[1] * 4, "3OO", *[1] * 7, year=12),
        ["Target bulanan belum dapat dijadikan target triwulan. Mei: “3OO”"],
    ),
    "months and a year with two readings": (
        monthly(*[100] * 12, year="1.200"),
        ["Target bulanan belum dapat dijadikan target triwulan. Target tahun: “1.200” dapat dibaca dengan dua cara."],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_shape_is_asked_about_once(name: str) -> None:
    rows, sentences = WRONG[name]
    said = told(read(book(rows)), "galat", "tanya")
    assert len(said) == len(sentences), said
    assert all(sentence.startswith(start) for sentence, start in zip(said, sentences, strict=True))


FORMS: dict[str, tuple[Rows, str, str]] = {
    "E.81": (
        [
            ["EVALUASI TERHADAP HASIL RENJA PERANGKAT DAERAH (FORMULIR E.81)"],
            ["No", "Sasaran", "Program/Kegiatan/Sub Kegiatan", "Indikator Kinerja", "Satuan", "Target Renstra 2026"],
            [1, "S", "P", "Nilai", "Nilai", "71,25"],
        ],
        "Formulir E.81 (evaluasi hasil Renja) belum dapat diimpor langsung. Yang dikenali: kolom “Sasaran”,",
        "tergabung dalam “Program/Kegiatan/Sub Kegiatan”); juga Kode unit dan Target TW I",
    ),
    "PK lampiran": (
        [
            ["LAMPIRAN PERJANJIAN KINERJA"],
            ["NO", "TUJUAN/ SASARAN STRATEGIS", "INDIKATOR KINERJA UTAMA", "TARGET"],
            ["1.", "S", "Indeks", "0,9 Angka"],
        ],
        "Lampiran Perjanjian Kinerja belum dapat diimpor langsung. Yang dikenali: kolom “INDIKATOR KINERJA UTAMA” dan",
        "tergabung dalam “TUJUAN/ SASARAN STRATEGIS”); juga Kode unit.",
    ),
    "Renja": (
        [["RENCANA KERJA TAHUN 2025"], ["Kode", "Program/Kegiatan", "Indikator Kinerja", "Lokasi", "Target", "Pagu"]],
        "Renja belum dapat diimpor langsung.",
        "Salin isinya ke templat “Seperti Lampiran I”, yang paling dekat, lalu unggah.",
    ),
    "RKPD": (
        [["RKPD 2025"], ["Program / Kegiatan / Sub Kegiatan", "Indikator", "Satuan", "Target 2025"]],
        "RKPD belum dapat diimpor langsung.",
        "Yang kurang: kolom Tujuan, Sasaran strategis, Program, Kegiatan, dan Sub kegiatan, masing-masing sendiri",
    ),
    "IKU without a path": (
        [["No", "Indikator Kinerja Utama", "Satuan", "Target 2025"], [1, "Indeks", "Poin", 2]],
        "Bentuk lembar ini belum dapat diimpor langsung.",
        "juga Kode unit.",
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_form_that_is_not_understood_gets_one_answer(name: str) -> None:
    rows, start, part = FORMS[name]
    (found,) = read(book(rows))
    assert found.ditolak.startswith(start)
    assert part in found.ditolak
    assert (found.baris, found.temuan) == ([], [])


def test_indicators_of_several_levels_go_each_to_its_own() -> None:
    head = ["TUJUAN", "INDIKATOR TUJUAN", "TARGET", "SASARAN STRATEGIS", "INDIKATOR SASARAN", "TARGET"]
    head += ["PROGRAM", "INDIKATOR PROGRAM", "TARGET", "Kode unit"]
    rows: Rows = [
        *TITLES,
        head,
        ["T", "Indeks Risiko", "115,2", "S", "Indeks Ketahanan", "0,9", "P", "Warga terlayani", "80%", "a"],
        [None, None, None, None, None, None, None, "Desa siaga", 5, "a"],
        [None, None, None, "S2", "Nilai", 70, "P2", "Laporan", 4, "b"],
    ]
    parts = read(book(rows))
    assert told(parts, "galat", "tanya") == []
    assert meant(parts) == [
        ("tujuan", "Indeks Risiko", "|115,2"),
        ("sasaran", "Indeks Ketahanan", "|0,9"),
        ("sasaran", "Nilai", "|70"),
        ("program", "Warga terlayani", "|80%"),
        ("program", "Desa siaga", "|5"),
        ("program", "Laporan", "|4"),
    ]
    by_name = {row.text_of("indikator"): row for part in parts for row in part.baris}
    assert [by_name["Desa siaga"].text_of(name) for name in ("tujuan", "sasaran", "program")] == ["T", "S", "P"]
    assert [by_name["Laporan"].text_of(name) for name in ("tujuan", "sasaran", "Kode unit")] == ["T", "S2", "b"]


@pytest.mark.parametrize(
    "data",
    [
        make_csv(TABLE, ";"),
        make_csv(TABLE, ","),
        make_csv(TABLE, "\t"),
        b"sep=;\r\n" + make_csv(TABLE, ";").removeprefix(b"\xef\xbb\xbf"),
        make_csv(TABLE, "\t").decode("utf-8-sig").encode("utf-16"),
        make_csv([["Rencana Aksi"], *TABLE], ";").decode("utf-8-sig").encode("cp1252"),
        page_of(TABLE),
    ],
    ids=["semicolon", "comma", "tab", "sep=", "unicode text", "cp1252 with a title", "web page"],
)  # fmt: skip
def test_text_that_stands_for_a_sheet(data: bytes) -> None:
    parts = read(data)
    assert meant(parts) == TWO
    assert told(parts, "galat", "tanya", "peringatan") == []


def test_merged_cells_of_a_web_page_stand_in_their_first_one() -> None:
    first, *rest = TABLE[1]
    page = "<table><tr>" + "".join(f"<th>{title}</th>" for title in TABLE[0]) + "</tr>"
    page += f'<tr><td>{first}</td><td rowspan="2">T</td><td rowspan=2>S</td>'
    page += "".join(f"<td>{value}</td>" for value in rest[2:]) + "</tr>"
    page += "<tr><td>2</td>" + "".join(f"<td>{value or ''}</td>" for value in TABLE[2][3:]) + "</tr></table>"
    parts = read(page.encode())
    assert meant(parts) == TWO
    assert parts[0].baris[1].text_of("sasaran") == "S"


def test_hidden_sheets_are_not_read_and_struck_rows_are_told() -> None:
    def change(made: Any) -> None:
        made.worksheets[1].sheet_state = "hidden"
        for cell in made.worksheets[0][3]:
            cell.font = Font(strike=True)

    data = book(TABLE, [["x" * 6_000] * 70], change=change)
    sheets = parse_book([("rencana", data)])
    assert [(sheet.nama, sheet.tersembunyi) for sheet in sheets] == [("Lembar 1", ["Lembar 2"])]
    parts = read_flat(sheets[0])
    assert meant(parts) == TWO
    assert told(parts, "peringatan") == [
        "Baris 3 dicoret di berkas, tetapi tetap dibaca. Hapus barisnya bila tidak berlaku lagi."
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.8118, "0.00%", "81,18%"),
        (81.18, '0.00" %"', "81.18"),
        (81.18, "0.00\\ \\%", "81.18"),
        (81.18, '0.00" persen"', "81.18"),
        (2.5, '0.0" juta"', "2,5 juta"),
        (2360141080, '"Rp"#,##0', "2360141080"),
        (-0.05, "0%;-0%", "-5%"),
    ],
)
def test_value_and_format_decide_together(value: float, number_format: str, shown: str) -> None:
    def change(made: Any) -> None:
        made.worksheets[0]["J2"].number_format = number_format

    parts = read(book([TABLE[0], [*NAMES, value, 1, 1, 1]], change=change))
    assert str(parts[0].baris[0].target[1]) == shown


def test_format_that_shortens_a_figure_is_asked_about() -> None:
    def change(made: Any) -> None:
        made.worksheets[0]["J2"].number_format = "#,##0,,"

    parts = read(book([TABLE[0], [*NAMES, 2360141080, 1, 1, 1]], change=change))
    assert told(parts, "galat") == [
        "Sel J2 memakai format yang menyingkat angka menjadi ribuan atau jutaan. "
        "Ubah format selnya menjadi Umum, periksa angkanya, lalu unggah kembali."
    ]
