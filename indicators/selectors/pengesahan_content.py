"""What an approval of a quarter holds (`Pengesahan.isi`): its printed figures, made here and read here.

Kept for the eyes of who approves again. What makes a document out of date is another hash, that of the entries
(`selectors.pengesahan`): neither the schema nor a change of what is printed touches it.
"""

from collections.abc import Sequence
from typing import TypedDict, cast

from indicators.capaian import ValueKind
from indicators.models import Triwulan
from indicators.selectors.digest import digest
from indicators.selectors.quarter_sheet import SheetRow
from indicators.selectors.row_values import print_value
from indicators.selectors.schema import check_schema
from indicators.selectors.summary import mean_by_level

SKEMA = 1


class PengesahanRow(TypedDict):
    """One row's figures as printed, without the satuan, the two capaian in per cent. `kumulatif` is year to date."""

    indikator_id: int
    indikator: str
    unit: str
    satuan: str
    target: str
    realisasi: str
    kumulatif: str
    capaian: str
    progres: str


class PengesahanMean(TypedDict):
    """The means of a level, named by its label, as printed."""

    label: str
    capaian: str
    progres: str


class PengesahanFigures(TypedDict):
    """A quarter's figures as printed."""

    baris: list[PengesahanRow]
    rata_rata: list[PengesahanMean]


class PengesahanContent(PengesahanFigures):
    skema: int


def describe_figures(quarter: Triwulan, rows: Sequence[SheetRow]) -> PengesahanFigures:
    """Return the printed rows and means of a quarter; `rows` is its sheet."""
    return {
        "baris": [_describe(row) for row in rows],
        "rata_rata": [
            {"label": level.tingkat.label, "capaian": level.capaian.hasil.teks, "progres": level.progres.hasil.teks}
            for level in mean_by_level(rows, quarter)
        ],
    }


def _describe(row: SheetRow) -> PengesahanRow:
    kini, hasil = row.kini, row.kini.hasil
    predikat = ValueKind(row.butir.jenis_nilai) == ValueKind.PREDIKAT
    return {
        "indikator_id": row.indikator.pk,
        "indikator": row.indikator.nama,
        "unit": row.unit.nama,
        "satuan": row.butir.satuan,
        "target": kini.target_teks,
        "realisasi": kini.realisasi_teks,
        "kumulatif": kini.nilai.teks if predikat else print_value(row.butir, hasil.nilai),
        "capaian": hasil.capaian.teks,
        "progres": hasil.progres.teks,
    }


def hash_figures(figures: PengesahanFigures) -> str:
    """Return by what a form says which figures its page showed."""
    return digest(figures)


def keep_figures(figures: PengesahanFigures) -> PengesahanContent:
    """Return the figures as an approval stores them."""
    return {"skema": SKEMA, **figures}


def read_figures(isi: object) -> PengesahanFigures:
    """Return the figures of a stored approval. Raises SkemaTidakDikenal."""
    return cast(PengesahanContent, check_schema(isi, SKEMA, "Isi pengesahan"))
