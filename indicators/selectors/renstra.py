"""Which Renstra a PK rests on: the one that its rows hang on. Two Renstra may hold the same year, which alone does not
say it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from indicators.models import ButirPK, PerangkatDaerah, PeriodeRenstra, PerjanjianKinerja
from indicators.models.rencana import SimpulRencana
from indicators.selectors.quarter_sheet import SheetRow
from indicators.selectors.roll_over import upwards
from indicators.tingkat import IKU, Tingkat

# From an indicator, by whichever level it hangs on.
PERIOD_PATHS = tuple(f"{level}__{level.way_to_periode}" for level in Tingkat)
# The level of an indicator and the Renstra that it hangs on.
Held = tuple[Tingkat, int]


def list_periods(opd: PerangkatDaerah) -> list[PeriodeRenstra]:
    """Return the Renstra periods of an office, the latest first."""
    return list(PeriodeRenstra.objects.filter(opd=opd).select_related("opd__pemda").order_by("-tahun_awal"))


def period_id_of(node: SimpulRencana) -> int:
    """Return the Renstra of a node that was fetched with all above it."""
    tujuan: Any = [*upwards(node)][-1]
    found: int = tujuan.periode_id
    return found


def choose_renstra(periods: Sequence[PeriodeRenstra], tahun: int, held: Iterable[Held]) -> PeriodeRenstra | None:
    """Return of the Renstra that hold the year the one that most rows hang on, counted by the IKU first, which a report
    sets beside its targets; of several the first, None where none holds the year."""
    offered = [row for row in periods if tahun in row.years]
    by_iku: Counter[int] = Counter()
    by_all: Counter[int] = Counter()
    for level, pk in held:
        by_iku[pk] += level in IKU
        by_all[pk] += 1
    return max(offered, key=lambda row: (by_iku[row.pk], by_all[row.pk]), default=None)


def get_renstra(periods: Sequence[PeriodeRenstra], tahun: int, pk: PerjanjianKinerja | None) -> PeriodeRenstra | None:
    """Return of the office's Renstra the one that a PK of the year rests on; without a PK, or rows in it, the first of
    those that hold the year. One query where there are several."""
    if pk is None or sum(tahun in row.years for row in periods) < 2:
        return choose_renstra(periods, tahun, ())
    rows = ButirPK.objects.filter(pk_induk=pk).order_by().values_list(*(f"indikator__{path}" for path in PERIOD_PATHS))
    held = ((level, key) for row in rows for level, key in zip(Tingkat, row, strict=True) if key is not None)
    return choose_renstra(periods, tahun, held)


class RenstraYears:
    """First and last year of the Renstra that the rows rest on, and of that of each: the year itself where no Renstra
    holds it. One query."""

    def __init__(self, opd: PerangkatDaerah, tahun: int, rows: Sequence[SheetRow]) -> None:
        periods = [row for row in list_periods(opd) if tahun in row.years]
        held = [(row.tingkat, period_id_of(row.indikator.simpul)) for row in rows]
        chosen = choose_renstra(periods, tahun, held)
        self.years = (tahun, tahun) if chosen is None else (chosen.tahun_awal, chosen.tahun_akhir)
        self._known = {row.pk: (row.tahun_awal, row.tahun_akhir) for row in periods}

    def years_of(self, row: SheetRow) -> tuple[int, int]:
        return self._known.get(period_id_of(row.indikator.simpul), self.years)
