"""Ordering the plan: the nodes below one parent, or the indicators of one node, by one write.

What a PK prints keeps the order that it was ditetapkan with (`perjanjian.fix_draft`).
"""

from collections.abc import Sequence
from typing import Any

from indicators.acts import Act
from indicators.models import Indikator, Pengguna, PeriodeRenstra
from indicators.models.rencana import SimpulRencana
from indicators.permissions import Izin
from indicators.selectors.plan_tree import list_siblings
from indicators.services.access import require
from indicators.services.jejak import Call, record, write
from indicators.services.locks import lock_plan
from indicators.services.rencana import number_siblings, opd_of
from indicators.services.saving import lock_stored
from sakip.digits import number_in
from sakip.refusals import ChangedMeanwhile, NotValid, refuse

# Numbers are typed by hand: nobody counts further.
LARGEST_PLACE = 99_999
CHANGED = "Susunan ini baru saja diubah orang lain. Muat ulang halaman, lalu atur kembali urutannya."
MISMATCH = "Urutan ini tidak memuat semua baris yang ada, atau memuat baris lain. Muat ulang halaman, lalu ulangi."


def _ordering(call: Call) -> Act:
    return Act.URUTKAN_INDIKATOR if call["anak"] is Indikator else Act.URUTKAN_SIMPUL


@write(_ordering, "induk")
def reorder(
    *,
    by: Pengguna | None,
    induk: SimpulRencana | PeriodeRenstra,
    anak: type[SimpulRencana] | type[Indikator],
    urutan: Sequence[int],
    dilihat: Sequence[int],
) -> list[Any]:
    """Give the siblings of kind `anak` below `induk` the order `urutan` (their ids), numbered 1 to n.

    `dilihat` are the ids in the order that the page showed: when that is no longer the order, nothing is written.
    One audit row at the parent. Raises NotAllowed, NotFound (the parent is gone), NotValid (not exactly the siblings),
    ChangedMeanwhile.
    """
    opd = opd_of(induk)
    require(by, Izin.KELOLA_RENCANA, opd=opd)
    lock_plan(opd)  # of two who order the same siblings the second finds what the first made of it
    lock_stored(induk)
    rows = list_siblings(induk, anak)
    if [row.pk for row in rows] != list(dilihat):
        raise ChangedMeanwhile(CHANGED, {"urutan": [row.pk for row in rows]})
    by_id = {row.pk: row for row in rows}
    if len(urutan) != len(set(urutan)) or set(urutan) != set(by_id):
        raise refuse("urutan", MISMATCH)
    ordered = [by_id[pk] for pk in urutan]
    if all(row.urutan == number for number, row in enumerate(ordered, start=1)):
        return ordered
    before = [str(row) for row in rows]
    number_siblings(ordered)
    record(
        by=by,
        tindakan=_ordering({"anak": anak}),
        objek=induk,
        opd=opd,
        sebelum={"urutan": _numbered(before)},
        sesudah={"urutan": _numbered([str(row) for row in ordered])},
    )
    return ordered


def order_by_numbers(numbers: Sequence[tuple[int, str]]) -> list[int]:
    """Return ids in the order of the numbers typed beside them; equal numbers keep the order in which they came.

    Raises NotValid with a sentence when one is no number.
    """
    read = []
    for place, (pk, text) in enumerate(numbers):
        cleaned = text.strip()
        number = number_in(cleaned, most=LARGEST_PLACE)
        if number is None:
            raise NotValid(f"“{cleaned[:20]}” bukan nomor urut. Tulis bilangan bulat seperti 1, 2, 3.")
        read.append((number, place, pk))
    return [pk for _, _, pk in sorted(read)]


def _numbered(names: Sequence[str]) -> str:
    """Return the names as one text, each with its number: the trail shows texts."""
    return "; ".join(f"{number}. {name}" for number, name in enumerate(names, start=1))
