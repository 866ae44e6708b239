"""The health of a year's plan: the rules of `indicators.rules.rencana` asked of the whole tree. Constant queries."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q

from indicators.capaian import ValueKind
from indicators.models import ButirPK, Pejabat, Penugasan, PeriodeRenstra, PerjanjianKinerja, Target, UnitKerja
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import MeasureFields
from indicators.permissions import GRANTS, Izin, Peran
from indicators.rules.facts import (
    KOSONG,
    Figure,
    Finding,
    IndikatorFacts,
    OfficeTerm,
    Place,
    PlanFacts,
    Severity,
    SimpulFacts,
    Supporter,
    UnitFacts,
)
from indicators.rules.kantor import check_office, check_unit
from indicators.rules.rencana import check_indicator, check_node
from indicators.selectors.kewenangan import held_today
from indicators.selectors.lineage import Lineage
from indicators.selectors.measure_facts import figure_of, measure_facts
from indicators.selectors.plan_tree import PlanTree, TreeIndikator, TreeSimpul, get_tree
from indicators.selectors.quarter_sheet import NODE_PATHS, SheetRow, print_consolidated
from indicators.selectors.renstra import period_id_of
from indicators.selectors.reporting import get_last_year
from indicators.selectors.row_values import Scores, measured_alike
from indicators.tingkat import IKU
from sakip.dates import write_date

# The code of the finding about an indicator that the PK lacks.
MISSING = "tidak_dalam_pk"
EXPLANATIONS = (
    ("formula", "formula"),
    ("sumber_data", "sumber data"),
    ("penanggung_jawab", "penanggung jawab"),
)


@dataclass(frozen=True)
class PlacedFinding:
    """A finding with its place: the node, the indicator when it is about one, the units that it concerns.

    Without a node it is about the office: about the one unit, the officials or the PK as a whole.
    """

    temuan: Finding
    simpul: TreeSimpul | None
    indikator: TreeIndikator | None
    unit: tuple[UnitKerja, ...]

    @property
    def nama(self) -> str:
        """Return what the finding is about."""
        if self.indikator is not None:
            return self.indikator.indikator.nama
        if self.simpul is not None:
            return self.simpul.node.nama
        return self.unit[0].nama if self.unit else self.temuan.label


@dataclass
class FindingGroup:
    """All findings of one rule with one severity."""

    temuan: Finding
    daftar: list[PlacedFinding] = field(default_factory=list)


@dataclass
class PlanHealth:
    """All findings about a plan in a year. Counts are of everything, whatever the page filters."""

    pohon: PlanTree
    temuan: list[PlacedFinding]

    @property
    def jumlah(self) -> dict[Severity, int]:
        counts = Counter(row.temuan.keparahan for row in self.temuan)
        return {severity: counts[severity] for severity in Severity}

    @property
    def unit(self) -> list[UnitKerja]:
        """Return the units that own indicators of the plan, in the order of the office."""
        found = {row.unit.pk: row.unit for node in self.pohon.walk() for row in node.indikator}
        return sorted(found.values(), key=lambda unit: unit.path)

    @property
    def aturan(self) -> list[tuple[str, str]]:
        """Return the rules that struck as (code, label)."""
        return list(dict.fromkeys((row.temuan.kode, row.temuan.label) for row in _by_weight(self.temuan)))

    def filtered(self, unit: str = "", aturan: str = "") -> list[FindingGroup]:
        """Return the findings by rule, the gravest and of those the rarest first, of one unit (by code) or one rule."""
        return group_findings(
            row
            for row in self.temuan
            if (not aturan or row.temuan.kode == aturan) and (not unit or unit in {item.kode for item in row.unit})
        )


def group_findings(rows: Iterable[PlacedFinding]) -> list[FindingGroup]:
    """Return findings by rule, the gravest and of those the rarest first."""
    groups: dict[tuple[str, str], FindingGroup] = {}
    for row in rows:
        key = (row.temuan.keparahan.value, row.temuan.kode)
        groups.setdefault(key, FindingGroup(row.temuan)).daftar.append(row)
    weight = list(Severity)
    return sorted(groups.values(), key=lambda group: (weight.index(group.temuan.keparahan), len(group.daftar)))


def _by_weight(rows: Iterable[PlacedFinding]) -> list[PlacedFinding]:
    weight = {severity: number for number, severity in enumerate(Severity)}
    return sorted(rows, key=lambda row: weight[row.temuan.keparahan])


def check_plan(periode: PeriodeRenstra, tahun: int, pk: PerjanjianKinerja | None = None) -> PlanHealth:
    """Return everything that is odd about the plan of a Renstra in a year: the office, then in the order of the tree.

    Judged with `pk`; without one, with the year's latest.
    """
    pohon = get_tree(periode, tahun, pk)
    return PlanHealth(pohon, [*_check_office(pohon), *_check_tree(pohon)])


def check_pk(pk: PerjanjianKinerja) -> list[PlacedFinding]:
    """Return what is odd about a PK, the gravest first: its rows, what it lacks, the PK as a whole.

    What is mended in the plan around it, as definitions and the Renstra's other years, is not the PK's. Its rows may
    hang on several Renstra: each is asked.
    """
    rows = ButirPK.objects.filter(pk_induk=pk).select_related(*NODE_PATHS)
    periods = {period_id_of(row.indikator.simpul) for row in rows}
    wanted = Q(pk__in=periods) | Q(opd_id=pk.opd_id, tahun_awal__lte=pk.tahun, tahun_akhir__gte=pk.tahun)
    found: dict[tuple[str, int], PlacedFinding] = {}
    for periode in PeriodeRenstra.objects.filter(wanted).select_related("opd").order_by("pk"):
        for row in check_plan(periode, pk.tahun, pk).temuan:
            if row.temuan.tempat in (Place.BUTIR, Place.PK) or row.temuan.kode == MISSING:
                key = (row.temuan.kode, 0 if row.indikator is None else row.indikator.id)
                found.setdefault(key, row)
    return _by_weight(found.values())


def _check_tree(pohon: PlanTree) -> Iterator[PlacedFinding]:
    skor = Scores(
        cara.skala_id
        for node in pohon.walk()
        for row in node.indikator
        for cara in (row.indikator, row.butir)
        if cara is not None
    )
    rows = {row.id: row for node in pohon.walk() for row in node.indikator}
    earlier = get_last_year(pohon.periode.opd, pohon.tahun, [row.id for row in rows.values() if row.tingkat in IKU])
    twins = _twins(pohon, rows)
    for node in pohon.walk():
        if node.berlaku:
            units = _units_of(node)
            yield from (PlacedFinding(temuan, node, None, units) for temuan in check_node(_node_facts(node)))
        for row in node.indikator:
            facts = _facts(row, rows, pohon, skor, earlier.get(row.id))
            facts = replace(facts, berlaku=node.berlaku, kembar=twins.get(row.id, ()))
            yield from (PlacedFinding(temuan, node, row, (row.unit,)) for temuan in check_indicator(facts))


def _twins(pohon: PlanTree, rows: dict[int, TreeIndikator]) -> dict[int, tuple[str, ...]]:
    """Return for the PK's rows of replaced nodes and indicators the name of the row beside them that replaces them."""
    listed = [row.indikator for row in rows.values() if row.butir is not None]
    if not listed:
        return {}
    replaced = Lineage(pohon.periode.opd_id).replaced_among(listed)
    return {pk: (f"{later} ({later.simpul})",) for pk, later in replaced.items()}


# --- The office behind the plan --------------------------------------------------------------------------------------


def _check_office(pohon: PlanTree) -> Iterator[PlacedFinding]:
    opd_id, first, last = pohon.periode.opd_id, date(pohon.tahun, 1, 1), date(pohon.tahun, 12, 31)
    counted = [
        row
        for node in pohon.walk()
        for row in node.indikator
        if (node.berlaku if pohon.pk is None else row.butir is not None)
    ]
    signers = Pejabat.objects.filter(opd_id=opd_id, penanda_tangan=True, mulai__lte=last)
    signers = signers.filter(Q(sampai__isnull=True) | Q(sampai__gte=first)).order_by("mulai", "pk")
    facts = PlanFacts(
        tahun=pohon.tahun,
        ada_pk=pohon.pk is not None,
        iku=sum(row.tingkat in IKU for row in counted),
        penanda_tangan=[
            OfficeTerm(row.nama, row.mulai.toordinal(), None if row.sampai is None else row.sampai.toordinal())
            for row in signers
        ],
    )
    if pohon.pk is not None or any(node.berlaku for node in pohon.walk()):
        yield from (PlacedFinding(temuan, None, None, ()) for temuan in check_office(facts))
    units = {row.unit.pk: row.unit for row in counted}
    for unit, unit_facts in _unit_facts(opd_id, list(units.values())):
        yield from (PlacedFinding(temuan, None, None, (unit,)) for temuan in check_unit(unit_facts))


def _unit_facts(opd_id: int, units: Sequence[UnitKerja]) -> list[tuple[UnitKerja, UnitFacts]]:
    """Return who acts for each unit today: one query."""
    if not units:
        return []
    tugas = Penugasan.objects.filter(held_today(), unit__opd_id=opd_id, pengguna__is_active=True)
    by_unit: dict[tuple[str, int], set[int]] = {}
    coordinators: set[int] = set()
    for peran, unit_id, user_id in tugas.values_list("peran", "unit_id", "pengguna_id"):
        by_unit.setdefault((peran, unit_id), set()).add(user_id)
        coordinators |= {user_id} if Izin.VALIDASI in GRANTS[Peran(peran)] else set()
    found = []
    for unit in sorted(units, key=lambda row: row.path):
        above = unit.path_ids()[1:]
        heads = set().union(*(by_unit.get((Peran.KEPALA_UNIT.value, pk), set()) for pk in above))
        entering = set().union(
            *(by_unit.get((peran.value, unit.pk), set()) for peran in Peran if Izin.ISI_REALISASI in GRANTS[peran])
        )
        found.append((unit, UnitFacts(unit.nama, frozenset(entering), frozenset(heads), frozenset(coordinators))))
    return found


def _reached(cara: MeasureFields, lalu: SheetRow | None) -> Figure:
    """Return what an IKU reached last year, where this year's target may be compared with it."""
    if lalu is None or not measured_alike(cara, lalu.butir):
        return KOSONG
    return Figure(lalu.kini.hasil.nilai, print_consolidated(lalu.kini))


def _units_of(node: TreeSimpul) -> tuple[UnitKerja, ...]:
    """Return the units whose indicators hang on a node or below it; of an empty one, those around it."""
    units = {row.unit.pk: row.unit for below in node.walk() for row in below.indikator}
    if not units:
        return () if node.induk is None else _units_of(node.induk)
    return tuple(units.values())


def _node_facts(node: TreeSimpul) -> SimpulFacts:
    return SimpulFacts(
        node.tingkat,
        [row.indikator.nama for row in node.indikator],
        [child.node.nama for child in node.anak if child.berlaku],
    )


def _facts(
    row: TreeIndikator, rows: dict[int, TreeIndikator], pohon: PlanTree, skor: Scores, lalu: SheetRow | None
) -> IndikatorFacts:
    indikator, cara = row.indikator, row.butir or row.indikator
    ended = row.unit.berlaku_sampai
    return IndikatorFacts(
        tingkat=row.tingkat,
        tahun=pohon.tahun,
        **{**measure_facts(cara, _pk_targets(row.butir), skor), "satuan": row.satuan},
        definisi=indikator.definisi_operasional,
        keterangan_kosong=[label for name, label in EXPLANATIONS if not getattr(indikator, name).strip()],
        unit=row.unit.nama,
        unit_berakhir=write_date(ended) if ended and ended < date(pohon.tahun, 12, 31) else "",
        ada_pk=pohon.pk is not None,
        dalam_pk=row.butir is not None,
        renstra=[(year, figure_of(indikator, row.renstra.get(year), skor)) for year in pohon.periode.years],
        realisasi_lalu=_reached(cara, lalu),
        pendukung=len(row.pendukung),
        mendukung=len(row.mendukung),
        dijumlahkan=_summed(row, rows, skor),
    )


def _pk_targets(butir: ButirPK | None) -> dict[int, Target]:
    return {} if butir is None else {target.triwulan: target for target in butir.target.all()}


def _summed(row: TreeIndikator, rows: dict[int, TreeIndikator], skor: Scores) -> list[Supporter]:
    """Return the supporters whose targets are to be added up, with the figures of the year's PK."""
    summed = []
    for item in row.pendukung:
        if item.dukungan.menjumlah:
            own = rows.get(item.indikator.pk)
            butir = None if own is None else own.butir
            target = KOSONG if butir is None else figure_of(butir, _pk_targets(butir).get(TAHUN), skor)
            cara = item.indikator if butir is None else butir
            letters = cara.jenis_nilai == ValueKind.PREDIKAT
            summed.append(Supporter(item.indikator.nama, target.angka, cara.satuan, letters))
    return summed
