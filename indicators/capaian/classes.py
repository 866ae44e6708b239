"""What may be said of an indicator and of a level: one class each, and whether a mean may be judged (DOMAIN 4 and 6).

Every sentence, list and count is made of these classes, so that they add up to the level.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.capaian.exact import Angka, as_fraction, round_half_up
from indicators.capaian.kinds import CapaianClass, ResultStatus
from indicators.capaian.predicates import predicate_of_capaian
from indicators.capaian.rollup import mean
from indicators.capaian.values import MeanResult, MeasureSettings, QuarterResult, Result, YearResult

FULL = 100
BELOW = (CapaianClass.DI_BAWAH_TARGET, CapaianClass.DI_BAWAH_BELUM_DINILAI)
#: The classes of the indicators that have a figure.
MEASURED = (CapaianClass.MELAMPAUI, CapaianClass.TERCAPAI, *BELOW)

_WITHOUT_FIGURE = {
    ResultStatus.BELUM_ADA_TARGET: CapaianClass.BELUM_ADA_TARGET,
    ResultStatus.BELUM_DIISI: CapaianClass.BELUM_DIISI,
    ResultStatus.TIDAK_TERSEDIA: CapaianClass.TIDAK_TERSEDIA,
    ResultStatus.TIDAK_TERDEFINISI: CapaianClass.TIDAK_DAPAT_DIHITUNG,
    ResultStatus.DINILAI_AKHIR_TAHUN: CapaianClass.DINILAI_AKHIR_TAHUN,
    ResultStatus.TIDAK_BERLAKU: CapaianClass.TIDAK_DAPAT_DIHITUNG,
}


def is_below_target(value: Angka) -> bool:
    """Whether a capaian is printed below 100,00: a word must not contradict the figure beside it (DOMAIN 4)."""
    return round_half_up(as_fraction(value, "Capaian"), 2) < FULL * 100


@dataclass(frozen=True, slots=True)
class Assessment:
    """How one indicator stands: its figure, whether it is judged already, whether it has a target.

    `dihentikan`: a perubahan dropped the indicator, so that the period no longer measures it.
    """

    hasil: Result
    dinilai: bool = True
    bertarget: bool = True
    dihentikan: bool = False

    @classmethod
    def of_quarter(cls, quarter: QuarterResult) -> "Assessment":
        """The quarter's own figure."""
        return cls(quarter.capaian, quarter.dinilai, quarter.bertarget)

    @classmethod
    def of_year(cls, year: YearResult) -> "Assessment":
        """The year's figure, which is always judged."""
        return cls(year, bertarget=year.bertarget)

    @property
    def kelas(self) -> CapaianClass:
        """The one class that the indicator falls into. On target is decided on the printed figure."""
        printed = self.hasil.angka
        if self.dihentikan:
            return CapaianClass.TIDAK_DILANJUTKAN
        if printed is None:
            return _WITHOUT_FIGURE[self.hasil.status]
        if printed > FULL:
            return CapaianClass.MELAMPAUI
        if printed == FULL:
            return CapaianClass.TERCAPAI
        return CapaianClass.DI_BAWAH_TARGET if self.dinilai else CapaianClass.DI_BAWAH_BELUM_DINILAI


@dataclass(frozen=True)
class LevelAssessment:
    """A level in one period: its mean, what its indicators fall into, and its predicate.

    `predikat` is None when the level may not be judged; `alasan` then says why, "" when nothing was computed.
    `bertarget`: how many indicators have a target and can be judged in this period.
    """

    rata: MeanResult
    kelas: Mapping[CapaianClass, int]
    bertarget: int
    predikat: str | None
    alasan: str

    @property
    def jumlah(self) -> int:
        return sum(self.kelas.values())

    def count(self, *classes: CapaianClass) -> int:
        return sum(self.kelas[name] for name in classes)


def assess(items: Iterable[Assessment], pengaturan: MeasureSettings | None = None) -> LevelAssessment:
    """Judge a level: the mean of its figures, with a predicate only when every counted figure is judged and enough of
    the indicators that have a target are counted (DOMAIN 4, Coverage)."""
    settings = pengaturan or MeasureSettings()
    rows = list(items)
    found = Counter(row.kelas for row in rows)
    average = mean((_counted(row) for row in rows), settings)
    with_target = sum(_may_be_counted(row) for row in rows)
    reason = "" if average.nilai is None else _why_not_judged(rows, average, with_target, settings)
    judged = average.nilai is not None and not reason
    return LevelAssessment(
        average,
        {name: found[name] for name in CapaianClass},
        with_target,
        predicate_of_capaian(average.nilai, settings) if judged and average.nilai is not None else None,
        reason,
    )


def _counted(row: Assessment) -> Result:
    """What the mean takes of an indicator: of one that was dropped, nothing."""
    return Result(ResultStatus.BELUM_ADA_TARGET) if row.dihentikan else row.hasil


def _may_be_counted(row: Assessment) -> bool:
    return row.bertarget and row.kelas not in (CapaianClass.DINILAI_AKHIR_TAHUN, CapaianClass.TIDAK_DILANJUTKAN)


def _why_not_judged(
    rows: Sequence[Assessment], average: MeanResult, with_target: int, settings: MeasureSettings
) -> str:
    waiting = sum(row.kelas in MEASURED and not row.dinilai for row in rows)
    if waiting:
        return f"{waiting} indikator bertarget tetap baru dinilai pada akhir tahun"
    counted = average.jumlah_dihitung
    if counted * 100 < Fraction(settings.cakupan_minimal) * with_target:
        return f"baru {counted} dari {with_target} indikator bertarget yang dihitung"
    return ""
