"""What a row of a PK may be: the checks that every form, import and copy passes before it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.capaian import Konsolidasi, PolaTarget, ValueKind
from indicators.capaian.target_triwulan import TWO_WAYS, NotExact, add_up
from indicators.models import ButirPK, Indikator, Pengajuan, PerjanjianKinerja, SkalaPredikat, UnitKerja
from indicators.models.perjanjian import TAHUN
from indicators.selectors.lineage import Lineage
from indicators.selectors.measure_facts import facts_of
from indicators.selectors.penetapan import list_before, measured_anew
from indicators.services.saving import check_fields, take_key
from indicators.services.target_entry import Letters, TargetEntry, check_measure, check_target, refuse_broken
from indicators.triwulan import LAST_QUARTER, QUARTERS
from sakip.refusals import NotFound, refuse

HANDED_IN = (
    "Data tahun {tahun} sudah pernah diajukan dengan cara mengukur ini, jadi tidak dapat diganti lagi. "
    "Buat indikator baru yang menyebut indikator ini pada isian “menggantikan”, lalu hapus butir ini."
)
WHOLE_YEAR = "Tulis target keempat triwulan; 0 bila memang tidak ada pada triwulan itu."


@dataclass(frozen=True)
class ButirEntry:
    """A row of a PK as entered: the row (new or changed) and its targets by quarter, 0 for the year.

    `target` None leaves the targets as they are; otherwise all five are set, those not named to none. The quarters are
    year to date, or, with `per_triwulan`, what each quarter adds: only of a `penjumlahan` or a `rata_rata`.
    """

    butir: ButirPK
    target: Mapping[int, TargetEntry] | None = None
    per_triwulan: bool = False


def field_of(quarter: int) -> str:
    """Return the name under which a refusal speaks of a target: "target_tahun", "target_tw1" and so on."""
    return "target_tahun" if quarter == TAHUN else f"target_tw{quarter}"


def was_handed_in(pk: PerjanjianKinerja) -> bool:
    """Say whether any unit has ever handed in a quarter of the PK's year."""
    return Pengajuan.objects.filter(triwulan__opd_id=pk.opd_id, triwulan__tahun=pk.tahun, nomor_versi__gt=0).exists()


def added_up(row: ButirPK, entered: Mapping[int, TargetEntry]) -> dict[int, TargetEntry]:
    """Return the targets year to date of targets that were written per quarter. Raises NotValid."""
    if row.konsolidasi not in TWO_WAYS or row.jenis_nilai == ValueKind.PREDIKAT:
        raise refuse(
            "cara_target",
            "Target per triwulan hanya untuk konsolidasi penjumlahan dan rata-rata. Pilih sejak awal tahun.",
        )
    quarters = [entered.get(quarter, TargetEntry()) for quarter in QUARTERS]
    if all(target.kosong for target in quarters):
        return dict(entered)
    if row.pola_target == PolaTarget.TETAP and row.konsolidasi == Konsolidasi.PENJUMLAHAN:
        raise refuse("pola_target", "Target per triwulan yang dijumlahkan bertambah: pilih pola target bertahap.")
    for quarter, target in zip(QUARTERS, quarters, strict=True):
        if target.nilai is None:
            raise refuse(field_of(quarter), WHOLE_YEAR)
    lower = _sums(row, [target.nilai for target in quarters if target.nilai is not None])
    bounds = [target.batas_atas for target in quarters if target.batas_atas is not None]
    upper = _sums(row, bounds) if len(bounds) == len(QUARTERS) else [target.batas_atas for target in quarters]
    summed = {q: TargetEntry(low, high) for q, low, high in zip(QUARTERS, lower, upper, strict=True)}
    return {**entered, **summed}


def _sums(row: ButirPK, figures: Sequence[Decimal]) -> list[Decimal]:
    try:
        return add_up(Konsolidasi(row.konsolidasi), figures)
    except NotExact as wrong:
        raise refuse(field_of(wrong.triwulan), str(wrong)) from None


class ButirChecker:
    """What the rows of one call are checked against: asked once.

    `salinan`: the rows come from another PK, which may be older than a rule. What breaks one is taken over as it stands
    and found by the plan's health, so that a perubahan can mend it; it is never ditetapkan.
    """

    def __init__(
        self,
        draft: PerjanjianKinerja,
        stored: Mapping[int, ButirPK],
        rows: Sequence[ButirPK],
        targets_of: Callable[[ButirPK], dict[int, TargetEntry]],
        *,
        salinan: bool = False,
    ) -> None:
        self.draft, self.stored, self.salinan, self.targets_of = draft, stored, salinan, targets_of
        self.by_indikator = {row.indikator_id: row.pk for row in stored.values()}
        self.units = set(UnitKerja.objects.filter(opd_id=draft.opd_id).values_list("pk", flat=True))
        self.skala = set(SkalaPredikat.objects.filter(opd_id=draft.opd_id).values_list("pk", flat=True))
        wanted = [row.indikator_id for row in rows]
        self.indikator = {row.pk: row for row in Indikator.objects.filter(pk__in=wanted, opd_id=draft.opd_id)}
        self.huruf = Letters(row.skala_id for row in rows)
        self.before = list_before(draft)
        self.handed_in = bool(self.before) and was_handed_in(draft)
        new = any(row._state.adding for row in rows)
        self.silsilah = Lineage(draft.opd_id) if new and not salinan else None
        self.listed = {row.indikator_id: row.indikator for row in stored.values()}

    def check(self, isian: ButirEntry) -> dict[int, TargetEntry] | None:
        """Check one row; return its five targets as they are stored, None when they stay. Raises NotValid, NotFound."""
        row = isian.butir
        if not row._state.adding and row.pk not in self.stored:
            raise NotFound("Baris ini sudah tidak ada dalam PK ini. Muat ulang halaman.")
        self._relations(row)
        check_measure(row)
        self._measured_as_before(row)
        row.pk_induk = self.draft
        check_fields(row)
        if isian.target is None:
            current = {} if row._state.adding else self.targets_of(self.stored[row.pk])
            if current:
                return self._targets(row, current)
            if not self.salinan:
                refuse_broken(facts_of(row))
            return None
        entered = dict(isian.target)
        if isian.per_triwulan:
            entered = added_up(row, entered)
        return self._targets(row, entered)

    def _relations(self, row: ButirPK) -> None:
        if row.indikator_id not in self.indikator:
            raise refuse("indikator", "Pilih indikator dari perangkat daerah yang sama.")
        if row.unit_id not in self.units:
            raise refuse("unit", "Pilih unit penanggung jawab dari perangkat daerah yang sama.")
        if row.skala_id is not None and row.skala_id not in self.skala:
            raise refuse("skala", "Pilih skala predikat dari perangkat daerah yang sama.")
        if not take_key(self.by_indikator, row.indikator_id, row):
            raise refuse("indikator", "Indikator ini sudah ada dalam perjanjian kinerja.")
        if row._state.adding and self.silsilah is not None:
            self._refuse_twin(self.indikator[row.indikator_id])

    def _refuse_twin(self, indikator: Indikator) -> None:
        """A node or an indicator and what replaces it are one place of the tree: they are not both in a PK."""
        assert self.silsilah is not None  # noqa: S101 - asked only where it is there
        for other in self.listed.values():
            if self.silsilah.akin(indikator, other):
                raise refuse(
                    "indikator",
                    f"{other} ({other.simpul}) sudah ada dalam PK ini, padahal keduanya bergantian: yang satu "
                    "menggantikan yang lain. Hapus butir lama lebih dahulu.",
                )
        self.listed[indikator.pk] = indikator

    def _measured_as_before(self, row: ButirPK) -> None:
        changed = measured_anew(row, self.before.get(row.indikator_id))
        if changed and self.handed_in:
            raise refuse(changed[0], HANDED_IN.format(tahun=self.draft.tahun))

    def _targets(self, row: ButirPK, entered: Mapping[int, TargetEntry]) -> dict[int, TargetEntry]:
        if not set(entered) <= {TAHUN, *QUARTERS}:
            raise refuse("target", "Target hanya ada untuk triwulan 1 sampai 4 dan tahun.")
        targets = {
            quarter: check_target(row, entered.get(quarter, TargetEntry()), self.huruf, field=field_of(quarter))
            for quarter in (TAHUN, *QUARTERS)
        }
        complete(row, targets)
        if not self.salinan:
            refuse_broken(facts_of(row, targets))
        return targets


def complete(row: ButirPK, targets: dict[int, TargetEntry]) -> None:
    """Fill in what was left blank: the year's target is TW IV's, and with pola tetap every quarter's."""
    if targets[TAHUN].kosong:
        targets[TAHUN] = replace(targets[LAST_QUARTER])
    elif targets[LAST_QUARTER].kosong:
        targets[LAST_QUARTER] = replace(targets[TAHUN])
    if row.pola_target == PolaTarget.TETAP:
        for quarter in QUARTERS:
            if targets[quarter].kosong:
                targets[quarter] = replace(targets[TAHUN])
