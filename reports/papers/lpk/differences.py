"""How the differences of two Laporan Pengukuran Kinerja are told: rows of the Lampiran first, then part by part."""

from collections.abc import Iterator, Mapping
from typing import Any

from reports.composition.differences import DifferenceWords
from reports.papers.lpk.schema import LEVELS


def _rows(snapshot: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    lampiran = snapshot.get("lampiran_1", {})
    for level in LEVELS:
        yield from lampiran.get(level, [])
    yield from snapshot.get("lampiran_2", [])


WORDS = DifferenceWords(
    sections={
        "pk": "Perjanjian kinerja",
        "tabel_2_1": "Tabel 2.1",
        "analisis": "Bab IV",
        "legenda": "Keterangan",
        "narasi": "Narasi",
    },
    fields={
        "target": "target",
        "realisasi": "realisasi",
        "capaian": "capaian",
        "progres": "progres tahun",
        "tahun": "setahun",
        "predikat": "predikat",
        "indikator": "indikator",
        "unit": "unit",
        "satuan": "satuan",
    },
    rows=_rows,
    parts_of_rows=frozenset({"lampiran_1", "lampiran_2"}),
    by_quarter=frozenset({"target", "realisasi", "capaian", "progres tahun"}),
)
