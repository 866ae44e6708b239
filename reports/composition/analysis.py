"""What Bab IV says of the figures: means by level, what missed and why, IKU beside the Renstra."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.capaian import Hasil, StatusHasil, mean, predicate_of_capaian
from indicators.selectors.reporting import FaktaAnggaran, FaktaBaris, FaktaLaporan

LEVELS = {
    "sub_kegiatan": "Sub Kegiatan",
    "kegiatan": "Kegiatan",
    "program": "Program",
    "iku": "Indikator Kinerja Utama",
}
LAST_QUARTER = 4
FULL = 100


@dataclass(frozen=True)
class Judgement:
    """How an indicator stands at the report's quarter: in TW IV that is the year."""

    hasil: Hasil
    target: str
    realisasi: str
    predikat: str | None
    dinilai: bool


def rows_of_level(facts: FaktaLaporan, level: str) -> list[FaktaBaris]:
    return [row for row in facts.baris if (row.iku if level == "iku" else row.tingkat == level)]


def judge(row: FaktaBaris, triwulan: int) -> Judgement:
    """Return the figure that the report speaks of: the quarter's own, in TW IV the year's."""
    if triwulan == LAST_QUARTER:
        return Judgement(row.tahun, row.tahun_target, row.tahun_realisasi, row.tahun_predikat, dinilai=True)
    quarter = row.hasil[triwulan - 1]
    return Judgement(
        quarter.capaian, row.target[triwulan - 1], row.tahun_realisasi, quarter.predikat, dinilai=quarter.dinilai
    )


def compose_analysis(facts: FaktaLaporan) -> dict[str, Any]:
    """Return the analysis as the snapshot holds it, every list in the order level, then plan."""
    ordered = [(level, row, judge(row, facts.triwulan)) for level in LEVELS for row in rows_of_level(facts, level)]

    def listed(found: Sequence[tuple[str, FaktaBaris, Judgement]]) -> list[dict[str, Any]]:
        return [_entry(level, row, judgement, facts.triwulan) for level, row, judgement in found]

    def with_status(*statuses: StatusHasil) -> list[tuple[str, FaktaBaris, Judgement]]:
        return [item for item in ordered if item[2].hasil.status in statuses]

    judged = [item for item in ordered if item[2].dinilai and item[2].hasil.nilai is not None]
    return {
        "tingkat": [_level(facts, level, label) for level, label in LEVELS.items() if rows_of_level(facts, level)],
        "tidak_tercapai": listed([item for item in judged if (item[2].hasil.nilai or 0) < FULL]),
        "melampaui": listed([item for item in judged if (item[2].hasil.nilai or 0) > FULL]),
        "belum_ada_target": listed(with_status(StatusHasil.BELUM_ADA_TARGET)),
        "belum_diisi": listed(with_status(StatusHasil.BELUM_DIISI)),
        "tidak_tersedia": [
            {**entry, "alasan": item[2].hasil.kalimat}
            for item in with_status(StatusHasil.TIDAK_TERSEDIA, StatusHasil.TIDAK_TERDEFINISI)
            for entry in listed([item])
        ],
        "faktor_pendorong": [
            {"indikator": row.indikator, "uraian": text}
            for _, row, _ in ordered
            if (text := row.faktor_pendorong[facts.triwulan - 1])
        ],
        "iku": [_iku(row, judgement) for level, row, judgement in ordered if level == "iku"],
        "anggaran": compose_budget(facts),
    }


def _level(facts: FaktaLaporan, level: str, label: str) -> dict[str, Any]:
    rows = rows_of_level(facts, level)
    return {
        "tingkat": level,
        "label": label,
        "jumlah": len(rows),
        "triwulan": [_quarter(facts, rows, quarter) for quarter in range(1, facts.triwulan + 1)],
    }


def _quarter(facts: FaktaLaporan, rows: Sequence[FaktaBaris], quarter: int) -> dict[str, Any]:
    """Return the means of a level in a quarter; a predicate only when every figure in the mean is judged."""
    results = [row.hasil[quarter - 1] for row in rows]
    capaian = mean((result.capaian for result in results), facts.pengaturan)
    progres = mean((result.progres for result in results), facts.pengaturan)
    counted = [result for result in results if result.capaian.nilai is not None]
    judged = bool(counted) and all(result.dinilai for result in counted)
    predikat = None
    if judged and capaian.nilai is not None:
        predikat = predicate_of_capaian(capaian.nilai, facts.pengaturan)
    return {
        "triwulan": quarter,
        "capaian": capaian.teks if capaian.nilai is not None else None,
        "eksak": capaian.eksak,
        "progres": progres.teks if progres.nilai is not None else None,
        "progres_eksak": progres.eksak,
        "dihitung": capaian.jumlah_dihitung,
        "tanpa_nilai": capaian.tanpa_nilai,
        "predikat": predikat,
        "dinilai": judged,
    }


def _entry(level: str, row: FaktaBaris, judgement: Judgement, triwulan: int) -> dict[str, Any]:
    index = triwulan - 1
    return {
        "tingkat": level,
        "program": row.jalur.program,
        "kegiatan": row.jalur.kegiatan,
        "sub_kegiatan": row.jalur.sub_kegiatan,
        "indikator": row.indikator,
        "unit": row.unit,
        "satuan": row.satuan,
        "target": judgement.target,
        "realisasi": judgement.realisasi,
        "capaian": judgement.hasil.teks,
        "predikat": judgement.predikat,
        "kendala": row.kendala[index],
        "faktor_penghambat": row.faktor_penghambat[index],
        "tindak_lanjut": row.tindak_lanjut[index],
    }


def _iku(row: FaktaBaris, judgement: Judgement) -> dict[str, Any]:
    comparison = row.perbandingan
    against_end = None if comparison is None else comparison.terhadap_akhir
    return {
        "indikator": row.indikator,
        "satuan": row.satuan,
        "target": judgement.target,
        "realisasi": judgement.realisasi,
        "capaian": judgement.hasil.teks,
        "predikat": judgement.predikat,
        "target_akhir_renstra": "" if comparison is None else comparison.target_akhir,
        "tahun_akhir": None if comparison is None else comparison.tahun_akhir,
        "capaian_renstra": "" if against_end is None else against_end.teks,
        "realisasi_tahun_lalu": None if comparison is None else comparison.tahun_lalu or None,
        "perubahan": None if comparison is None else comparison.perubahan or None,
    }


BUDGET_LABELS = {"opd": "", "program": "Program: ", "kegiatan": "Kegiatan: "}


def compose_budget(facts: FaktaLaporan) -> dict[str, Any] | None:
    """Return capaian beside the money, with the office's sentence; None where no money is known."""
    if not facts.anggaran:
        return None
    return {"kalimat": _budget_sentence(facts.anggaran[0]), "baris": [_budget_row(row) for row in facts.anggaran]}


def _budget_row(row: FaktaAnggaran) -> dict[str, Any]:
    return {
        "uraian": f"{BUDGET_LABELS[row.tingkat]}{row.nama}",
        "catatan": f"{row.kosong} isian pagu atau realisasi belum ada" if row.kosong else "",
        "pagu": row.pagu,
        "realisasi": row.realisasi,
        "serapan": row.serapan.teks,
        "capaian": row.capaian.teks,
        "efisiensi": row.efisiensi.teks,
    }


def _budget_sentence(office: FaktaAnggaran) -> str:
    spent = f"Dari pagu Rp{office.pagu}, terserap Rp{office.realisasi}" if office.pagu else ""
    if not spent or office.serapan.nilai is None:
        return ""
    spent += f" atau {office.serapan.teks} persen"
    if office.efisiensi.nilai is None:
        return f"{spent}. Efisiensi perangkat daerah belum dapat dihitung."
    return (
        f"{spent}, sedangkan capaian indikator kinerja utama terhadap target setahun {office.capaian.teks} persen. "
        f"Efisiensinya {office.efisiensi.teks} poin persen."
    )
