"""A finding of the plan's health as pages show it: with the page on which it is mended."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from indicators.models import Pengguna
from indicators.permissions import Izin
from indicators.rules.facts import Place
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.plan_health import FindingGroup, PlacedFinding
from sakip.pages import change_url

# Pages that only the administrator of the office opens.
OFFICE_PAGES = {
    Place.UNIT: ("admin:indicators_penugasan_changelist", Izin.KELOLA_PENGGUNA),
    Place.PEJABAT: ("admin:indicators_pejabat_changelist", Izin.KELOLA_KANTOR),
}


@dataclass(frozen=True)
class FindingRow:
    """A finding as the page shows it; `url` leads to where it is mended, "" where the user may not go there."""

    temuan: PlacedFinding
    url: str


@dataclass(frozen=True)
class ShownFindings:
    """The findings of one rule, or those of them that the page shows: `contoh` is the first of all."""

    kelompok: FindingGroup
    daftar: list[FindingRow]

    @property
    def jumlah(self) -> int:
        return len(self.kelompok.daftar)

    @property
    def sisa(self) -> int:
        """Return how many the page leaves out."""
        return self.jumlah - len(self.daftar)

    @property
    def contoh(self) -> object:
        return self.kelompok.temuan


ALL = slice(None)


def show_groups(
    request: HttpRequest, groups: list[FindingGroup], pk: int | None, part: slice = ALL
) -> list[ShownFindings]:
    """Return the groups with addresses, of each the part that is shown; `pk` is the PK that they were judged with."""
    return [
        ShownFindings(group, [FindingRow(row, url_of(request, row, pk)) for row in group.daftar[part]])
        for group in groups
    ]


def url_of(request: HttpRequest, row: PlacedFinding, pk: int | None) -> str:
    """Return the page of the office, the PK, the node, the indicator or the PK's row where the finding is mended."""
    place = row.temuan.tempat
    if place in OFFICE_PAGES:
        name, izin = OFFICE_PAGES[place]
        user = request.user
        return reverse(name) if isinstance(user, Pengguna) and get_kewenangan(user).may_anywhere(izin) else ""
    if place == Place.PK:
        if pk is None:
            return reverse("indicators:plan_tree")
        return reverse("admin:indicators_perjanjiankinerja_change", args=[pk])
    if row.indikator is not None and place == Place.BUTIR and row.indikator.butir is not None:
        return change_url(row.indikator.butir)
    if row.indikator is not None and place != Place.SIMPUL:
        return change_url(row.indikator.indikator)
    return "" if row.simpul is None else change_url(row.simpul.node)
