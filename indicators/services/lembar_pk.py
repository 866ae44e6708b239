"""Keeping the sheets of a draft PK: arranging them by the rule of who signs with whom, correcting a party by hand."""

from collections.abc import Collection, Sequence
from typing import Any

from indicators.acts import Act
from indicators.models import ButirLembar, ButirPK, LembarPK, Pengguna, PerjanjianKinerja
from indicators.models.lembar_pk import DATA_PIHAK
from indicators.selectors.lembar_pk import RequiredLembar, list_lembar, list_wanted, map_placed
from indicators.services.concurrency import refuse_changed
from indicators.services.jejak import state_of, write
from indicators.services.perjanjian import lock_draft
from indicators.services.saving import BATCH, delete_rows, lock_stored, save_checked, write_rows
from sakip.refusals import NotFound, NotNow, refuse

FIXED_FIELDS = ("pk_induk_id", "unit_id", "jenjang", "nama_unit", "nama_unit_kedua")


@write(Act.UBAH, LembarPK)
def arrange_lembar(*, by: Pengguna | None, pk: PerjanjianKinerja) -> list[LembarPK]:
    """Make the sheets of a draft, or bring them in step with its rows, units and officials; returns all of them.

    A party that was entered by hand stays as long as its unit has a sheet. Constant number of queries.
    Raises NotAllowed, NotFound, NotNow (ditetapkan, or no rows).
    """
    draft = lock_draft(by, pk)
    wanted = list_wanted(draft)
    if not wanted:
        raise NotNow("PK ini belum memuat indikator. Tambahkan atau salin butirnya, lalu susun lembar perjanjiannya.")
    return _Arrangement(by, draft).bring_in_step(wanted)


class _Arrangement:
    """The stored sheets of a draft on their way to those that the rule asks for."""

    def __init__(self, by: Pengguna | None, draft: PerjanjianKinerja) -> None:
        self.by, self.draft = by, draft
        self.stored = {row.unit_id: row for row in list_lembar(draft)}
        self.placed = map_placed(draft)
        self.names = dict(ButirPK.objects.filter(pk_induk=draft).values_list("pk", "indikator__nama"))
        self.before = {row.pk: self._facts(row, self._rows_of(row)) for row in self.stored.values()}

    def bring_in_step(self, wanted: Sequence[RequiredLembar]) -> list[LembarPK]:
        kept = {item.unit.pk for item in wanted}
        gone: list[LembarPK] = [row for unit_id, row in self.stored.items() if unit_id not in kept]
        delete_rows(
            by=self.by,
            opd=self.draft.opd,
            rows=gone,
            state=lambda sheet: self.before[sheet.pk],
            unit=_name_of_unit,
        )
        sheets = [self.stored.get(item.unit.pk) or LembarPK(pk_induk=self.draft) for item in wanted]
        before = {id(sheet): self.before[sheet.pk] for sheet in sheets if not sheet._state.adding}
        rows_in = {id(sheet): item.butir for item, sheet in zip(wanted, sheets, strict=True)}

        def state(sheet: LembarPK) -> dict[str, Any]:
            return self._facts(sheet, rows_in[id(sheet)])

        for item, sheet in zip(wanted, sheets, strict=True):
            item.fill(sheet)
        write_rows(
            by=self.by,
            opd=self.draft.opd,
            rows=[sheet for sheet in sheets if before.get(id(sheet)) != state(sheet)],
            before=before,
            state=state,
            unit=_name_of_unit,
        )
        self._place(wanted, sheets)
        return sheets

    def _place(self, wanted: Sequence[RequiredLembar], sheets: Sequence[LembarPK]) -> None:
        """Put every row into its sheet; rows that stand there already are left alone."""
        target = {butir: sheet.pk for item, sheet in zip(wanted, sheets, strict=True) for butir in item.butir}
        moved = [butir for butir, sheet in target.items() if self.placed.get(butir) != sheet]
        ButirLembar.objects.filter(butir_id__in=moved).delete()
        ButirLembar.objects.bulk_create(
            [ButirLembar(butir_id=butir, lembar_id=target[butir]) for butir in moved], batch_size=BATCH
        )

    def _rows_of(self, sheet: LembarPK) -> set[int]:
        return {butir for butir, lembar in self.placed.items() if lembar == sheet.pk}

    def _facts(self, sheet: LembarPK, butir: Collection[int]) -> dict[str, Any]:
        return {**state_of(sheet), "butir": sorted(self.names[row] for row in butir)}


def _name_of_unit(sheet: LembarPK) -> str:
    return sheet.nama_unit


@write(Act.UBAH, "lembar")
def save_lembar(
    *, by: Pengguna | None, lembar: LembarPK, otomatis: Collection[str] = (), dilihat: str | None = None
) -> LembarPK:
    """Correct number, date and parties of a sheet of a draft by hand.

    A party whose data changed counts as entered by hand from then on; one named in `otomatis` ("pertama", "kedua") is
    taken from the officials again. `dilihat` is what the form showed (`services.concurrency`); None: no form.
    Raises NotAllowed, NotFound, NotNow (ditetapkan), NotValid, ChangedMeanwhile.
    """
    draft = lock_draft(by, lembar.pk_induk)
    refuse_changed(objek=lembar, rows=lambda: LembarPK.objects.filter(pk=lembar.pk), dilihat=dilihat)
    stored = lock_stored(lembar)
    if stored is None:
        raise NotFound("Lembar ini tidak ada. Susun lembar perjanjian lebih dahulu.")
    for field in FIXED_FIELDS:
        if getattr(stored, field) != getattr(lembar, field):
            raise refuse(field.removesuffix("_id"), "Bagian ini mengikuti susunan lembar dan tidak diubah di sini.")
    for pihak in ("pertama", "kedua"):
        changed = any(getattr(lembar, f"{pihak}_{name}") != getattr(stored, f"{pihak}_{name}") for name in DATA_PIHAK)
        by_hand = pihak not in otomatis and (changed or getattr(stored, f"{pihak}_sendiri"))
        setattr(lembar, f"{pihak}_sendiri", by_hand)
    if otomatis:
        wanted = next((item for item in list_wanted(draft) if item.unit.pk == lembar.unit_id), None)
        if wanted is None:
            raise NotNow("Unit ini tidak lagi memuat butir. Susun ulang lembar perjanjiannya.")
        wanted.fill(lembar)
    return save_checked(by=by, instance=lembar, stored=stored, opd=draft.opd)
