"""The periods of the report: the opened quarters of an office; TW II is named Semester I, TW IV the year."""

from indicators.selectors.reporting import get_quarter, list_quarters
from indicators.triwulan import LAST_QUARTER, long_name
from reports.papers.paper import Periods


def period_label(tahun: int, triwulan: int) -> str:
    """Return the period as the report names it: TW II is Semester I, TW IV the year."""
    own = {2: "Semester I Tahun", LAST_QUARTER: "Tahun"}
    return f"{own.get(triwulan) or f'{long_name(triwulan)} Tahun'} {tahun}"


def _approval(tahun: int, triwulan: int) -> str:
    return f"{long_name(triwulan)} Tahun {tahun}"


def _in_file_name(tahun: int, triwulan: int) -> str:
    return f"{tahun}" if triwulan == LAST_QUARTER else f"{tahun}-tw{triwulan}"


PERIODS = Periods(list_quarters, get_quarter, period_label, _approval, _in_file_name)
