"""Rows of a sheet as they would be with other entries: what a preview shows before anything is saved."""

from collections.abc import Mapping, Sequence

from indicators.models import PerangkatDaerah, Realisasi
from indicators.selectors.lembar import Baris, Skor, get_pengaturan, make_baris
from indicators.triwulan import QUARTERS


def measure_again(
    opd: PerangkatDaerah, tahun: int, triwulan: int, rows: Sequence[Baris], entered: Mapping[int, Realisasi]
) -> list[Baris]:
    """Return the rows as they would be with other entries of the quarter, which need not be saved: two queries."""
    skor = Skor(butir.skala_id for row in rows for butir in row.butir_triwulan)
    pengaturan = get_pengaturan(opd.pk, tahun)
    return [
        make_baris(
            row.butir,
            [butir if held else None for butir, held in zip(row.butir_triwulan, row.berlaku, strict=True)],
            {
                **{q: item for q, item in zip(QUARTERS, row.realisasi, strict=True) if item is not None},
                triwulan: entered[row.indikator.pk],
            },
            triwulan,
            skor,
            pengaturan,
        )
        for row in rows
    ]
