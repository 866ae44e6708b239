"""Quarter's sheets as they came back from offices: each file of `kasus` with what it must mean."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from indicators.capaian import read_cell
from indicators.exchange.layout import names_office
from indicators.exchange.quarter_columns import ask_about_titles, read_columns, unusable_cells
from indicators.exchange.tables import UploadedTable
from sakip.files import RefusedFile
from tests.indicators.exchange.tools import make_xlsx, sheet_in

KASUS = Path(__file__).parent / "cases"


def pengajuan() -> Any:
    opd = SimpleNamespace(kode="bpbd", nama="Badan Penanggulangan Bencana Daerah", singkatan="BPBD")
    unit = SimpleNamespace(kode="umum", nama="Subbagian Umum", opd=opd)
    return SimpleNamespace(triwulan=SimpleNamespace(tahun=2024, triwulan=1), unit=unit)


def entries(sheet: UploadedTable) -> list[tuple[int, str, Any]]:
    """Return (row, indicator, realisasi as read with the row's own unit of measure)."""
    columns, _ = read_columns(sheet, pengajuan())
    found = []
    for number, values in sheet.baris:
        cells = dict(zip(columns, values, strict=True))
        figure = read_cell(cells["Realisasi TW I"], satuan=str(cells["Satuan"])).nilai
        found.append((number, cells["Indikator"], None if figure is None else int(figure)))
    return found


ROWS = [
    (2, "Jumlah Dokumen Perencanaan Perangkat Daerah", 1),
    (3, "Jumlah Laporan Evaluasi Kinerja Perangkat Daerah", 1),
    (4, "Jumlah Orang yang Menerima Gaji dan Tunjangan ASN", 45),
]


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("q06_galat_di_kolom_hitungan.xlsx", []),
        (
            "q07_jumlah_dan_ttd.xlsx",
            ["Baris jumlah dan rata-rata dilewati: baris 6.", "Bagian tanda tangan dilewati: baris 8."],
        ),
        ("q15_titik_koma_cp1252.csv", []),
        ("q17_html_bernama_xls.xls", []),
        ("q18_html_bernama_xlsx.xlsx", []),
    ],
)
def test_file_is_read_as_it_is_meant(name: str, notes: list[str]) -> None:
    sheet = sheet_in((KASUS / name).read_bytes())
    columns, passed = read_columns(sheet, pengajuan())
    assert (passed, unusable_cells(sheet, columns, pengajuan())) == ([], [])
    assert entries(sheet) == ROWS
    assert [sentence for _, sentence in sheet.catatan] == notes


def test_open_document_ends_in_what_to_do() -> None:
    with pytest.raises(RefusedFile) as refused:
        sheet_in((KASUS / "q20_ods.ods").read_bytes())
    assert str(refused.value) == (
        "Berkas ODS tidak dapat dibaca di sini. Di Excel atau WPS: File, Save As (Simpan Sebagai), "
        "Excel Workbook (*.xlsx). Di LibreOffice: Berkas, Simpan Sebagai, Excel 2007-365 (.xlsx). "
        "Lalu unggah berkas itu."
    )


def test_errors_are_listed_together_where_they_are_read_and_passed_over_where_not() -> None:
    rows = [["Indikator", "Realisasi TW I", "Kendala", "Capaian triwulan (%)"], ["a", "#REF!", "#N/A", "#DIV/0!"]]
    sheet = sheet_in(make_xlsx(rows))
    columns, _ = read_columns(sheet, pengajuan())
    assert unusable_cells(sheet, columns, pengajuan()) == [
        ("B2", "#REF!", "Sel B2 (#REF!) dan C2 (#N/A) berisi galat. Perbaiki rumusnya, lalu unggah kembali.")
    ]


@pytest.mark.parametrize("heading", ["Realisasi TW 1", "REALISASI TRIWULAN I", "Realisasi Triwulan 1", "Realisasi"])
def test_headings_in_other_spellings_are_known(heading: str) -> None:
    sheet = sheet_in(make_xlsx([["LAPORAN"], ["Indikator Kinerja", heading, "Warna"], ["a", 1, "merah"]]))
    columns, passed = read_columns(sheet, pengajuan())
    assert columns == ["Indikator", "Realisasi TW I", ""]
    assert passed == [("C2", "Warna", "Kolom yang tidak dikenal dilewati: “Warna”.")]


def test_almost_known_headings_are_asked_about_and_missing_ones_told_together() -> None:
    sheet = sheet_in(make_xlsx([["Indikator Kinrja", "Kendla", "Realisasi TW II"], ["a", "b", 1]]))
    with pytest.raises(RefusedFile) as refused:
        read_columns(sheet, pengajuan())
    assert str(refused.value) == (
        "Kolom “Indikator Kinrja” mirip dengan “Indikator”. Ganti judulnya menjadi “Indikator” bila itu maksudnya; "
        "bila bukan, hapus kolomnya atau beri judul yang lain. "
        "Kolom “Kendla” mirip dengan “Kendala”. Ganti judulnya menjadi “Kendala” bila itu maksudnya; bila bukan, hapus "
        "kolomnya atau beri judul yang lain. Kolom “Realisasi TW I” tidak ada. Yang dikenali: "
        "“Realisasi TW II”. Tambahkan seperti dalam berkas unduhan halaman ini, atau salin isinya ke sana."
    )


def test_columns_that_mean_the_same_are_refused_by_name() -> None:
    sheet = sheet_in(make_xlsx([["Indikator", "Realisasi TW I", "Realisasi Triwulan 1"], ["a", 1, 2]]))
    with pytest.raises(RefusedFile, match="Kolom “Realisasi TW I” dan “Realisasi Triwulan 1” berarti sama"):
        read_columns(sheet, pengajuan())


@pytest.mark.parametrize(
    ("title", "short", "same"),
    [
        ("DINAS KOMINFO", "Diskominfo", True),
        ("DINAS KOMINFO KABUPATEN CONTOH", "Diskominfo", True),
        ("DISKOMINFO", "Diskominfo", True),
        ("DINAS KOMINFO", "Diskominfotik", False),
        ("DINAS KESEHATAN", "Diskominfo", False),
        ("BADAN KOMINFO", "Diskominfo", False),
    ],
)
def test_title_that_reads_out_the_short_name_means_the_office(title: str, short: str, same: bool) -> None:
    assert names_office(title, ["Dinas Komunikasi dan Informatika", short]) is same


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("REALISASI TAHUN ANGGARAN 2024", []),
        ("REALISASI TAHUN ANGGARAN 2023", ["tahun 2023"]),
        ("LAPORAN TRIWULAN II TAHUN 2024", ["TW II"]),
        ("DINAS KESEHATAN KABUPATEN CONTOH", ["“DINAS KESEHATAN KABUPATEN CONTOH”"]),
        ("BADAN PENANGGULANGAN BENCANA DAERAH KABUPATEN CONTOH", []),
    ],
)
def test_title_that_names_another_page_is_asked_about(title: str, asked: list[str]) -> None:
    sheet = sheet_in(make_xlsx([[title], ["Indikator", "Realisasi TW I"], ["a", 1]]))
    questions = ask_about_titles(sheet, pengajuan())
    assert len(questions) == len(asked)
    assert all(
        question.startswith(f"Judul berkas menyebut {what}") for question, what in zip(questions, asked, strict=True)
    )
