"""One row of the Lampiran: an indicator with its four quarters and its year."""

from indicators.capaian import QuarterResult, Result
from indicators.selectors.reporting import ReportRow
from indicators.tingkat import capaian_level_of
from reports.papers.lpk.composition.notes import compose_notes
from reports.papers.lpk.schema import LampiranRow, SnapshotFigure, YearFigure


def compose_row(row: ReportRow, triwulan: int) -> LampiranRow:
    """Return the row as the snapshot holds it: figures year to date and without their unit, which is printed once.

    `kelas` is what the report says of the indicator, `catatan` what a reader needs beside the figures.
    """
    quarters = row.triwulan.values()
    return {
        "id": f"{capaian_level_of(row.tingkat)}-{row.indikator_id}",
        "tujuan": row.jalur.tujuan,
        "sasaran_strategis": row.jalur.sasaran,
        "program": row.jalur.program,
        "kegiatan": row.jalur.kegiatan,
        "sub_kegiatan": row.jalur.sub_kegiatan,
        "sasaran": row.jalur.sasaran_kinerja or None,
        "indikator": row.indikator,
        "satuan": row.satuan,
        "unit": row.unit,
        "target": [quarter.target or None for quarter in quarters],
        "realisasi": [quarter.realisasi or None for quarter in quarters],
        "kelas": row.assessment_for_report().kelas.value,
        "catatan": compose_notes(row, triwulan),
        "tahun": _year(row),
        "capaian": [_capaian(quarter.hasil) for quarter in quarters],
        "progres": [_figure(quarter.hasil.progres) for quarter in quarters],
        "kendala": [quarter.kendala for quarter in quarters],
        "faktor_pendorong": [quarter.faktor_pendorong for quarter in quarters],
        "faktor_penghambat": [quarter.faktor_penghambat for quarter in quarters],
        "tindak_lanjut": [quarter.tindak_lanjut for quarter in quarters],
    }


def _year(row: ReportRow) -> YearFigure:
    return {
        "target": row.tahun_target,
        "realisasi": row.tahun_realisasi,
        "capaian": row.tahun.teks,
        "eksak": row.tahun.exact_text,
        "status": row.tahun.status.value,
        "predikat": row.tahun_predikat,
    }


def _capaian(quarter: QuarterResult) -> SnapshotFigure:
    return {**_figure(quarter.capaian), "predikat": quarter.predikat, "dinilai": quarter.dinilai}


def _figure(result: Result) -> SnapshotFigure:
    return {
        "teks": result.teks,
        "eksak": result.exact_text,
        "status": result.status.value,
        "predikat": None,
        "dinilai": False,
    }
