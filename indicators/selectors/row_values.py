"""Stored targets and entries as the engine reads them and as a row prints them."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from indicators.capaian import (
    EntryStatus,
    Konsolidasi,
    MeasureRules,
    MinimalkanFormula,
    Polaritas,
    PolaTarget,
    RealisasiValue,
    TargetValue,
    ValueKind,
    write_range,
)
from indicators.models import ButirPK, Realisasi, Target, TargetRenstra, TingkatPredikat
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import MeasureFields


def rules_of(butir: ButirPK) -> MeasureRules:
    return MeasureRules(
        polaritas=Polaritas(butir.polaritas),
        konsolidasi=Konsolidasi(butir.konsolidasi),
        pola_target=PolaTarget(butir.pola_target),
        jenis_nilai=ValueKind(butir.jenis_nilai),
        rumus_minimalkan=MinimalkanFormula(butir.rumus_minimalkan),
        realisasi_terburuk=butir.realisasi_terburuk,
    )


def print_value(
    butir: MeasureFields, nilai: Decimal | Fraction | None, predikat: str = "", *, batas_atas: Decimal | None = None
) -> str:
    """Return a figure as the row prints it, without its satuan; blank for none. A range prints both bounds."""
    if predikat:
        return predikat
    if nilai is None:
        return ""
    jenis = ValueKind(butir.jenis_nilai).of_figures
    return write_range(nilai, batas_atas, jenis=jenis, desimal_minimal=butir.desimal_minimal)


class Scores:
    """Scores of the letters of every scale that the rows use: one query."""

    def __init__(self, skala_ids: Iterable[int | None]) -> None:
        self._scores: dict[tuple[int, str], Decimal] = {
            (skala_id, huruf): skor
            for skala_id, huruf, skor in TingkatPredikat.objects.filter(
                skala_id__in={pk for pk in skala_ids if pk is not None}
            ).values_list("skala_id", "huruf", "skor")
        }

    def of(self, butir: MeasureFields, predikat: str) -> Decimal | None:
        return self._scores.get((butir.skala_id, predikat)) if butir.skala_id is not None else None


def target_value(butir: ButirPK, target: Target | TargetRenstra | None, skor: Scores) -> TargetValue:
    """Return a target as the row's rule reads it: none where it was set in letters for figures, or the other way."""
    if target is None or bool(target.predikat) != (butir.jenis_nilai == ValueKind.PREDIKAT):
        return TargetValue(None)
    if target.predikat:
        return TargetValue(skor.of(butir, target.predikat), teks=target.predikat)
    return TargetValue(target.nilai, target.batas_atas)


def realisasi_value(butir: ButirPK, realisasi: Realisasi | None, skor: Scores) -> RealisasiValue:
    """Return an entry as the row's rule reads it; a perubahan may have made figures of letters, or letters of figures:
    what was entered the other way cannot be measured by the new rule."""
    if realisasi is None:
        return RealisasiValue(EntryStatus.BELUM_DIISI)
    status = EntryStatus(realisasi.status)
    if status == EntryStatus.TIDAK_TERSEDIA:
        return RealisasiValue(status, None, realisasi.alasan)
    if status == EntryStatus.BELUM_DIISI:
        return RealisasiValue(status)
    if bool(realisasi.predikat) != (butir.jenis_nilai == ValueKind.PREDIKAT):
        entered, wanted = ("predikat", "angka") if realisasi.predikat else ("angka", "predikat")
        return RealisasiValue.tidak_tersedia(f"Diisi sebagai {entered}, sedangkan PK mengukurnya dengan {wanted}.")
    if not realisasi.predikat:
        return RealisasiValue(status, realisasi.nilai)
    nilai = skor.of(butir, realisasi.predikat)
    if nilai is None:
        return RealisasiValue.tidak_tersedia(f"Predikat {realisasi.predikat} tidak ada dalam skala indikator ini.")
    return RealisasiValue.filled(nilai, teks=realisasi.predikat)


def measured_alike(one: MeasureFields, other: MeasureFields) -> bool:
    """Say whether figures of both may be compared: they are of one kind and one unit."""
    return one.jenis_nilai == other.jenis_nilai and plain_unit(one) == plain_unit(other)


def plain_unit(cara: MeasureFields) -> str:
    return " ".join(cara.satuan.split()).casefold()


def targets_of(butir: ButirPK) -> dict[int, Target]:
    rows: list[Target] = butir.daftar_target  # type: ignore[attr-defined]  # set by the Prefetch above
    return {target.triwulan: target for target in rows}


def print_target(butir: ButirPK, target: Target | None) -> str:
    if target is None:
        return ""
    return print_value(butir, target.nilai, target.predikat, batas_atas=target.batas_atas)


def print_year_target(butir: ButirPK) -> str:
    """Return the year's target as a row of a PK prints it."""
    return print_target(butir, targets_of(butir).get(TAHUN))


def print_realisasi(butir: ButirPK, item: Realisasi | None) -> str:
    """Return an entry as the row prints it: blank, "n/a" for tidak tersedia, or its value."""
    if item is None or item.status == EntryStatus.BELUM_DIISI:
        return ""
    if item.status == EntryStatus.TIDAK_TERSEDIA:
        return "n/a"
    return print_value(butir, item.nilai, item.predikat)
