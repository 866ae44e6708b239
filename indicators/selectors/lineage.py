"""What replaced what in an office's plan: nodes by `menggantikan`, indicators likewise, over any number of steps."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet

from indicators.models import Indikator, TargetRenstra
from indicators.models.tingkat import NOMENKLATUR_MODEL_OF

V = TypeVar("V")

Kunci = tuple[str, int]
INDIKATOR = "indikator"


def list_lines(opd_id: int, indikator_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return per indicator itself and those that it continues, the latest first: one query."""
    rows = Indikator.objects.filter(opd_id=opd_id, menggantikan__isnull=False)
    before = dict(rows.values_list("pk", "menggantikan_id"))
    found: dict[int, list[int]] = {}
    for pk in indikator_ids:
        line = [pk]
        while (current := before.get(line[-1])) is not None and current not in line:
            line.append(current)
        found[pk] = line
    return found


def carry_on(lines: Mapping[int, Sequence[int]], known: Mapping[int, V]) -> dict[int, V]:
    """Return per indicator what is known of it or, failing that, of the latest one that it continues."""
    found = ((pk, next((old for old in line if old in known), None)) for pk, line in lines.items())
    return {pk: known[old] for pk, old in found if old is not None}


def list_renstra_targets(
    opd_id: int, indikator_ids: Sequence[int], tahun: tuple[int, int]
) -> dict[tuple[int, int], TargetRenstra]:
    """Return the Renstra's targets by (indicator, year), those of the indicator that it continues for years without
    one of its own: two queries."""
    lines = list_lines(opd_id, indikator_ids)
    wanted = {pk for line in lines.values() for pk in line}
    by_year: dict[int, dict[int, TargetRenstra]] = {}
    for row in TargetRenstra.objects.filter(indikator_id__in=wanted, tahun__range=tahun):
        by_year.setdefault(row.tahun, {})[row.indikator_id] = row
    return {(pk, year): row for year, known in by_year.items() for pk, row in carry_on(lines, known).items()}


class Lineage:
    """Says which indicators hold one place of the tree after each other. Four queries."""

    def __init__(self, opd_id: int) -> None:
        self._before: dict[Kunci, Kunci] = {}
        for level, model in NOMENKLATUR_MODEL_OF.items():
            own = {f"{level.way_to_periode}__opd_id": opd_id}
            rows: QuerySet[Any] = model._default_manager.filter(**own, menggantikan__isnull=False)
            pairs = rows.values_list("pk", "menggantikan_id")
            self._before |= {(level, pk): (level, old) for pk, old in pairs}
        replaced = Indikator.objects.filter(opd_id=opd_id, menggantikan__isnull=False)
        self._before |= {(INDIKATOR, pk): (INDIKATOR, old) for pk, old in replaced.values_list("pk", "menggantikan_id")}

    def earlier(self, indikator: Indikator) -> set[Kunci]:
        """Return the nodes of its level and the indicators that it stands in the place of."""
        level = indikator.tingkat
        return self._up((level, getattr(indikator, f"{level}_id"))) | self._up((INDIKATOR, indikator.pk))

    def _up(self, key: Kunci) -> set[Kunci]:
        found: set[Kunci] = set()
        current = self._before.get(key)
        while current is not None and current not in found:
            found.add(current)
            current = self._before.get(current)
        return found

    def replaces(self, later: Indikator, earlier: Indikator) -> bool:
        """Say whether `later`, or its node, stands in the place of `earlier`."""
        level = earlier.tingkat
        return bool({(level, getattr(earlier, f"{level}_id")), (INDIKATOR, earlier.pk)} & self.earlier(later))

    def akin(self, one: Indikator, other: Indikator) -> bool:
        return self.replaces(one, other) or self.replaces(other, one)

    def replaced_among(self, rows: Iterable[Indikator]) -> dict[int, Indikator]:
        """Return per indicator of the rows that another of them replaces: that other one."""
        daftar: Sequence[Indikator] = list(rows)
        places: dict[Kunci, Indikator] = {}
        for row in daftar:
            places |= dict.fromkeys(self.earlier(row), row)
        found = {}
        for row in daftar:
            level = row.tingkat
            later = places.get((INDIKATOR, row.pk)) or places.get((level, getattr(row, f"{level}_id")))
            if later is not None:
                found[row.pk] = later
        return found
