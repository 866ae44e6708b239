"""Keeping the Perjanjian Kinerja: its rows and targets, copying a year, and fixing it for good.

A PK that is ditetapkan never changes again: the services refuse, and so does the database (`indicators.guards`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from indicators.capaian import Konsolidasi, PolaTarget
from indicators.models import (
    ButirPK,
    Indikator,
    Jejak,
    Pengajuan,
    Pengguna,
    PerjanjianKinerja,
    SkalaPredikat,
    Target,
    TargetRenstra,
    Triwulan,
    UnitKerja,
)
from indicators.models.perjanjian import TAHUN, StatusPK
from indicators.permissions import Izin
from indicators.selectors.lembar import NODE_PATHS, QUARTERS, quarter_end
from indicators.selectors.lembar_pk import STALE, is_stale, list_lembar
from indicators.selectors.pergantian_tahun import BarisTahun, compare_rows
from indicators.selectors.perjanjian import list_butir
from indicators.selectors.terlihat import seen_agreement
from indicators.services.akses import require
from indicators.services.errors import ChangedMeanwhile, NotFound, NotNow
from indicators.services.isian_target import Huruf, IsianTarget, check_measure, check_target, naming
from indicators.services.jejak import make_jejak, pelaku_text, plain, record, state_of, write
from indicators.services.simpan import (
    BATCH,
    check_fields,
    check_whole,
    delete_checked,
    lock_stored,
    refuse,
    save_checked,
)
from indicators.services.triwulan import ensure_pengajuan, lock_plan
from indicators.services.urutan import number_rows
from indicators.workflow import EDITABLE

FROZEN = "{pk} sudah ditetapkan, jadi tidak dapat diubah. Buat PK perubahan bila target harus diganti."


@dataclass(frozen=True)
class IsianButir:
    """A row of a PK as entered: the row (new or changed) and its targets by quarter, 0 for the year.

    `target` None leaves the targets as they are; otherwise all five are set, those not named to none.
    """

    butir: ButirPK
    target: Mapping[int, IsianTarget] | None = None


@write
def save_pk(*, by: Pengguna | None, pk: PerjanjianKinerja) -> PerjanjianKinerja:
    """Create a PK as a draft or change a draft. Raises NotAllowed, NotNow (ditetapkan), NotValid, NotFound."""
    stored = lock_stored(pk)
    require(by, Izin.KELOLA_RENCANA, opd=pk.opd)
    if stored is not None:
        _refuse_frozen(stored)
        for field in ("opd_id", "tahun", "perubahan"):
            if getattr(stored, field) != getattr(pk, field):
                raise refuse(field.removesuffix("_id"), "Bagian ini tidak dapat diganti. Hapus draf, lalu buat baru.")
    pk.status, pk.ditetapkan_pada, pk.ditetapkan_oleh = StatusPK.DRAF.value, None, ""
    check_whole(pk)
    if pk.berlaku_mulai.year != pk.tahun:
        raise refuse("berlaku_mulai", f"Tanggal mulai berlaku harus di dalam tahun {pk.tahun}.")
    earlier = _fixed(pk).filter(perubahan=pk.perubahan - 1).first() if pk.perubahan else None
    if stored is None and pk.perubahan and earlier is None:
        raise refuse("perubahan", "Tetapkan dahulu PK sebelumnya; nomor perubahan berurutan 1, 2, 3.")
    if earlier is not None and pk.berlaku_mulai < earlier.berlaku_mulai:
        raise refuse("berlaku_mulai", "Tanggal mulai berlaku tidak boleh sebelum PK yang diubahnya berlaku.")
    return save_checked(by=by, instance=pk, stored=stored, opd=pk.opd)


@write
def delete_pk(*, by: Pengguna | None, pk: PerjanjianKinerja) -> None:
    """Delete a draft with its rows. Raises NotAllowed, NotNow."""
    stored = lock_draft(by, pk)
    rows = [_facts(row, _target_facts(row)) for row in _rows(stored)]
    sheets = [state_of(sheet) for sheet in list_lembar(stored)]
    delete_checked(by=by, instance=stored, opd=stored.opd, butir=rows, lembar=sheets)


def lock_draft(by: Pengguna | None, pk: PerjanjianKinerja, izin: Izin = Izin.KELOLA_RENCANA) -> PerjanjianKinerja:
    """Lock the PK for a change of it or its rows. Raises NotAllowed, NotFound, NotNow."""
    require(by, izin, opd=pk.opd)
    stored = PerjanjianKinerja.objects.select_for_update(of=("self",)).select_related("opd").filter(pk=pk.pk).first()
    if stored is None:
        raise NotFound("Perjanjian kinerja ini sudah dihapus. Muat ulang halaman.")
    _refuse_frozen(stored)
    return stored


def _refuse_frozen(pk: PerjanjianKinerja) -> None:
    if pk.frozen:
        raise NotNow(FROZEN.format(pk=pk))


def _fixed(pk: PerjanjianKinerja) -> Any:
    return PerjanjianKinerja.objects.filter(opd_id=pk.opd_id, tahun=pk.tahun, status=StatusPK.DITETAPKAN.value)


def save_butir(*, by: Pengguna | None, butir: ButirPK, target: Mapping[int, IsianTarget] | None = None) -> ButirPK:
    """Create or change one row of a draft with its targets, see `save_butir_many`."""
    return save_butir_many(by=by, pk=butir.pk_induk, isian=[IsianButir(butir, target)])[0]


def new_butir(pk: PerjanjianKinerja, indikator: Indikator) -> ButirPK:
    """Return an unsaved row of the PK that takes over how its indicator is measured, and its unit."""
    row = ButirPK(pk_induk=pk, indikator=indikator, unit=indikator.unit, urutan=indikator.urutan)
    row.take_over(indikator)
    return row


@write
def save_butir_many(*, by: Pengguna | None, pk: PerjanjianKinerja, isian: Sequence[IsianButir]) -> list[ButirPK]:
    """Create or change rows of a draft with their targets; all or none, with a constant number of queries.

    `new_butir` makes a new row. Targets left blank are completed: with pola tetap every quarter takes the year's
    target, and the year takes TW IV's unless it is a sum.
    Raises NotAllowed, NotFound, NotNow (ditetapkan), NotValid (of several rows, the sentence names the row).
    """
    draft = lock_draft(by, pk)
    rows = [item.butir for item in isian]
    stored = {row.pk: row for row in _rows(draft)}
    checker = _Checker(draft, stored, rows)
    checked: list[tuple[ButirPK, dict[int, IsianTarget] | None]] = []
    for item in isian:
        with naming(item.butir, rows):
            checked.append((item.butir, checker.check(item)))
    _write_rows(by, draft, checked, stored)
    return rows


@write
def remove_butir(*, by: Pengguna | None, butir: ButirPK) -> None:
    """Take a row with its targets out of a draft. Raises NotAllowed, NotNow, NotFound."""
    draft = lock_draft(by, butir.pk_induk)
    row = {found.pk: found for found in _rows(draft)}.get(butir.pk)
    if row is None:
        raise NotFound("Baris ini sudah tidak ada. Muat ulang halaman.")
    record(by=by, tindakan="hapus_butirpk", objek=row, opd=draft.opd, sebelum=_facts(row, _target_facts(row)))
    row.delete()


@write
def copy_rows(*, by: Pengguna | None, from_pk: PerjanjianKinerja, to_pk: PerjanjianKinerja) -> list[ButirPK]:
    """Copy the rows that the draft `to_pk` does not have yet, with targets and ways of measuring; returns the new rows.

    Into another year the rows follow the plan (`selectors.pergantian_tahun`): nodes whose years are over stay behind,
    a node that replaces another takes its row over, the owner is the one that the plan names now, and where the Renstra
    has a target of that year, a row with pola tetap takes it. Raises NotAllowed, NotNow, NotValid, NotFound.
    """
    draft = lock_draft(by, to_pk)
    if from_pk.opd_id != draft.opd_id:
        raise refuse("from_pk", "PK sumber harus dari perangkat daerah yang sama.")
    there = set(ButirPK.objects.filter(pk_induk=draft).values_list("indikator_id", flat=True))
    source = _rows(from_pk)
    if from_pk.tahun == draft.tahun:
        isian = [_copy(row, draft) for row in source]
    else:
        isian = [_carry(item, draft) for item in compare_rows(source, draft.opd_id, draft.tahun) if item.indikator]
    return save_butir_many(by=by, pk=draft, isian=[item for item in isian if item.butir.indikator_id not in there])


def _copy(row: ButirPK, draft: PerjanjianKinerja) -> IsianButir:
    copied = ButirPK(pk_induk=draft, indikator=row.indikator, unit=row.unit, urutan=row.urutan)
    copied.take_over(row)
    return IsianButir(copied, _target_facts(row))


def _carry(item: BarisTahun, draft: PerjanjianKinerja) -> IsianButir:
    """Copy a row into another year as the plan says."""
    copied = ButirPK(pk_induk=draft, indikator=item.indikator, unit=item.unit, urutan=item.lama.urutan)
    copied.take_over(item.cara)
    if item.renstra is not None:
        return IsianButir(copied, dict.fromkeys((TAHUN, *QUARTERS), _isian(item.renstra)))
    return IsianButir(copied, {} if item.cara_baru else _target_facts(item.lama))


@write
def tetapkan(*, by: Pengguna | None, pk: PerjanjianKinerja, dilihat: str | None = None) -> PerjanjianKinerja:
    """Fix a draft for good and open submissions for units that it brings into open quarters.

    `dilihat` is what the page showed (`selectors.terlihat`); None: a command, which shows nothing. Raises NotAllowed,
    NotNow (already ditetapkan, no rows, sheets that do not fit the rows any more, or it would change a quarter that is
    already submitted or approved), NotFound, ChangedMeanwhile (not what was shown).
    """
    draft = lock_draft(by, pk, Izin.TETAPKAN_PK)
    count = ButirPK.objects.filter(pk_induk=draft).count()
    if count == 0:
        raise NotNow("PK ini belum memuat indikator. Tambahkan atau salin butirnya, lalu tetapkan.")
    if draft.perubahan and not _fixed(draft).filter(perubahan=draft.perubahan - 1).exists():
        raise NotNow("Tetapkan dahulu PK sebelumnya.")
    if is_stale(draft):
        raise NotNow(STALE)
    if dilihat is not None and dilihat != seen_agreement(draft, list_butir(draft), list_lembar(draft)):
        raise ChangedMeanwhile("PK ini baru saja diubah orang lain. Periksa kembali butirnya, lalu tetapkan.")
    lock_plan(draft.opd)
    quarters = [
        quarter
        for quarter in Triwulan.objects.select_for_update(no_key=True).filter(opd=draft.opd, tahun=draft.tahun)
        if quarter_end(draft.tahun, quarter.triwulan) >= draft.berlaku_mulai
    ]
    _refuse_touched(quarters)
    number_rows(draft)
    before = state_of(draft)
    draft.status = StatusPK.DITETAPKAN.value
    draft.ditetapkan_pada, draft.ditetapkan_oleh = timezone.now(), pelaku_text(by)
    draft.save()
    for quarter in quarters:
        ensure_pengajuan(quarter)
    record(
        by=by,
        tindakan="tetapkan_pk",
        objek=draft,
        opd=draft.opd,
        sebelum=before,
        sesudah={**state_of(draft), "jumlah_butir": count},
    )
    pk.status, pk.ditetapkan_pada, pk.ditetapkan_oleh = draft.status, draft.ditetapkan_pada, draft.ditetapkan_oleh
    return pk


def _refuse_touched(quarters: Sequence[Triwulan]) -> None:
    for quarter in quarters:
        if quarter.locked:
            raise NotNow(f"{quarter} sudah disahkan dengan PK sebelumnya. Atur tanggal berlaku sesudah triwulan itu.")
    # Locked: a unit that is handing in right now finds the new PK, or is found here as handed in.
    submissions = (
        Pengajuan.objects.select_for_update(of=("self",))
        .filter(triwulan__in=quarters)
        .select_related("unit", "triwulan")
        .order_by("pk")
    )
    waiting = next((row for row in submissions if row.status not in EDITABLE), None)
    if waiting is not None:
        raise NotNow(
            f"{waiting.unit} sudah mengajukan {waiting.triwulan} dengan PK sebelumnya. "
            "Minta pemeriksa mengembalikannya lebih dahulu, atau atur tanggal berlaku sesudah triwulan itu."
        )


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


def _isian(target: Target | TargetRenstra) -> IsianTarget:
    return IsianTarget(target.nilai, target.batas_atas, target.predikat)


def _target_facts(row: ButirPK) -> dict[int, IsianTarget]:
    return {target.triwulan: _isian(target) for target in _target_rows(row)}


def _facts(row: ButirPK, targets: Mapping[int, IsianTarget] | None) -> dict[str, Any]:
    """Return a row and its targets as one audit record shows them."""
    facts = state_of(row)
    if targets is not None:
        facts["target"] = {
            str(quarter): plain({"nilai": t.nilai, "batas_atas": t.batas_atas, "predikat": t.predikat})
            for quarter, t in sorted(targets.items())
            if not t.kosong
        }
    return facts


class _Checker:
    """What the rows of one call are checked against: asked once."""

    def __init__(self, draft: PerjanjianKinerja, stored: Mapping[int, ButirPK], rows: Sequence[ButirPK]) -> None:
        self.draft, self.stored = draft, stored
        self.by_indikator = {row.indikator_id: row.pk for row in stored.values()}
        self.units = set(UnitKerja.objects.filter(opd_id=draft.opd_id).values_list("pk", flat=True))
        self.skala = set(SkalaPredikat.objects.filter(opd_id=draft.opd_id).values_list("pk", flat=True))
        wanted = [row.indikator_id for row in rows]
        self.indikator = set(Indikator.objects.filter(pk__in=wanted, opd_id=draft.opd_id).values_list("pk", flat=True))
        self.huruf = Huruf(row.skala_id for row in rows)

    def check(self, isian: IsianButir) -> dict[int, IsianTarget] | None:
        """Check one row; return its five targets as they are stored, None when they stay. Raises NotValid, NotFound."""
        row = isian.butir
        if not row._state.adding and row.pk not in self.stored:
            raise NotFound("Baris ini sudah tidak ada dalam PK ini. Muat ulang halaman.")
        if row.indikator_id not in self.indikator:
            raise refuse("indikator", "Pilih indikator dari perangkat daerah yang sama.")
        if row.unit_id not in self.units:
            raise refuse("unit", "Pilih unit penanggung jawab dari perangkat daerah yang sama.")
        if row.skala_id is not None and row.skala_id not in self.skala:
            raise refuse("skala", "Pilih skala predikat dari perangkat daerah yang sama.")
        if self.by_indikator.setdefault(row.indikator_id, row.pk or -id(row)) not in (row.pk, -id(row)):
            raise refuse("indikator", "Indikator ini sudah ada dalam perjanjian kinerja.")
        check_measure(row)
        row.pk_induk = self.draft
        check_fields(row)
        if isian.target is None:
            current = {} if row._state.adding else _target_facts(self.stored[row.pk])
            return self._targets(row, current) if current else None
        return self._targets(row, isian.target)

    def _targets(self, row: ButirPK, entered: Mapping[int, IsianTarget]) -> dict[int, IsianTarget]:
        if not set(entered) <= {TAHUN, *QUARTERS}:
            raise refuse("target", "Target hanya ada untuk triwulan 1 sampai 4 dan tahun.")
        targets = {
            quarter: check_target(row, entered.get(quarter, IsianTarget()), self.huruf, field=field_of(quarter))
            for quarter in (TAHUN, *QUARTERS)
        }
        if row.konsolidasi != Konsolidasi.PENJUMLAHAN and targets[TAHUN].kosong:
            targets[TAHUN] = replace(targets[4])
        if row.pola_target == PolaTarget.TETAP:
            for quarter in QUARTERS:
                if targets[quarter].kosong:
                    targets[quarter] = replace(targets[TAHUN])
                elif targets[quarter] != targets[TAHUN]:
                    raise refuse(
                        field_of(quarter),
                        "Target triwulan ini berbeda dari target tahun. Samakan, atau pilih pola target bertahap.",
                    )
        return targets


def field_of(quarter: int) -> str:
    """Return the name under which a refusal speaks of a target: "target_tahun", "target_tw1" and so on."""
    return "target_tahun" if quarter == TAHUN else f"target_tw{quarter}"


def _write_rows(
    by: Pengguna | None,
    draft: PerjanjianKinerja,
    checked: Sequence[tuple[ButirPK, dict[int, IsianTarget] | None]],
    stored: Mapping[int, ButirPK],
) -> None:
    new = [row for row, _ in checked if row._state.adding]
    fresh = {id(row) for row in new}
    columns = [field.name for field in ButirPK._meta.concrete_fields if not field.primary_key]
    ButirPK.objects.bulk_create(new, batch_size=BATCH)
    ButirPK.objects.bulk_update([row for row, _ in checked if id(row) not in fresh], columns, batch_size=BATCH)
    changes: list[Target] = []
    audit: list[Jejak] = []
    for row, targets in checked:
        before = None if id(row) in fresh else _facts(stored[row.pk], _target_facts(stored[row.pk]))
        kept = {} if targets is not None or id(row) in fresh else _target_facts(stored[row.pk])
        after = _facts(row, targets if targets is not None else kept)
        if before == after:
            continue
        changes += _target_changes(row, targets or {}, stored.get(row.pk) if id(row) not in fresh else None)
        audit.append(
            make_jejak(
                by=by,
                tindakan="tambah_butirpk" if before is None else "ubah_butirpk",
                objek=row,
                opd=draft.opd,
                unit=row.unit.nama,
                sebelum=before,
                sesudah=after,
            )
        )
    changed = [row for row in changes if not row._state.adding]
    Target.objects.bulk_create([row for row in changes if row._state.adding], batch_size=500)
    Target.objects.bulk_update(changed, ["nilai", "batas_atas", "predikat"], batch_size=BATCH)
    Jejak.objects.bulk_create(audit, batch_size=BATCH)


def _target_changes(row: ButirPK, targets: Mapping[int, IsianTarget], stored: ButirPK | None) -> list[Target]:
    """Return the target rows to write: existing ones changed, missing ones new. A blank target keeps a blank row."""
    existing = {} if stored is None else {target.triwulan: target for target in _target_rows(stored)}
    changes = []
    for quarter, isian in targets.items():
        target = existing.get(quarter) or Target(butir=row, triwulan=quarter)
        target.nilai, target.batas_atas, target.predikat = isian.nilai, isian.batas_atas, isian.predikat
        changes.append(target)
    return changes
