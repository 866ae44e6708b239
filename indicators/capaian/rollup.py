"""Figures over several indicators (DOMAIN 4: roll-up, cap)."""

from collections.abc import Iterable
from fractions import Fraction

from indicators.capaian.exact import as_fraction
from indicators.capaian.formulas import percent_text
from indicators.capaian.kinds import ResultStatus
from indicators.capaian.values import MeanResult, MeasureSettings, Result

RATA_RATA = "Rata-rata sederhana"


def mean(results: Iterable[Result], pengaturan: MeasureSettings | None = None) -> MeanResult:
    """The simple mean of the unrounded capaian of a level; results without a figure stay out (DOMAIN 4, R).

    The year's cap, if any, acts here and nowhere else; the sentence names it where it lowered something. Without any
    figure the mean is n/a, never 0.
    """
    cap = None if pengaturan is None or pengaturan.batas_capaian is None else as_fraction(pengaturan.batas_capaian)
    everything = list(results)
    values = [result.nilai for result in everything if result.nilai is not None]
    left_out = len(everything) - len(values)
    if not values:
        return MeanResult(
            ResultStatus.TIDAK_TERDEFINISI,
            rumus=RATA_RATA,
            kalimat="Tidak ada indikator yang capaiannya dapat dihitung (n/a).",
            tanpa_nilai=left_out,
        )
    capped = values if cap is None else [min(value, cap) for value in values]
    value = sum(capped, Fraction(0)) / len(capped)
    lowered = 0 if cap is None else sum(value > cap for value in values)
    sentence = f"Rata-rata sederhana {len(capped)} dari {len(everything)} indikator = {percent_text(value)}"
    if cap is not None and lowered:
        sentence += f"; {lowered} capaian di atas {percent_text(cap)} dihitung {percent_text(cap)}"
    return MeanResult(
        ResultStatus.DIHITUNG,
        value,
        RATA_RATA,
        sentence,
        jumlah_dihitung=len(capped),
        tanpa_nilai=left_out,
        dibatasi=lowered,
    )
