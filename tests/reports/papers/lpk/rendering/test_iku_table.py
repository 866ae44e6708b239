"""The table that sets the IKU beside the end of their Renstra."""

import json
from pathlib import Path
from typing import Any

from reports.papers.lpk.rendering.iku_table import iku_table

ANALYSIS = json.loads((Path(__file__).parent / "snapshot_2023.json").read_text(encoding="utf-8"))["analisis"]


def printed(*ends: tuple[str, int]) -> tuple[str, list[tuple[str, ...]]]:
    """Return the heading and the cells of the Renstra's end, of rows with these targets and years."""
    (entry,) = ANALYSIS["iku"]
    rows: list[dict[str, Any]] = [entry | {"target_akhir_renstra": text, "tahun_akhir": year} for text, year in ends]
    table = iku_table(ANALYSIS | {"iku": rows}, "Tahun 2023")
    return table.kolom[-2].judul, [row.sel[-2].teks for row in table.baris]


def test_the_end_of_one_renstra_stands_in_the_heading() -> None:
    assert printed(("2,75", 2026), ("", 2026)) == ("Target Akhir Renstra (2026)", [("2,75",), ("–",)])


def test_the_ends_of_several_renstra_stand_beside_their_targets() -> None:
    assert printed(("2,75", 2026), ("20", 2028)) == (
        "Target Akhir Renstra",
        [("2,75", "tahun 2026"), ("20", "tahun 2028")],
    )
