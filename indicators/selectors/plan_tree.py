"""The plan of a Renstra as one tree, with a year's targets and who supports whom. Constant number of queries."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q

from indicators.capaian import ValueKind, printed_unit
from indicators.models import (
    ButirPK,
    Dukungan,
    Indikator,
    PeriodeRenstra,
    PerjanjianKinerja,
    Target,
    TargetRenstra,
    UnitKerja,
)
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import SimpulRencana
from indicators.models.tingkat import MODEL_OF
from indicators.selectors.lineage import list_renstra_targets
from indicators.selectors.perjanjian import print_targets
from indicators.selectors.renstra import get_renstra
from indicators.selectors.row_values import print_value
from indicators.tingkat import PERIODE, Tingkat


@dataclass
class ShownDukungan:
    """One end of a support, seen from the other: the indicator there, where it stands and whose it is."""

    dukungan: Dukungan
    indikator: Indikator
    tempat: str

    @property
    def unit(self) -> UnitKerja:
        return self.indikator.unit


@dataclass(eq=False)
class TreeIndikator:
    """An indicator of the tree. `butir` is its row in the year's PK; `unit` owns it that year."""

    indikator: Indikator
    tingkat: Tingkat
    butir: ButirPK | None = None
    renstra: dict[int, TargetRenstra] = field(default_factory=dict)
    target_pk: str = ""
    target_renstra: str = ""
    pendukung: list[ShownDukungan] = field(default_factory=list)
    mendukung: list[ShownDukungan] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.indikator.pk

    @property
    def unit(self) -> UnitKerja:
        return self.indikator.unit if self.butir is None else self.butir.unit

    @property
    def satuan(self) -> str:
        """The unit of measure as it stands behind a figure: "Rp" says Rupiah already."""
        cara = self.indikator if self.butir is None else self.butir
        return printed_unit(cara.satuan, ValueKind(cara.jenis_nilai))


@dataclass(frozen=True)
class FarBelow:
    """How much hangs below a node that a page does not show at once."""

    simpul: int
    indikator: int


@dataclass(eq=False)
class TreeSimpul:
    """A node with what hangs on it. `berlaku` says whether it and all above it count in the year; `jauh` stands for
    what is below where a page leaves it out (`selectors.plan_parts`)."""

    tingkat: Tingkat
    node: SimpulRencana
    berlaku: bool
    induk: "TreeSimpul | None" = field(default=None, repr=False)
    anak: list["TreeSimpul"] = field(default_factory=list)
    indikator: list[TreeIndikator] = field(default_factory=list)
    jauh: FarBelow | None = None

    @property
    def id(self) -> int:
        return int(self.node.pk)

    @property
    def kunci(self) -> str:
        """Return what an address and a browser's memory call it: "program-3"."""
        return f"{self.tingkat.value}-{self.id}"

    @property
    def label(self) -> str:
        return self.tingkat.label

    @property
    def child_label(self) -> str:
        """Return what the nodes below are called."""
        return next((level.label.lower() for level in Tingkat if level.induk == self.tingkat), "")

    @property
    def sasaran_kinerja(self) -> str:
        return str(getattr(self.node, "sasaran_kinerja", ""))

    @property
    def child_ids(self) -> list[int]:
        return [row.id for row in self.anak]

    @property
    def id_indikator(self) -> list[int]:
        return [row.id for row in self.indikator]

    def walk(self) -> Iterator["TreeSimpul"]:
        """Yield this node and all below it, as the tree reads."""
        yield self
        for child in self.anak:
            yield from child.walk()


@dataclass
class PlanTree:
    """The plan of a Renstra in a year. `pk` is the year's latest PK, a draft included, unless another was asked for."""

    periode: PeriodeRenstra
    tahun: int
    pk: PerjanjianKinerja | None
    akar: list[TreeSimpul]

    def walk(self) -> Iterator[TreeSimpul]:
        for node in self.akar:
            yield from node.walk()

    @property
    def kosong(self) -> bool:
        """Say whether nothing of the plan counts in the year."""
        return not any(row.berlaku for row in self.akar)

    @property
    def root_ids(self) -> list[int]:
        return [row.id for row in self.akar]


# By level and id.
Nodes = dict[tuple[Tingkat, int], TreeSimpul]


def choose_year(
    periods: Sequence[PeriodeRenstra], tahun: int | None, awal: int | None
) -> tuple[PeriodeRenstra, int] | None:
    """Return the Renstra and the year that a page is about; None when there is none as asked for.

    `awal` names the Renstra by its first year; without it, it is the one that the year's latest PK rests on. Without a
    year: the latest one with a PK, a draft included.
    """
    offered = [row for row in periods if awal in (None, row.tahun_awal)]
    if tahun is None and offered:
        last = PerjanjianKinerja.objects.filter(
            opd_id=offered[0].opd_id,
            tahun__in=[year for row in offered for year in row.years],
        ).order_by("-tahun")
        tahun = last.values_list("tahun", flat=True).first() or offered[0].tahun_awal
    if tahun is None:
        return None
    holding = [row for row in offered if tahun in row.years]
    found = get_renstra(holding, tahun, get_latest_pk(holding[0].opd_id, tahun) if len(holding) > 1 else None)
    return None if found is None else (found, tahun)


def get_latest_pk(opd_id: int, tahun: int) -> PerjanjianKinerja | None:
    """Return the year's PK with the highest perubahan, a draft included."""
    return PerjanjianKinerja.objects.filter(opd_id=opd_id, tahun=tahun).order_by("-perubahan").first()


def list_siblings(induk: SimpulRencana | PeriodeRenstra, anak: type[SimpulRencana] | type[Indikator]) -> list[Any]:
    """Return the nodes below a node or a Renstra, or a node's indicators, in their order."""
    parent = PERIODE if isinstance(induk, PeriodeRenstra) else induk.tingkat
    return list(anak._default_manager.filter(**{parent: induk}).order_by("urutan", "pk"))


def find_parent(jenis: str, pk: int, opd_ids: frozenset[int]) -> SimpulRencana | PeriodeRenstra | None:
    """Return a Renstra ("renstra") or a node by its level, of one of the offices."""
    found: Any = None
    if jenis == "renstra":
        found = PeriodeRenstra.objects.select_related("opd").filter(pk=pk, opd_id__in=opd_ids).first()
    for level, model in MODEL_OF.items():
        if level == jenis:
            rows = model._default_manager.select_related(f"{level.way_to_periode}__opd")
            found = rows.filter(pk=pk, **{f"{level.way_to_periode}__opd_id__in": opd_ids}).first()
    result: SimpulRencana | PeriodeRenstra | None = found
    return result


def get_tree(periode: PeriodeRenstra, tahun: int, pk: PerjanjianKinerja | None = None) -> PlanTree:
    """Return the whole tree of a Renstra with the targets of a year and the supports of its indicators.

    The targets are those of `pk`; without one, of the year's latest PK.
    """
    pk = pk or get_latest_pk(periode.opd_id, tahun)
    roots, nodes = _load_nodes(periode, tahun)
    rows = _load_indicators(periode, nodes)
    _attach_targets(rows, periode, tahun, pk)
    _attach_support(rows, periode.opd_id, nodes)
    return PlanTree(periode, tahun, pk, roots)


def _load_nodes(periode: PeriodeRenstra, tahun: int) -> tuple[list[TreeSimpul], Nodes]:
    """Return the uppermost nodes and all nodes by level and id: a query per level."""
    roots: list[TreeSimpul] = []
    found: Nodes = {}
    for level, model in MODEL_OF.items():
        for node in model._default_manager.filter(**{level.way_to_periode: periode}).order_by("urutan", "pk"):
            parent = None
            if level.induk is not None:
                parent = found[level.induk, getattr(node, f"{level.parent_field}_id")]
            setattr(node, level.parent_field, periode if parent is None else parent.node)
            lives = (node.tahun_awal or tahun) <= tahun <= (node.tahun_akhir or tahun)
            row = TreeSimpul(level, node, lives and (parent is None or parent.berlaku), parent)
            (roots if parent is None else parent.anak).append(row)
            found[level, node.pk] = row
    return roots, found


def _load_indicators(periode: PeriodeRenstra, nodes: Nodes) -> dict[int, TreeIndikator]:
    rows: dict[int, TreeIndikator] = {}
    for indikator in Indikator.objects.filter(opd_id=periode.opd_id).select_related("unit").order_by("urutan", "pk"):
        level = indikator.tingkat
        node = nodes.get((level, getattr(indikator, f"{level}_id")))
        if node is not None:
            setattr(indikator, level, node.node)
            rows[indikator.pk] = TreeIndikator(indikator, level)
            node.indikator.append(rows[indikator.pk])
    return rows


def _attach_targets(
    rows: dict[int, TreeIndikator], periode: PeriodeRenstra, tahun: int, pk: PerjanjianKinerja | None
) -> None:
    """Attach the rows of the year's PK and the Renstra's targets of every year: three queries."""
    if pk is not None:
        targets = Prefetch("target", queryset=Target.objects.order_by("triwulan"))
        for butir in ButirPK.objects.filter(pk_induk=pk).select_related("unit").prefetch_related(targets):
            row = rows.get(butir.indikator_id)
            if row is not None:
                row.butir, row.target_pk = butir, print_targets(butir)[TAHUN]
    years = (periode.tahun_awal, periode.tahun_akhir)
    for (pk_indikator, year), target in list_renstra_targets(periode.opd_id, list(rows), years).items():
        row = rows[pk_indikator]
        row.renstra[year] = target
        if year == tahun:
            row.target_renstra = print_value(row.indikator, target.nilai, target.predikat, batas_atas=target.batas_atas)


def _attach_support(rows: dict[int, TreeIndikator], opd_id: int, nodes: Nodes) -> None:
    places: dict[int, str] = defaultdict(str)
    for node in nodes.values():
        for row in node.indikator:
            places[row.id] = _place(row.indikator)
    supports = Dukungan.objects.filter(didukung__opd_id=opd_id).select_related("pendukung__unit", "didukung__unit")
    for dukungan in supports.order_by("pk"):
        lower, upper = dukungan.pendukung, dukungan.didukung
        if upper.pk in rows:
            place = places[lower.pk] or lower.tingkat.label
            rows[upper.pk].pendukung.append(ShownDukungan(dukungan, lower, place))
        if lower.pk in rows:
            place = places[upper.pk] or upper.tingkat.label
            rows[lower.pk].mendukung.append(ShownDukungan(dukungan, upper, place))


def list_support(indikator: Indikator) -> tuple[list[ShownDukungan], list[ShownDukungan]]:
    """Return what supports an indicator and what it supports: one query."""
    related = Dukungan.objects.select_related(
        "pendukung__unit",
        "didukung__unit",
        *(f"{end}__{level}" for end in ("pendukung", "didukung") for level in Tingkat),
    ).order_by("pk")
    rows = list(related.filter(Q(pendukung=indikator) | Q(didukung=indikator)))
    below = [ShownDukungan(row, row.pendukung, _place(row.pendukung)) for row in rows if row.didukung == indikator]
    above = [ShownDukungan(row, row.didukung, _place(row.didukung)) for row in rows if row.pendukung == indikator]
    return below, above


def _place(indikator: Indikator) -> str:
    return f"{indikator.tingkat.label} {indikator.simpul.kode}".strip()
