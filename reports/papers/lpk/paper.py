"""The Laporan Pengukuran Kinerja: the quarter's report, in TW IV the year's."""

from indicators.selectors.reporting import LaporanFacts, get_report_facts
from reports.papers.lpk.composition.basis import compose_basis
from reports.papers.lpk.composition.snapshot import build_snapshot
from reports.papers.lpk.differences import WORDS
from reports.papers.lpk.periods import PERIODS
from reports.papers.lpk.rendering.design import DESIGN
from reports.papers.lpk.rendering.wording import named_narrative
from reports.papers.lpk.schema import SCHEMA, SECTIONS
from reports.papers.paper import Paper

LPK = Paper[LaporanFacts](
    schema=SCHEMA,
    introduction=(
        "Laporan Pengukuran Kinerja {opd}, satu untuk setiap triwulan. Laporan Triwulan IV adalah laporan tahun."
    ),
    file_stem="laporan-kinerja",
    sections=SECTIONS,
    periods=PERIODS,
    gather=get_report_facts,
    basis=compose_basis,
    compose=build_snapshot,
    word=named_narrative,
    differences=WORDS,
    design=DESIGN,
)
