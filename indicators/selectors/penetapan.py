"""What the page of Tetapkan shows before a PK is fixed for good, and what stands for having seen it."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.capaian import EntryStatus
from indicators.models import ButirPK, LembarPK, PerjanjianKinerja, Realisasi
from indicators.models.perjanjian import StatusPK
from indicators.selectors.digest import digest
from indicators.selectors.perjanjian import ShownButir
from indicators.selectors.plan_health import PlacedFinding
from indicators.selectors.row_values import print_value
from indicators.selectors.seen import seen_agreement

# What figures are read and consolidated by: DOMAIN 3 lets a perubahan correct these only before figures are handed in.
MEASURED_BY = ("jenis_nilai", "polaritas", "konsolidasi")


@dataclass(frozen=True)
class RetypedFigure:
    """A row that a perubahan measures otherwise, with one figure that was typed for it; None: none was typed."""

    butir: ButirPK
    sebelum: ButirPK
    realisasi: Realisasi | None = None

    @property
    def bidang(self) -> str:
        """Name what changes, in the words of the form."""
        names = measured_anew(self.butir, self.sebelum)
        return ", ".join(str(ButirPK._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]  # columns have names

    @property
    def teks(self) -> str:
        """The figure as it was typed."""
        if self.realisasi is None:
            return ""
        if self.realisasi.status == EntryStatus.TIDAK_TERSEDIA:
            return f"tidak tersedia: {self.realisasi.alasan}"
        return print_value(self.sebelum, self.realisasi.nilai, self.realisasi.predikat)


def list_before(pk: PerjanjianKinerja) -> dict[int, ButirPK]:
    """Return by indicator its last row in the year's earlier PKs: one that a perubahan dropped is the same indicator
    when a later one takes it back. Nothing for a PK murni."""
    if not pk.perubahan:
        return {}
    rows = ButirPK.objects.filter(
        pk_induk__opd_id=pk.opd_id,
        pk_induk__tahun=pk.tahun,
        pk_induk__perubahan__lt=pk.perubahan,
        pk_induk__status=StatusPK.DITETAPKAN.value,
    )
    return {row.indikator_id: row for row in rows.order_by("pk_induk__perubahan", "pk")}


def measured_anew(row: ButirPK, before: ButirPK | None) -> list[str]:
    """Return which fields of `MEASURED_BY` a perubahan changes."""
    return [] if before is None else [name for name in MEASURED_BY if getattr(row, name) != getattr(before, name)]


def list_anew(pk: PerjanjianKinerja) -> list[RetypedFigure]:
    """Return the rows that a perubahan measures otherwise, once per figure that was typed."""
    before = list_before(pk)
    rows = ButirPK.objects.filter(pk_induk=pk, indikator_id__in=before).select_related("indikator").order_by("pk")
    changed = {row.indikator_id: row for row in rows if measured_anew(row, before[row.indikator_id])}
    if not changed:
        return []
    values = Realisasi.objects.filter(
        indikator_id__in=changed, triwulan__opd_id=pk.opd_id, triwulan__tahun=pk.tahun
    ).exclude(status=EntryStatus.BELUM_DIISI.value)
    values = values.select_related("triwulan", "indikator").order_by("indikator_id", "triwulan__triwulan")
    found = [RetypedFigure(changed[row.indikator_id], before[row.indikator_id], row) for row in values]
    typed = {row.butir.indikator_id for row in found}
    return [*found, *(RetypedFigure(row, before[pk]) for pk, row in changed.items() if pk not in typed)]


def seen_fixing(
    pk: PerjanjianKinerja,
    rows: Sequence[ShownButir],
    sheets: Sequence[LembarPK],
    findings: Sequence[PlacedFinding],
    values: Sequence[Realisasi | None],
) -> str:
    """Return what stands for a PK with its findings, and the figures that would be cleared, before it is fixed."""
    told = [[row.temuan.kode, row.nama, row.temuan.kalimat] for row in findings]
    typed = sorted([row.pk, row.versi] for row in values if row is not None)
    return digest([seen_agreement(pk, rows, sheets), told, typed])
