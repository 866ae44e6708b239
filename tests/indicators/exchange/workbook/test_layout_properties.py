"""Nothing typed into a sheet is dropped or moved in silence: random small plans in every shape, cell by cell.

Every cell that holds something is written where it belongs, named in a sentence, or part of what was said to be passed
over. The plans are made from a seed, so a failure comes back.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string

from indicators.exchange.parsing import RawSheet, parse_book
from indicators.exchange.workbook.lampiran import FlatSheet, read_flat
from tests.indicators.exchange.workbook.test_layout import MONTHS, QUARTERS, book

LEVELS = ["Tujuan", "Sasaran Strategis", "Program", "Kegiatan", "Sub Kegiatan"]
Cell = tuple[int, int]


@dataclass
class Rencana:
    """A sheet that was laid out: its rows, how many of them stand above the data, and what each written cell means.

    `arti` maps a cell to (name of the indicator, name of the column by ours, value); `judul` counts rows of headings
    and titles, which are no data.
    """

    baris: list[list[Any]]
    judul: int
    arti: dict[Cell, tuple[str, str, Any]] = field(default_factory=dict)


def _figures(rng: random.Random, count: int) -> list[Any]:
    start = rng.randint(1, 9)
    return [start + step for step in range(count)]


def _beside(rng: random.Random) -> list[tuple[str, Any]]:
    """Return columns that are no part of a plan: heading and a value for each row, or nothing."""
    known = [("Keterangan", "catatan bebas"), ("Pagu (Rp)", 5_000_000), ("Warna", "merah"), ("Realisasi TW I", 7)]
    return rng.sample(known, rng.randint(0, len(known)))


def lay_out(rng: random.Random, shape: str) -> Rencana:
    levels = LEVELS[: rng.randint(2, 5)]
    beside = _beside(rng)
    units = ["Satuan", "Kode Unit"]
    fixed = ["No", *levels, "Indikator", *units]
    targets = {"quarters": QUARTERS, "months": [*MONTHS, "Target Tahun"], "year": ["Target"], "grouped": QUARTERS}
    titles: list[list[Any]] = [["RENCANA AKSI"], ["TAHUN 2024"]][: rng.randint(0, 2)]
    head: list[list[Any]]
    if shape == "rows":
        head = [[*fixed, "Triwulan", "Target", *(name for name, _ in beside)]]
    elif shape == "grouped":
        head = [[*fixed, "Target", None, None, None, *(name for name, _ in beside)], [None] * len(fixed) + QUARTERS]
    else:
        head = [[*fixed, *targets[shape], *(name for name, _ in beside)]]
    plan = Rencana([*titles, *head], len(titles) + len(head))
    for number in range(rng.randint(1, 4)):
        _add(plan, rng, shape, levels, beside, number)
        if rng.random() < 0.3:
            plan.baris.append([rng.choice(["BAGIAN UMUM", "JUMLAH"]), *[None] * (len(fixed) + 1)])
    if rng.random() < 0.4:
        plan.baris += [[], ["No", "Program", "Anggaran", "Sumber Dana"], [1, "Program X", 9_000_000, "APBD"]]
    if rng.random() < 0.5:
        plan.baris += [[None, None, "Contoh, 2 Januari 2024"], [None, None, "KEPALA DINAS"], [None, None, "NIP. 1970"]]
    return plan


def _add(
    plan: Rencana, rng: random.Random, shape: str, levels: list[str], beside: list[tuple[str, Any]], number: int
) -> None:
    """Add an indicator on a node of its own, sometimes with the names above left out as merged cells leave them."""
    name = f"Indikator {number}"
    first = 0 if number == 0 else rng.randrange(len(levels))
    path = [None if index < first else f"{level} {number}" for index, level in enumerate(levels)]
    figures = _figures(rng, {"months": 12, "year": 1}.get(shape, 4))
    count = 4 if shape == "rows" else 1
    for step in range(count):
        cells = [number + 1, *path, name, "Dokumen", "umum"] if step == 0 else [None] * (len(levels) + 4)
        if shape == "rows":
            cells += [["I", "II", "III", "IV"][step], figures[step]]
        else:
            cells += figures + ([figures[-1]] if shape == "months" else [])
        cells += [value if rng.random() < 0.7 else None for _, value in beside]
        plan.baris.append(cells)
        at = len(plan.baris)
        plan.arti |= dict(_meant(at, name, levels, path if step == 0 else [], shape, figures, step))


def _meant(
    at: int, name: str, levels: list[str], path: list[Any], shape: str, figures: list[Any], step: int
) -> Iterator[tuple[Cell, tuple[str, str, Any]]]:
    ours = {"Tujuan": "tujuan", "Sasaran Strategis": "sasaran", "Program": "program", "Kegiatan": "kegiatan"}
    behind = len(levels) + 2
    for index, value in enumerate(path):
        if value is not None:
            yield (at, index + 1), (name, ours.get(levels[index], "sub_kegiatan"), value)
    if path:
        yield (at, behind - 1), (name, "indikator", name)
        yield (at, behind), (name, "Satuan", "Dokumen")
        yield (at, behind + 1), (name, "Kode unit", "umum")
    first = behind + 2
    if shape == "rows":
        yield (at, first), (name, "triwulan", None)
        yield (at, first + 1), (name, f"target {step + 1}", figures[step])
    elif shape == "year":
        yield (at, first), (name, "target 0", figures[0])
    elif shape == "months":
        for quarter in (1, 2, 3, 4):
            yield (at, first + quarter * 3 - 1), (name, f"target {quarter}", figures[quarter * 3 - 1])
        yield (at, first + 12), (name, "target 0", figures[-1])
    else:
        for quarter, figure in enumerate(figures, start=1):
            yield (at, first + quarter - 1), (name, f"target {quarter}", figure)


# --- the judge: from what was said to the cells it covers -------------------------------------------------------------


def covered_by(sentence: str, sheet: RawSheet, plan: Rencana) -> set[Cell]:
    """Return the cells that a sentence names, by their place, by their row or by their column."""
    cells = {
        (number, index) for number, values in sheet.baris for index, value in enumerate(values) if value is not None
    }
    plain = re.sub(r"“[^”]*”|\([^)]*\)", "", sentence)
    places = [coordinate_from_string(place) for place in re.findall(r"\b[A-Z]{1,2}[0-9]+\b", plain)]
    columns = set(re.findall(r"“([^”]*)”", sentence)) if sentence.startswith("Kolom") else set()
    if sentence.startswith("Target bulanan"):
        columns = set(MONTHS)
    indexes = {index for row in plan.baris[: plan.judul] for index, title in enumerate(row) if title in columns}
    rows: set[int] = set()
    for first, last in re.findall(r"\b([0-9]+)(?:-([0-9]+))?\b", plain.partition("baris ")[2]):
        rows |= set(range(int(first), int(last or first) + 1))
    return {
        (number, index)
        for number, index in cells
        if number in rows or index in indexes or (get_column_letter(index + 1), number) in places
    }


def written(parts: list[FlatSheet]) -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {}
    for part in parts:
        for row in part.baris:
            name = row.text_of("indikator")
            found |= {(name, column): value for column, value in row.sel.items()}
            found |= {(name, f"target {quarter}"): value for quarter, value in row.target.items()}
    return found


def lost(plan: Rencana) -> list[str]:
    """Return what is wrong with the reading of a sheet, cell by cell."""
    (sheet,) = parse_book([("a.xlsx", book(plan.baris))])
    parts = read_flat(sheet)
    told = [item.kalimat for part in parts for item in part.temuan]
    covered = set().union(*(covered_by(sentence, sheet, plan) for sentence in told)) if told else set()
    values = written(parts)
    wrong = []
    for number, row in sheet.baris[plan.judul :] if len(sheet.baris) > plan.judul else []:
        for index, value in enumerate(row):
            cell = (number, index)
            if value is None or (cell in covered and cell not in plan.arti):
                continue
            meaning = plan.arti.get(cell)
            if meaning is None:
                # The running number of a row is nothing that anybody looks for.
                wrong += [] if index == 0 and isinstance(value, int) else [f"{cell}: {value!r} is gone"]
            elif meaning[1] != "triwulan" and str(values.get(meaning[:2])) != str(meaning[2]):
                wrong.append(f"{cell}: {value!r} became {values.get(meaning[:2])!r} as {meaning[:2]}")
    return [*wrong, *told] if wrong else []


@pytest.mark.parametrize("shape", ["quarters", "grouped", "rows", "months", "year"])
def test_no_typed_cell_disappears(shape: str) -> None:
    rng = random.Random(f"bentuk {shape}")
    for number in range(25):
        plan = lay_out(rng, shape)
        assert lost(plan) == [], (number, plan.baris)


def test_the_judge_sees_a_cell_that_disappears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.exchange.workbook.lampiran.remarks", lambda *_: [])
    rng = random.Random("judge")
    assert any(lost(lay_out(rng, "quarters")) for _ in range(25))
