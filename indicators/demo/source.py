"""Reading the files of the demo office."""

import csv
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from indicators.capaian import read_number
from indicators.tingkat import NOMENKLATUR, Tingkat
from indicators.triwulan import QUARTERS

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "lampung-barat-2023"
# The level of each file, and the columns that name its nodes from the top down.
FILES = {
    Tingkat.SASARAN: "lampiran2_iku.csv",
    **{level: f"lampiran1_{level}.csv" for level in NOMENKLATUR},
}


@dataclass(frozen=True)
class SourceRow:
    """One indicator of the report of 2023: the printed row and how it is measured."""

    tingkat: Tingkat
    kode: str
    kolom: dict[str, str]
    cara_ukur: dict[str, str]

    @property
    def indikator(self) -> str:
        return self.kolom["indikator"]

    @property
    def target(self) -> list[Decimal]:
        return [figure(self.kolom[f"t{quarter}"]) for quarter in QUARTERS]

    def realisasi(self, triwulan: int) -> str:
        """Return what was typed: the printed text."""
        return self.kolom[f"r{triwulan}"]


def figure(text: str) -> Decimal:
    read = read_number(text)
    if read.nilai is None:
        raise ValueError(f"not one certain number: {text!r}")
    return read.nilai


def read_rows() -> list[SourceRow]:
    """Return the 55 indicators in the order of the report, level by level."""
    measures = {(row["tingkat"], row["kode"]): row for row in _read_csv("cara_ukur.csv")}
    return [
        SourceRow(tingkat, row.get("kode", ""), row, measures[tingkat, row.get("kode", "")])
        for tingkat, name in FILES.items()
        for row in _read_csv(name)
    ]


def read_kantor() -> dict[str, Any]:
    """Return units, official, accounts and schedules."""
    facts: dict[str, Any] = json.loads((FOLDER / "kantor.json").read_text(encoding="utf-8"))
    return facts


def read_logo() -> bytes:
    return (FOLDER / "logo.png").read_bytes()


def _read_csv(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
