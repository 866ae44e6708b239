"""A quarter's measurement sheet as a workbook: the figures of every page, typed, and the columns that come back.

Figures are numbers, written digit by digit from their exact value; what is no single number ("1:17,9", "BB",
"60 - 70", "n/a") is text as the pages print it. Shaded headers mark the columns that `quarter_reading` takes over.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from indicators.capaian import MAX_DIGITS, EntryStatus, Result, TargetValue, ValueKind, plain_figure
from indicators.exchange.formats import typed_cell
from indicators.exchange.plan_keys import KOLOM_OPD, KOLOM_TAHUN
from indicators.exchange.texts import tidy
from indicators.models import Realisasi, Triwulan
from indicators.selectors.quarter_sheet import SheetRow
from indicators.selectors.row_values import print_realisasi
from indicators.tingkat import Tingkat
from indicators.triwulan import QUARTERS, short_name

KOLOM_NOMOR = "No"
KOLOM_TRIWULAN = "Triwulan"
KOLOM_UNIT = "Kode unit"
KOLOM_KODE = "Kode"
KOLOM_INDIKATOR = "Indikator"
KOLOM_SATUAN = "Satuan"
KOLOM_TARGET_TAHUN = "Target Tahun"
KOLOM_ALASAN = "Alasan tidak tersedia"
KOLOM_VERSI = "Versi"
KOLOM_TEKS = {
    "kendala": "Kendala",
    "faktor_pendorong": "Faktor pendorong",
    "faktor_penghambat": "Faktor penghambat",
    "tindak_lanjut": "Tindak lanjut",
    "catatan": "Catatan",
}
TIDAK_TERSEDIA = "n/a"
_ENTRY_FILL = PatternFill("solid", fgColor="FFF2CC")
_HEADER_FILL = PatternFill("solid", fgColor="E7E6E6")
_NARROW, _NUMBER, _WIDE = 10, 15, 36

Nilai = str | int | Decimal | None


@dataclass(frozen=True)
class SheetColumn:
    """One column: its header, what a row shows there, and whether the unit fills it in."""

    judul: str
    nilai: Callable[[SheetRow], Nilai]
    lebar: int = _NUMBER
    desimal: Callable[[SheetRow], int] | None = None
    isian: bool = False


def target_columns(quarter: int) -> str:
    return f"Target {short_name(quarter)}"


def realisasi_columns(quarter: int) -> str:
    return f"Realisasi {short_name(quarter)}"


def columns_of(triwulan: Triwulan) -> list[SheetColumn]:
    """Return the columns of a quarter's sheet, in their order."""
    return [*_key_columns(triwulan), *_figure_columns(triwulan.triwulan), *_result_columns()]


def _key_columns(triwulan: Triwulan) -> list[SheetColumn]:
    def name_of(level: str) -> Callable[[SheetRow], Nilai]:
        return lambda row: getattr(row.jalur, level)

    return [
        SheetColumn(KOLOM_NOMOR, lambda row: row.nomor, _NARROW),
        SheetColumn(KOLOM_OPD, lambda _: triwulan.opd.full_code, _NUMBER),
        SheetColumn(KOLOM_TAHUN, lambda _: triwulan.tahun, _NARROW),
        SheetColumn(KOLOM_TRIWULAN, lambda _: triwulan.triwulan, _NARROW),
        SheetColumn(KOLOM_UNIT, lambda row: row.unit.kode),
        *(SheetColumn(level.label, name_of(level), _WIDE) for level in Tingkat),
        SheetColumn(KOLOM_KODE, lambda row: row.jalur.kode),
        SheetColumn(KOLOM_INDIKATOR, lambda row: row.indikator.nama, _WIDE),
        SheetColumn(KOLOM_SATUAN, lambda row: row.butir.satuan),
    ]


def _figure_columns(number: int) -> list[SheetColumn]:
    def target(quarter: int) -> Callable[[SheetRow], Nilai]:
        return lambda row: target_cell(row, row.triwulan[quarter].target, row.triwulan[quarter].target_teks)

    def realisasi(quarter: int) -> Callable[[SheetRow], Nilai]:
        return lambda row: realisasi_cell(row, row.triwulan[quarter].realisasi)

    def text(name: str) -> Callable[[SheetRow], Nilai]:
        return lambda row: getattr(row.kini.realisasi, name, "")

    return [
        *(SheetColumn(target_columns(q), target(q), desimal=_decimals) for q in QUARTERS),
        SheetColumn(
            KOLOM_TARGET_TAHUN,
            lambda row: target_cell(row, row.target_tahun, row.target_tahun_teks),
            desimal=_decimals,
        ),
        *(SheetColumn(realisasi_columns(q), realisasi(q), desimal=_decimals, isian=q == number) for q in QUARTERS),
        SheetColumn(KOLOM_ALASAN, text("alasan"), _WIDE, isian=True),
        *(SheetColumn(column, text(name), _WIDE, isian=True) for name, column in KOLOM_TEKS.items()),
    ]


def _result_columns() -> list[SheetColumn]:
    def two(row: SheetRow) -> int:
        return 2

    return [
        SheetColumn("Capaian triwulan (%)", lambda row: result_cell(row.kini.hasil.capaian), desimal=two),
        SheetColumn("Progres tahun (%)", lambda row: result_cell(row.kini.hasil.progres), desimal=two),
        SheetColumn("Status capaian", lambda row: row.kini.hasil.capaian.status.label),
        SheetColumn("Predikat", lambda row: row.kini.hasil.predikat_text),
        SheetColumn("Perhitungan capaian", lambda row: row.kini.hasil.capaian.kalimat, _WIDE),
        SheetColumn("Perhitungan progres", lambda row: row.kini.hasil.progres.kalimat, _WIDE),
        SheetColumn(KOLOM_VERSI, lambda row: version_of(row), _NARROW),
    ]


def entry_columns(triwulan: Triwulan) -> frozenset[str]:
    """Return the headings whose cells an import reads: the way to a row, what it compares, what the unit fills in."""
    computed = {KOLOM_NOMOR, *(column.judul for column in _result_columns())} - {KOLOM_VERSI}
    return frozenset(column.judul for column in columns_of(triwulan) if column.judul not in computed)


def version_of(row: SheetRow) -> int:
    """Return the version of the row's entry, 0 when there is none yet."""
    item = row.kini.realisasi
    return 0 if item is None else item.versi


def _decimals(row: SheetRow) -> int:
    return row.butir.desimal_minimal


def target_cell(row: SheetRow, target: TargetValue, printed: str) -> Nilai:
    """Return a target as its cell holds it: a figure, or as printed where it is none or two."""
    if target.nilai is None or target.teks or target.batas_atas is not None or not _is_figure(row):
        return printed
    return target.nilai


def realisasi_cell(row: SheetRow, item: Realisasi | None) -> Nilai:
    """Return an entry as its cell holds it: a figure, letters, a ratio, "n/a", or nothing."""
    if item is None or item.status != EntryStatus.TERISI or item.nilai is None or not _is_figure(row):
        return print_realisasi(row.butir, item)
    nilai: Decimal = item.nilai
    return nilai


def result_cell(hasil: Result) -> Nilai:
    """Return a capaian as printed, as a figure; a spreadsheet keeps no more than fifteen digits of one."""
    figure = hasil.angka
    if figure is None or len(figure.as_tuple().digits) > MAX_DIGITS:
        return hasil.teks
    return figure


def _is_figure(row: SheetRow) -> bool:
    return row.aturan.jenis_nilai not in (ValueKind.RASIO, ValueKind.PREDIKAT)


def write_sheet(rows: Sequence[SheetRow], triwulan: Triwulan) -> bytes:
    """Return the workbook of a quarter's rows: the first sheet has the data, the second explains the columns."""
    columns = columns_of(triwulan)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(triwulan.label)
    at = [column.judul for column in columns].index(KOLOM_INDIKATOR) + 2
    sheet.freeze_panes = f"{get_column_letter(at)}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.lebar
    sheet.append([_header(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_value(sheet, column, row) for column in columns])
    _append_guide(book, triwulan)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _header(sheet: Any, column: SheetColumn) -> Any:
    cell = typed_cell(sheet, column.judul, bold=True)
    cell.fill = _ENTRY_FILL if column.isian else _HEADER_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _value(sheet: Any, column: SheetColumn, row: SheetRow) -> Any:
    value = column.nilai(row)
    if isinstance(value, Decimal):
        return typed_cell(sheet, value, number_format=_number_format(value, column.desimal, row))
    cell = typed_cell(sheet, tidy(value) if isinstance(value, str) else value)
    if cell is not None and isinstance(value, str):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _number_format(value: Decimal, decimals: Callable[[SheetRow], int] | None, row: SheetRow) -> str:
    """Show every decimal that the figure has and at least those that print shows; Rupiah with its sign."""
    own = -int(plain_figure(value).as_tuple().exponent)
    places = max(own, decimals(row) if decimals else 0)
    figure = f"#,##0{'.' + '0' * places if places else ''}"
    rupiah = row.aturan.jenis_nilai == ValueKind.RUPIAH and decimals is _decimals
    return f'"Rp"{figure}' if rupiah else figure


def _append_guide(book: Workbook, triwulan: Triwulan) -> None:
    sheet = book.create_sheet("Petunjuk")
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 100
    bold = Font(bold=True)
    for head, text in _guide(triwulan):
        cells = [typed_cell(sheet, head), typed_cell(sheet, text)]
        cells[0].font = bold
        cells[1].alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)


def _guide(triwulan: Triwulan) -> list[tuple[str, str]]:
    realisasi = realisasi_columns(triwulan.triwulan)
    return [
        ("Kolom kuning", "Isi kolom-kolom ini, simpan, lalu unggah berkasnya di halaman Pengisian Realisasi."),
        (
            realisasi,
            "Tulis angka (81,18), rasio (1:17,9), atau huruf predikat (BB). Kosong: belum diisi. 0: memang nol.",
        ),
        (KOLOM_ALASAN, f"Bila realisasi tidak tersedia, tulis {TIDAK_TERSEDIA} di {realisasi} dan alasannya di sini."),
        ("Kolom lainnya", "Hanya dibaca untuk menemukan barisnya. Target dan nama tidak dapat diubah di sini."),
        (KOLOM_VERSI, "Jangan diubah. Dari sini diketahui bila baris diubah orang lain setelah berkas ini diunduh."),
        ("Capaian dan predikat", "Dihitung oleh aplikasi pada saat diunduh; tidak dibaca kembali."),
    ]
