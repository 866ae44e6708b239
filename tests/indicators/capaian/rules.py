"""Short ways to say rules, targets and entries in the engine's tests."""

from decimal import Decimal
from fractions import Fraction

from indicators.capaian import (
    BELUM_DIISI,
    Konsolidasi,
    MeasureRules,
    MinimalkanFormula,
    Polaritas,
    PolaTarget,
    RealisasiValue,
    Result,
    ResultStatus,
    TargetValue,
    ValueKind,
)


def rule(
    polaritas: Polaritas = Polaritas.MAKSIMALKAN,
    konsolidasi: Konsolidasi = Konsolidasi.KUMULATIF,
    pola: PolaTarget = PolaTarget.BERTAHAP,
    *,
    jenis: ValueKind = ValueKind.JUMLAH,
    rumus: MinimalkanFormula = MinimalkanFormula.SELISIH,
    terburuk: str | None = None,
) -> MeasureRules:
    worst = None if terburuk is None else Decimal(terburuk)
    return MeasureRules(polaritas, konsolidasi, pola, jenis, rumus, worst)


def target(value: str | None, upper: str | None = None) -> TargetValue:
    return TargetValue(None if value is None else Decimal(value), None if upper is None else Decimal(upper))


def targets(*values: str | None) -> list[TargetValue]:
    return [target(value) for value in values]


def entries(*values: str | None) -> list[RealisasiValue]:
    """None is blank, "x" is "tidak tersedia", anything else a value."""
    made = []
    for value in values:
        if value is None:
            made.append(BELUM_DIISI)
        elif value == "x":
            made.append(RealisasiValue.tidak_tersedia("survei ditunda"))
        else:
            made.append(RealisasiValue.filled(Decimal(value)))
    return made


def result(value: int | Fraction | None) -> Result:
    """A computed result, or one that is n/a."""
    if value is None:
        return Result(ResultStatus.BELUM_ADA_TARGET)
    return Result(ResultStatus.DIHITUNG, Fraction(value))
