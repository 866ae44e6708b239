"""Keeping the Perjanjian Kinerja: its rows and targets, copying a year. `services.penetapan` fixes it for good.

A PK that is ditetapkan never changes again: the services refuse, and so does the database (`indicators.triggers`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from indicators.acts import Act
from indicators.models import ButirPK, Indikator, Pengguna, PerjanjianKinerja, Target
from indicators.models.perjanjian import TAHUN, StatusPK
from indicators.permissions import Izin
from indicators.selectors.lembar_pk import list_lembar
from indicators.selectors.lineage import Lineage
from indicators.selectors.quarter_sheet import NODE_PATHS, path_of, tree_order
from indicators.selectors.roll_over import RollOverMark, RollOverRow, compare_rows
from indicators.services.access import require
from indicators.services.butir_entry import ButirChecker, ButirEntry
from indicators.services.jejak import actor_text, plain, state_of, write
from indicators.services.locks import lock_plan
from indicators.services.saving import (
    BATCH,
    check_whole,
    delete_checked,
    delete_rows,
    lock_stored,
    save_checked,
    write_rows,
)
from indicators.services.target_entry import TargetEntry, naming
from indicators.triwulan import QUARTERS
from sakip.refusals import NotFound, NotNow, refuse

FROZEN = "{pk} sudah ditetapkan, jadi tidak dapat diubah. Buat PK perubahan bila target harus diganti."


@write(Act.UBAH, "pk")
def save_pk(*, by: Pengguna | None, pk: PerjanjianKinerja) -> PerjanjianKinerja:
    """Create a PK as a draft or change a draft. Raises NotAllowed, NotNow (ditetapkan), NotValid, NotFound."""
    require(by, Izin.KELOLA_RENCANA, opd=pk.opd)
    lock_plan(pk.opd)
    stored = lock_stored(pk)
    if stored is not None:
        _refuse_frozen(stored)
        for field in ("opd_id", "tahun", "perubahan"):
            if getattr(stored, field) != getattr(pk, field):
                raise refuse(field.removesuffix("_id"), "Bagian ini tidak dapat diganti. Hapus draf, lalu buat baru.")
    pk.status, pk.ditetapkan_pada, pk.ditetapkan_oleh = StatusPK.DRAF.value, None, ""
    check_whole(pk)
    if pk.berlaku_mulai.year != pk.tahun:
        raise refuse("berlaku_mulai", f"Tanggal mulai berlaku harus di dalam tahun {pk.tahun}.")
    earlier = fixed_of_year(pk).filter(perubahan=pk.perubahan - 1).first() if pk.perubahan else None
    if stored is None and pk.perubahan and earlier is None:
        raise refuse("perubahan", "Tetapkan dahulu PK sebelumnya; nomor perubahan berurutan 1, 2, 3.")
    if earlier is not None and pk.berlaku_mulai < earlier.berlaku_mulai:
        raise refuse("berlaku_mulai", "Tanggal mulai berlaku tidak boleh sebelum PK yang diubahnya berlaku.")
    return save_checked(by=by, instance=pk, stored=stored, opd=pk.opd)


@write(Act.HAPUS, "pk")
def delete_pk(*, by: Pengguna | None, pk: PerjanjianKinerja) -> None:
    """Delete a draft with its rows. Raises NotAllowed, NotNow."""
    stored = lock_draft(by, pk)
    rows = [_facts(row, _target_facts(row)) for row in _rows(stored)]
    sheets = [state_of(sheet) for sheet in list_lembar(stored)]
    delete_checked(by=by, instance=stored, opd=stored.opd, facts=lambda _: {"butir": rows, "lembar": sheets})


def lock_draft(by: Pengguna | None, pk: PerjanjianKinerja, izin: Izin = Izin.KELOLA_RENCANA) -> PerjanjianKinerja:
    """Lock the office's plan and the PK for a change of it or its rows. Raises NotAllowed, NotFound, NotNow."""
    require(by, izin, opd=pk.opd)
    lock_plan(pk.opd)
    locked = PerjanjianKinerja.objects.select_for_update(of=("self",), no_key=True).select_related("opd")
    stored = locked.filter(pk=pk.pk).first()
    if stored is None:
        raise NotFound("Perjanjian kinerja ini sudah dihapus. Muat ulang halaman.")
    _refuse_frozen(stored)
    return stored


def _refuse_frozen(pk: PerjanjianKinerja) -> None:
    if pk.frozen:
        raise NotNow(FROZEN.format(pk=pk))


def fix_draft(*, by: Pengguna | None, draft: PerjanjianKinerja) -> None:
    """Make a locked draft ditetapkan, its rows numbered 1 to n as the plan reads today; `services.penetapan` judges
    and records it."""
    rows = sorted(_rows(draft), key=lambda row: tree_order(path_of(row.indikator)))
    for number, row in enumerate(rows, start=1):
        row.urutan = number
    ButirPK.objects.bulk_update(rows, ["urutan"], batch_size=BATCH)
    draft.status = StatusPK.DITETAPKAN.value
    draft.ditetapkan_pada, draft.ditetapkan_oleh = timezone.now(), actor_text(by)
    draft.save()


def fixed_of_year(pk: PerjanjianKinerja) -> Any:
    return PerjanjianKinerja.objects.filter(opd_id=pk.opd_id, tahun=pk.tahun, status=StatusPK.DITETAPKAN.value)


def save_butir(
    *,
    by: Pengguna | None,
    butir: ButirPK,
    target: Mapping[int, TargetEntry] | None = None,
    per_triwulan: bool = False,
) -> ButirPK:
    """Create or change one row of a draft with its targets, see `save_butir_many`."""
    return save_butir_many(by=by, pk=butir.pk_induk, isian=[ButirEntry(butir, target, per_triwulan)])[0]


def new_butir(pk: PerjanjianKinerja, indikator: Indikator) -> ButirPK:
    """Return an unsaved row of the PK that takes over how its indicator is measured, and its unit."""
    row = ButirPK(pk_induk=pk, indikator=indikator, unit=indikator.unit, urutan=indikator.urutan)
    row.take_over(indikator)
    return row


@write(Act.UBAH, "isian.butir")
def save_butir_many(*, by: Pengguna | None, pk: PerjanjianKinerja, isian: Sequence[ButirEntry]) -> list[ButirPK]:
    """Create or change rows of a draft with their targets; all or none, with a constant number of queries.

    `new_butir` makes a new row. Targets left blank are completed: with pola tetap every quarter takes the year's
    target, and year and TW IV are taken from each other.
    Raises NotAllowed, NotFound, NotNow (ditetapkan), NotValid (what breaks a rule of `rules.measuring`, a row beside
    the one that it replaces, a way of measuring that figures were handed in with; of several, the sentence names the
    row).
    """
    return _save_rows(by, lock_draft(by, pk), isian)


def _save_rows(
    by: Pengguna | None, draft: PerjanjianKinerja, isian: Sequence[ButirEntry], *, salinan: bool = False
) -> list[ButirPK]:
    rows = [item.butir for item in isian]
    stored = {row.pk: row for row in _rows(draft)}
    checker = ButirChecker(draft, stored, rows, _target_facts, salinan=salinan)
    checked: list[tuple[ButirPK, dict[int, TargetEntry] | None]] = []
    for item in isian:
        with naming(item.butir, rows):
            checked.append((item.butir, checker.check(item)))
    _write_rows(by, draft, checked, stored)
    return rows


@write(Act.HAPUS, "butir")
def remove_butir(*, by: Pengguna | None, butir: ButirPK) -> None:
    """Take a row with its targets out of a draft. Raises NotAllowed, NotNow, NotFound."""
    draft = lock_draft(by, butir.pk_induk)
    row = {found.pk: found for found in _rows(draft)}.get(butir.pk)
    if row is None:
        raise NotFound("Baris ini sudah tidak ada. Muat ulang halaman.")
    _remove_rows(by, draft, [row])


def _remove_rows(by: Pengguna | None, draft: PerjanjianKinerja, rows: Sequence[ButirPK]) -> None:
    delete_rows(
        by=by,
        opd=draft.opd,
        rows=rows,
        state=lambda row: _facts(row, _target_facts(row)),
        unit=lambda row: row.unit.nama,
    )


@dataclass(frozen=True)
class CopyOutcome:
    """What copying did to a draft: its new rows, and the names of those that they took the place of."""

    ditambah: list[ButirPK]
    diganti: list[str]


@write(Act.TAMBAH, ButirPK)
def copy_rows(*, by: Pengguna | None, from_pk: PerjanjianKinerja, to_pk: PerjanjianKinerja) -> CopyOutcome:
    """Copy the rows that the draft `to_pk` does not have yet, with targets and ways of measuring.

    The rows follow the plan (`selectors.roll_over`): a node that replaces another takes its row over, and the
    draft's own row of the replaced node goes with its targets into the new one. Into another year, nodes whose years
    are over stay behind, the owner is the one that the plan names now, and where the Renstra has a target of that year,
    a row with pola tetap takes it. Targets that break a rule are copied as they stand, for the draft to be mended.
    Raises NotAllowed, NotNow, NotValid, NotFound.
    """
    draft = lock_draft(by, to_pk)
    if from_pk.opd_id != draft.opd_id:
        raise refuse("from_pk", "PK sumber harus dari perangkat daerah yang sama.")
    there = {row.indikator_id: row for row in _rows(draft)}
    silsilah = Lineage(draft.opd_id)
    isian = [
        item
        for item in _carried(_rows(from_pk), from_pk, draft)
        if item.butir.indikator_id not in there
        and not any(silsilah.replaces(row.indikator, item.butir.indikator) for row in there.values())
    ]
    indicators = [row.indikator for row in there.values()] + [item.butir.indikator for item in isian]
    replaced = silsilah.replaced_among(indicators)
    old = [row for pk, row in there.items() if pk in replaced]
    taken = {replaced[row.indikator_id].pk: row for row in old}
    _remove_rows(by, draft, old)
    isian = [_with_targets_of(item, taken.get(item.butir.indikator_id)) for item in isian]
    return CopyOutcome(_save_rows(by, draft, isian, salinan=True), [str(row) for row in old])


def _with_targets_of(item: ButirEntry, old: ButirPK | None) -> ButirEntry:
    """Return the new row with what the draft already said of the row that it replaces, where it is measured alike."""
    if old is None or old.measure_values() != item.butir.measure_values():
        return item
    item.butir.unit = old.unit
    return ButirEntry(item.butir, _target_facts(old))


def _carried(rows: Sequence[ButirPK], from_pk: PerjanjianKinerja, draft: PerjanjianKinerja) -> list[ButirEntry]:
    compared = compare_rows(rows, draft.opd_id, draft.tahun)
    if from_pk.tahun != draft.tahun:
        return [_carry(item, draft) for item in compared if item.indikator]
    return [
        _copy(item.lama, draft)
        if item.tanda is not RollOverMark.DIGANTIKAN
        else _carry(replace(item, renstra=None), draft)
        for item in compared
    ]


def _copy(row: ButirPK, draft: PerjanjianKinerja) -> ButirEntry:
    copied = ButirPK(pk_induk=draft, indikator=row.indikator, unit=row.unit, urutan=row.urutan)
    copied.take_over(row)
    return ButirEntry(copied, _target_facts(row))


def _carry(item: RollOverRow, draft: PerjanjianKinerja) -> ButirEntry:
    """Copy a row into another year as the plan says."""
    copied = ButirPK(pk_induk=draft, indikator=item.indikator, unit=item.unit, urutan=item.lama.urutan)
    copied.take_over(item.cara)
    if item.renstra is not None:
        return ButirEntry(copied, dict.fromkeys((TAHUN, *QUARTERS), TargetEntry.of(item.renstra)))
    return ButirEntry(copied, {} if item.new_style else _target_facts(item.lama))


def _rows(pk: PerjanjianKinerja) -> list[ButirPK]:
    """Return the rows of a PK with their targets and everything above their indicators: two queries."""
    return list(
        ButirPK.objects.filter(pk_induk=pk)
        .select_related("unit", *NODE_PATHS)
        .prefetch_related(Prefetch("target", queryset=Target.objects.order_by("triwulan"), to_attr="daftar_target"))
    )


def _target_rows(row: ButirPK) -> list[Target]:
    found: list[Target] = row.daftar_target  # type: ignore[attr-defined]  # set by the Prefetch of _rows
    return found


def _target_facts(row: ButirPK) -> dict[int, TargetEntry]:
    return {target.triwulan: TargetEntry.of(target) for target in _target_rows(row)}


def _facts(row: ButirPK, targets: Mapping[int, TargetEntry] | None) -> dict[str, Any]:
    """Return a row and its targets as one audit record shows them."""
    facts = state_of(row)
    if targets is not None:
        facts["target"] = {
            str(quarter): plain({"nilai": t.nilai, "batas_atas": t.batas_atas, "predikat": t.predikat})
            for quarter, t in sorted(targets.items())
            if not t.kosong
        }
    return facts


def _write_rows(
    by: Pengguna | None,
    draft: PerjanjianKinerja,
    checked: Sequence[tuple[ButirPK, dict[int, TargetEntry] | None]],
    stored: Mapping[int, ButirPK],
) -> None:
    old = {id(row): stored[row.pk] for row, _ in checked if not row._state.adding}
    before = {key: _facts(row, _target_facts(row)) for key, row in old.items()}
    given = {id(row): targets for row, targets in checked}

    def state(row: ButirPK) -> dict[str, Any]:
        targets = given[id(row)]
        return _facts(row, targets if targets is not None else _target_facts(old[id(row)]) if id(row) in old else {})

    rows = [row for row, _ in checked if before.get(id(row)) != state(row)]
    write_rows(by=by, opd=draft.opd, rows=rows, before=before, state=state, unit=lambda row: row.unit.nama)
    changes = [target for row in rows for target in _target_changes(row, given[id(row)] or {}, old.get(id(row)))]
    changed = [row for row in changes if not row._state.adding]
    Target.objects.bulk_create([row for row in changes if row._state.adding], batch_size=500)
    Target.objects.bulk_update(changed, ["nilai", "batas_atas", "predikat"], batch_size=BATCH)


def _target_changes(row: ButirPK, targets: Mapping[int, TargetEntry], stored: ButirPK | None) -> list[Target]:
    """Return the target rows to write: existing ones changed, missing ones new. A blank target keeps a blank row."""
    existing = {} if stored is None else {target.triwulan: target for target in _target_rows(stored)}
    changes = []
    for quarter, isian in targets.items():
        target = existing.get(quarter) or Target(butir=row, triwulan=quarter)
        isian.put_into(target)
        changes.append(target)
    return changes
