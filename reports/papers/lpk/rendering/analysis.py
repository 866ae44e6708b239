"""The computed tables of Bab IV, made ready for the template.

Nothing is computed here: the snapshot holds every figure as it is printed. This module
chooses, orders and numbers.
"""

from dataclasses import dataclass, field

from reports.papers.lpk.rendering.budget_table import budget_table
from reports.papers.lpk.rendering.cells import AnalysisTable
from reports.papers.lpk.rendering.iku_table import iku_table
from reports.papers.lpk.rendering.indicator_tables import (
    dropped_table,
    exceeded_table,
    explanation_table,
    factor_table,
    missed_table,
    without_value_table,
)
from reports.papers.lpk.rendering.level_tables import class_table, level_table, none_below
from reports.papers.lpk.schema import SnapshotAnalysis, SnapshotLpk


@dataclass
class Analysis:
    """The tables of the two parts of Bab IV, numbered through."""

    kegiatan: list[AnalysisTable] = field(default_factory=list)
    utama: list[AnalysisTable] = field(default_factory=list)
    tanpa_kekurangan: str = ""

    @property
    def tables(self) -> list[AnalysisTable]:
        return [*self.kegiatan, *self.utama]


def _written_tables(analysis: SnapshotAnalysis, label: str) -> list[AnalysisTable]:
    """Return the tables of what units wrote beside their figures; an older snapshot has no explanations."""
    written = ((factor_table, analysis["faktor_pendorong"]), (explanation_table, analysis.get("penjelasan", [])))
    return [make(entries, label) for make, entries in written if entries]


def build_analysis(snapshot: SnapshotLpk) -> Analysis:
    """Return the tables of Bab IV in their order, numbered Tabel 4.1, 4.2, ..."""
    analysis = snapshot["analisis"]
    label, last = snapshot["periode"]["label"], snapshot["periode"]["triwulan"]
    result = Analysis()
    if analysis["tingkat"]:
        result.kegiatan += [level_table(analysis["tingkat"], last, label), class_table(analysis, label)]
    if analysis["tidak_tercapai"]:
        result.kegiatan.append(missed_table(analysis, label))
    else:
        result.tanpa_kekurangan = none_below(analysis)
    if analysis["melampaui"]:
        result.kegiatan.append(exceeded_table(analysis["melampaui"], label))
    without = without_value_table(analysis, label)
    if without:
        result.kegiatan.append(without)
    if analysis["tidak_dilanjutkan"]:
        result.kegiatan.append(dropped_table(analysis["tidak_dilanjutkan"]))
    result.kegiatan += _written_tables(analysis, label)
    if analysis["anggaran"]:
        result.kegiatan.append(budget_table(analysis["anggaran"], label))
    if analysis["iku"]:
        result.utama.append(iku_table(analysis, label))
    for number, table in enumerate(result.tables, start=1):
        table.nomor = f"Tabel 4.{number}."
    return result
