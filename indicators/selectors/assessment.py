"""What the engine says of rows of the sheet: the year's figure of one, and what may be said of a level."""

from collections.abc import Sequence

from indicators.capaian import Assessment, LevelAssessment, MeasureSettings, Result, YearResult, assess, measure_year
from indicators.selectors.quarter_sheet import SheetRow
from indicators.triwulan import LAST_QUARTER


def year_of(row: SheetRow, pengaturan: MeasureSettings) -> YearResult:
    """Return the year's result of a row of TW IV, judged by the last PK."""
    entries = [quarter.nilai for quarter in row.triwulan.values()]
    return measure_year(row.aturan, target_tahun=row.target_tahun, realisasi=entries, pengaturan=pengaturan)


def year_result(row: SheetRow, pengaturan: MeasureSettings) -> Result:
    """Return how the row stands against the year's target: its progress, in TW IV the year's result."""
    if row.kini.triwulan < LAST_QUARTER or not row.kini.berlaku:
        return row.kini.hasil.progres
    return year_of(row, pengaturan)


def assess_quarter(rows: Sequence[SheetRow], pengaturan: MeasureSettings) -> LevelAssessment:
    """Judge a level by its figures of the sheet's quarter."""
    return assess((Assessment.of_quarter(row.kini.hasil) for row in rows), pengaturan)


def assess_year(rows: Sequence[SheetRow], pengaturan: MeasureSettings) -> LevelAssessment:
    """Judge a level by the year's figures, of rows of TW IV."""
    return assess((Assessment.of_year(year_of(row, pengaturan)) for row in rows), pengaturan)
