"""What an approval of a quarter holds (`Pengesahan.isi`): its printed figures, made here and read here.

Kept for the eyes of who approves again. What makes a document out of date is another hash, that of the entries
(`selectors.pengesahan`): neither the schema nor a change of what is printed touches it.
"""

from collections.abc import Sequence
from typing import TypedDict, cast

from indicators.capaian import JenisNilai
from indicators.models import Triwulan
from indicators.selectors.lembar import Baris
from indicators.selectors.nilai import print_value
from indicators.selectors.ringkasan import mean_by_level
from indicators.selectors.sidik import digest
from indicators.selectors.skema import check_skema

SKEMA = 1


class BarisPengesahan(TypedDict):
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


class RataPengesahan(TypedDict):
    """The means of a level, named by its label, as printed."""

    label: str
    capaian: str
    progres: str


class AngkaPengesahan(TypedDict):
    """A quarter's figures as printed."""

    baris: list[BarisPengesahan]
    rata_rata: list[RataPengesahan]


class IsiPengesahan(AngkaPengesahan):
    skema: int


def describe_figures(quarter: Triwulan, rows: Sequence[Baris]) -> AngkaPengesahan:
    """Return the printed rows and means of a quarter; `rows` is its sheet."""
    return {
        "baris": [_describe(row) for row in rows],
        "rata_rata": [
            {"label": level.tingkat.label, "capaian": level.capaian.hasil.teks, "progres": level.progres.hasil.teks}
            for level in mean_by_level(rows, quarter)
        ],
    }


def _describe(row: Baris) -> BarisPengesahan:
    kini, hasil = row.kini, row.kini.hasil
    predikat = JenisNilai(row.butir.jenis_nilai) == JenisNilai.PREDIKAT
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


def hash_figures(figures: AngkaPengesahan) -> str:
    """Return by what a form says which figures its page showed."""
    return digest(figures)


def keep_figures(figures: AngkaPengesahan) -> IsiPengesahan:
    """Return the figures as an approval stores them."""
    return {"skema": SKEMA, **figures}


def read_figures(isi: object) -> AngkaPengesahan:
    """Return the figures of a stored approval. Raises SkemaTidakDikenal."""
    return cast(IsiPengesahan, check_skema(isi, SKEMA, "Isi pengesahan"))
