"""The names of the figures in Bab IV that the program's wording uses."""

import copy
from typing import Literal

from reports.papers.lpk.schema import Analysis, ListedIku, SnapshotTingkat
from reports.rendering.placeholders import FigureNames

_IKU_FIGURES: tuple[
    Literal[
        "target", "realisasi", "capaian", "predikat", "target_akhir_renstra", "capaian_renstra", "realisasi_tahun_lalu"
    ],
    ...,
] = ("target", "realisasi", "capaian", "predikat", "target_akhir_renstra", "capaian_renstra", "realisasi_tahun_lalu")


def name_analysis(names: FigureNames, analysis: Analysis) -> Analysis:
    """Return a copy of Bab IV's figures in which each that the sentences use bears its name."""
    levels, entries = copy.deepcopy(analysis["tingkat"]), copy.deepcopy(analysis["iku"])
    for level in levels:
        _name_level(names, level)
    for number, entry in enumerate(entries, start=1):
        _name_iku(names, entry, number)
    return {**analysis, "tingkat": levels, "iku": entries}


def _name_level(names: FigureNames, level: SnapshotTingkat) -> None:
    suffix = level["tingkat"]
    level["jumlah"] = names.count(f"jumlah_{suffix}", level["jumlah"])
    if level["batas"] is not None:
        level["batas"] = names.text(f"batas_{suffix}", level["batas"])
    # The year has no progres of its own: its name stands for nothing then.
    quarter = None if level["tahun"] else level["triwulan"][-1]
    mean = level["tahun"] or level["triwulan"][-1]
    mean["capaian"] = names.text(f"capaian_{suffix}", mean["capaian"])
    progres = names.text(f"progres_{suffix}", quarter and quarter["progres"])
    mean["predikat"] = names.text(f"predikat_{suffix}", mean["predikat"])
    mean["alasan"] = names.text(f"alasan_belum_dinilai_{suffix}", mean["alasan"])
    mean["jumlah"] = names.count(f"jumlah_dirata_{suffix}", mean["jumlah"])
    mean["dihitung"] = names.count(f"dihitung_{suffix}", mean["dihitung"])
    mean["dibatasi"] = names.count(f"dibatasi_{suffix}", mean["dibatasi"])
    if quarter is not None:
        quarter["progres"] = progres
        quarter["progres_dihitung"] = names.count(f"progres_dihitung_{suffix}", quarter["progres_dihitung"])
        quarter["progres_dibatasi"] = names.count(f"progres_dibatasi_{suffix}", quarter["progres_dibatasi"])


def _name_iku(names: FigureNames, entry: ListedIku, number: int) -> None:
    for key in _IKU_FIGURES:
        entry[key] = names.text(f"{key}_iku_{number}", entry[key])
