"""Keeping many units and officials of one office at once: all or none, with a constant number of queries."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from indicators.models import Jejak, Pejabat, Pengguna, PerangkatDaerah, UnitKerja
from indicators.permissions import Izin
from indicators.services.akses import require
from indicators.services.errors import ChangedMeanwhile, NotFound
from indicators.services.isian_target import naming
from indicators.services.jejak import make_jejak, state_of, write
from indicators.services.simpan import BATCH, check_fields, refuse, save_many

TAKEN = "Ada data yang sama atau baru saja diubah orang lain. Muat ulang halaman, lalu periksa kembali."


@write
def save_units(*, by: Pengguna | None, opd: PerangkatDaerah, units: Sequence[UnitKerja]) -> list[UnitKerja]:
    """Create or change units of one office; `induk` may be a unit of the same call. Paths are worked out for all.

    Raises NotAllowed, NotFound, NotValid (the refusal names its unit), ChangedMeanwhile.
    """
    locked = PerangkatDaerah.objects.select_for_update().get(pk=opd.pk)  # moves in one tree come one by one
    require(by, Izin.KELOLA_KANTOR, opd=locked)
    stored = {row.pk: row for row in UnitKerja.objects.select_for_update().filter(opd=locked)}
    before = {pk: state_of(row) for pk, row in stored.items()}
    tree = _Tree(locked, units, stored)
    for unit in units:
        with naming(unit, units):
            tree.check(unit)
    new = [unit for unit in units if unit._state.adding]
    try:
        with transaction.atomic():
            tree.create(new)
            changed = tree.place()
            fields = [field.name for field in UnitKerja._meta.concrete_fields if not field.primary_key]
            UnitKerja.objects.bulk_update(changed, fields, batch_size=BATCH)
    except IntegrityError:
        raise ChangedMeanwhile(TAKEN) from None
    _record_units(by, locked, units, new, changed, before)
    return list(units)


def _record_units(
    by: Pengguna | None,
    opd: PerangkatDaerah,
    units: Sequence[UnitKerja],
    new: Sequence[UnitKerja],
    changed: Sequence[UnitKerja],
    before: dict[int, dict[str, Any]],
) -> None:
    fresh = {unit.pk for unit in new}
    entered = {unit.pk for unit in units}
    rows = [*new, *(unit for unit in changed if unit.pk not in fresh and before[unit.pk] != state_of(unit))]
    acts = {True: "tambah_unitkerja", False: "ubah_unitkerja"}
    Jejak.objects.bulk_create(
        [
            make_jejak(
                by=by,
                tindakan=acts[unit.pk in fresh] if unit.pk in entered else "pindah_unitkerja",
                objek=unit,
                opd=opd,
                unit=unit.nama,
                sebelum=None if unit.pk in fresh else before[unit.pk],
                sesudah=state_of(unit),
            )
            for unit in rows
        ],
        batch_size=BATCH,
    )


class _Tree:
    """The units of an office as they would be: those entered in the place of those stored."""

    def __init__(self, opd: PerangkatDaerah, units: Sequence[UnitKerja], stored: dict[int, UnitKerja]) -> None:
        if any(not unit._state.adding and unit.pk not in stored for unit in units):
            raise NotFound("Data ini sudah dihapus orang lain. Muat ulang halaman.")
        self.opd = opd
        entered = {unit.pk for unit in units if not unit._state.adding}
        self.units = [*units, *(row for pk, row in stored.items() if pk not in entered)]
        self.by_id = {unit.pk: unit for unit in self.units if not unit._state.adding}
        self.codes: dict[str, UnitKerja] = {}
        self.root: UnitKerja | None = next(
            (row for pk, row in stored.items() if row.induk_id is None and pk not in entered), None
        )

    def parent_of(self, unit: UnitKerja) -> UnitKerja | None:
        """Return the superior as it is entered, which may be a unit without an id yet."""
        induk = unit.induk if "induk" in unit._state.fields_cache else None
        if induk is None and unit.induk_id is not None:
            return self.by_id.get(unit.induk_id)
        return induk if induk is None or induk._state.adding else self.by_id.get(induk.pk)

    def check(self, unit: UnitKerja) -> None:
        unit.opd = self.opd
        unit.path = unit.path or f"baru/{uuid4().hex}"
        check_fields(unit)
        if not self.codes:
            self.codes = {other.kode: other for other in reversed(self.units)}
        if self.codes[unit.kode] is not unit and self.codes[unit.kode].pk != unit.pk:
            raise refuse("kode", "Kode unit ini sudah dipakai di perangkat daerah yang sama.")
        if unit.berlaku_dari and unit.berlaku_sampai and unit.berlaku_sampai < unit.berlaku_dari:
            raise refuse("berlaku_sampai", "Tanggal akhir tidak boleh sebelum tanggal mulai.")
        self._check_place(unit)

    def _check_place(self, unit: UnitKerja) -> None:
        parent = self.parent_of(unit)
        if parent is None and unit.induk_id is not None:
            raise refuse("induk", "Unit atasan harus dari perangkat daerah yang sama.")
        if parent is None:
            if self.root is not None and self.root is not unit:
                raise refuse(
                    "induk", f"Unit puncak sudah ada, kodenya {self.root.kode}. Isi unit atasan, atau pakai kode itu."
                )
            self.root = unit
        seen = {id(unit)}
        while parent is not None:
            if id(parent) in seen:
                raise refuse("induk", "Unit tidak dapat ditempatkan di bawah dirinya sendiri. Pilih unit atasan lain.")
            seen.add(id(parent))
            parent = self.parent_of(parent)

    def create(self, new: Sequence[UnitKerja]) -> None:
        """Create the new units, superiors first: a statement per level of the tree."""
        waiting = list(new)
        while waiting:
            ready = [unit for unit in waiting if (parent := self.parent_of(unit)) is None or not parent._state.adding]
            for unit in ready:
                unit.induk = self.parent_of(unit)
            UnitKerja.objects.bulk_create(ready, batch_size=BATCH)
            self.by_id |= {unit.pk: unit for unit in ready}
            done = {id(unit) for unit in ready}
            waiting = [unit for unit in waiting if id(unit) not in done]

    def place(self) -> list[UnitKerja]:
        """Give every unit its path; return all of them, for one write."""
        paths: dict[int, str] = {}

        def path_of(unit: UnitKerja) -> str:
            if unit.pk not in paths:
                parent = self.parent_of(unit)
                paths[unit.pk] = f"{'' if parent is None else path_of(parent)}{unit.pk:06d}/"
            return paths[unit.pk]

        for unit in self.units:
            unit.path = path_of(unit)
        return self.units


@write
def save_pejabat_many(*, by: Pengguna | None, opd: PerangkatDaerah, daftar: Sequence[Pejabat]) -> list[Pejabat]:
    """Create or change officials of one office. Raises NotAllowed, NotFound, NotValid, ChangedMeanwhile."""
    require(by, Izin.KELOLA_KANTOR, opd=opd)
    ids = {row.pk for row in daftar if not row._state.adding}
    stored = {row.pk: row for row in Pejabat.objects.select_for_update().filter(pk__in=ids, opd=opd)}
    if len(stored) < len(ids):
        raise NotFound("Data ini sudah dihapus orang lain. Muat ulang halaman.")
    units = set(UnitKerja.objects.filter(opd=opd).values_list("pk", flat=True))
    for row in daftar:
        row.opd = opd
        with naming(row, daftar):
            check_fields(row)
            if row.unit_id not in units:
                raise refuse("unit", "Unit kerja harus dari perangkat daerah yang sama.")
            if row.sampai is not None and row.sampai < row.mulai:
                raise refuse("sampai", "Tanggal akhir tidak boleh sebelum tanggal mulai.")
    save_many(by=by, instances=daftar, stored=stored, opd=opd)
    return list(daftar)
