"""No figure is broken inside: every table, both papers, both fonts, read back from the page."""

import copy
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from reports.papers.registry import render_report

MONEY = "Rp999.999.999.999.999"
DEBT = "-Rp123.456.789.012.345"
BUDGET = ("876.543.210.987.654", "765.432.109.876.543")
RANGE = "60 - 70"
DECIMALS = "3,1416"
FIGURES = [MONEY, DEBT, RANGE, DECIMALS]


def with_long_figures(snapshot: dict[str, Any], *, years: int) -> Counter[str]:
    """Put long figures into every table; return how often each has to be found."""
    expected: Counter[str] = Counter()
    for level, rows in snapshot["lampiran_1"].items():
        del rows[2:]
        for row in rows:
            row.update(target=list(FIGURES), realisasi=FIGURES[::-1], catatan=["Realisasi dibulatkan."])
            expected.update(FIGURES * 2)
        assert rows, level
    iku = snapshot["lampiran_2"][0]
    snapshot["lampiran_2"] = [{**copy.deepcopy(iku), "target": [f] * 4, "realisasi": [f] * 4} for f in FIGURES]
    expected.update(FIGURES * 8)
    table = snapshot["tabel_2_1"]
    table["tahun"] = list(range(2021, 2021 + years))
    table["baris"] = [{**table["baris"][0], "target": [figure] * years} for figure in FIGURES]
    expected.update(FIGURES * years)
    analysis = snapshot["analisis"]
    entry = analysis["iku"][0]
    figures = ("target", "realisasi", "target_akhir_renstra", "realisasi_tahun_lalu")
    analysis["iku"] = [{**entry, **dict.fromkeys(figures, figure)} for figure in FIGURES] * 2
    expected.update(FIGURES * 8)
    for name in ("tidak_tercapai", "melampaui"):
        analysis[name] = [{**analysis[name][0], "target": MONEY, "realisasi": DEBT}]
        expected.update([MONEY, DEBT])
    line = {"uraian": "Program", "catatan": "", "pagu": BUDGET[0], "realisasi": BUDGET[1]}
    line |= {"serapan": "100,00", "capaian": "100,00", "catatan_capaian": "", "efisiensi": "-1.234,56"}
    analysis["anggaran"] = {"kalimat": "", "setahun": True, "baris": [line]}
    expected.update(BUDGET)
    # The office's own words: the sentences of the default name figures too.
    snapshot["narasi"] = {name: [{"jenis": "paragraf", "teks": "Uraian."}] for name in ("bab_4", "bab_5")}
    return expected


@pytest.mark.parametrize(
    ("paper", "font", "years"), [("A4", "arial", 8), ("A4", "bookman", 6), ("F4", "arial", 6), ("F4", "bookman", 8)]
)
def test_every_figure_stands_whole_on_one_line(
    snapshot: dict[str, Any], tmp_path: Path, paper: str, font: str, years: int
) -> None:
    snapshot["opd"].update(kertas=paper, huruf=font)
    expected = with_long_figures(snapshot, years=years)
    path = tmp_path / "laporan.pdf"
    path.write_bytes(render_report(snapshot).pdf)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    found = {
        figure: sum(len(re.findall(rf"(?<![\d.,]){re.escape(figure)}(?![\d.,])", line)) for line in text.splitlines())
        for figure in expected
    }
    assert found == dict(expected)
