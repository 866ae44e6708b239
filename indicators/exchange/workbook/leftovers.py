"""What of a flat sheet is neither written nor passed over for what it is: every such cell is told by its place."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, time, timedelta
from typing import Any

from openpyxl.utils import get_column_letter

from indicators.exchange.layout import FEW, filled_of, is_figure, ranges_of
from indicators.exchange.parsing import RawSheet
from indicators.exchange.texts import is_blank, joined, plain
from indicators.exchange.workbook.flat_headings import (
    ABAIKAN,
    CATATAN,
    CODES,
    REALISASI,
    TARGETS,
    UANG,
    FlatHeadings,
    Rows,
)
from indicators.exchange.workbook.flat_rows import FlatRow
from indicators.exchange.workbook.structure import CONTOH, BookFinding, key_of
from indicators.tingkat import NOMENKLATUR, Tingkat
from indicators.triwulan import ALL_QUARTERS

MONTHS_LEFT = "Target bulanan dilewati, karena target triwulannya sudah ditulis."
MONTHS_PER_QUARTER = (
    "Target bulanan dijadikan target sejak awal tahun, sedangkan “Target triwulan ditulis” berisi “Per triwulan”. "
    f"Kosongkan kolom itu, atau tulis Target {ALL_QUARTERS}."
)
_NUMBER = re.compile(r"(?:nomor|no\.?|nomor urut|urutan)")
# "1", "1.a", "A.", "IV)": what numbers a row.
_NUMBERING = re.compile(r"\(?(?:[a-z]{1,2}|[ivxlc]{1,7}|[0-9]{1,4})(?:[.,)-]+(?:[a-z0-9]{1,4})?)*")
_SIZED = re.compile(
    r"dalam (?:ribu|juta|miliar|milyar)(?:an)?\b|\((?:ribu|juta|miliar|milyar)(?:an)?(?: rupiah| rp\.?)?\)"
)
_PATH = (*Tingkat, *CODES)


def lines_above(sheet: RawSheet, judul: FlatHeadings) -> list[BookFinding]:
    """Tell rows of another table above the headings, and words that give all figures another size."""
    above = sheet.baris[: judul.awal]
    wide = [number for number, values in above if len(filled_of(values)) > FEW]
    found = []
    if wide:
        said = f"Baris di atas judul kolom tidak diimpor: baris {ranges_of(wide)}."
        found.append(BookFinding("peringatan", sheet.nama, f"A{wide[0]}", "", said))
    texts = [str(value) for _, values in above for value in values if isinstance(value, str)]
    for text in (*texts, *judul.teks.values()):
        if _SIZED.search(plain(text)):
            sentence = f"“{text.strip()}”: angkanya dibaca apa adanya, tidak dikalikan. Periksa target dan satuannya."
            found.append(BookFinding("peringatan", sheet.nama, "", text.strip()[:60], sentence))
    return found


def remarks(lembar: str, rows: Rows, judul: FlatHeadings) -> list[BookFinding]:
    """Tell columns that hold remarks or numbers of rows, where they hold something else than numbers."""
    found = []
    columns = [i for i in (*judul.columns(ABAIKAN), *judul.columns(CATATAN)) if not _numbers(judul, i)]
    held = [index for index in columns if _places(rows, index, lambda value: not key_of(value).startswith(CONTOH))]
    if held:
        said = f"Kolom keterangan tidak diimpor: {joined([f'“{judul.teks[index]}”' for index in held])}."
        found.append(BookFinding("peringatan", lembar, judul.place(held[0]), judul.teks[held[0]], said))
    for index in (index for index in judul.columns(ABAIKAN) if _numbers(judul, index)):
        if places := _places(
            rows, index, lambda value: not is_figure(value) and not _NUMBERING.fullmatch(plain(value))
        ):
            said = f"Isi kolom “{judul.teks[index]}” yang bukan nomor dilewati: sel {joined(places)}."
            found.append(BookFinding("peringatan", lembar, places[0], "", said))
    return found


def _numbers(judul: FlatHeadings, index: int) -> bool:
    return _NUMBER.fullmatch(plain(judul.teks[index])) is not None


def _places(rows: Rows, index: int, odd: Callable[[Any], bool]) -> list[str]:
    return [
        f"{get_column_letter(index + 1)}{number}"
        for number, values in rows
        if index < len(values) and not is_blank(values[index]) and odd(values[index])
    ]


def take_dates(lembar: str, rows: Rows, judul: FlatHeadings) -> list[BookFinding]:
    """Empty cells of texts that hold a date or a truth value: a spreadsheet makes 01/02/2003 of the code 1.02.03."""
    unread = (*TARGETS, ABAIKAN, REALISASI, UANG, CATATAN)
    texts = [i for i, name in judul.arti.items() if name not in unread and not name.startswith("renstra_")]
    places = []
    for number, values in rows:
        for index in texts:
            if index < len(values) and isinstance(values[index], bool | date | time | timedelta):
                values[index] = None
                places.append(f"{get_column_letter(index + 1)}{number}")
    if not places:
        return []
    sentence = (
        f"Sel {joined(places)} berisi tanggal, waktu, atau nilai benar/salah, bukan teks. "
        "Ubah format selnya menjadi Teks, lalu tulis kembali isinya."
    )
    return [BookFinding("galat", lembar, places[0], "", sentence)]


def join_cells(first: FlatRow, row: FlatRow) -> list[BookFinding]:
    """Give the first row of an indicator what a later one of its quarters tells; tell what both say differently."""
    odd = []
    for name, value in row.sel.items():
        if is_blank(value) or name in (*Tingkat, "indikator", "target", "triwulan", "tahun"):
            continue
        if is_blank(first.sel.get(name)):
            first.sel[name], first.alamat[name] = value, row.alamat[name]
        elif key_of(value) != key_of(first.sel[name]):
            odd.append(row.alamat[name])
    if not odd:
        return []
    said = f"Isinya berbeda dari baris {first.nomor}, baris pertama indikator ini, yang dipakai. Samakan bila keliru."
    return [BookFinding("peringatan", row.lembar, place, "", said) for place in odd]


def without_indicator(
    lembar: str, rows: Sequence[FlatRow], shared: Collection[str], *, targets: bool
) -> list[BookFinding]:
    """Tell what rows without an indicator say about one; their `targets` too, unless they are asked about elsewhere.

    `shared` columns belong to indicators of other levels in the same row, too.
    """
    told = (*_PATH, *shared, *(() if targets else ("triwulan", *TARGETS)))
    places = [
        row.alamat[name]
        for row in rows
        if is_blank(row.sel.get("indikator"))
        for name, value in row.sel.items()
        if not is_blank(value) and name not in told and not (name == "sasaran_kinerja" and row.tingkat in NOMENKLATUR)
    ]
    if not places:
        return []
    said = f"Sel {joined(places)} dilewati: barisnya tidak mempunyai indikator."
    return [BookFinding("peringatan", lembar, places[0], "", said)]
