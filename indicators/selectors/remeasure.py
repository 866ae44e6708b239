"""Rows of a sheet as they would be with other entries: what a preview shows before anything is saved."""

from collections.abc import Mapping, Sequence

from indicators.models import PerangkatDaerah, Realisasi
from indicators.selectors.quarter_sheet import SheetRow, make_row
from indicators.selectors.row_values import Scores
from indicators.selectors.settings import get_settings


def measure_again(
    opd: PerangkatDaerah, tahun: int, triwulan: int, rows: Sequence[SheetRow], entered: Mapping[int, Realisasi]
) -> list[SheetRow]:
    """Return the rows as they would be with other entries of the quarter, which need not be saved: two queries."""
    skor = Scores(quarter.butir.skala_id for row in rows for quarter in row.triwulan.values())
    pengaturan = get_settings(opd.pk, tahun)
    return [
        make_row(
            row.butir,
            {q: quarter.butir for q, quarter in row.triwulan.items() if quarter.berlaku},
            {
                **{q: quarter.realisasi for q, quarter in row.triwulan.items() if quarter.realisasi is not None},
                triwulan: entered[row.indikator.pk],
            },
            triwulan,
            skor,
            pengaturan,
        )
        for row in rows
    ]
