"""The oracle of 2023: `capaian_2023.csv`, 55 indicators x 4 quarters = 220 cells.

Worked out from the office's printed tables (`fixtures/lampung-barat-2023`) by the rules of DOMAIN 3 and 4 with
fractions, away from the program: every indicator is `maksimalkan`, a target that is equal in all four quarters is
`tetap`, every other `bertahap`; the year's target is that of TW IV; every entry is year to date or a state, so the
value of a quarter is its entry. Columns: `target` and `realisasi` as printed; `capaian` against the quarter's target
and `progres` against the year's, half up; `status` of the capaian; `predikat`, "Belum dinilai" for `tetap` before
TW IV, blank without a figure. Never regenerate it from the program: it is what the program is held to.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

QUARTERS = (1, 2, 3, 4)

# DOMAIN 4: simple means of each level, TW I to IV: capaian triwulan, progres tahun, and how many capaian are n/a.
MEANS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]] = {
    "sub_kegiatan": (("51,08", "77,41", "91,12", "99,45"), ("47,85", "72,83", "87,85", "99,45"), (1, 1, 1, 0)),
    "kegiatan": (("72,73", "90,91", "100,00", "100,00"), ("60,95", "84,71", "96,90", "100,00"), (0, 0, 0, 0)),
    "program": (("100,00",) * 4, ("100,00",) * 4, (0, 0, 0, 0)),
    "sasaran": (("138,00",) * 4, ("138,00",) * 4, (0, 0, 0, 0)),
}


@dataclass(frozen=True)
class Cell:
    """One cell of the oracle."""

    tingkat: str
    kode: str
    indikator: str
    triwulan: int
    target: str
    realisasi: str
    capaian: str
    progres: str
    status: str
    predikat: str


def read_cells() -> list[Cell]:
    with (Path(__file__).parent / "capaian_2023.csv").open(encoding="utf-8", newline="") as stream:
        return [Cell(**{**row, "triwulan": int(row["triwulan"])}) for row in csv.DictReader(stream)]


def cells_of(triwulan: int) -> dict[tuple[str, str], Cell]:
    """Return a quarter's cells by level and code; the IKU has no code."""
    return {(cell.tingkat, cell.kode): cell for cell in read_cells() if cell.triwulan == triwulan}
