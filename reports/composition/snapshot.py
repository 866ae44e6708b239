"""The snapshot of a Laporan Pengukuran Kinerja, schema 1."""

import base64
from collections.abc import Mapping
from datetime import date
from typing import Any

from indicators.capaian import legend
from indicators.selectors.reporting import FaktaBaris, FaktaKantor, FaktaLaporan, FaktaSkala
from indicators.tingkat import NOMENKLATUR, TingkatCapaian
from indicators.triwulan import quarter_end
from reports.composition.agreements import compose_agreements
from reports.composition.analysis import compose_analysis, rows_of_level
from reports.composition.rows import compose_row
from reports.models.laporan import BAGIAN_NARASI, period_label

SCHEMA = 1
JENIS = "lpk"

_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def build_snapshot(
    facts: FaktaLaporan,
    *,
    nomor: str = "",
    tempat: str = "",
    tanggal: date | None = None,
    narasi: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the whole report as plain data: every figure printed, exact values as "numerator/denominator".

    `narasi` holds the rewritten sections as blocks; a section that is missing takes the template's own wording. A
    quarter that is not approved makes a draft.
    """
    rows = [(row, compose_row(row, facts.triwulan)) for row in facts.baris]
    own = narasi or {}
    return {
        "skema": SCHEMA,
        "jenis": JENIS,
        "draf": not facts.disahkan,
        "opd": _office(facts.kantor),
        "periode": {
            "tahun": facts.tahun,
            "triwulan": facts.triwulan,
            "label": period_label(facts.tahun, facts.triwulan),
            "renstra_awal": facts.renstra_awal,
            "renstra_akhir": facts.renstra_akhir,
        },
        "penandatangan": _signer(facts),
        "nomor": nomor,
        "tempat": tempat or facts.kantor.ibu_kota,
        "tanggal": (tanggal or quarter_end(facts.tahun, facts.triwulan)).isoformat(),
        "pk": compose_agreements(facts),
        "tabel_2_1": _table_2_1(facts),
        "lampiran_1": {
            level.value: [composed for row, composed in rows if row.tingkat == level] for level in reversed(NOMENKLATUR)
        },
        "lampiran_2": [composed for row, composed in rows if row.iku],
        "analisis": compose_analysis(facts),
        "legenda": _legend(facts),
        "narasi": {section: own.get(section) for section in BAGIAN_NARASI},
    }


def _office(kantor: FaktaKantor) -> dict[str, Any]:
    return {
        "nama": kantor.nama,
        "pemda": kantor.pemda,
        "kepala_daerah": kantor.kepala_daerah,
        "alamat": kantor.alamat,
        "kertas": kantor.kertas,
        "huruf": kantor.huruf,
        "teks_kaki_tte": kantor.teks_kaki_tte,
        "logo": _logo(kantor.logo),
    }


def _logo(data: bytes | None) -> dict[str, str] | None:
    if data is None:
        return None
    media_type = next((name for signature, name in _SIGNATURES.items() if data.startswith(signature)), None)
    if media_type is None:
        return None
    return {"media_type": media_type, "base64": base64.b64encode(data).decode("ascii")}


def _signer(facts: FaktaLaporan) -> dict[str, str]:
    signer = facts.penandatangan
    if signer is None:
        return {"jabatan": "", "nama": "", "pangkat": "", "nip": ""}
    return {"jabatan": signer.jabatan, "nama": signer.nama, "pangkat": signer.pangkat, "nip": signer.nip}


def _table_2_1(facts: FaktaLaporan) -> dict[str, Any]:
    years = list(range(facts.renstra_awal, facts.renstra_akhir + 1))
    rows = rows_of_level(facts, TingkatCapaian.IKU)
    return {"tahun": years, "baris": [_renstra_row(number, row, years) for number, row in enumerate(rows, start=1)]}


def _renstra_row(number: int, row: FaktaBaris, years: list[int]) -> dict[str, Any]:
    printed = {} if row.perbandingan is None else row.perbandingan.target_renstra
    return {
        "no": number,
        "tujuan": row.jalur.tujuan or "",
        "sasaran": row.jalur.sasaran or "",
        "indikator": row.indikator,
        "satuan": row.satuan,
        "target": [printed.get(year, "") for year in years],
    }


def _legend(facts: FaktaLaporan) -> list[str]:
    """Return the sentences that explain the figures, with the PK that they are measured by and the scores of the
    predicates in use."""
    rows = [*facts.baris, *facts.dihentikan]
    results = [figure for row in rows for quarter in row.hasil for figure in (quarter.capaian, quarter.progres)]
    results += [row.tahun for row in rows]
    ends = [row.perbandingan.terhadap_akhir for row in rows if row.perbandingan is not None]
    results += [result for result in ends if result is not None]
    return [
        *compose_agreements(facts)["kalimat"],
        *legend([rule for row in rows for rule, _ in row.ukuran], facts.pengaturan, results=results),
        *[_scale(scale) for scale in facts.skala],
    ]


def _scale(scale: FaktaSkala) -> str:
    scores = ", ".join(f"{huruf} = {skor}" for huruf, skor in scale.tingkat)
    return f"Skor predikat menurut skala {scale.nama}: {scores}."
