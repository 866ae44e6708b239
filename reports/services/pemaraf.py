"""Whose parafs come before the signature: the setting of an office and paper, and the officials that it means today."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import (
    PejabatFacts,
    Pengguna,
    PerangkatDaerah,
    get_officials_of_units,
    get_signer,
    list_units,
)
from indicators.services.access import require
from indicators.services.jejak import lost_race, record, write
from reports.models import Laporan, Pemaraf
from reports.papers.registry import get_paper
from sakip.refusals import ChangedMeanwhile, NotNow, NotValid

# So many boxes stand beside the signature block.
MOST = 4
MOVED = "Susunan paraf baru saja diubah orang lain. Muat ulang halaman, lalu ulangi."


@dataclass(frozen=True)
class InitialingUnit:
    """A unit of the setting with its official in office today, None when nobody is."""

    unit_id: int
    nama: str
    pejabat: PejabatFacts | None


def list_initialing_units(opd: PerangkatDaerah, jenis: str) -> list[InitialingUnit]:
    """Return the units of the setting in their order: two queries, one where the office has none."""
    rows = list(Pemaraf.objects.filter(opd=opd, jenis=jenis).select_related("unit").order_by("urutan"))
    if not rows:
        return []
    officials = get_officials_of_units(opd, [row.unit_id for row in rows])
    return [InitialingUnit(row.unit_id, row.unit.nama, officials.get(row.unit_id)) for row in rows]


def list_initialers(laporan: Laporan) -> list[PejabatFacts]:
    """Return the officials whose parafs a report wants today, in their order.

    Who signs it, or comes twice (a Plt.), puts no paraf besides: one act serves all his stations. A unit without an
    official in office is left out (`refuse_without_official`).
    """
    signer = get_signer(laporan.opd)
    found: dict[str, PejabatFacts] = {}
    for unit in list_initialing_units(laporan.opd, laporan.jenis):
        if unit.pejabat is not None and (signer is None or unit.pejabat.nip != signer.nip):
            found.setdefault(unit.pejabat.nip, unit.pejabat)
    return list(found.values())


def refuse_without_official(laporan: Laporan) -> None:
    """Raise NotNow with the units whose paraf nobody could put today."""
    empty = [unit.nama for unit in list_initialing_units(laporan.opd, laporan.jenis) if unit.pejabat is None]
    if empty:
        raise NotNow(
            f"Laporan ini menunggu paraf pejabat {', '.join(empty)}, tetapi hari ini tidak ada yang menjabat di sana. "
            "Minta administrator melengkapi data pejabat atau mengubah susunan paraf."
        )


@write(Act.ATUR_PEMARAF, Pemaraf)
def set_initialers(
    *, by: Pengguna, opd: PerangkatDaerah, jenis: str, units: Sequence[int], semula: Sequence[int]
) -> None:
    """Let the officials of these units put their parafs on the office's documents of a paper, in this order.

    `semula` are the units that the page showed. What is final already keeps its own until it is composed again.
    Raises NotAllowed, NotValid (too many, one twice, not a unit of the office), ChangedMeanwhile.
    """
    require(by, Izin.KELOLA_KANTOR, opd=opd)
    paper = get_paper(jenis)
    names = dict(list_units(opd))
    _check(units, names)
    stored = list(Pemaraf.objects.select_for_update().filter(opd=opd, jenis=jenis).order_by("urutan"))
    before = [row.unit_id for row in stored]
    if before != list(semula):
        raise ChangedMeanwhile(MOVED)
    if before == list(units):
        return
    told = list(Pemaraf.objects.filter(opd=opd, jenis=jenis).order_by("urutan").values_list("unit__nama", flat=True))
    with lost_race(ChangedMeanwhile(MOVED)):
        Pemaraf.objects.filter(pk__in=[row.pk for row in stored]).delete()
        Pemaraf.objects.bulk_create(
            Pemaraf(opd=opd, jenis=jenis, urutan=number, unit_id=pk) for number, pk in enumerate(units, start=1)
        )
    record(
        by=by,
        tindakan=Act.ATUR_PEMARAF,
        objek=f"Paraf {paper.title}",
        opd=opd,
        sebelum={"unit": told},
        sesudah={"unit": [names[pk] for pk in units]},
    )


def _check(units: Sequence[int], names: dict[int, str]) -> None:
    if len(units) > MOST:
        raise NotValid(f"Paling banyak {MOST} paraf.")
    for number, pk in enumerate(units, start=1):
        if pk not in names:
            raise NotValid(f"Paraf {number}: pilih unit kerja kantor ini yang masih berlaku.")
        if pk in units[: number - 1]:
            raise NotValid(f"Paraf {number}: {names[pk]} sudah dipilih. Pilih unit lain atau kosongkan.")
