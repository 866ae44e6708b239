"""What the rules of measuring are told about a row of a PK or an indicator: one builder for reads and writes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

from indicators.capaian import JenisNilai, Konsolidasi, Polaritas, PolaTarget
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import CaraUkur
from indicators.rules.fakta_rencana import KOSONG, FaktaUkur, Nilai
from indicators.selectors.nilai import Skor, print_value
from indicators.triwulan import QUARTERS


class TargetDitulis(Protocol):
    """A target, stored or as entered."""

    @property
    def nilai(self) -> Any: ...

    @property
    def batas_atas(self) -> Any: ...

    @property
    def predikat(self) -> str: ...


def figure_of(cara: CaraUkur, target: TargetDitulis | None, skor: Skor | None = None) -> Nilai:
    """Return a target as figure and text; a predicate's figure is its score, without `skor` it has none."""
    if target is None or (target.nilai is None and not target.predikat):
        return KOSONG
    figure: Decimal | None = target.nilai
    if target.predikat:
        figure = None if skor is None else skor.of(cara, target.predikat)
    text = print_value(cara, target.nilai, target.predikat, batas_atas=target.batas_atas)
    return Nilai(figure, text, target.batas_atas)


def measure_facts(
    cara: CaraUkur, targets: Mapping[int, TargetDitulis] | None = None, skor: Skor | None = None
) -> dict[str, Any]:
    """Return the fields of `FaktaUkur`: how something is measured and its targets by quarter, 0 for the year."""
    found = {quarter: figure_of(cara, target, skor) for quarter, target in (targets or {}).items()}
    return {
        "satuan": cara.satuan,
        "jenis_nilai": JenisNilai(cara.jenis_nilai),
        "polaritas": Polaritas(cara.polaritas),
        "konsolidasi": Konsolidasi(cara.konsolidasi),
        "pola_target": PolaTarget(cara.pola_target),
        "realisasi_terburuk": cara.realisasi_terburuk,
        "target": {quarter: found.get(quarter, KOSONG) for quarter in QUARTERS},
        "target_tahun": found.get(TAHUN, KOSONG),
    }


def facts_of(cara: CaraUkur, targets: Mapping[int, TargetDitulis] | None = None) -> FaktaUkur:
    return FaktaUkur(**measure_facts(cara, targets))
