"""Undoing a change of nomenclature as a whole, while nothing depends on it."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from indicators.acts import Act
from indicators.models import GantiNomenklatur, Indikator, Pengguna, PeriodeRenstra, TargetRenstra
from indicators.permissions import Izin
from indicators.selectors.ganti_nomenklatur import UPWARDS, new_indicators, new_nodes, why_not_undo
from indicators.selectors.perubahan_nomenklatur import TINGKAT
from indicators.services.akses import require
from indicators.services.errors import NotFound, NotNow
from indicators.services.jejak import make_jejak, record, record_many, state_of, write
from indicators.services.nomenklatur import lock_nodes
from indicators.services.rencana import save_nodes
from indicators.services.triwulan import lock_plan


@write(Act.BATALKAN_NOMENKLATUR, "ganti")
def undo_nomenclature(*, by: Pengguna | None, ganti: GantiNomenklatur) -> None:
    """Take away the nodes and indicators that a change made, and give the old nodes their years and versions back.

    Raises NotAllowed, NotFound (it was undone already), NotNow (the sentences say what depends on it).
    """
    require(by, Izin.KELOLA_RENCANA, opd=ganti.periode.opd)
    periode = PeriodeRenstra.objects.select_for_update(of=("self",)).get(pk=ganti.periode_id)
    lock_plan(periode.opd)
    stored = GantiNomenklatur.objects.filter(pk=ganti.pk).select_related("periode__opd").first()
    if stored is None:
        raise NotFound("Perubahan nomenklatur ini sudah dibatalkan. Muat ulang halaman.")
    lock_nodes(periode)
    reasons = why_not_undo(stored)
    if reasons:
        raise NotNow(f"Perubahan nomenklatur ini tidak dapat dibatalkan. {' '.join(reasons)}")
    indicators = new_indicators(stored)
    _remove(by, stored, TargetRenstra.objects.filter(indikator_id__in=indicators).select_related("indikator"))
    _remove(by, stored, Indikator.objects.filter(pk__in=indicators))
    nodes = new_nodes(stored)
    for tingkat in UPWARDS:
        _remove(by, stored, TINGKAT[tingkat][0]._default_manager.filter(pk__in=nodes[tingkat]))
    for tingkat in TINGKAT:
        save_nodes(by=by, nodes=_restored(stored, tingkat))
    record(by=by, tindakan=Act.BATALKAN_NOMENKLATUR, objek=stored, opd=periode.opd, sebelum=state_of(stored))
    stored.delete()


def _restored(ganti: GantiNomenklatur, tingkat: str) -> Sequence[Any]:
    """Return the old nodes of a level with what they had before."""
    isi = ganti.isi
    years = {row[0]: row[-1] for kind in ("diganti", "dihentikan") for row in isi[kind].get(tingkat, ())}
    versions = dict(isi["dipertahankan"].get(tingkat, ()))
    nodes = list(TINGKAT[tingkat][0]._default_manager.filter(pk__in=[*years, *versions]))
    for node in nodes:
        if node.pk in years:
            node.tahun_akhir = years[node.pk]
        if node.pk in versions:
            node.versi_nomenklatur = versions[node.pk]
    return nodes


def _remove(by: Pengguna | None, ganti: GantiNomenklatur, rows: models.QuerySet[Any]) -> None:
    audit = [
        make_jejak(
            by=by,
            tindakan=Act.HAPUS,
            objek=row,
            opd=ganti.periode.opd,
            sebelum=state_of(row),
            alasan=f"{ganti} dibatalkan.",
        )
        for row in rows
    ]
    rows.model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    record_many(audit)
