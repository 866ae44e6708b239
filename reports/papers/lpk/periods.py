"""The periods of the report: the opened quarters of an office; TW II is named Semester I, TW IV the year."""

from indicators.capaian.triwulan import LAST_QUARTER, ROMAWI
from indicators.selectors.reporting import get_quarter, list_quarters
from reports.papers.paper import Periods


def period_label(tahun: int, triwulan: int) -> str:
    """Return the period as the report names it."""
    names = {1: "Triwulan I Tahun", 2: "Semester I Tahun", 3: "Triwulan III Tahun", 4: "Tahun"}
    return f"{names[triwulan]} {tahun}"


def _approval(tahun: int, triwulan: int) -> str:
    return f"Triwulan {ROMAWI[triwulan]} Tahun {tahun}"


def _in_file_name(tahun: int, triwulan: int) -> str:
    return f"{tahun}" if triwulan == LAST_QUARTER else f"{tahun}-tw{triwulan}"


PERIODS = Periods(list_quarters, get_quarter, period_label, _approval, _in_file_name)
