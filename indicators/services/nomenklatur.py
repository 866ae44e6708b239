"""The change of nomenclature between two years: new nodes in the place of old ones, with their indicators.

A change is kept with what it did, and can be undone as a whole while nothing depends on it.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q

from indicators.acts import Act
from indicators.models import GantiNomenklatur, Indikator, Pengguna, PeriodeRenstra, TargetRenstra
from indicators.models.tingkat import MODEL_OF, NOMENKLATUR_MODEL_OF
from indicators.permissions import Izin
from indicators.selectors.ganti_nomenklatur import (
    keep_change,
    new_indicators,
    new_nodes,
    old_versions,
    old_years,
    why_not_undo,
)
from indicators.services.access import require
from indicators.services.jejak import actor_text, record, state_of, write
from indicators.services.locks import lock_plan
from indicators.services.nomenklatur_proposal import (
    NomenklaturEntry,
    NomenklaturOutcome,
    Proposal,
    ShownProposal,
    draw_up,
)
from indicators.services.rencana import save_indikator_many, save_nodes, save_targets_renstra
from indicators.services.saving import delete_rows
from indicators.services.target_entry import TargetEntry
from indicators.tingkat import NOMENKLATUR, Tingkat
from sakip.refusals import ChangedMeanwhile, NotFound, NotNow

# What a copied indicator takes over besides its way of measuring.
COPIED = (
    "unit",
    "nama",
    "urutan",
    "definisi_operasional",
    "formula",
    "sumber_data",
    "penanggung_jawab",
)


def plan_nomenclature(
    *, by: Pengguna | None, periode: PeriodeRenstra, tahun: int, isian: Sequence[NomenklaturEntry]
) -> ShownProposal:
    """Return what `change_nomenclature` would do with these decisions; writes nothing. Raises as that does."""
    require(by, Izin.KELOLA_RENCANA, opd=periode.opd)
    return draw_up(periode, tahun, isian).show()


@write(Act.UBAH_NOMENKLATUR, "periode")
def change_nomenclature(
    *,
    by: Pengguna | None,
    periode: PeriodeRenstra,
    tahun: int,
    isian: Sequence[NomenklaturEntry],
    dilihat: str | None = None,
) -> NomenklaturOutcome:
    """Write what was decided about nodes of the year before `tahun`: all or none, with a constant number of queries.

    GANTI makes a new node from `tahun` on under the parent that counts then, which names the old one and takes copies
    of its indicators with the Renstra's targets from that year on; the old node ends the year before. HENTI ends the
    node. TETAP keeps a sub kegiatan with a code of the older nomenclature on purpose. `dilihat` is what the
    confirmation showed (`plan_nomenclature`); None: a command. What was done is kept, to be undone as a whole.
    Raises NotAllowed, NotFound, NotValid (`fields` says per row, by `kunci`, what to do), ChangedMeanwhile.
    """
    require(by, Izin.KELOLA_RENCANA, opd=periode.opd)
    lock_plan(periode.opd)  # of two changes the second finds what the first has decided
    stored = PeriodeRenstra.objects.filter(pk=periode.pk, opd=periode.opd_id).first()
    if stored is None:
        raise NotFound("Renstra ini sudah tidak ada. Muat ulang halaman.")
    plan = draw_up(stored, tahun, isian)
    if dilihat is not None and dilihat != plan.show().dilihat:
        raise ChangedMeanwhile("Rencana baru saja diubah orang lain. Periksa kembali daftarnya, lalu konfirmasi lagi.")
    for tingkat in NOMENKLATUR:
        for old, new in plan.pasangan[tingkat]:
            setattr(new, tingkat.parent_field, plan.parent_of(old))  # its id is known now
        save_nodes(by=by, nodes=[*plan.diubah[tingkat], *(new for _, new in plan.pasangan[tingkat])])
    hasil = plan.hasil
    copied = _copy_indicators(by, plan, tahun)
    hasil.indikator = len(copied)
    if hasil.diganti or hasil.dihentikan or hasil.dipertahankan:
        _remember(by, stored, tahun, plan, copied)
    return hasil


def _remember(
    by: Pengguna | None,
    periode: PeriodeRenstra,
    tahun: int,
    plan: Proposal,
    copied: Sequence[tuple[Indikator, Indikator]],
) -> None:
    isi = keep_change(
        {
            "diganti": {
                tingkat: [
                    {"lama": row.simpul.pk, "baru": new.pk, "tahun_akhir": plan.semula[row.kunci]} for row, new in pairs
                ]
                for tingkat, pairs in plan.pasangan.items()
            },
            "dihentikan": plan.dihentikan,
            "dipertahankan": plan.dipertahankan,
            "indikator": [{"lama": old.pk, "baru": new.pk} for old, new in copied],
        }
    )
    done = GantiNomenklatur.objects.create(periode=periode, tahun=tahun, isi=isi, dibuat_oleh=actor_text(by))
    record(by=by, tindakan=Act.UBAH_NOMENKLATUR, objek=done, opd=periode.opd, sesudah=state_of(done))


def _copy_indicators(by: Pengguna | None, plan: Proposal, tahun: int) -> list[tuple[Indikator, Indikator]]:
    """Copy the indicators of replaced nodes, with the Renstra's targets from the year on; return (old, new) pairs."""
    wanted = Q(pk__in=[])
    successors: dict[tuple[str, int], Any] = {}
    for tingkat, pairs in plan.pasangan.items():
        successors |= {(tingkat, row.simpul.pk): new for row, new in pairs}
        wanted |= Q(**{f"{tingkat}_id__in": [row.simpul.pk for row, _ in pairs]})
    if not successors:
        return []
    later = TargetRenstra.objects.filter(tahun__gte=tahun).order_by("tahun")
    pairs_of_indicators: list[tuple[Any, Indikator]] = []
    rows = Indikator.objects.filter(wanted).select_related("opd", "unit", "skala")
    for row in rows.prefetch_related(Prefetch("target_renstra", queryset=later, to_attr="target_kemudian")):
        copied = Indikator(
            **{row.tingkat: successors[row.tingkat, getattr(row, f"{row.tingkat}_id")]},
            **row.measure_values(),
            **{name: getattr(row, name) for name in COPIED},
            menggantikan=row,
        )
        pairs_of_indicators.append((row, copied))
    save_indikator_many(by=by, daftar=[copied for _, copied in pairs_of_indicators])
    save_targets_renstra(
        by=by,
        isian=[
            (copied, {t.tahun: TargetEntry.of(t) for t in row.target_kemudian}) for row, copied in pairs_of_indicators
        ],
    )
    return pairs_of_indicators


@write(Act.BATALKAN_NOMENKLATUR, "ganti")
def undo_nomenclature(*, by: Pengguna | None, ganti: GantiNomenklatur) -> None:
    """Take away the nodes and indicators that a change made, and give the old nodes their years and versions back.

    Raises NotAllowed, NotFound (it was undone already), NotNow (the sentences say what depends on it).
    """
    opd = ganti.periode.opd
    require(by, Izin.KELOLA_RENCANA, opd=opd)
    lock_plan(opd)
    stored = GantiNomenklatur.objects.filter(pk=ganti.pk).select_related("periode__opd").first()
    if stored is None:
        raise NotFound("Perubahan nomenklatur ini sudah dibatalkan. Muat ulang halaman.")
    reasons = why_not_undo(stored)
    if reasons:
        raise NotNow(f"Perubahan nomenklatur ini tidak dapat dibatalkan. {' '.join(reasons)}")
    indicators = new_indicators(stored)
    _remove(by, stored, TargetRenstra.objects.filter(indikator_id__in=indicators).select_related("indikator"))
    _remove(by, stored, Indikator.objects.filter(pk__in=indicators))
    nodes = new_nodes(stored)
    for tingkat in reversed(NOMENKLATUR):
        _remove(by, stored, MODEL_OF[tingkat]._default_manager.filter(pk__in=nodes[tingkat]))
    for tingkat in NOMENKLATUR:
        save_nodes(by=by, nodes=_restored(stored, tingkat))
    record(by=by, tindakan=Act.BATALKAN_NOMENKLATUR, objek=stored, opd=opd, sebelum=state_of(stored))
    stored.delete()


def _restored(ganti: GantiNomenklatur, tingkat: Tingkat) -> Sequence[Any]:
    """Return the old nodes of a level with what they had before."""
    years, versions = old_years(ganti, tingkat), old_versions(ganti, tingkat)
    nodes = list(NOMENKLATUR_MODEL_OF[tingkat]._default_manager.filter(pk__in=[*years, *versions]))
    for node in nodes:
        if node.pk in years:
            node.tahun_akhir = years[node.pk]
        if node.pk in versions:
            node.versi_nomenklatur = versions[node.pk]
    return nodes


def _remove(by: Pengguna | None, ganti: GantiNomenklatur, rows: models.QuerySet[Any]) -> None:
    delete_rows(by=by, opd=ganti.periode.opd, rows=list(rows), alasan=f"{ganti} dibatalkan.")
