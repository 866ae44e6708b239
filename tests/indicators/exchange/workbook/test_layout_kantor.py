"""Forms of the trade as offices fill them: Rencana Aksi, PK, IKU, Renja, E.81, RFK, cascading, each with its outcome.

What counts, what is passed over and said, what is asked. Nothing here touches the database.
"""

from datetime import date
from typing import Any

import pytest

from indicators.exchange.parsing import parse_book
from indicators.exchange.plan_keys import PlanKeys
from indicators.exchange.tables import table_in
from indicators.exchange.workbook.flat_sheets import flat_tables
from indicators.exchange.workbook.structure import SIMPUL, BookContext, table_of
from indicators.tingkat import Tingkat
from tests.indicators.exchange.foreign_writer import ForeignWriter
from tests.indicators.exchange.workbook.test_layout import (
    HEAD,
    MONTHS,
    MORE,
    NAMES,
    ONE,
    QUARTER_ROWS,
    QUARTERS,
    SIGNATURE,
    TABLE,
    TWO,
    Rows,
    book,
    meant,
    read,
    told,
)

Expected = list[tuple[str, str, str]]
N = len(HEAD)
PATH = ["Tujuan", "Sasaran Strategis", "Program", "Indikator", "Satuan", "Unit Kerja"]
IN_PATH = ["T", "S", "P", "Nilai", "Poin", "umum"]
MONEY = " Anggaran diimpor di halaman Anggaran."


def under(*rows: list[Any], data: list[list[Any]], head: list[str] = PATH) -> Rows:
    """Return headings of several rows behind those of the path, and rows of data."""
    first, *rest = rows
    return [[*head, *first], *[[None] * len(head) + row for row in rest], *data]


def spread(names: list[str], width: int) -> list[Any]:
    """Return headings as merged cells leave them: the name, then nothing."""
    return [part for name in names for part in (name, *[None] * (width - 1))]


SECTION = [1, "T", "S", "Program Jumlah dan Mutu", None, None, "Keterangan Domisili terbit", "Surat", "Sekretariat"]
FORMS: dict[str, tuple[Rows, Expected, list[str]]] = {
    "Rencana Aksi: target and realisasi within each quarter": (
        under(
            spread(QUARTERS, 2), ["Target", "Realisasi"] * 4, data=[[*IN_PATH, 1, 9, 2, 9, 3, 9, 4, 9]]
        ),
        [("program", "Nilai", "1 2 3 4")],
        ["Kolom realisasi dilewati"],
    ),
    "Rencana Aksi: T and R within each quarter": (
        under(spread(QUARTERS, 2), ["T", "R"] * 4, data=[[*IN_PATH, 1, 9, 2, 9, 3, 9, 4, 9]]),
        [("program", "Nilai", "1 2 3 4")],
        ["Kolom realisasi dilewati"],
    ),
    "Rencana Aksi: quarters within target and within anggaran": (
        under(
            [*spread(["Target Kinerja"], 4), *spread(["Rencana Anggaran (Rp)"], 4)],
            QUARTERS * 2,
            data=[[*IN_PATH, 1, 2, 3, 4, 10_000_000, 20_000_000, 30_000_000, 40_000_000]],
        ),
        [("program", "Nilai", "1 2 3 4")],
        ["Kolom anggaran dilewati ("],
    ),
    "Rencana Aksi: quarters of money only are no targets": (
        under(
            ["Target", *spread(["Rencana Penyerapan Anggaran"], 4)],
            [None, *QUARTERS],
            data=[[*IN_PATH, 12, 10_000_000, 20_000_000, 30_000_000, 40_000_000]],
        ),
        [("program", "Nilai", "|12")],
        ["Kolom anggaran dilewati ("],
    ),
    "Rencana Aksi: a timetable of quarters holds no targets": (
        under(
            ["Target", *spread(["Jadwal Pelaksanaan"], 4)],
            [None, *QUARTERS],
            data=[[*IN_PATH, 12, "v", "v", None, "v"]],
        ),
        [("program", "Nilai", "|12")],
        ["Kolom yang tidak dikenal dilewati: “Jadwal Pelaksanaan TW I”, “Jadwal Pelaksanaan TW II”"],
    ),
    "Rencana Aksi: the year's target is called Target": (
        [[*HEAD, "Target", *QUARTERS], [*NAMES, 4, 1, 2, 3, 4]],
        [("sub_kegiatan", "Jumlah Dokumen", "1 2 3 4|4")],
        [],
    ),
    "Rencana Aksi: months within quarters within target": (
        under(
            ["Target", *[None] * 12],
            [*spread(["Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV"], 3), "Setahun"],
            MONTHS,
            data=[[*IN_PATH, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4]],
        ),
        [("program", "Nilai", "1 2 3 4|4")],
        ["Target bulanan dijadikan target triwulan"],
    ),
    "Rencana Aksi: months beside quarters": (
        [[*HEAD, *QUARTERS, *MONTHS], [*NAMES, 1, 2, 3, 4, *[1] * 12]],
        ONE,
        ["Target bulanan dilewati, karena target triwulannya sudah ditulis."],
    ),
    "Rencana Aksi: remarks": (
        [[*HEAD, *QUARTERS, "Keterangan"], [*NAMES, 1, 2, 3, 4, "menunggu juknis"]],
        ONE,
        ["Kolom keterangan tidak diimpor: “Keterangan”."],
    ),
    "Rencana Aksi: remarks without a remark": ([[*HEAD, *QUARTERS, "Ket."], [*NAMES, 1, 2, 3, 4]], ONE, []),
    "Rencana Aksi: an example of the template": (
        [["Catatan", *HEAD, *QUARTERS], ["Contoh", *NAMES, 9, 9, 9, 9], [None, *NAMES, 1, 2, 3, 4]],
        ONE,
        ["Baris contoh dilewati, karena catatannya diawali kata “contoh”: baris 2."],
    ),
    "Rencana Aksi: a section in the column of numbers": (
        [*TABLE[:2], ["BIDANG PELAYANAN"], TABLE[2]],
        TWO,
        ["Isi kolom “No” yang bukan nomor dilewati: sel A3."],
    ),
    "Rencana Aksi: numbers such as 1.a": ([TABLE[0], ["1.a", *NAMES[1:], 1, 2, 3, 4]], ONE, []),
    "Rencana Aksi: figures in millions": (
        [["RENCANA AKSI (dalam jutaan rupiah)"], *TABLE],
        TWO,
        ["“RENCANA AKSI (dalam jutaan rupiah)”: angkanya dibaca apa adanya, tidak dikalikan."],
    ),
    "four rows: what the later ones tell is taken": (
        [
            [*HEAD, "Triwulan", "Target"],
            [*NAMES[:7], None, "umum", "I", 1],
            [*[None] * 7, "Dokumen", None, "II", 2],
            [*[None] * 7, "Berkas", "umum", "III", 3],
            [*[None] * 9, "IV", 4],
        ],
        ONE,
        ["Isinya berbeda dari baris 2, baris pertama indikator ini, yang dipakai."],
    ),
    "PK: own columns, money below, signature": (
        [
            ["PERJANJIAN KINERJA TAHUN 2024"],
            ["No", "Tujuan", "Sasaran Strategis", "Indikator Kinerja", "Satuan", "Target", "Unit"],
            [1, "T", "S", "Indeks", "Poin", "2,75", "umum"],
            [],
            ["No", "Program", "Anggaran", "Keterangan"],
            [1, "Program A", "Rp1.000.000", "APBD"],
            ["Jumlah", None, "Rp1.000.000"],
            *SIGNATURE,
        ],
        [("sasaran", "Indeks", "|2,75")],
        ["Tabel lain di lembar ini dilewati: baris 5-7, 9, 10, 12, dan 13 (kolom “No”, “Program”, “Anggaran”,"],
    ),
    "PK: the second table has a title": (
        [*TABLE, [], ["II. ANGGARAN"], ["No", "Program", "Pagu", "Sumber Dana"], [1, "P", 5_000_000, "APBD"]],
        TWO,
        ["Tabel lain di lembar ini dilewati: baris 5-7 (kolom “No”, “Program”, “Pagu”, dan “Sumber Dana”)." + MONEY],
    ),
    "two tables of indicators, one below the other": (
        [
            *TABLE[:2],
            [],
            ["IKU"],
            ["Tujuan", "Sasaran Strategis", "Indikator", "Unit", "Target Tahun"],
            ["T", "S", "Indeks", "umum", 3],
        ],
        [*ONE, ("sasaran", "Indeks", "|3")],
        [],
    ),
    "the same headings moved by a column are another table": (
        [*TABLE[:2], [None, *TABLE[0]], [None, 2, *NAMES[1:5], "SL", "Jumlah Laporan", "Laporan", "umum", 1, 1, 1, 2]],
        TWO,
        [],
    ),
    "the table goes on below a signature": (
        [*TABLE[:2], *SIGNATURE, TABLE[0], [*NAMES[:5], "SL", "Jumlah Laporan", "Laporan", "umum", 1, 1, 1, 2]],
        TWO,
        ["Judul kolom yang berulang dilewati: baris 9.", "Bagian tanda tangan dilewati: baris 4, 5, 7, dan 8."],
    ),
    "four rows: the table goes on below a signature": (
        [
            [*HEAD, "Triwulan", "Target"],
            [*NAMES, "I", 1],
            *QUARTER_ROWS,
            *SIGNATURE,
            [*MORE, "I", 1],
            [*[None] * 9, "II", 1],
            [*[None] * 9, "III", 1],
            [*[None] * 9, "IV", 2],
        ],
        TWO,
        ["Bagian tanda tangan dilewati: baris 7, 8, 10, dan 11."],
    ),
    "quarters beside a column of money are not below it": (
        [[*PATH, "Pagu (Rp)"], [None] * 7 + QUARTERS, [*IN_PATH, 5_000_000, 1, 2, 3, 4]],
        [("program", "Nilai", "1 2 3 4")],
        ["Kolom anggaran dilewati (“Pagu (Rp)”)." + MONEY],
    ),
    "another table above": (
        [
            ["RENCANA AKSI"],
            ["Urusan", "Bidang", "Pagu", "Realisasi"],
            ["Kominfo", "2.16", 5_000_000, 4_000_000],
            *TABLE,
        ],
        TWO,
        ["Baris di atas judul kolom tidak diimpor: baris 2 dan 3."],
    ),
    "IKU: formula and source, the years of a Renstra": (
        [
            ["INDIKATOR KINERJA UTAMA"],
            ["No", "Tujuan", "Sasaran", "Program", "Indikator Kinerja", "Formulasi", "Sumber Data", "Unit Kerja",
             "Kondisi Awal", "Target Kinerja Tahun", None, None],
            [None] * 9 + [2025, 2026, 2027],
            [1, "T", "S", None, "Indeks", "rerata", "BPS", "umum", 2.5, 2.6, 2.7, 2.8],
        ],
        [("sasaran", "Indeks", "")],
        ["Kolom yang tidak dikenal dilewati: “Kondisi Awal”."],
    ),
    "Renja: K and Rp of the year, next year's forecast": (
        under(
            [*spread(["Target Renja Tahun 2025"], 2), *spread(["Prakiraan Maju Target Tahun 2026"], 2)],
            ["K", "Rp"] * 2,
            data=[[*IN_PATH, 12, 5_000_000, 13, 6_000_000]],
        ),
        [("program", "Nilai", "|12")],
        ["Kolom yang tidak dikenal dilewati: “Prakiraan Maju Target Tahun 2026 K”.", "Kolom anggaran dilewati ("],
    ),
    "E.81: levels of their own, K and Rp in pairs": (
        under(
            spread(["Target Renstra 2026", "Realisasi s.d. 2024", "Target Renja 2025"], 2)
            + spread(["Realisasi TW I", "Realisasi TW II"], 2),
            ["K", "Rp"] * 5,
            data=[[*IN_PATH, 15, 50_000_000, 11, 40_000_000, 12, 5_000_000, 3, 1_000_000, 6, 2_000_000]],
        ),
        [("program", "Nilai", "|12")],
        ["Kolom realisasi dilewati", "Kolom anggaran dilewati ("],
    ),
    "RFK: physical and financial progress": (
        under(
            ["Target", "Pagu (Rp)", *spread(["Realisasi"], 2)],
            [None, None, "Fisik (%)", "Keuangan (Rp)"],
            data=[[*IN_PATH, 12, 5_000_000, 50, 2_500_000]],
        ),
        [("program", "Nilai", "|12")],
        ["Kolom realisasi dilewati", "Kolom anggaran dilewati"],
    ),
    "names that look like notes and totals": (
        [
            TABLE[0],
            [*SECTION, 1, 2, 3, 4],
            [None, None, None, None, "Sumber Daya Air"],
            [None, None, None, None, "Tindak Lanjut Hasil Pemeriksaan"],
            [2, None, None, None, None, "Catatan Sipil", "Total Akta", "Akta", "umum", 1, 2, 3, 4],
        ],
        [("program", "Keterangan Domisili terbit", "1 2 3 4"), ("sub_kegiatan", "Total Akta", "1 2 3 4")],
        [],
    ),
    "a unit of measure without an indicator": (
        [TABLE[0], [1, "T", "S", "P", None, None, None, "Dokumen", "umum"], [*NAMES, 1, 2, 3, 4]],
        ONE,
        ["Sel H2 dan I2 dilewati: barisnya tidak mempunyai indikator."],
    ),
    "cascading: a target whose indicator is blank": (
        [
            ["Sasaran Strategis", "Indikator Sasaran", "Target", "Program", "Indikator Program", "Target", "Kode unit"],
            [None, None, 5, "P", "Warga", 80, "a"],
            ["S", "Indeks", 2, "P2", "Desa", 70, "b"],
        ],
        [("sasaran", "Indeks", "|2"), ("program", "Warga", "|80"), ("program", "Desa", "|70")],
        ["Sel C2 dilewati: barisnya tidak mempunyai indikator."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_form_is_read_and_what_is_passed_over_is_said(name: str) -> None:
    rows, expected, sentences = FORMS[name]
    parts = read(book(rows))
    assert meant(parts) == expected
    assert told(parts, "galat", "tanya") == []
    said = told(parts, "peringatan")
    assert len(said) == len(sentences), said
    assert all(start in sentence for sentence, start in zip(said, sentences, strict=True)), said


def test_years_of_a_renstra_stand_below_their_heading() -> None:
    (part,) = read(book(FORMS["IKU: formula and source, the years of a Renstra"][0]))
    (row,) = part.baris
    assert [row.sel[f"renstra_{year}"] for year in (2025, 2026, 2027)] == [2.6, 2.7, 2.8]
    assert (row.text_of("Formula"), row.text_of("Sumber data")) == ("rerata", "BPS")


def test_years_of_e81_are_the_renstras_and_the_plans() -> None:
    (part,) = read(book(FORMS["E.81: levels of their own, K and Rp in pairs"][0]))
    assert (part.tahun, part.baris[0].sel["renstra_2026"], part.baris[0].target) == (2025, 15, {0: 12})


def test_names_of_nodes_that_look_like_notes_are_nodes() -> None:
    (part,) = read(book(FORMS["names that look like notes and totals"][0]))
    assert [row.text_of("kegiatan") for row in part.baris] == [
        "",
        "Sumber Daya Air",
        "Tindak Lanjut Hasil Pemeriksaan",
        "Tindak Lanjut Hasil Pemeriksaan",
    ]


ASKED: dict[str, tuple[Rows, list[str]]] = {
    "a code that became a date": (
        [["Kode", *PATH, "Target"], [date(2003, 2, 1), *IN_PATH, 5]],
        ["Sel A2 berisi tanggal, waktu, atau nilai benar/salah, bukan teks. Ubah format selnya menjadi Teks"],
    ),
    "two targets of one year": (
        [
            [*PATH, "Triwulan", "Target", "Target Tahun"],
            [*IN_PATH, "I", 1, 4],
            [*[None] * 6, "II", 2, 5],
            [*[None] * 6, "III", 3, 4],
            [*[None] * 6, "IV", 4, None],
        ],
        ["Target tahun indikator ini berbeda dari I2. Samakan, atau kosongkan."],
    ),
    "Target and the year's target beside quarters": (
        [[*HEAD, "Target", "Target Tahunan", *QUARTERS], [*NAMES, 4, 5, 1, 2, 3, 4]],
        ["Kolom J1 “Target” dan K1 “Target Tahunan” berarti sama. Hapus salah satu, atau beri judul yang berbeda."],
    ),
    "quarters twice": (
        [[*HEAD, *QUARTERS, *QUARTERS], [*NAMES, 1, 2, 3, 4, 5, 6, 7, 8]],
        [
            f"Kolom {first}1 “{name}” dan {second}1 “{name}” berarti sama."
            for name, first, second in zip(QUARTERS, "JKLM", "NOPQ", strict=True)
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_form_is_asked_about_once(name: str) -> None:
    rows, sentences = ASKED[name]
    said = told(read(book(rows)), "galat", "tanya")
    assert len(said) == len(sentences), said
    assert all(sentence.startswith(start) for sentence, start in zip(said, sentences, strict=True)), said


REFUSED: dict[str, tuple[Rows, str]] = {
    "E.81 of Permendagri 86/2017": (
        [
            ["EVALUASI TERHADAP HASIL RENJA PERANGKAT DAERAH"],
            ["No", "Sasaran", "Program/Kegiatan", "Indikator Kinerja Program (Outcome)/Kegiatan (Output)",
             "Target Renstra 2026", None, "Target Renja 2025", None, "Realisasi TW I", None],
            [None] * 4 + ["K", "Rp"] * 3,
            [1, 2, 3, 4, 5, 5, 6, 6, 7, 7],
            [1, "S", "P", "Nilai", 15, 50_000_000, 12, 5_000_000, 3, 1_000_000],
        ],
        "Formulir E.81 (evaluasi hasil Renja) belum dapat diimpor langsung.",
    ),
    "Renja, Tabel T-C.33": (
        [
            ["Tabel T-C.33 Rumusan Rencana Program dan Kegiatan (RENJA)"],
            ["Kode", "Urusan/Program/Kegiatan", "Indikator Kinerja", "Rencana Tahun 2025", None, None, "Catatan"],
            [None] * 3 + ["Lokasi", "Target", "Pagu"],
            ["2.16.01", "Program A", "Nilai", "Liwa", 5, 1_000_000],
        ],
        "Renja belum dapat diimpor langsung.",
    ),
    "pohon kinerja": (
        [["POHON KINERJA"], ["Sasaran/Program/Kegiatan", "Indikator", "Satuan", "Target"], ["S", "Indeks", "Poin", 2]],
        "Pohon kinerja belum dapat diimpor langsung.",
    ),
    "RKPD with the urusan in the path": (
        [["RKPD TAHUN 2025"], ["Kode", "Program/Kegiatan/Sub Kegiatan", "Indikator", "Satuan", "Target", "Pagu"], [1]],
        "RKPD belum dapat diimpor langsung.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_form_that_joins_its_levels_gets_one_answer(name: str) -> None:
    rows, start = REFUSED[name]
    (found,) = read(book(rows))
    assert found.ditolak.startswith(start), found.ditolak
    assert "masing-masing sendiri" in found.ditolak
    assert (found.baris, found.temuan) == ([], [])


def test_sheet_without_indicators_is_no_plan() -> None:
    rfk: Rows = [["Program", "Kegiatan", "Pagu", "Fisik (%)", "Keuangan"], ["P", "K", 5_000_000, 50, 2_500_000]]
    assert read(book(rfk)) == []


# --- what only shows when the rows become tables ----------------------------------------------------------------------


def built(*sheets: Rows) -> list[str]:
    """Return what is said when the sheets become the tables of a new Renstra; nothing is read from the database."""
    parts = read(book(*sheets))
    konteks = BookContext(opd="baru", renstra=2024, tahun=2024)
    peta = PlanKeys([])
    return [
        item.kalimat for item in flat_tables(parts, konteks=konteks, periode=None, peta=peta, renstra_akhir=2026)[1]
    ]


def test_aims_of_one_node_that_differ_are_told() -> None:
    head = ["Tujuan", "Sasaran Strategis", "Program", "Sasaran Kinerja", "Indikator", "Kode unit", "Target"]
    rows: Rows = [
        head,
        ["T", "S", "P", None, "Satu", "umum", 1],
        ["T", "S", "P", "Terlayani", "Dua", "umum", 1],
        ["T", "S", "P", "Terdata", "Tiga", "umum", 1],
        ["T", "S", "P", "terlayani", "Empat", "umum", 1],
    ]
    said = [sentence for sentence in built(rows) if sentence.startswith("Sasaran ini")]
    assert said == ["Sasaran ini berbeda dari baris 2, yang dipakai. Samakan bila keliru."]


def test_completing_rows_that_complete_nothing_are_told() -> None:
    more: Rows = [
        ["Tingkat", "Indikator", "Polaritas", "Target Tahun"],
        ["Program", "Nilai", "minimalkan", None],
        ["Program", "Nilai lama", "minimalkan", None],
        ["Kegiatan", "Nilai", "minimalkan", 4],
    ]
    said = built([[*PATH, "Target"], [*IN_PATH, 5]], more)
    assert "Baris 3 dan 4 tidak cocok dengan indikator mana pun, jadi dilewati. Samakan tingkat dan kode atau nama" in (
        " ".join(said)
    )
    assert "Sel D4 dilewati: lembar ini hanya melengkapi cara mengukur." in said


def test_template_sheet_tells_examples_and_what_is_hidden() -> None:
    rows: Rows = [["Catatan", "Nama", "Urutan"], ["contoh", "Contoh", 1], [None, "Satu", 1], [None, "Dua", 2]]
    data = ForeignWriter(baris={4: 'hidden="1"'}, depan='<cols><col min="3" max="3" hidden="1"/></cols>').write(
        {"Tujuan": rows}
    )
    (sheet,) = parse_book([("a.xlsx", data)])
    table = table_of(sheet, SIMPUL[Tingkat.TUJUAN])
    assert [row.sel["Nama"] for row in table.baris] == ["Satu", "Dua"]
    assert [item.kalimat for item in table.temuan] == [
        "Baris 4 tersembunyi di berkas, tetapi tetap dibaca. Hapus barisnya bila tidak ikut diimpor.",
        "Kolom C tersembunyi di berkas, tetapi tetap dibaca. Hapus kolomnya bila tidak ikut diimpor.",
        "Baris contoh dilewati, karena catatannya diawali kata “contoh”: baris 2.",
    ]


def test_quarter_sheet_tells_what_is_hidden() -> None:
    rows: Rows = [["Indikator", "Realisasi TW I", "Kendala"], ["Satu", 1, None], ["Dua", 2, None]]
    data = ForeignWriter(baris={2: 'hidden="1"'}, depan='<cols><col min="2" max="3" hidden="1"/></cols>').write(
        {"TW I": rows}
    )
    sheet = table_in(parse_book([("a.xlsx", data)]))
    assert [number for number, _ in sheet.baris] == [2, 3]
    assert [sentence[:30] for _, sentence in sheet.catatan] == [
        "Baris 2 tersembunyi di berkas,",
        "Kolom B tersembunyi di berkas,",
    ]
