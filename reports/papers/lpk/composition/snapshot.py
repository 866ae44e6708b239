"""From the facts of a quarter to the snapshot of its report."""

from collections.abc import Mapping
from datetime import date

from indicators.capaian import legend
from indicators.selectors.reporting import LaporanFacts, ReportRow, SkalaFacts
from indicators.tingkat import TingkatCapaian
from indicators.triwulan import quarter_end
from reports.composition import compose_office, compose_signer
from reports.papers.lpk.composition.agreements import compose_agreements
from reports.papers.lpk.composition.analysis import compose_analysis, rows_of_level
from reports.papers.lpk.composition.rows import compose_row
from reports.papers.lpk.periods import period_label
from reports.papers.lpk.schema import SCHEMA, SECTIONS, RenstraRow, RenstraTable, SnapshotLpk
from reports.snapshot import Block


def build_snapshot(
    facts: LaporanFacts,
    *,
    nomor: str = "",
    tempat: str = "",
    tanggal: date | None = None,
    narasi: Mapping[str, list[Block]] | None = None,
) -> SnapshotLpk:
    """Return the whole report as plain data: every figure printed, exact values as "numerator/denominator".

    `narasi` holds the rewritten sections as blocks; a section that is missing takes the template's own wording. A
    quarter that is not approved makes a draft.
    """
    rows = [(row, compose_row(row, facts.triwulan)) for row in facts.baris]
    own = narasi or {}
    return {
        "skema": SCHEMA.number,
        "jenis": SCHEMA.jenis,
        "draf": not facts.disahkan,
        "opd": compose_office(facts.kantor),
        "periode": {
            "tahun": facts.tahun,
            "triwulan": facts.triwulan,
            "label": period_label(facts.tahun, facts.triwulan),
            "renstra_awal": facts.renstra_awal,
            "renstra_akhir": facts.renstra_akhir,
        },
        "penandatangan": compose_signer(facts.penandatangan),
        "nomor": nomor,
        "tempat": tempat or facts.kantor.ibu_kota,
        "tanggal": (tanggal or quarter_end(facts.tahun, facts.triwulan)).isoformat(),
        "pk": compose_agreements(facts),
        "tabel_2_1": _table_2_1(facts),
        "lampiran_1": {
            "sub_kegiatan": [composed for row, composed in rows if row.tingkat == "sub_kegiatan"],
            "kegiatan": [composed for row, composed in rows if row.tingkat == "kegiatan"],
            "program": [composed for row, composed in rows if row.tingkat == "program"],
        },
        "lampiran_2": [composed for row, composed in rows if row.iku],
        "analisis": compose_analysis(facts),
        "legenda": _legend(facts),
        "narasi": {section: own.get(section) for section in SECTIONS},
    }


def _table_2_1(facts: LaporanFacts) -> RenstraTable:
    years = list(range(facts.renstra_awal, facts.renstra_akhir + 1))
    rows = rows_of_level(facts, TingkatCapaian.IKU)
    return {"tahun": years, "baris": [_renstra_row(number, row, years) for number, row in enumerate(rows, start=1)]}


def _renstra_row(number: int, row: ReportRow, years: list[int]) -> RenstraRow:
    printed = {} if row.perbandingan is None else row.perbandingan.target_renstra
    return {
        "no": number,
        "tujuan": row.jalur.tujuan or "",
        "sasaran": row.jalur.sasaran or "",
        "indikator": row.indikator,
        "satuan": row.satuan,
        "target": [printed.get(year, "") for year in years],
    }


def _legend(facts: LaporanFacts) -> list[str]:
    """Return the sentences that explain the figures, with the PK that they are measured by and the scores of the
    predicates in use."""
    rows = [*facts.baris, *facts.dihentikan]
    results = [
        figure for row in rows for quarter in row.terukur for figure in (quarter.hasil.capaian, quarter.hasil.progres)
    ]
    results += [row.tahun for row in rows]
    ends = [row.perbandingan.terhadap_akhir for row in rows if row.perbandingan is not None]
    results += [result for result in ends if result is not None]
    return [
        *compose_agreements(facts)["kalimat"],
        *legend(
            [quarter.aturan for row in rows for quarter in row.triwulan.values()], facts.pengaturan, results=results
        ),
        *[_scale(scale) for scale in facts.skala],
    ]


def _scale(scale: SkalaFacts) -> str:
    scores = ", ".join(f"{huruf} = {skor}" for huruf, skor in scale.tingkat)
    return f"Skor predikat menurut skala {scale.nama}: {scores}."
