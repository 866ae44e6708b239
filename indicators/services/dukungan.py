"""Keeping the cascade: which indicator supports which. One pair is the smallest case of many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from indicators.acts import Act
from indicators.models import Dukungan, Indikator, Pengguna
from indicators.permissions import Izin
from indicators.services.access import require, require_one_office
from indicators.services.jejak import write
from indicators.services.locks import lock_plan
from indicators.services.saving import check_fields, delete_checked, save_many, take_key
from indicators.services.target_entry import naming
from sakip.refusals import NotFound, refuse

CHOOSE = "Pilih indikator dari perangkat daerah yang sama."


def save_dukungan(*, by: Pengguna | None, dukungan: Dukungan) -> Dukungan:
    """Create or change one support, see `save_dukungan_many`."""
    return save_dukungan_many(by=by, daftar=[dukungan])[0]


@write(Act.UBAH, "daftar")
def save_dukungan_many(*, by: Pengguna | None, daftar: Sequence[Dukungan]) -> list[Dukungan]:
    """Create or change supports of one office; all or none, with a constant number of queries.

    Raises NotAllowed, NotFound (an indicator or the support is gone), NotValid (not one office, the supported one does
    not stand higher, a pair twice, a circle; with several, the sentence names the pair).
    """
    if not daftar:
        return []
    offices = [row.opd_id for row in _indicators(daftar).values()]
    opd = require_one_office(by, Izin.KELOLA_RENCANA, offices, refuse("pendukung", CHOOSE))
    lock_plan(opd)
    indikator = _indicators(daftar)  # as they stand now that none moves to another node
    rows = {row.pk: row for row in Dukungan.objects.filter(didukung__opd=opd)}
    ids = {row.pk for row in daftar if not row._state.adding}
    if not ids <= set(rows):
        raise NotFound("Dukungan ini sudah dihapus orang lain. Muat ulang halaman.")
    pairs = {(row.pendukung_id, row.didukung_id): row.pk for row in rows.values() if row.pk not in ids}
    for row in daftar:
        with naming(row, daftar):
            row.pendukung, row.didukung = indikator[row.pendukung_id], indikator[row.didukung_id]
            _check_pair(row)
            if not take_key(pairs, (row.pendukung_id, row.didukung_id), row):
                raise refuse("pendukung", "Dukungan antara kedua indikator ini sudah ada.")
            _refuse_circle(row, pairs)
            check_fields(row)
    save_many(by=by, instances=daftar, stored={pk: rows[pk] for pk in ids}, opd=opd)
    return list(daftar)


@write(Act.HAPUS, "dukungan")
def delete_dukungan(*, by: Pengguna | None, dukungan: Dukungan) -> None:
    """Delete a support. Raises NotAllowed, NotFound."""
    require(by, Izin.KELOLA_RENCANA, opd=dukungan.didukung.opd)
    lock_plan(dukungan.didukung.opd)
    delete_checked(by=by, instance=dukungan, opd=dukungan.didukung.opd)


def refuse_broken_support(daftar: Iterable[Indikator]) -> None:
    """Refuse indicators, about to be stored on another node or with another unit, that a support rests on.

    One query. Raises NotValid at the first of them.
    """
    moved = {row.pk: row for row in daftar}
    if not moved:
        return
    related = Dukungan.objects.select_related("pendukung", "didukung").order_by("pk")
    for row in (related.filter(pendukung__in=moved) | related.filter(didukung__in=moved)).distinct():
        row.pendukung = moved.get(row.pendukung_id, row.pendukung)
        row.didukung = moved.get(row.didukung_id, row.didukung)
        if not _stands_higher(row):
            own = row.pendukung if row.pendukung_id in moved else row.didukung
            raise refuse(
                own.tingkat,
                f"Di tempat atau unit yang baru ini {row} tidak lagi berlaku. Hapus dukungan itu lebih dahulu.",
            )


def _indicators(daftar: Iterable[Dukungan]) -> dict[int, Indikator]:
    """Return the indicators of all pairs. Raises NotValid, NotFound."""
    ids: set[int] = set()
    for row in daftar:
        for field in ("pendukung", "didukung"):
            pk = getattr(row, f"{field}_id")
            if pk is None:
                raise refuse(field, CHOOSE)
            ids.add(pk)
    rows = {row.pk: row for row in Indikator.objects.select_related("unit").filter(pk__in=ids)}
    if len(rows) < len(ids):
        raise NotFound("Indikator yang dipilih sudah tidak ada. Muat ulang halaman, lalu pilih kembali.")
    return rows


def _stands_higher(row: Dukungan) -> bool:
    upper, lower = row.didukung.tingkat, row.pendukung.tingkat
    above = upper.depth < lower.depth
    beside = upper is lower and row.didukung.unit_id != row.pendukung.unit_id
    return above or beside


def _check_pair(row: Dukungan) -> None:
    if row.pendukung_id == row.didukung_id:
        raise refuse("pendukung", "Indikator tidak dapat mendukung dirinya sendiri. Pilih indikator lain.")
    if not _stands_higher(row):
        raise refuse(
            "didukung",
            "Indikator yang didukung harus di tingkat yang lebih tinggi, atau di tingkat yang sama pada unit lain.",
        )


def _refuse_circle(row: Dukungan, pairs: Mapping[tuple[int, int], int]) -> None:
    """Refuse a support whose supported indicator already supports the supporter, straight or by way of others."""
    above: defaultdict[int, list[int]] = defaultdict(list)
    for pendukung, didukung in pairs:
        above[pendukung].append(didukung)
    waiting, seen = [row.didukung_id], set[int]()
    while waiting:
        current = waiting.pop()
        if current == row.pendukung_id:
            raise refuse(
                "didukung",
                "Dukungan ini membuat lingkaran: indikator yang didukung sendiri sudah mendukung pendukungnya.",
            )
        if current not in seen:
            seen.add(current)
            waiting += above[current]
