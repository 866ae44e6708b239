"""What an approval of a quarter holds (`Pengesahan.isi`): its printed figures, made here and read here.

Kept for the eyes of who approves again. What makes a document out of date is another hash, that of the entries
(`selectors.pengesahan`): neither the schema nor a change of what is printed touches it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, cast

from indicators.models import Triwulan
from indicators.selectors.digest import digest
from indicators.selectors.quarter_sheet import SheetRow, print_consolidated
from indicators.selectors.schema import check_schema
from indicators.selectors.summary import TingkatMean, mean_by_level

SKEMA = 2
# Whose means did not say of how many rows they were made, nor what they were judged to be.
WITHOUT_COVERAGE = 1


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
    """The means of a level, named by its label, as printed.

    `nilai` is the mean that the report judges the level by: the quarter's, in TW IV the year's. It was made of
    `dihitung` of `jumlah` indicators, None where an older approval did not keep them; `predikat` is blank where the
    level could not be judged, and `alasan` then says why.
    """

    label: str
    capaian: str
    progres: str
    nilai: str
    dihitung: int | None
    jumlah: int | None
    predikat: str
    alasan: str


class PengesahanFigures(TypedDict):
    """A quarter's figures as printed."""

    baris: list[PengesahanRow]
    rata_rata: list[PengesahanMean]


class PengesahanContent(PengesahanFigures):
    skema: int


def describe_figures(
    quarter: Triwulan, rows: Sequence[SheetRow], means: Sequence[TingkatMean] | None = None
) -> PengesahanFigures:
    """Return the printed rows and means of a quarter; `rows` is its sheet, `means` those of its levels where they are
    known already."""
    levels = mean_by_level(rows, quarter) if means is None else means
    return {"baris": [_describe(row) for row in rows], "rata_rata": [_describe_mean(level) for level in levels]}


def _describe_mean(level: TingkatMean) -> PengesahanMean:
    penilaian = level.penilaian
    return {
        "label": level.tingkat.label,
        "capaian": level.capaian.hasil.teks,
        "progres": level.progres.hasil.teks,
        "nilai": penilaian.rata.teks,
        "dihitung": penilaian.rata.jumlah_dihitung,
        "jumlah": penilaian.rata.jumlah,
        "predikat": penilaian.predikat or "",
        "alasan": penilaian.alasan,
    }


def _describe(row: SheetRow) -> PengesahanRow:
    kini, hasil = row.kini, row.kini.hasil
    return {
        "indikator_id": row.indikator.pk,
        "indikator": row.indikator.nama,
        "unit": row.unit.nama,
        "satuan": row.butir.satuan,
        "target": kini.target_teks,
        "realisasi": kini.realisasi_teks,
        "kumulatif": print_consolidated(kini),
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
    """Return the figures of a stored approval. Raises UnknownSchema."""
    if isinstance(isi, Mapping) and isi.get("skema") == WITHOUT_COVERAGE:
        return {"baris": isi["baris"], "rata_rata": [_without_coverage(mean) for mean in isi["rata_rata"]]}
    return cast(PengesahanContent, check_schema(isi, SKEMA, "Isi pengesahan"))


def read_means(skema: object, means: object) -> list[PengesahanMean]:
    """Return the means of a stored approval whose number and means were fetched without its rows.

    Raises UnknownSchema.
    """
    return read_figures({"skema": skema, "baris": [], "rata_rata": means})["rata_rata"]


def _without_coverage(mean: Mapping[str, Any]) -> PengesahanMean:
    """Read a mean as older approvals kept it: in TW IV, too, it is the mean of the quarter's figures, which print the
    same as the year's."""
    return {
        "label": mean["label"],
        "capaian": mean["capaian"],
        "progres": mean["progres"],
        "nilai": mean["capaian"],
        "dihitung": None,
        "jumlah": None,
        "predikat": "",
        "alasan": "",
    }
