"""What Bab IV says of the figures: each indicator in its class, means by level, why what missed, IKU beside others.

Every list and count is made of the classes of `indicators.capaian`, so that they add up.
"""

from collections.abc import Sequence

from indicators.capaian import (
    BELOW,
    Assessment,
    CapaianClass,
    LevelAssessment,
    MeanResult,
    assess,
    mean,
    write_percent,
)
from indicators.selectors.reporting import LaporanFacts, ReportRow
from indicators.tingkat import TingkatCapaian, capaian_level_of
from indicators.triwulan import LAST_QUARTER, quarters_until
from reports.papers.lpk.composition.budget import compose_budget
from reports.papers.lpk.composition.notes import compose_notes
from reports.papers.lpk.periods import period_label
from reports.papers.lpk.schema import (
    DroppedIndikator,
    ListedIku,
    ListedIndikator,
    QuarterMean,
    SnapshotAnalysis,
    SnapshotMean,
    SnapshotTingkat,
    Standing,
)

# From the lowest up, the IKU last.
LEVELS = tuple(reversed(TingkatCapaian))


def _of_level(rows: Sequence[ReportRow], level: TingkatCapaian) -> list[ReportRow]:
    return [row for row in rows if capaian_level_of(row.tingkat) is level]


def rows_of_level(facts: LaporanFacts, level: TingkatCapaian) -> list[ReportRow]:
    """Return the level's rows of the report's PK."""
    return _of_level(facts.baris, level)


def compose_analysis(facts: LaporanFacts) -> SnapshotAnalysis:
    """Return the analysis as the snapshot holds it, every list in the order level, then plan."""
    ordered = [(level, row) for level in LEVELS for row in rows_of_level(facts, level)]
    entries = [_entry(level, row) for level, row in ordered]

    def of(*classes: CapaianClass) -> list[ListedIndikator]:
        wanted = {kelas.value for kelas in classes}
        return [entry for entry in entries if entry["kelas"] in wanted]

    below = of(*BELOW)
    analysis: SnapshotAnalysis = {
        "tingkat": [_level(facts, level) for level in LEVELS if _of_level([*facts.baris, *facts.dihentikan], level)],
        "kelas": [{"kelas": kelas.value, "label": kelas.label} for kelas in CapaianClass],
        "tidak_tercapai": below,
        "melampaui": of(CapaianClass.MELAMPAUI),
        "dinilai_akhir_tahun": of(CapaianClass.DINILAI_AKHIR_TAHUN),
        "belum_ada_target": of(CapaianClass.BELUM_ADA_TARGET),
        "belum_diisi": of(CapaianClass.BELUM_DIISI),
        "tidak_tersedia": of(CapaianClass.TIDAK_TERSEDIA),
        "tidak_dapat_dihitung": of(CapaianClass.TIDAK_DAPAT_DIHITUNG),
        "tidak_dilanjutkan": [_dropped(level, row) for level in LEVELS for row in _of_level(facts.dihentikan, level)],
        "belum_ditulis": {
            "kendala": sum(not (entry["kendala"] or entry["faktor_penghambat"]) for entry in below),
            "tindak_lanjut": sum(not entry["tindak_lanjut"] for entry in below),
        },
        "faktor_pendorong": [
            {"indikator": row.indikator, "uraian": text} for _, row in ordered if (text := row.kini.faktor_pendorong)
        ],
        "iku": [_iku(row) for level, row in ordered if level is TingkatCapaian.IKU],
        # The same period of last year, in TW IV the whole of it (DOMAIN 4).
        "pembanding": period_label(facts.tahun - 1, facts.triwulan),
        "anggaran": compose_budget(facts),
    }
    if any(row.penjelasan for _, row in ordered):
        analysis["penjelasan"] = [
            {"indikator": row.indikator, "uraian": text} for _, row in ordered for text in row.penjelasan
        ]
    return analysis


def _level(facts: LaporanFacts, level: TingkatCapaian) -> SnapshotTingkat:
    """Return a level: its indicators by class, its means by quarter and, in TW IV, those of the year.

    A dropped indicator counts in the quarters whose PK held it and is one of the level's classes here.
    """
    own, dropped = rows_of_level(facts, level), _of_level(facts.dihentikan, level)
    standing = assess([row.assessment_for_report() for row in [*own, *dropped]], facts.pengaturan)
    cap = facts.pengaturan.batas_capaian
    return {
        "tingkat": level.value,
        "label": level.label,
        "jumlah": standing.jumlah,
        "kelas": {kelas.value: count for kelas, count in standing.kelas.items()},
        "batas": None if cap is None else write_percent(cap),
        "triwulan": [_quarter(facts, [*own, *dropped], quarter) for quarter in quarters_until(facts.triwulan)],
        "tahun": _year(facts, own) if facts.triwulan == LAST_QUARTER else None,
    }


def _quarter(facts: LaporanFacts, rows: Sequence[ReportRow], quarter: int) -> QuarterMean:
    """Return the means of a level in a quarter, over the indicators that the quarter's PK held."""
    held = [entry for row in rows if (entry := row.triwulan[quarter]).berlaku]
    standing = assess([entry.penilaian for entry in held], facts.pengaturan)
    progres = mean((entry.hasil.progres for entry in held), facts.pengaturan)
    return {
        "triwulan": quarter,
        **_standing(standing),
        "progres": _figure(progres),
        "progres_eksak": progres.exact_text,
        "progres_dihitung": progres.jumlah_dihitung,
        "progres_dibatasi": progres.dibatasi,
    }


def _year(facts: LaporanFacts, rows: Sequence[ReportRow]) -> SnapshotMean:
    return _standing(assess([row.assessment_for_report() for row in rows], facts.pengaturan))


def _standing(standing: LevelAssessment) -> SnapshotMean:
    rata = standing.rata
    return {
        "jumlah": standing.jumlah,
        "capaian": _figure(rata),
        "eksak": rata.exact_text,
        "dihitung": rata.jumlah_dihitung,
        "dibatasi": rata.dibatasi,
        "predikat": standing.predikat,
        "alasan": standing.alasan,
    }


def _figure(rata: MeanResult) -> str | None:
    return None if rata.nilai is None else rata.teks


def _target(row: ReportRow) -> str:
    return row.tahun_target if row.kini.triwulan == LAST_QUARTER else row.kini.target


def _predicate(row: ReportRow) -> str | None:
    return row.tahun_predikat if row.kini.triwulan == LAST_QUARTER else row.kini.hasil.predikat


def _stand(row: ReportRow) -> Standing:
    """Return how the indicator stands in the report, as every table of Bab IV shows it."""
    penilaian: Assessment = row.assessment_for_report()
    return {
        "indikator": row.indikator,
        "satuan": row.satuan,
        "target": _target(row),
        "realisasi": row.tahun_realisasi,
        "capaian": penilaian.hasil.teks,
        "kelas": penilaian.kelas.value,
        "predikat": _predicate(row),
        "dinilai": penilaian.dinilai,
        "terhitung": penilaian.hasil.dihitung,
    }


def _entry(level: TingkatCapaian, row: ReportRow) -> ListedIndikator:
    hasil = row.assessment_for_report().hasil
    return {
        "tingkat": level.value,
        "program": row.jalur.program,
        "kegiatan": row.jalur.kegiatan,
        "sub_kegiatan": row.jalur.sub_kegiatan,
        "unit": row.unit,
        **_stand(row),
        "alasan": "" if hasil.dihitung else hasil.kalimat,
        "kendala": row.kini.kendala,
        "faktor_penghambat": row.kini.faktor_penghambat,
        "tindak_lanjut": row.kini.tindak_lanjut,
    }


def _dropped(level: TingkatCapaian, row: ReportRow) -> DroppedIndikator:
    """Return an indicator that a perubahan dropped, with the values of the quarters whose PK held it."""
    held = [quarter for quarter in row.terukur if quarter.berlaku]
    return {
        "tingkat": level.value,
        "indikator": row.indikator,
        "unit": row.unit,
        "satuan": row.satuan,
        "catatan": compose_notes(row, held[-1].triwulan),
        "triwulan": [
            {
                "triwulan": quarter.triwulan,
                "target": quarter.target,
                "realisasi": quarter.realisasi,
                "capaian": quarter.hasil.capaian.teks,
                "progres": quarter.hasil.progres.teks,
            }
            for quarter in held
        ],
    }


def _iku(row: ReportRow) -> ListedIku:
    comparison = row.perbandingan
    against_end = None if comparison is None else comparison.terhadap_akhir
    return {
        **_stand(row),
        "target_akhir_renstra": "" if comparison is None else comparison.target_akhir,
        "tahun_akhir": None if comparison is None else comparison.tahun_akhir,
        "capaian_renstra": against_end.teks if against_end is not None and against_end.dihitung else "",
        "realisasi_tahun_lalu": None if comparison is None else comparison.tahun_lalu or None,
        "perubahan": None if comparison is None else comparison.perubahan or None,
    }
