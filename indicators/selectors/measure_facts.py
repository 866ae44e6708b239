"""What the rules of measuring are told about a row of a PK or an indicator: one builder for reads and writes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

from indicators.capaian import Konsolidasi, Polaritas, PolaTarget, ValueKind
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import MeasureFields
from indicators.rules.facts import KOSONG, Figure, MeasureFacts
from indicators.selectors.row_values import Scores, print_value
from indicators.triwulan import QUARTERS


class WrittenTarget(Protocol):
    """A target, stored or as entered."""

    @property
    def nilai(self) -> Any: ...

    @property
    def batas_atas(self) -> Any: ...

    @property
    def predikat(self) -> str: ...


def figure_of(cara: MeasureFields, target: WrittenTarget | None, skor: Scores | None = None) -> Figure:
    """Return a target as figure and text; a predicate's figure is its score, without `skor` it has none."""
    if target is None or (target.nilai is None and not target.predikat):
        return KOSONG
    figure: Decimal | None = target.nilai
    if target.predikat:
        figure = None if skor is None else skor.of(cara, target.predikat)
    text = print_value(cara, target.nilai, target.predikat, batas_atas=target.batas_atas)
    return Figure(figure, text, target.batas_atas)


def measure_facts(
    cara: MeasureFields, targets: Mapping[int, WrittenTarget] | None = None, skor: Scores | None = None
) -> dict[str, Any]:
    """Return the fields of `FaktaUkur`: how something is measured and its targets by quarter, 0 for the year."""
    found = {quarter: figure_of(cara, target, skor) for quarter, target in (targets or {}).items()}
    return {
        "satuan": cara.satuan,
        "jenis_nilai": ValueKind(cara.jenis_nilai),
        "polaritas": Polaritas(cara.polaritas),
        "konsolidasi": Konsolidasi(cara.konsolidasi),
        "pola_target": PolaTarget(cara.pola_target),
        "realisasi_terburuk": cara.realisasi_terburuk,
        "target": {quarter: found.get(quarter, KOSONG) for quarter in QUARTERS},
        "target_tahun": found.get(TAHUN, KOSONG),
    }


def facts_of(cara: MeasureFields, targets: Mapping[int, WrittenTarget] | None = None) -> MeasureFacts:
    return MeasureFacts(**measure_facts(cara, targets))
