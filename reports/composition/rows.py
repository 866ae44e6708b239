"""One row of the Lampiran: an indicator with its four quarters and its year."""

from typing import Any

from indicators.capaian import Hasil, HasilTriwulan, StatusHasil
from indicators.selectors.reporting import FaktaBaris
from indicators.tingkat import capaian_level_of
from indicators.triwulan import QUARTERS
from reports.composition.notes import compose_notes

_LATER: dict[str, Any] = {
    "teks": "",
    "eksak": None,
    "status": StatusHasil.BELUM_DIISI.value,
    "predikat": None,
    "dinilai": False,
}


def compose_row(row: FaktaBaris, triwulan: int) -> dict[str, Any]:
    """Return the row as the snapshot holds it: figures year to date and without their unit, which is printed once.

    `kelas` is what the report says of the indicator, `catatan` what a reader needs beside the figures.
    """
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
        "target": [text or None for text in row.target],
        "realisasi": list(row.realisasi),
        "kelas": row.penilaian_laporan().kelas.value,
        "catatan": compose_notes(row, triwulan),
        "tahun": _year(row),
        "capaian": [_capaian(row.hasil[q - 1]) if q <= triwulan else dict(_LATER) for q in QUARTERS],
        "progres": [_figure(row.hasil[q - 1].progres) if q <= triwulan else dict(_LATER) for q in QUARTERS],
        "kendala": row.kendala,
        "faktor_pendorong": row.faktor_pendorong,
        "faktor_penghambat": row.faktor_penghambat,
        "tindak_lanjut": row.tindak_lanjut,
    }


def _year(row: FaktaBaris) -> dict[str, Any]:
    return {
        "target": row.tahun_target,
        "realisasi": row.tahun_realisasi,
        "capaian": row.tahun.teks,
        "eksak": row.tahun.eksak,
        "status": row.tahun.status.value,
        "predikat": row.tahun_predikat,
    }


def _capaian(quarter: HasilTriwulan) -> dict[str, Any]:
    return {**_figure(quarter.capaian), "predikat": quarter.predikat, "dinilai": quarter.dinilai}


def _figure(result: Hasil) -> dict[str, Any]:
    return {
        "teks": result.teks,
        "eksak": result.eksak,
        "status": result.status.value,
        "predikat": None,
        "dinilai": False,
    }
