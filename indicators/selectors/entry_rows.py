"""Some rows of a unit's quarter as a change of them reads them: once, for judging what was typed and for the answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from indicators.models import ButirPK, PerjanjianKinerja, Realisasi, Triwulan
from indicators.models.rencana import MeasureFields
from indicators.selectors.pk_triwulan import list_pk_by_quarter
from indicators.selectors.quarter_sheet import WITH_TARGETS, SheetRow, entries_by_indikator, measure_entered
from indicators.tingkat import Tingkat

# What is needed to read an entry and to name it, and what else to measure it.
ENTRY_FIELDS = ("pk_induk", "unit", "jenis_nilai", "satuan", "desimal_minimal", "skala", "indikator__nama")
MEASURE_FIELDS = (
    *MeasureFields.MEASURE_FIELDS,
    "urutan",
    *(f"indikator__{level}" for level in Tingkat),
)
# So many numbers any database takes as parameters.
BATCH = 500


@dataclass(frozen=True)
class EntryRows:
    """Rows of one unit: `butir` of the PK in force and `tersimpan`, what stands in the quarter, both by indicator.

    `versions` and `entered` hold the same of the earlier quarters, where the rows were read to be measured.
    """

    triwulan: Triwulan
    by_quarter: Mapping[int, PerjanjianKinerja]
    butir: Mapping[int, ButirPK]
    tersimpan: dict[int, Realisasi]
    versions: Mapping[tuple[int, int], ButirPK]
    entered: Mapping[int, Mapping[int, Realisasi]]

    def measure(self) -> list[SheetRow]:
        """Return the rows measured by what stands in `tersimpan` now, in no order: what was saved since they were read
        is in there, and the lock kept everyone else off. One query."""
        if not self.butir:
            return []
        prefetch_related_objects(list(self.versions.values()), WITH_TARGETS)
        quarter = self.triwulan
        now = {
            pk: {**self.entered.get(pk, {}), **({quarter.triwulan: row} if (row := self.tersimpan.get(pk)) else {})}
            for pk in self.butir
        }
        return measure_entered(quarter.triwulan, self.by_quarter, list(self.butir.values()), self.versions, now)


def load_entry_rows(
    triwulan: Triwulan, unit_id: int, indikator_ids: Collection[int], *, to_measure: bool = False
) -> EntryRows:
    """Return the rows of these indicators that are the unit's; of a whole unit at once, what is not needed stays in
    the database. Three queries."""
    by_quarter = list_pk_by_quarter(triwulan.opd_id, triwulan.tahun, triwulan.triwulan)
    if not by_quarter:
        return EntryRows(triwulan, {}, {}, {}, {}, {})
    current = by_quarter[triwulan.triwulan]
    held = {pk.pk for pk in by_quarter.values()} if to_measure else {current.pk}
    rows = ButirPK.objects.filter(pk_induk__in=held, **_among(indikator_ids)).select_related("indikator")
    fields = (*ENTRY_FIELDS, *(MEASURE_FIELDS if to_measure else ()))
    versions = {(row.pk_induk_id, row.indikator_id): row for row in rows.only(*fields).order_by()}
    butir = {pk: row for (pk_id, pk), row in versions.items() if pk_id == current.pk and row.unit_id == unit_id}
    if to_measure:
        entered = entries_by_indikator(triwulan.opd_id, triwulan.tahun, triwulan.triwulan, list(butir))
    else:
        standing = Realisasi.objects.filter(triwulan=triwulan, **_among(list(butir))).order_by()
        entered = {row.indikator_id: {triwulan.triwulan: row} for row in standing if row.indikator_id in butir}
    stored = {pk: quarters[triwulan.triwulan] for pk, quarters in entered.items() if triwulan.triwulan in quarters}
    for pk, row in stored.items():
        # The audit row of each prints both names.
        row.indikator, row.triwulan = butir[pk].indikator, triwulan
    return EntryRows(triwulan, by_quarter, butir, stored, versions, entered)


def _among(indikator_ids: Collection[int]) -> dict[str, Any]:
    """Return the filter for these rows; none for very many, which no database takes as parameters."""
    return {"indikator_id__in": indikator_ids} if len(indikator_ids) <= BATCH else {}
