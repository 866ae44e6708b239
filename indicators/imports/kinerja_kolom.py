"""The columns of an uploaded quarter's sheet: what each heading means, what is passed over, what is unusable."""

import re
from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from indicators.capaian.triwulan import ROMAWI
from indicators.imports.bentuk import names_office, take_unusable
from indicators.imports.kinerja import (
    KOLOM_INDIKATOR,
    KOLOM_KODE,
    KOLOM_TAHUN,
    KOLOM_TEKS,
    KOLOM_TRIWULAN,
    columns_of,
    entry_columns,
    kolom_realisasi,
)
from indicators.imports.lembaran import Lembaran, know_titles
from indicators.imports.teks import joined, plain
from indicators.models import Pengajuan
from sakip.files import RefusedFile

_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}
_MEANS = {
    "indikator kinerja": KOLOM_INDIKATOR,
    "nama indikator": KOLOM_INDIKATOR,
    "kode sub kegiatan": KOLOM_KODE,
    "kode nomenklatur": KOLOM_KODE,
    "tahun anggaran": KOLOM_TAHUN,
    "tw": KOLOM_TRIWULAN,
}
# What tells the row of headings from the titles above it.
know_titles((KOLOM_INDIKATOR, "Realisasi", *KOLOM_TEKS.values(), *_MEANS))
know_titles(f"realisasi {word} {quarter}" for word in ("tw", "triwulan") for pair in _ROMAN.items() for quarter in pair)

Catatan = tuple[str, str, str]


def read_columns(sheet: Lembaran, pengajuan: Pengajuan) -> tuple[list[str], list[Catatan]]:
    """Return our names of the file's columns, "" for those that are not read, and what is said about the others.

    Raises RefusedFile for two columns that mean the same and for columns that are missing.
    """
    quarter = pengajuan.triwulan
    known = {plain(column.judul): column.judul for column in columns_of(quarter)}
    columns: list[str] = []
    unknown: list[tuple[str, str]] = []
    for index, header in enumerate(sheet.judul):
        name = known.get(_spelled(header), _MEANS.get(plain(header), ""))
        if plain(header) == "realisasi":
            name = kolom_realisasi(quarter.triwulan)
        if name and name in columns:
            raise RefusedFile(
                f"Kolom “{sheet.judul[columns.index(name)]}” dan “{header}” berarti sama. Hapus salah satu."
                if plain(sheet.judul[columns.index(name)]) != plain(header)
                else f"Kolom “{name}” ada dua kali. Hapus salah satu."
            )
        if header and not name:
            unknown.append((f"{get_column_letter(index + 1)}{sheet.nomor_judul}", header))
        columns.append(name)
    _check_missing(columns, quarter.triwulan, sheet)
    if not unknown:
        return columns, []
    names = joined([f"“{header}”" for _, header in unknown])
    return columns, [(unknown[0][0], unknown[0][1], f"Kolom yang tidak dikenal dilewati: {names}.")]


def _spelled(header: str) -> str:
    """Return a heading in our spelling: "Realisasi Triwulan 1" is "realisasi tw i"."""
    text = re.sub(r"\btriwulan(?= ?[1-4iv]+$)", "tw", plain(header))
    return re.sub(r"\btw ?([1-4])$", lambda found: f"tw {_ROMAN[found[1]]}", text)


def _check_missing(columns: Sequence[str], triwulan: int, sheet: Lembaran) -> None:
    wanted = (KOLOM_INDIKATOR, kolom_realisasi(triwulan))
    missing = [f"“{name}”" for name in wanted if name not in columns]
    if not missing:
        return
    known = [f"“{header}”" for header, name in zip(sheet.judul, columns, strict=True) if name]
    found = f"Yang dikenali: {joined(known)}. " if known else ""
    raise RefusedFile(
        f"Kolom {joined(missing)} tidak ada. {found}Tambahkan seperti dalam berkas unduhan halaman ini, "
        "atau salin isinya ke sana."
    )


def unusable_cells(sheet: Lembaran, columns: Sequence[str], pengajuan: Pengajuan) -> list[Catatan]:
    """Empty the cells that nobody can use; return (cell, content, sentence) of those in columns that are read."""
    read = entry_columns(pengajuan.triwulan)
    return take_unusable(sheet.baris, lambda index: columns[index] in read)


def title_questions(sheet: Lembaran, pengajuan: Pengajuan) -> list[str]:
    """Ask where the lines above the headings name another year, quarter or office than the page."""
    quarter, opd = pengajuan.triwulan, pengajuan.unit.opd
    asked: list[str] = []
    said: list[tuple[str, Any]] = []
    if sheet.atas.tahun and quarter.tahun not in sheet.atas.tahun:
        said.append(("tahun", joined([str(year) for year in sheet.atas.tahun])))
    if sheet.atas.triwulan and quarter.triwulan not in sheet.atas.triwulan:
        said.append(("triwulan", joined([f"TW {ROMAWI[number]}" for number in sheet.atas.triwulan])))
    names = (opd.nama, opd.singkatan, opd.kode, *(unit.nama for unit in (pengajuan.unit,)))
    wrong = [title for title in sheet.atas.kantor if not names_office(title, [name for name in names if name])]
    if wrong and len(wrong) == len(sheet.atas.kantor):
        said.append(("kantor", f"“{wrong[0]}”"))
    for what, text in said:
        asked.append(
            f"Judul berkas menyebut {what} {text}, padahal halaman ini {quarter} {opd}. Berkas mana yang benar? "
            "Unggah di halaman yang sesuai, atau perbaiki judulnya lalu unggah kembali."
        )
    return asked
