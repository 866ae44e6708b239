"""The rule of names, in one place: what a past year prints stays what it was.

- A node of the plan keeps its name, code and parent, and an indicator its name, as soon as a PK ditetapkan prints
  them: an official new name is a new node that names the old one (`menggantikan`), or a new indicator. Until then a
  typing error is simply corrected. A code may still be filled in where there was none.
- A node keeps its sasaran sentence and a unit its name as soon as an approved quarter printed them. A new name of a
  unit is a new unit; the old one ends (`berlaku_sampai`). Who owns a row stands on the row of the PK, so moving an
  indicator moves nothing in the past.

Numbers, ways of measuring and owners of a PK ditetapkan are frozen elsewhere (`services.perjanjian`, `triggers`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from indicators.models import ButirPK, Indikator, PerangkatDaerah, Triwulan, UnitKerja
from indicators.models.perjanjian import StatusPK
from indicators.models.rencana import SimpulRencana
from indicators.workflow import LOCKED
from sakip.refusals import refuse

FIXED_NODE = (
    "{apa} ini dicetak dalam perjanjian kinerja {tahun} yang sudah ditetapkan, jadi tidak dapat diganti. "
    "Bila nama atau kode resminya berubah, isi tahun terakhir pada simpul ini dan buat simpul baru{ganti}."
)
REPLACES = " yang menggantikannya (halaman Perubahan nomenklatur)"
FIXED_INDIKATOR = (
    "Nama indikator ini dicetak dalam perjanjian kinerja {tahun} yang sudah ditetapkan, jadi tidak dapat diganti. "
    "Buat indikator baru dengan nama yang baru."
)
FIXED_UNIT = (
    "Nama unit ini dicetak dalam laporan tahun {tahun} yang sudah disahkan, jadi tidak dapat diganti. "
    "Isi berlaku sampai pada unit ini, lalu buat unit baru dengan nama yang baru."
)
LABELS = {"nama": "Nama", "kode": "Kode", "sasaran_kinerja": "Sasaran"}


class PrintedNames:
    """Refuses new names of nodes of one model that past years print: two queries when a name changes, else none.

    `induk` is the field of the parent.
    """

    def __init__(
        self, opd: PerangkatDaerah, nodes: Sequence[SimpulRencana], stored: Mapping[Any, SimpulRencana], induk: str
    ) -> None:
        self._changed: dict[int, list[str]] = {}
        for node in nodes:
            old = stored.get(node.pk)
            if old is not None and (fields := _renamed(node, old, induk)):
                self._changed[node.pk] = fields
        self._years = _printed_years(type(nodes[0]), list(self._changed)) if self._changed else {}
        self._approved = _approved_years(opd, {year for years in self._years.values() for year in years})

    def check(self, node: SimpulRencana) -> None:
        """Raises NotValid."""
        years = self._years.get(node.pk, set())
        if not years:
            return
        for field in self._changed[node.pk]:
            binding = years & self._approved if field == "sasaran_kinerja" else years
            if binding:
                label = LABELS.get(field, "Tempat")
                ganti = REPLACES if hasattr(node, "menggantikan_id") else ""
                raise refuse(field, FIXED_NODE.format(apa=label, tahun=max(binding), ganti=ganti))


def _renamed(node: SimpulRencana, old: SimpulRencana, induk: str) -> list[str]:
    """Return the printed fields that change; a code where there was none is no new name."""
    fields = [name for name in LABELS if getattr(node, name, "") != getattr(old, name, "")]
    if "kode" in fields and not old.kode:
        fields.remove("kode")
    return [*fields, *([induk] if getattr(node, f"{induk}_id") != getattr(old, f"{induk}_id") else [])]


def _printed_years(model: type[SimpulRencana], ids: Sequence[int]) -> dict[int, set[int]]:
    """Return the years whose PK ditetapkan prints each node: as the indicator's own node, or above it."""
    level = model.tingkat
    paths = [f"indikator__{'__'.join(own.upwards[: own.depth - level.depth + 1])}_id" for own in level.downwards]
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(**{f"{path}__in": ids})
    rows = ButirPK.objects.filter(wanted, pk_induk__status=StatusPK.DITETAPKAN.value).order_by()
    found: dict[int, set[int]] = {}
    for year, *nodes in rows.values_list("pk_induk__tahun", *paths).distinct():
        for node in nodes:
            if node is not None:
                found.setdefault(node, set()).add(year)
    return found


def _approved_years(opd: PerangkatDaerah, years: set[int]) -> set[int]:
    """Return which of the years have an approved quarter."""
    if not years:
        return set()
    approved = Triwulan.objects.filter(opd=opd, tahun__in=years, status__in=LOCKED)
    return set(approved.values_list("tahun", flat=True))


def printed_indicators(ids: Sequence[int]) -> dict[int, int]:
    """Return the last year whose PK ditetapkan lists each of the indicators."""
    if not ids:
        return {}
    rows = ButirPK.objects.filter(indikator_id__in=ids, pk_induk__status=StatusPK.DITETAPKAN.value)
    return dict(rows.order_by("pk_induk__tahun").values_list("indikator_id", "pk_induk__tahun"))


def refuse_renamed_indikator(row: Indikator, stored: Indikator | None, printed: Mapping[int, int]) -> None:
    """Raises NotValid when the name changes that a PK ditetapkan prints; `printed` is `printed_indicators`."""
    if stored is not None and row.nama != stored.nama and row.pk in printed:
        raise refuse("nama", FIXED_INDIKATOR.format(tahun=printed[row.pk]))


class PrintedUnitNames:
    """Refuses new names of units that an approved quarter printed: two queries when a name changes, else none."""

    def __init__(self, opd: PerangkatDaerah, units: Sequence[UnitKerja], stored: Mapping[int, UnitKerja]) -> None:
        renamed = [row.pk for row in units if row.pk in stored and row.nama != stored[row.pk].nama]
        self._years: dict[int, set[int]] = {}
        if not renamed:
            return
        rows = ButirPK.objects.filter(unit_id__in=renamed, pk_induk__status=StatusPK.DITETAPKAN.value).order_by()
        for pk, year in rows.values_list("unit_id", "pk_induk__tahun").distinct():
            self._years.setdefault(pk, set()).add(year)
        approved = _approved_years(opd, {year for years in self._years.values() for year in years})
        self._years = {pk: years & approved for pk, years in self._years.items()}

    def check(self, unit: UnitKerja) -> None:
        """Raises NotValid."""
        years = self._years.get(unit.pk)
        if years:
            raise refuse("nama", FIXED_UNIT.format(tahun=max(years)))
