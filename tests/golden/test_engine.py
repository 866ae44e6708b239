"""The engine and the measurement sheet against the oracle of 2023."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from indicators.capaian import (
    Konsolidasi,
    MeasureRules,
    Polaritas,
    PolaTarget,
    QuarterResult,
    RealisasiValue,
    Result,
    TargetValue,
    ValueKind,
    mean,
    measure_quarter,
    measure_year,
)
from indicators.models import PerangkatDaerah
from indicators.selectors.quarter_sheet import list_rows
from tests.golden import MEANS, QUARTERS, Cell, cells_of, read_cells

pytestmark = pytest.mark.one_database

FIXTURE = Path(settings.BASE_DIR) / "fixtures" / "lampung-barat-2023"


def test_the_oracle_holds_every_indicator_in_every_quarter() -> None:
    cells = read_cells()
    assert len(cells) == 220
    assert len({(cell.tingkat, cell.kode, cell.triwulan) for cell in cells}) == 220
    assert [sum(cell.tingkat == level for cell in cells) // 4 for level in MEANS] == [38, 11, 5, 1]


# DOMAIN 7, read by eye: the rows that the office itself is asked about.
@pytest.mark.parametrize(
    ("kode", "capaian", "progres", "predikat"),
    [
        ("2.16.01.2.01.01", "100,00 200,00 133,33 100,00", "25,00 100,00 100,00 100,00", ["Sangat Tinggi"] * 4),
        ("2.16.01.2.02.01", "100,00 100,00 100,00 100,00", "103,57 103,57 100,00 100,00", ["Sangat Tinggi"] * 4),
        ("2.16.01.2.09.06", "31,58 47,37 63,16 78,95", "31,58 47,37 63,16 78,95", [*["Belum dinilai"] * 3, "Tinggi"]),
        ("2.16.01.2.09.10", "n/a n/a n/a 100,00", "0,00 0,00 0,00 100,00", ["", "", "", "Sangat Tinggi"]),
        ("2.16.02.2.01.07", "33,33 66,67 100,00 100,00", "33,33 66,67 100,00 100,00", None),
        ("", "138,00 138,00 138,00 138,00", "138,00 138,00 138,00 138,00", None),
    ],
)
def test_the_oracle_says_what_the_report_of_2023_is_known_for(
    kode: str, capaian: str, progres: str, predikat: list[str] | None
) -> None:
    cells = [cell for cell in read_cells() if cell.kode == kode]
    assert [cell.capaian for cell in cells] == capaian.split()
    assert [cell.progres for cell in cells] == progres.split()
    assert [cell.predikat for cell in cells] == (predikat or [*["Belum dinilai"] * 3, "Sangat Tinggi"])


def exact(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def measures() -> dict[tuple[str, str], MeasureRules]:
    """Return how each indicator is measured: decided once, in the fixture."""
    with (FIXTURE / "cara_ukur.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["tingkat"], row["kode"]): MeasureRules(
                Polaritas(row["polaritas"]),
                Konsolidasi(row["konsolidasi"]),
                PolaTarget(row["pola_target"]),
                ValueKind(row["jenis_nilai"]),
            )
            for row in csv.DictReader(stream)
        }


def measured() -> dict[tuple[str, str], list[tuple[Cell, QuarterResult]]]:
    """Return the cells of each indicator beside what the engine makes of their figures: no database."""
    grouped: dict[tuple[str, str], list[Cell]] = {}
    for cell in read_cells():
        grouped.setdefault((cell.tingkat, cell.kode), []).append(cell)
    result = {}
    for key, cells in grouped.items():
        plan = [TargetValue(exact(cell.target)) for cell in cells]
        done = [RealisasiValue.filled(exact(cell.realisasi)) for cell in cells]
        result[key] = [
            (
                cell,
                measure_quarter(
                    measures()[key], triwulan=cell.triwulan, target=plan, target_tahun=plan[3], realisasi=done
                ),
            )
            for cell in cells
        ]
    return result


def as_cell(hasil: QuarterResult) -> tuple[str, str, str, str]:
    return hasil.capaian.teks, hasil.progres.teks, hasil.capaian.status.value, hasil.predikat_text


def expected(cell: Cell) -> tuple[str, str, str, str]:
    return cell.capaian, cell.progres, cell.status, cell.predikat


def test_the_engine_agrees_in_every_cell() -> None:
    pairs = [pair for cells in measured().values() for pair in cells]
    assert len(pairs) == 220
    for cell, hasil in pairs:
        assert as_cell(hasil) == expected(cell), cell


def test_the_engine_agrees_about_the_year() -> None:
    for key, pairs in measured().items():
        cell = pairs[3][0]
        year = measure_year(
            measures()[key],
            target_tahun=TargetValue(exact(cell.target)),
            realisasi=[RealisasiValue.filled(exact(one.realisasi)) for one, _ in pairs],
        )
        assert (year.teks, year.predikat) == (cell.progres, cell.predikat), cell


def check_means(figures: dict[str, list[tuple[Result, Result]]], quarter: int) -> None:
    for level, (capaian, progres, left_out) in MEANS.items():
        own, year = mean(pair[0] for pair in figures[level]), mean(pair[1] for pair in figures[level])
        assert (own.teks, year.teks) == (capaian[quarter - 1], progres[quarter - 1]), level
        assert (own.tanpa_nilai, year.tanpa_nilai) == (left_out[quarter - 1], 0), level


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_engines_means_of_the_levels_are_those_of_the_rules(quarter: int) -> None:
    figures: dict[str, list[tuple[Result, Result]]] = {}
    for (level, _), pairs in measured().items():
        hasil = pairs[quarter - 1][1]
        figures.setdefault(level, []).append((hasil.capaian, hasil.progres))
    check_means(figures, quarter)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_measurement_sheet_agrees_in_every_cell(opd: PerangkatDaerah, quarter: int) -> None:
    rows = {(row.tingkat, row.jalur.kode): row for row in list_rows(opd, 2023, quarter)}
    cells = cells_of(quarter)
    assert rows.keys() == cells.keys()
    figures: dict[str, list[tuple[Result, Result]]] = {}
    for key, row in rows.items():
        cell, held = cells[key], row.triwulan[quarter]
        hasil = held.hasil
        assert as_cell(hasil) == expected(cell), cell
        assert (held.target_teks, held.realisasi_teks) == (cell.target, cell.realisasi)
        assert row.indikator.nama == cell.indikator
        figures.setdefault(row.tingkat, []).append((hasil.capaian, hasil.progres))
    check_means(figures, quarter)
