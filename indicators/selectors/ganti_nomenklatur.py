"""A change of nomenclature as it was done: what it made, and what by now keeps it from being undone."""

from collections.abc import Iterable, Sequence
from typing import Any

from indicators.models import (
    Anggaran,
    ButirPK,
    Dukungan,
    GantiNomenklatur,
    Indikator,
    PeriodeRenstra,
    Realisasi,
    TargetRenstra,
)
from indicators.models.tingkat import MODEL_OF
from indicators.tingkat import NOMENKLATUR, Tingkat


def get_latest(periode: PeriodeRenstra, tahun: int) -> GantiNomenklatur | None:
    """Return the last change of the Renstra into `tahun` that was not undone."""
    rows = GantiNomenklatur.objects.filter(periode=periode, tahun=tahun)
    return rows.select_related("periode__opd").order_by("-pk").first()


def new_nodes(ganti: GantiNomenklatur) -> dict[Tingkat, list[int]]:
    """Return the ids of the nodes that the change made, by level."""
    return {tingkat: [row[1] for row in ganti.isi["diganti"].get(tingkat, ())] for tingkat in NOMENKLATUR}


def new_indicators(ganti: GantiNomenklatur) -> list[int]:
    return [new for _, new in ganti.isi["indikator"]]


def why_not_undo(ganti: GantiNomenklatur) -> list[str]:
    """Return in sentences what has come to depend on the change; empty: it can be undone as a whole.

    A constant number of queries.
    """
    later = GantiNomenklatur.objects.filter(periode_id=ganti.periode_id, pk__gt=ganti.pk).order_by("-pk").first()
    reasons = [] if later is None else [f"{later} dilakukan sesudahnya: batalkan itu lebih dahulu."]
    return [*reasons, *_used_nodes(ganti), *_used_indicators(new_indicators(ganti)), *_moved_on(ganti)]


def _used_nodes(ganti: GantiNomenklatur) -> Iterable[str]:
    nodes, indicators = new_nodes(ganti), new_indicators(ganti)
    for tingkat, ids in nodes.items():
        manager: Any = MODEL_OF[tingkat]._default_manager
        child = tingkat.anak
        if child is not None:
            rows = MODEL_OF[child]._default_manager.filter(**{f"{tingkat}_id__in": ids}).exclude(pk__in=nodes[child])
            yield from _named(rows, "Simpul lain sudah dibuat di bawah simpul baru")
        rows = manager.filter(menggantikan_id__in=ids)
        yield from _named(rows, "Simpul baru sudah digantikan lagi oleh")
        others = Indikator.objects.filter(**{f"{tingkat}_id__in": ids}).exclude(pk__in=indicators)
        yield from _named(others, "Indikator lain sudah dibuat pada simpul baru")
    money = Anggaran.objects.filter(sub_kegiatan_id__in=nodes[Tingkat.SUB_KEGIATAN]).select_related("sub_kegiatan")
    yield from _named(money, "Simpul baru sudah mempunyai anggaran")


def _used_indicators(ids: Sequence[int]) -> Iterable[str]:
    rows = ButirPK.objects.filter(indikator_id__in=ids).select_related("pk_induk", "indikator")
    agreements = {str(row.pk_induk) for row in rows}
    if agreements:
        yield f"Indikator simpul baru sudah ada dalam {', '.join(sorted(agreements))}: hapus butirnya lebih dahulu."
    values = Realisasi.objects.filter(indikator_id__in=ids).select_related("indikator", "triwulan")
    yield from _named(values, "Indikator simpul baru sudah mempunyai realisasi")
    supports = Dukungan.objects.filter(pendukung_id__in=ids) | Dukungan.objects.filter(didukung_id__in=ids)
    yield from _named(
        supports.select_related("pendukung", "didukung"), "Indikator simpul baru sudah dipakai dalam dukungan"
    )
    followers = Indikator.objects.filter(menggantikan_id__in=ids).exclude(pk__in=ids)
    yield from _named(followers, "Indikator simpul baru sudah digantikan lagi oleh")
    yield from _typed_targets(ids)


def _typed_targets(ids: Sequence[int]) -> Iterable[str]:
    """Targets of the Renstra were copied with the indicators; one that was changed since would be lost."""
    facts = ("tahun", "nilai", "batas_atas", "predikat")
    old_of = dict(Indikator.objects.filter(pk__in=ids).values_list("pk", "menggantikan_id"))
    rows = TargetRenstra.objects.filter(indikator_id__in=[*old_of, *old_of.values()])
    stored = {(row.indikator_id, row.tahun): tuple(getattr(row, name) for name in facts) for row in rows}
    changed = [
        key for key, value in stored.items() if key[0] in old_of and stored.get((old_of[key[0]], key[1])) != value
    ]
    if changed:
        yield f"{len(changed)} target Renstra indikator simpul baru sudah diubah: samakan dahulu dengan yang lama."


def _moved_on(ganti: GantiNomenklatur) -> Iterable[str]:
    """The old nodes still end the year before."""
    for tingkat in NOMENKLATUR:
        ids = [row[0] for kind in ("diganti", "dihentikan") for row in ganti.isi[kind].get(tingkat, ())]
        rows: Any = MODEL_OF[tingkat]._default_manager.filter(pk__in=ids).exclude(tahun_akhir=ganti.tahun - 1)
        yield from _named(rows, "Tahun terakhir simpul lama sudah diubah lagi")


def _named(rows: Any, what: str) -> Iterable[str]:
    found = list(rows.order_by("pk")[:3])
    if found:
        yield f"{what}: {'; '.join(str(row) for row in found)}."
