"""The columns of an uploaded quarter's sheet: what each heading means, what is passed over, what is unusable."""

from collections.abc import Sequence

from indicators.exchange import titles
from indicators.exchange.headings import SYNONYMS, read_headings
from indicators.exchange.layout import take_unusable
from indicators.exchange.quarter_sheet import (
    KOLOM_INDIKATOR,
    KOLOM_KODE,
    KOLOM_TEKS,
    KOLOM_TRIWULAN,
    columns_of,
    entry_columns,
    realisasi_columns,
)
from indicators.exchange.tables import UploadedTable, know_titles
from indicators.models import Pengajuan
from indicators.triwulan import QUARTERS
from sakip.files import RefusedFile

_MEANS = {
    **SYNONYMS,
    "kode sub kegiatan": KOLOM_KODE,
    "tw": KOLOM_TRIWULAN,
}
# What tells the row of headings from the titles above it.
know_titles((KOLOM_INDIKATOR, "Realisasi", *KOLOM_TEKS.values(), *_MEANS))
know_titles(map(realisasi_columns, QUARTERS))

Catatan = tuple[str, str, str]


def read_columns(sheet: UploadedTable, pengajuan: Pengajuan) -> tuple[list[str], list[Catatan]]:
    """Return our names of the file's columns, "" for those that are not read, and what is said about the others.

    Raises RefusedFile for two columns that mean the same, for almost known ones and for columns that are missing.
    """
    quarter = pengajuan.triwulan
    realisasi = realisasi_columns(quarter.triwulan)
    known = [column.judul for column in columns_of(quarter)]
    read = read_headings(sheet.judul, known, {**_MEANS, "realisasi": realisasi})
    wrong = [sentence for _, _, sentence in read.problems]
    missing = read.missing((KOLOM_INDIKATOR, realisasi), "berkas unduhan halaman ini, atau salin isinya ke sana")
    if wrong or missing:
        raise RefusedFile(" ".join([*wrong, *([missing] if missing else [])]))
    passed = read.passed(sheet.nomor_judul)
    return read.names, [] if passed is None else [passed]


def unusable_cells(sheet: UploadedTable, columns: Sequence[str], pengajuan: Pengajuan) -> list[Catatan]:
    """Empty the cells that nobody can use; return (cell, content, sentence) of those in columns that are read."""
    read = entry_columns(pengajuan.triwulan)
    return take_unusable(sheet.baris, lambda index: columns[index] in read)


def ask_about_titles(sheet: UploadedTable, pengajuan: Pengajuan) -> list[str]:
    """Ask where the lines above the headings name another year, quarter or office than the page."""
    quarter, unit = pengajuan.triwulan, pengajuan.unit
    page = f"halaman ini untuk {quarter} {unit.opd}"
    found = titles.title_questions(
        sheet.atas,
        dict.fromkeys((titles.TAHUN, titles.TRIWULAN, titles.KANTOR), page),
        offices=[unit.opd],
        tahun=(quarter.tahun,),
        triwulan=quarter.triwulan,
        units=[unit.nama],
    )
    return list(found.values())
