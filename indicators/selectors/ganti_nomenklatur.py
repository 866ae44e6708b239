"""A change of nomenclature as it was done: what it made, and what by now keeps it from being undone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, cast

from indicators.models import (
    Anggaran,
    ButirPK,
    Dukungan,
    GantiNomenklatur,
    Indikator,
    PerangkatDaerah,
    PeriodeRenstra,
    Realisasi,
    TargetRenstra,
)
from indicators.models.tingkat import MODEL_OF
from indicators.selectors.schema import check_schema
from indicators.tingkat import NOMENKLATUR, Tingkat

SKEMA = 1


class SimpulDiganti(TypedDict):
    """A node that another took the place of, by their ids; `tahun_akhir` is the old node's last year before."""

    lama: int
    baru: int
    tahun_akhir: int | None


class EndedSimpul(TypedDict):
    """A node that ended; `tahun_akhir` is its last year before."""

    simpul: int
    tahun_akhir: int | None


class KeptSimpul(TypedDict):
    """A node that kept its code on purpose; `versi` is its `versi_nomenklatur` before."""

    simpul: int
    versi: str


class IndikatorDisalin(TypedDict):
    """An indicator of a replaced node and its copy, by their ids."""

    lama: int
    baru: int


class Perbuatan(TypedDict):
    """What a change of nomenclature did to the nodes of each level and to their indicators."""

    diganti: Mapping[Tingkat, list[SimpulDiganti]]
    dihentikan: Mapping[Tingkat, list[EndedSimpul]]
    dipertahankan: Mapping[Tingkat, list[KeptSimpul]]
    indikator: list[IndikatorDisalin]


class ChangeContent(Perbuatan):
    """What `GantiNomenklatur.isi` holds."""

    skema: int


def keep_change(done: Perbuatan) -> ChangeContent:
    """Return what was done as it is stored."""
    return {"skema": SKEMA, **done}


def read_change(ganti: GantiNomenklatur) -> Perbuatan:
    """Return what a stored change did. Raises SkemaTidakDikenal."""
    return cast(ChangeContent, check_schema(ganti.isi, SKEMA, f"Isi {ganti}"))


def old_years(ganti: GantiNomenklatur, tingkat: Tingkat) -> dict[int, int | None]:
    """Return the old nodes of a level that the change ended, with the last year that each had before."""
    done = read_change(ganti)
    return {
        **{row["lama"]: row["tahun_akhir"] for row in done["diganti"].get(tingkat, ())},
        **{row["simpul"]: row["tahun_akhir"] for row in done["dihentikan"].get(tingkat, ())},
    }


def old_versions(ganti: GantiNomenklatur, tingkat: Tingkat) -> dict[int, str]:
    """Return the nodes of a level that kept their code on purpose, with the version that each had before."""
    return {row["simpul"]: row["versi"] for row in read_change(ganti)["dipertahankan"].get(tingkat, ())}


def get_latest(periode: PeriodeRenstra, tahun: int) -> GantiNomenklatur | None:
    """Return the last change of the Renstra into `tahun` that was not undone."""
    rows = GantiNomenklatur.objects.filter(periode=periode, tahun=tahun)
    return rows.select_related("periode__opd").order_by("-pk").first()


def find_change(opd: PerangkatDaerah, pk: int) -> GantiNomenklatur | None:
    """Return a change of the office that was not undone; else None."""
    return GantiNomenklatur.objects.select_related("periode__opd").filter(pk=pk, periode__opd=opd).first()


def new_nodes(ganti: GantiNomenklatur) -> dict[Tingkat, list[int]]:
    """Return the ids of the nodes that the change made, by level."""
    replaced = read_change(ganti)["diganti"]
    return {tingkat: [row["baru"] for row in replaced.get(tingkat, ())] for tingkat in NOMENKLATUR}


def new_indicators(ganti: GantiNomenklatur) -> list[int]:
    return [row["baru"] for row in read_change(ganti)["indikator"]]


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
        old = MODEL_OF[tingkat]._default_manager.filter(pk__in=old_years(ganti, tingkat))
        rows: Any = old.exclude(tahun_akhir=ganti.tahun - 1)
        yield from _named(rows, "Tahun terakhir simpul lama sudah diubah lagi")


def _named(rows: Any, what: str) -> Iterable[str]:
    found = list(rows.order_by("pk")[:3])
    if found:
        yield f"{what}: {'; '.join(str(row) for row in found)}."
