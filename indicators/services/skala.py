"""Keeping the scales of predicates with their letters. What a PK ditetapkan measures with stays what it is."""

from indicators.acts import Act
from indicators.models import ButirPK, Pengguna, SkalaPredikat, TingkatPredikat
from indicators.models.perjanjian import StatusPK
from indicators.permissions import Izin
from indicators.services.access import require, require_each
from indicators.services.jejak import write
from indicators.services.locks import lock_plan
from indicators.services.saving import delete_checked, delete_rows, lock_stored, refuse_other_office, save_checked
from indicators.services.target_entry import check_figure
from sakip.refusals import NotNow


@write(Act.UBAH, "skala")
def save_skala(*, by: Pengguna | None, skala: SkalaPredikat) -> SkalaPredikat:
    """Create or change a scale of predicates. Raises NotAllowed, NotValid (moved to another office), NotFound."""
    lock_plan(skala.opd)
    stored = lock_stored(skala)
    require_each(by, Izin.KELOLA_RENCANA, (row.opd for row in (skala, stored) if row is not None))
    refuse_other_office(skala, stored)
    return save_checked(by=by, instance=skala, stored=stored, opd=skala.opd)


@write(Act.UBAH, "tingkat")
def save_tingkat(*, by: Pengguna | None, tingkat: TingkatPredikat) -> TingkatPredikat:
    """Create or change a letter of a scale with its score. Raises NotAllowed, NotValid, NotFound."""
    lock_plan(tingkat.skala.opd)
    stored = lock_stored(tingkat)
    require_each(by, Izin.KELOLA_RENCANA, (row.skala.opd for row in (tingkat, stored) if row is not None))
    if stored is not None:
        _refuse_fixed(stored.skala)
    if tingkat.skor is not None:
        tingkat.skor = check_figure(tingkat.skor, "skor")
    return save_checked(by=by, instance=tingkat, stored=stored, opd=tingkat.skala.opd)


@write(Act.HAPUS, "skala")
def delete_skala(*, by: Pengguna | None, skala: SkalaPredikat) -> None:
    """Delete a scale that nothing uses, with its letters. Raises NotAllowed, NotFound, NotNow."""
    require(by, Izin.KELOLA_RENCANA, opd=skala.opd)
    lock_plan(skala.opd)
    delete_rows(by=by, opd=skala.opd, rows=list(TingkatPredikat.objects.filter(skala=skala)))
    delete_checked(by=by, instance=skala, opd=skala.opd)


@write(Act.HAPUS, "tingkat")
def delete_tingkat(*, by: Pengguna | None, tingkat: TingkatPredikat) -> None:
    """Delete a letter of a scale. Raises NotAllowed, NotFound, NotNow."""
    require(by, Izin.KELOLA_RENCANA, opd=tingkat.skala.opd)
    lock_plan(tingkat.skala.opd)
    _refuse_fixed(tingkat.skala)
    delete_checked(by=by, instance=tingkat, opd=tingkat.skala.opd)


def _refuse_fixed(skala: SkalaPredikat) -> None:
    """The letters of a scale that a PK ditetapkan measures with stay what they are; new letters may come."""
    if ButirPK.objects.filter(skala=skala, pk_induk__status=StatusPK.DITETAPKAN.value).exists():
        raise NotNow("Skala ini dipakai perjanjian kinerja yang sudah ditetapkan. Buat skala baru untuk perubahan.")
