"""Who signs a PK with whom: which sheet each row stands in, and which two units sign it. Pure, no database.

A PK is signed level by level. The Kepala Dinas signs with the Bupati for what the office as a whole promises, each head
at eselon III with the Kepala Dinas, each head at eselon IV with his superior at eselon III.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.tingkat import IKU, Tingkat
from sakip.labelled import Labelled

ESELON_III = "eselon_iii"
ESELON_IV = "eselon_iv"
TIM = "tim"


class JenjangPK(Labelled):
    """Between whom a sheet is signed; named after the first party."""

    BUPATI_KADIS = "bupati_kadis", "Kepala daerah dan kepala perangkat daerah"
    KADIS_ESELON_III = "kadis_eselon_iii", "Kepala perangkat daerah dan eselon III"
    ESELON_III_IV = "eselon_iii_iv", "Eselon III dan eselon IV"


@dataclass(frozen=True)
class UnitPK:
    """A unit as the rule sees it; `jenjang` is the value of the unit's own."""

    id: int
    induk_id: int | None
    jenjang: str


@dataclass(frozen=True)
class ButirUnit:
    """A row of a PK: its level in the plan and the unit that owns it."""

    id: int
    tingkat: str
    unit_id: int


@dataclass(frozen=True)
class PlannedLembar:
    """A sheet as the rule wants it: the first party heads `unit_id`, the second `unit_kedua_id` (None: the Bupati)."""

    jenjang: JenjangPK
    unit_id: int
    unit_kedua_id: int | None
    butir: tuple[int, ...]


def arrange(units: Sequence[UnitPK], rows: Iterable[ButirUnit]) -> list[PlannedLembar]:
    """Return the sheets that hold at least one row, in the order of the units; each row stands in exactly one.

    `units` is the whole tree of one office. Raises ValueError for a row whose unit is not in it.
    """
    tree = _Tree(units)
    placed: dict[int, list[int]] = {}
    for row in rows:
        placed.setdefault(tree.sheet_of(row).id, []).append(row.id)
    return [tree.sheet(unit, tuple(placed[unit.id])) for unit in units if unit.id in placed]


class _Tree:
    def __init__(self, units: Sequence[UnitPK]) -> None:
        self.units = {unit.id: unit for unit in units}

    def upwards(self, unit_id: int) -> list[UnitPK]:
        """Return the unit and all above it, the root last."""
        found: list[UnitPK] = []
        current: int | None = unit_id
        while current is not None:
            if current not in self.units:
                raise ValueError(f"unit {current} is not in the tree")
            if len(found) == len(self.units):
                raise ValueError(f"unit {unit_id} stands below itself")
            found.append(self.units[current])
            current = found[-1].induk_id
        return found

    def sheet_of(self, row: ButirUnit) -> UnitPK:
        """Return the unit in whose sheet the row stands."""
        way = self.upwards(row.unit_id)
        root = way[-1]
        if row.tingkat in IKU or way[0].jenjang == TIM:
            return root  # a Tim works across units, so only the head of the office can promise its rows
        wanted = (ESELON_III,) if row.tingkat == Tingkat.PROGRAM else (ESELON_III, ESELON_IV)
        return next((unit for unit in way if unit.jenjang in wanted), root)

    def sheet(self, unit: UnitPK, butir: tuple[int, ...]) -> PlannedLembar:
        way = self.upwards(unit.id)
        root = way[-1]
        if unit == root:
            return PlannedLembar(JenjangPK.BUPATI_KADIS, unit.id, None, butir)
        if unit.jenjang == ESELON_III:
            return PlannedLembar(JenjangPK.KADIS_ESELON_III, unit.id, root.id, butir)
        superior = next((above for above in way[1:] if above.jenjang == ESELON_III), root)
        return PlannedLembar(JenjangPK.ESELON_III_IV, unit.id, superior.id, butir)
