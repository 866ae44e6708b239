"""The unit tree of an office as it would be: those entered in the place of those stored. Reads, writes nothing."""

from collections.abc import Mapping, Sequence
from functools import partial

from indicators.lineage import find_circles, order_by_levels
from indicators.models import PerangkatDaerah, UnitKerja
from indicators.services.printed_names import PrintedUnitNames
from indicators.services.saving import check_fields
from sakip.refusals import NotValid, ServiceError, refuse

OTHER_OFFICE = "Unit tidak dapat dipindahkan ke perangkat daerah lain."
TAKEN_CODE = "Kode unit ini sudah dipakai di perangkat daerah yang sama."
END_BEFORE_START = "Tanggal akhir tidak boleh sebelum tanggal mulai."
FOREIGN = "Unit atasan harus dari perangkat daerah yang sama."
CIRCLE = "Unit tidak dapat ditempatkan di bawah dirinya sendiri. Pilih unit atasan yang lain."
UNSAVED = "Unit atasan ini sendiri belum dapat disimpan. Perbaiki unit atasannya lebih dahulu."
SECOND_ROOT = "Perangkat daerah sudah mempunyai unit puncak, kodenya {kode}: isi unit atasan, atau pakai kode itu."


class UnitTree:
    """What the units of one call come to, together with all others of the office."""

    def __init__(self, opd: PerangkatDaerah, units: Sequence[UnitKerja], stored: Mapping[int, UnitKerja]) -> None:
        self.opd, self.entered, self.stored = opd, units, stored
        ids = {unit.pk for unit in units if not unit._state.adding}
        self.units = [*units, *(row for pk, row in stored.items() if pk not in ids)]
        self._by_id = {unit.pk: unit for unit in self.units if not unit._state.adding}
        self._own = {id(unit) for unit in self.units}
        # Found once: on writing, a superior without an id becomes one that has it.
        self._parents = {id(unit): self._find_parent(unit) for unit in self.units}
        self._codes: dict[str, UnitKerja] = {}
        # A stored one keeps its code, of new ones the first has it.
        for unit in sorted(self.units, key=lambda unit: unit._state.adding):
            self._codes.setdefault(unit.kode.casefold(), unit)
        # A stored one first: an office keeps its root.
        roots = sorted((unit for unit in self.units if not self._above(unit)), key=lambda unit: unit._state.adding)
        self._root = roots[0] if roots else None

    def parent_of(self, unit: UnitKerja) -> UnitKerja | None:
        """Return the superior as it is entered, which may be a unit without an id yet; None: none, or not of here."""
        return self._parents[id(unit)]

    def _find_parent(self, unit: UnitKerja) -> UnitKerja | None:
        induk = unit.induk if "induk" in unit._state.fields_cache else None
        if induk is None or not induk._state.adding:
            return self._by_id.get(unit.induk_id) if unit.induk_id is not None else None
        return induk if id(induk) in self._own else None

    @staticmethod
    def _above(unit: UnitKerja) -> bool:
        """Say whether any superior is entered, were it one without an id."""
        induk = unit.induk if "induk" in unit._state.fields_cache else None
        return induk is not None or unit.induk_id is not None

    def refusals(self) -> dict[int, ServiceError]:
        """Return what is wrong with the entered units, by `id` of the unit: all that is wrong, in one go."""
        names = PrintedUnitNames(self.opd, self.entered, self.stored)
        checks = (self._check_own, names.check, self._check_place)
        found: dict[int, ServiceError] = {}
        for unit in self.entered:
            for check in checks:
                try:
                    check(unit)
                except NotValid as refusal:
                    found[id(unit)] = refusal
                    break
        self._refuse_below(found)
        return found

    def _check_own(self, unit: UnitKerja) -> None:
        if unit.pk in self.stored and self.stored[unit.pk].opd_id != self.opd.pk:
            raise refuse("opd", OTHER_OFFICE)
        unit.opd = self.opd
        unit.path = unit.path or "baru/"
        check_fields(unit)
        if self._codes[unit.kode.casefold()] is not unit:
            raise refuse("kode", TAKEN_CODE)
        if unit.berlaku_dari and unit.berlaku_sampai and unit.berlaku_sampai < unit.berlaku_dari:
            raise refuse("berlaku_sampai", END_BEFORE_START)

    def _check_place(self, unit: UnitKerja) -> None:
        parent = self.parent_of(unit)
        if parent is None and self._above(unit):
            raise refuse("induk", UNSAVED if unit.induk is not None and unit.induk._state.adding else FOREIGN)
        if parent is None and self._root is not unit and self._root is not None:
            raise refuse("induk", SECOND_ROOT.format(kode=self._root.kode))

    def _refuse_below(self, found: dict[int, ServiceError]) -> None:
        """Refuse what hangs on itself, and what hangs on a new unit that is refused."""
        _, lost = order_by_levels(self.units, id, partial(self._key_above, found))
        circles = find_circles(lost, self.parent_of)
        for unit in lost:
            found.setdefault(id(unit), refuse("induk", CIRCLE if id(unit) in circles else UNSAVED))

    def _key_above(self, found: Mapping[int, ServiceError], unit: UnitKerja) -> int | None:
        """Return the key of the superior; a refused new unit hangs nowhere, so that nothing below it is placed."""
        if id(unit) in found and unit._state.adding:
            return -1
        parent = self.parent_of(unit)
        return None if parent is None else id(parent)

    def levels(self) -> list[list[UnitKerja]]:
        """Return all units of the office, superiors first. Only after `refusals` found none."""
        levels, lost = order_by_levels(self.units, id, partial(self._key_above, {}))
        if lost:
            raise refuse("induk", CIRCLE)
        return levels
