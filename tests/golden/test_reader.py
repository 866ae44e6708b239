"""The demo's four reports under the reader that has nothing but the print (`tests/reports/reader`)."""

import pytest

from indicators.models import PerangkatDaerah
from indicators.selectors.reporting import get_report_facts
from reports.papers.lpk.composition.snapshot import build_snapshot
from tests.golden import MEANS
from tests.reports.papers.lpk.printing import render_html
from tests.reports.reader.checking import check, listed, read_means
from tests.reports.reader.reading import read_report

# DOMAIN 4 and 7: how many indicators are below 100,00, and what may be said of the means.
BELOW = {1: 23, 2: 14, 3: 8, 4: 1}
LABELS = {"sub_kegiatan": "Sub Kegiatan", "kegiatan": "Kegiatan", "program": "Program"}


@pytest.mark.parametrize("quarter", list(BELOW))
def test_the_report_of_2023_says_what_its_tables_show(opd: PerangkatDaerah, quarter: int) -> None:
    opd.logo = None  # the file is where the demo was loaded
    facts = get_report_facts(opd, 2023, quarter)
    assert facts is not None
    report = read_report(render_html(build_snapshot(facts)))
    assert len(check(report, quarter)) == 55
    below = listed(report, "Belum Mencapai Target")
    assert len(below) == BELOW[quarter]
    assert all((predicate == "belum dinilai") == (quarter < 4) for *_, predicate in below)
    means = read_means(report)
    for level, label in LABELS.items():
        for measure, figures in zip(("Capaian triwulan", "Progres tahun"), MEANS[level][:2], strict=True):
            mean = means[label, measure][quarter]
            assert mean is not None
            assert mean.nilai == figures[quarter - 1]
    judged = {mean.predikat for by_quarter in means.values() if (mean := by_quarter[quarter]) and mean.predikat}
    assert judged == ({"Sangat Tinggi"} if quarter == 4 else {"belum dapat dinilai"})
