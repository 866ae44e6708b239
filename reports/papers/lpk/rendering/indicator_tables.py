"""The tables of Bab IV that list indicators: what missed its target and why, what exceeded it, what has no figure."""

from collections.abc import Callable, Sequence
from typing import Literal

from indicators.tingkat import TingkatCapaian
from indicators.triwulan import roman
from reports.papers.lpk.rendering.cells import (
    EMPTY,
    AnalysisTable,
    Cell,
    Heading,
    Row,
    centre_cell,
    named_with_unit,
    number_cell,
    text_cell,
)
from reports.papers.lpk.schema import DroppedIndikator, Factor, ListedIndikator, SnapshotAnalysis, Standing

LEVEL_LABELS = {level.value: level.label for level in TingkatCapaian}
NOT_JUDGED = "belum dinilai"
NO_OBSTACLE = "kendala belum ditulis"
NO_FOLLOW_UP = "tindak lanjut belum ditulis"


def _grouped(
    entries: Sequence[ListedIndikator], explain: Callable[[ListedIndikator], tuple[tuple[str, str], ...]] = lambda _: ()
) -> list[Row]:
    """Return rows numbered through, with a heading wherever the level changes."""
    rows: list[Row] = []
    level = None
    for number, entry in enumerate(entries, start=1):
        if entry["tingkat"] != level:
            level = entry["tingkat"]
            rows.append(Row(kelompok=LEVEL_LABELS.get(level, level)))
        cells = (centre_cell(str(number)), _indicator(entry), *figure_cells(entry))
        rows.append(Row(cells, uraian=explain(entry)))
    return rows


def _indicator(entry: ListedIndikator) -> Cell:
    parent = entry["sub_kegiatan"] or entry["kegiatan"] or entry["program"] or ""
    return text_cell(named_with_unit(entry), parent, entry["unit"])


def figure_cells(entry: Standing) -> tuple[Cell, ...]:
    """Return target, realisasi and capaian, with the predicate below it."""
    judged = entry["predikat"] or (NOT_JUDGED if entry["terhitung"] else "")
    return (
        number_cell(entry["target"]),
        number_cell(entry["realisasi"]),
        text_cell(entry["capaian"], judged, kelas="angka"),
    )


_FIGURE_COLUMNS = (
    Heading("No", 8),
    Heading("Indikator"),
    Heading("Target", 25),
    Heading("Realisasi", 25),
    Heading("Capaian (%)", 22),
)


def _explanation(entry: ListedIndikator) -> tuple[tuple[str, str], ...]:
    """Return what the unit wrote, each with its title; what nobody wrote names itself and has none."""
    kendala, penghambat, tindak_lanjut = entry["kendala"], entry["faktor_penghambat"], entry["tindak_lanjut"]
    if not (kendala or penghambat or tindak_lanjut):
        return (("", f"{NO_OBSTACLE}; {NO_FOLLOW_UP}"),)
    parts = []
    if kendala or not penghambat:
        parts.append(("Kendala", kendala) if kendala else ("", NO_OBSTACLE))
    if penghambat:
        parts.append(("Faktor penghambat", penghambat))
    return (*parts, ("Tindak lanjut", tindak_lanjut) if tindak_lanjut else ("", NO_FOLLOW_UP))


def missed_table(analysis: SnapshotAnalysis, label: str) -> AnalysisTable:
    """Return the indicators below target, judged or not, with their obstacles and follow-up."""
    entries, unwritten = analysis["tidak_tercapai"], analysis["belum_ditulis"]["kendala"]
    introduction = f"Sebanyak {len(entries)} indikator berikut belum mencapai target."
    if unwritten:
        which = "Kendalanya" if unwritten == len(entries) else f"Kendala {unwritten} di antaranya"
        introduction += f" {which} belum ditulis."
    return AnalysisTable(
        id="tabel-belum-tercapai",
        judul=f"Indikator yang Belum Mencapai Target {label}",
        kolom=_FIGURE_COLUMNS,
        baris=_grouped(entries, _explanation),
        pengantar=introduction,
    )


def exceeded_table(entries: Sequence[ListedIndikator], label: str) -> AnalysisTable:
    """Return the indicators above 100 per cent."""
    return AnalysisTable(
        id="tabel-melampaui",
        judul=f"Indikator yang Melampaui Target {label}",
        kolom=_FIGURE_COLUMNS,
        baris=_grouped(entries),
    )


# The lists of indicators without a figure, in their order.
WITHOUT_FIGURE: tuple[
    Literal["belum_ada_target", "dinilai_akhir_tahun", "belum_diisi", "tidak_tersedia", "tidak_dapat_dihitung"], ...
] = ("belum_ada_target", "dinilai_akhir_tahun", "belum_diisi", "tidak_tersedia", "tidak_dapat_dihitung")


def without_value_table(analysis: SnapshotAnalysis, label: str) -> AnalysisTable | None:
    """Return the indicators that are out of every average, with the reason."""
    labels = {item["kelas"]: item["label"] for item in analysis["kelas"]}
    entries = [entry for name in WITHOUT_FIGURE for entry in analysis[name]]
    if not entries:
        return None
    return AnalysisTable(
        id="tabel-tanpa-nilai",
        judul=f"Indikator yang Tidak Dihitung dalam Rata-rata {label}",
        kolom=(
            Heading("No", 8),
            Heading("Indikator"),
            Heading("Tingkat", 30),
            Heading("Keterangan", 50),
        ),
        baris=[
            Row(
                (
                    centre_cell(str(number)),
                    text_cell(named_with_unit(entry), entry["unit"]),
                    text_cell(LEVEL_LABELS.get(entry["tingkat"], EMPTY)),
                    text_cell(labels[entry["kelas"]], entry["alasan"]),
                )
            )
            for number, entry in enumerate(entries, start=1)
        ],
    )


def dropped_table(entries: Sequence[DroppedIndikator]) -> AnalysisTable:
    """Return the indicators that a perubahan dropped, with the values of the quarters whose PK held them."""
    rows: list[Row] = []
    for number, entry in enumerate(entries, start=1):
        level = LEVEL_LABELS.get(entry["tingkat"], "")
        name = text_cell(named_with_unit(entry), level, entry["unit"], *entry["catatan"])
        for index, quarter in enumerate(entry["triwulan"]):
            head = (centre_cell(str(number)), name) if index == 0 else (Cell(("",)), Cell(("",)))
            number_of_quarter = centre_cell(roman(quarter["triwulan"]))
            figures = (quarter["target"], quarter["realisasi"], quarter["capaian"], quarter["progres"])
            rows.append(Row((*head, number_of_quarter, *(number_cell(figure) for figure in figures))))
    return AnalysisTable(
        id="tabel-tidak-dilanjutkan",
        judul="Indikator yang Tidak Dilanjutkan oleh Perubahan Perjanjian Kinerja",
        kolom=(
            Heading("No", 8),
            Heading("Indikator"),
            Heading("TW", 10),
            Heading("Target", 22),
            Heading("Realisasi", 22),
            Heading("Capaian (%)", 20),
            Heading("Progres Tahun (%)", 20),
        ),
        baris=rows,
        catatan="Indikator ini ikut dihitung dalam rata-rata triwulan yang PK-nya memuatnya.",
    )


def factor_table(entries: Sequence[Factor], label: str) -> AnalysisTable:
    """Return the driving factors that the units wrote down."""
    title = f"Faktor Pendorong Capaian Kinerja {label}"
    return _written_table("tabel-faktor-pendorong", title, "Faktor Pendorong", entries)


def explanation_table(entries: Sequence[Factor], label: str) -> AnalysisTable:
    """Return what the units wrote about figures that are not as one would expect."""
    title = f"Penjelasan atas Angka yang Tidak Biasa {label}"
    return _written_table("tabel-penjelasan", title, "Penjelasan Unit Kerja", entries)


def _written_table(key: str, title: str, heading: str, entries: Sequence[Factor]) -> AnalysisTable:
    return AnalysisTable(
        id=key,
        judul=title,
        kolom=(Heading("No", 8), Heading("Indikator", 60), Heading(heading)),
        baris=[
            Row((centre_cell(str(n)), text_cell(entry["indikator"]), text_cell(entry["uraian"])))
            for n, entry in enumerate(entries, start=1)
        ],
    )
