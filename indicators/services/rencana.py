"""Keeping the plan: nodes, indicators, Renstra targets. One object is the smallest case of many."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models

from indicators.acts import Act
from indicators.models import (
    Indikator,
    Pengguna,
    PerangkatDaerah,
    PeriodeRenstra,
    SkalaPredikat,
    TargetRenstra,
    UnitKerja,
)
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import SimpulNomenklatur, SimpulRencana
from indicators.models.tingkat import MODEL_OF, parent_model_of
from indicators.permissions import Izin
from indicators.selectors.measure_facts import facts_of
from indicators.selectors.renstra import PERIOD_PATHS
from indicators.services.access import require, require_each, require_one_office
from indicators.services.dukungan import refuse_broken_support
from indicators.services.jejak import write
from indicators.services.locks import lock_plan
from indicators.services.predecessor import check_predecessors, goes_round
from indicators.services.printed_names import PrintedNames, printed_indicators, refuse_renamed_indikator
from indicators.services.saving import (
    BATCH,
    GONE,
    check_fields,
    delete_checked,
    delete_rows,
    lock_many,
    lock_stored,
    refuse_other_office,
    save_checked,
    save_many,
    take_key,
)
from indicators.services.simpul_codes import check_code, codes_of_parents
from indicators.services.target_entry import (
    Letters,
    TargetEntry,
    at_row,
    check_measure,
    check_target,
    naming,
    refuse_broken,
)
from indicators.tingkat import Tingkat
from sakip.refusals import NotFound, NotValid, refuse

M = TypeVar("M", bound=models.Model)
N = TypeVar("N", bound=SimpulRencana)

FIXED_NODE = (
    "Indikator ini ada dalam perjanjian kinerja yang sudah ditetapkan, jadi tempatnya tidak dapat dipindahkan. "
    "Buat indikator baru pada simpul yang baru."
)


@write(Act.UBAH, "periode")
def save_periode(*, by: Pengguna | None, periode: PeriodeRenstra) -> PeriodeRenstra:
    """Create or change a Renstra period. Raises NotAllowed, NotValid (moved to another office), NotFound."""
    lock_plan(periode.opd)
    stored = lock_stored(periode)
    require_each(by, Izin.KELOLA_RENCANA, (row.opd for row in (periode, stored) if row is not None))
    refuse_other_office(periode, stored)
    return save_checked(by=by, instance=periode, stored=stored, opd=periode.opd)


def save_node(*, by: Pengguna | None, node: N) -> N:
    """Create or change one node of the plan, see `save_nodes`."""
    return save_nodes(by=by, nodes=[node])[0]


@write(Act.UBAH, "nodes")
def save_nodes(*, by: Pengguna | None, nodes: Sequence[N]) -> list[N]:
    """Create or change nodes of one model and one office; all or none, with a constant number of queries.

    Raises NotAllowed, NotFound (parent or node is gone), NotValid (with several nodes, the sentence names the node; a
    name that a PK ditetapkan prints stays, see `services.printed_names`; codes are checked by `services.simpul_codes`).
    """
    if not nodes:
        return []
    model = type(nodes[0])
    tingkat = model.tingkat
    parent_field, parent_model = tingkat.parent_field, parent_model_of(tingkat)
    parents = {_parent_id(row, parent_field) for row in (*nodes, *_stored_of(model, nodes))}
    opd = require_one_office(by, Izin.KELOLA_RENCANA, [row[0] for row in _periods(tingkat, parents).values()])
    lock_plan(opd)
    stored = lock_many(model, nodes)
    parent_ids = {_parent_id(row, parent_field) for row in (*nodes, *stored.values())}
    periods = _periods(tingkat, parent_ids)  # as they stand now that nobody else writes the plan
    _check_replaced(nodes, model, opd)
    codes = codes_of_parents(parent_model, parent_ids)
    taken = {
        (parent, kode, nama): pk
        for pk, parent, kode, nama in model._default_manager.filter(
            **{f"{parent_field}_id__in": parent_ids}
        ).values_list("pk", f"{parent_field}_id", "kode", "nama")
    }

    def check(node: N) -> None:
        parent_id = _parent_id(node, parent_field)
        check_code(
            node,
            stored.get(node.pk),
            awal_renstra=periods[parent_id][1],
            induk=parent_field,
            kode_induk=codes.get(parent_id, ""),
        )
        _check_node(node, periods[parent_id])
        if not take_key(taken, (parent_id, node.kode, node.nama), node):
            raise refuse("nama", "Kode dan nama yang sama sudah ada di bawah induk ini.")

    _check_each(nodes, check)
    _check_each(nodes, PrintedNames(opd, nodes, stored, parent_field).check)  # after codes have their one spelling
    save_many(by=by, instances=nodes, stored=stored, opd=opd)
    return list(nodes)


def _stored_of(model: type[M], rows: Sequence[M]) -> Iterable[M]:
    """Return the rows behind those that are not new, before anything is locked: whose office's plan they are."""
    return model._default_manager.in_bulk([row.pk for row in rows if not row._state.adding]).values()


def _check_each(rows: Sequence[M], check: Callable[[M], None]) -> None:
    """Check the rows of one call; of several, the refusal names the row."""
    for row in rows:
        with naming(row, rows):
            check(row)


@write(Act.HAPUS, "node")
def delete_node(*, by: Pengguna | None, node: SimpulRencana | PeriodeRenstra) -> None:
    """Delete a node that nothing uses. Raises NotAllowed, NotFound, NotNow."""
    opd = opd_of(node)
    require(by, Izin.KELOLA_RENCANA, opd=opd)
    lock_plan(opd)
    delete_checked(by=by, instance=node, opd=opd)


def number_siblings(rows: Sequence[models.Model]) -> None:
    """Number locked siblings of one model 1 to n in their order; `services.ordering` judges and records it."""
    for number, row in enumerate(rows, start=1):
        row.urutan = number  # type: ignore[attr-defined]  # nodes and indicators have it
    type(rows[0])._default_manager.bulk_update(rows, ["urutan"], batch_size=BATCH)


def periode_of(node: models.Model) -> PeriodeRenstra:
    """Return the Renstra period that a node or an indicator belongs to."""
    current: Any = node.simpul if isinstance(node, Indikator) else node
    while not isinstance(current, PeriodeRenstra):
        current = getattr(current, current.tingkat.parent_field)
    return current


def opd_of(node: models.Model) -> PerangkatDaerah:
    """Return the office that a node of the plan belongs to."""
    return periode_of(node).opd


def save_indikator(*, by: Pengguna | None, indikator: Indikator) -> Indikator:
    """Create or change one indicator, see `save_indikator_many`."""
    return save_indikator_many(by=by, daftar=[indikator])[0]


@write(Act.UBAH, "daftar")
def save_indikator_many(*, by: Pengguna | None, daftar: Sequence[Indikator]) -> list[Indikator]:
    """Create or change indicators of one office; its office is taken from its node. Constant number of queries.

    Raises NotAllowed, NotFound, NotValid (with several, the sentence names the indicator; an indicator of a PK
    ditetapkan keeps its name and stays on its node, whose level its figures count for).
    """
    if not daftar:
        return []
    offices = [*_offices_of_nodes(daftar), *(row.opd_id for row in _stored_of(Indikator, daftar))]
    opd = require_one_office(by, Izin.KELOLA_RENCANA, offices)
    lock_plan(opd)
    stored = lock_many(Indikator, daftar)
    _offices_of_nodes(daftar)  # still there, now that nobody else writes the plan
    unit_ids = set(UnitKerja.objects.filter(opd=opd).values_list("pk", flat=True))
    skala_ids = set(SkalaPredikat.objects.filter(opd=opd).values_list("pk", flat=True))
    taken = {
        (*_node_ids(row), row.nama): row.pk
        for row in Indikator.objects.filter(opd=opd, nama__in={row.nama for row in daftar})
    }
    moved = {row.pk for row in daftar if row.pk in stored and _node_ids(row) != _node_ids(stored[row.pk])}
    renamed = {row.pk for row in daftar if row.pk in stored and row.nama != stored[row.pk].nama}
    printed = printed_indicators([*moved, *renamed])
    check_predecessors(daftar, opd)

    def check(row: Indikator) -> None:
        row.opd = opd
        if row.pk in moved and row.pk in printed:
            raise refuse(row.tingkat, FIXED_NODE)
        refuse_renamed_indikator(row, stored.get(row.pk), printed)
        _check_indikator(row, unit_ids, skala_ids)
        if not take_key(taken, (*_node_ids(row), row.nama), row):
            raise refuse("nama", "Indikator dengan nama ini sudah ada pada simpul yang sama.")

    _check_each(daftar, check)
    refuse_broken_support(
        row for row in daftar if row.pk in stored and (row.pk in moved or row.unit_id != stored[row.pk].unit_id)
    )
    save_many(by=by, instances=daftar, stored=stored, opd=opd)
    return list(daftar)


def _node_ids(row: Indikator) -> tuple[int | None, ...]:
    return tuple(getattr(row, f"{level}_id") for level in Tingkat)


@write(Act.HAPUS, "indikator")
def delete_indikator(*, by: Pengguna | None, indikator: Indikator) -> None:
    """Delete an indicator that no PK and no realisasi uses, with its Renstra targets. Raises NotAllowed, NotFound,
    NotNow."""
    require(by, Izin.KELOLA_RENCANA, opd=indikator.opd)
    lock_plan(indikator.opd)
    delete_rows(by=by, opd=indikator.opd, rows=list(TargetRenstra.objects.filter(indikator=indikator)))
    delete_checked(by=by, instance=indikator, opd=indikator.opd)


@write(Act.UBAH, TargetRenstra)
def save_targets_renstra(
    *, by: Pengguna | None, isian: Sequence[tuple[Indikator, Mapping[int, TargetEntry]]]
) -> list[TargetRenstra]:
    """Set the Renstra targets of indicators of one office, by year; years not named stay. Constant number of queries.

    Raises NotAllowed, NotFound (an indicator is gone), NotValid (the sentence names the indicator and the year).
    """
    if not isian:
        return []
    opd = require_one_office(by, Izin.KELOLA_RENCANA, [indikator.opd_id for indikator, _ in isian])
    lock_plan(opd)
    ids = [indikator.pk for indikator, _ in isian]
    periods = {row.pk: periode_of(row) for row in Indikator.objects.filter(pk__in=ids).select_related(*PERIOD_PATHS)}
    if len(periods) < len(set(ids)):
        raise NotFound(GONE)
    stored = {(row.indikator_id, row.tahun): row for row in TargetRenstra.objects.filter(indikator_id__in=ids)}
    before = {row.pk: TargetRenstra(**_columns(row)) for row in stored.values()}
    huruf = Letters(indikator.skala_id for indikator, _ in isian)
    rows: list[TargetRenstra] = []
    for indikator, targets in isian:
        for tahun, target in targets.items():
            row = stored.get((indikator.pk, tahun)) or TargetRenstra(indikator=indikator, tahun=tahun)
            target.put_into(row)
            try:
                _check_year(tahun, periods[indikator.pk])
                _take_target(row, indikator, huruf)
                check_fields(row)
            except NotValid as refusal:
                raise at_row(refusal, f"{indikator} ({tahun})", row) from None
            rows.append(row)
    save_many(by=by, instances=rows, stored={pk: before[pk] for pk in before}, opd=opd)
    return rows


@write(Act.HAPUS, "target")
def delete_target_renstra(*, by: Pengguna | None, target: TargetRenstra) -> None:
    """Delete an indicator's target of a year. Raises NotAllowed, NotFound."""
    require(by, Izin.KELOLA_RENCANA, opd=target.indikator.opd)
    lock_plan(target.indikator.opd)
    delete_checked(by=by, instance=target, opd=target.indikator.opd)


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _parent_id(node: SimpulRencana, field: str) -> int:
    parent: int | None = getattr(node, f"{field}_id")
    if parent is None:
        raise refuse(field, "Pilih induknya lebih dahulu.")
    return parent


def _periods(tingkat: Tingkat, ids: set[int]) -> dict[int, tuple[int, int, int]]:
    """Return (office, first year, last year) of each parent of nodes of the level: one query. Raises NotFound."""
    way = "" if tingkat.induk is None else f"{tingkat.induk.way_to_periode}__"
    rows = (
        parent_model_of(tingkat)
        ._default_manager.filter(pk__in=ids)
        .values_list("pk", f"{way}opd_id", f"{way}tahun_awal", f"{way}tahun_akhir")
    )
    found = {pk: (opd_id, first, last) for pk, opd_id, first, last in rows}
    if len(found) < len(ids):
        raise NotFound("Induk yang dipilih sudah tidak ada. Muat ulang halaman, lalu pilih kembali.")
    return found


def _check_replaced(nodes: Sequence[SimpulRencana], model: type[SimpulRencana], opd: PerangkatDaerah) -> None:
    """A replaced node is another one of the same office, and none that replaces this one."""
    replaced = [(row, row.menggantikan_id) for row in nodes if isinstance(row, SimpulNomenklatur)]  # type: ignore[attr-defined]  # the field's id
    if not any(old for _, old in replaced):
        return
    own: models.QuerySet[Any] = model._default_manager.filter(**{f"{model.tingkat.way_to_periode}__opd": opd})
    before: dict[int, int | None] = dict(own.values_list("pk", "menggantikan_id"))
    before |= {row.pk: old for row, old in replaced if row.pk is not None}
    for row, old in replaced:
        if old is not None and (old == row.pk or old not in before):
            raise refuse("menggantikan", "Pilih simpul lama lain dari perangkat daerah yang sama.")
        if goes_round(before, row.pk, old):
            raise refuse("menggantikan", "Simpul tidak dapat menggantikan penggantinya. Pilih simpul lama yang lain.")


def _check_node(node: SimpulRencana, period: tuple[int, int, int]) -> None:
    check_fields(node)
    _, first, last = period
    for field in ("tahun_awal", "tahun_akhir"):
        year = getattr(node, field)
        if year is not None and not first <= year <= last:
            raise refuse(field, f"Tahun harus di dalam masa Renstra, {first} sampai {last}.")
    if (node.tahun_awal or first) > (node.tahun_akhir or last):
        raise refuse("tahun_akhir", "Tahun terakhir tidak boleh sebelum tahun pertama.")


def _offices_of_nodes(daftar: Sequence[Indikator]) -> list[int]:
    """Return the offices of the nodes that the indicators hang on: one query per level in use. Raises NotValid."""
    by_level: dict[Tingkat, set[int]] = {}
    for row in daftar:
        chosen = [level for level in Tingkat if getattr(row, f"{level}_id") is not None]
        if len(chosen) != 1:
            raise NotValid(
                "Indikator harus menempel pada tepat satu simpul: pilih salah satu saja.",
                {"__all__": "Pilih tepat satu: tujuan, sasaran, program, kegiatan, atau sub kegiatan."},
            )
        by_level.setdefault(chosen[0], set()).add(getattr(row, f"{chosen[0]}_id"))
    offices: list[int] = []
    for level, ids in by_level.items():
        rows = MODEL_OF[level]._default_manager.filter(pk__in=ids)
        found = dict(rows.values_list("pk", f"{level.way_to_periode}__opd_id"))
        if len(found) < len(ids):
            raise NotFound("Simpul yang dipilih sudah tidak ada. Muat ulang halaman, lalu pilih kembali.")
        offices.extend(found.values())
    return offices


def _check_indikator(row: Indikator, unit_ids: set[int], skala_ids: set[int]) -> None:
    if row.unit_id not in unit_ids:
        raise refuse("unit", "Pilih unit penanggung jawab dari perangkat daerah yang sama.")
    if row.skala_id is not None and row.skala_id not in skala_ids:
        raise refuse("skala", "Pilih skala predikat dari perangkat daerah yang sama.")
    check_measure(row)
    check_fields(row)
    refuse_broken(facts_of(row))


def _check_year(tahun: int, periode: PeriodeRenstra) -> None:
    if not periode.tahun_awal <= tahun <= periode.tahun_akhir:
        raise refuse("tahun", f"Tahun harus di dalam masa Renstra, {periode.tahun_awal} sampai {periode.tahun_akhir}.")


def _take_target(target: TargetRenstra, indikator: Indikator, huruf: Letters) -> None:
    checked = check_target(indikator, TargetEntry.of(target), huruf)
    refuse_broken(facts_of(indikator, {TAHUN: checked}))
    checked.put_into(target)
