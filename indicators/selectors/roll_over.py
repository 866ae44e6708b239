"""What becomes of last year's PK in the next year: copied, replaced, dropped, moved. Constant number of queries.

Nothing of it is stored: it is derived from last year's rows, the years of the nodes and what replaces them, so that the
preview before the roll-over, the roll-over itself and the draft afterwards say the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from indicators.capaian import PolaTarget
from indicators.models import (
    ButirPK,
    Indikator,
    PeriodeRenstra,
    PerjanjianKinerja,
    TargetRenstra,
    UnitKerja,
)
from indicators.models.perjanjian import StatusPK
from indicators.models.rencana import MeasureFields, SimpulRencana
from indicators.models.tingkat import NOMENKLATUR_MODEL_OF
from indicators.selectors.lineage import Lineage
from indicators.selectors.perjanjian import ShownButir, list_butir
from indicators.selectors.row_values import print_value
from indicators.tingkat import Tingkat
from sakip.labelled import Labelled


class RollOverMark(Labelled):
    """What becomes of a row of last year's PK."""

    DISALIN = "disalin", "Disalin"
    DIGANTIKAN = "digantikan", "Digantikan"
    TANPA_INDIKATOR = "tanpa_indikator", "Belum ada indikator pada simpul pengganti"
    TIDAK_BERLANJUT = "tidak_berlanjut", "Tidak berlanjut"


@dataclass(frozen=True)
class RollOverRow:
    """A row of last year's PK and who takes it over. `indikator` None: nobody, the row stays behind.

    `cara` is what the new row takes its way of measuring from. `pindah` says in words how the owner changes;
    `tanpa_pemilik`: the unit has ended and the plan knows no other.
    """

    lama: ButirPK
    tanda: RollOverMark
    keterangan: str
    indikator: Indikator | None
    unit: UnitKerja
    cara: MeasureFields
    pindah: str = ""
    tanpa_pemilik: bool = False
    renstra: TargetRenstra | None = None
    ada: bool = False

    @property
    def new_style(self) -> bool:
        """Whether the new row is measured anew, so that last year's targets do not fit it."""
        return self.cara is not self.lama

    @property
    def urgency(self) -> int:
        """How much a row wants a look: 2 a person has to act or decide, 1 replaced, 0 simply copied."""
        if self.pindah or self.tanda in (RollOverMark.TANPA_INDIKATOR, RollOverMark.TIDAK_BERLANJUT):
            return 2
        return 1 if self.tanda is RollOverMark.DIGANTIKAN else 0

    @property
    def target_renstra(self) -> str:
        if self.renstra is None:
            return ""
        return print_value(self.cara, self.renstra.nilai, self.renstra.predikat, batas_atas=self.renstra.batas_atas)


@dataclass(frozen=True)
class ShownRollOverRow:
    """A row as the page shows it, with its place and targets of last year."""

    tampil: ShownButir
    tahun: RollOverRow


@dataclass(frozen=True)
class RollOver:
    """The roll-over of one office into `tahun`. `baru` are rows of the draft that last year did not have.

    `dilepas` are rows of the draft that give way to those that the roll-over would add: a node that replaces theirs.
    """

    lama: PerjanjianKinerja
    tahun: int
    draf: PerjanjianKinerja | None
    baris: list[ShownRollOverRow]
    baru: list[ShownButir] = field(default_factory=list)
    dilepas: list[ShownButir] = field(default_factory=list)

    @property
    def to_be_added(self) -> int:
        return sum(row.tahun.indikator is not None and not row.tahun.ada for row in self.baris)

    @property
    def jumlah(self) -> list[tuple[RollOverMark, int]]:
        return [(tanda, sum(row.tahun.tanda is tanda for row in self.baris)) for tanda in RollOverMark]

    @property
    def moved_count(self) -> int:
        return sum(bool(row.tahun.pindah) for row in self.baris)

    @property
    def renstra_count(self) -> int:
        return sum(row.tahun.renstra is not None for row in self.baris)

    @property
    def marked(self) -> list[ShownRollOverRow]:
        """Rows with more to say than "copied", those that want a decision first."""
        return [row for row in self.ordered_rows if row.tahun.urgency]

    @property
    def ordered_rows(self) -> list[ShownRollOverRow]:
        """All rows, those that want a decision first, then in the order of the plan."""
        return sorted(self.baris, key=lambda row: -row.tahun.urgency)


def list_next_years(opd_id: int) -> list[int]:
    """Return the years that can be opened or were opened from a PK ditetapkan of the year before, the latest first."""
    fixed = PerjanjianKinerja.objects.filter(opd_id=opd_id, status=StatusPK.DITETAPKAN.value)
    return sorted({tahun + 1 for tahun in fixed.values_list("tahun", flat=True)}, reverse=True)


def get_last_fixed(opd_id: int, tahun: int) -> PerjanjianKinerja | None:
    """Return the last PK ditetapkan of a year."""
    fixed = PerjanjianKinerja.objects.filter(opd_id=opd_id, tahun=tahun, status=StatusPK.DITETAPKAN.value)
    return fixed.order_by("-perubahan").first()


def get_roll_over(opd_id: int, tahun: int) -> RollOver | None:
    """Return what becomes of the last PK of the year before in `tahun`; None when there is no PK ditetapkan."""
    lama = get_last_fixed(opd_id, tahun - 1)
    if lama is None:
        return None
    draf = PerjanjianKinerja.objects.filter(opd_id=opd_id, tahun=tahun, perubahan=0).first()
    shown = list_butir(lama)
    there = [] if draf is None else list_butir(draf)
    present = {row.butir.indikator_id for row in there}
    rows = []
    for tampil, row in zip(shown, compare_rows([row.butir for row in shown], opd_id, tahun), strict=True):
        ada = row.indikator is not None and row.indikator.pk in present
        rows.append(ShownRollOverRow(tampil, replace(row, ada=ada)))
    carried = {row.tahun.indikator.pk for row in rows if row.tahun.indikator is not None}
    baru = [row for row in there if row.butir.indikator_id not in carried]
    return RollOver(lama, tahun, draf, rows, baru, _given_up(opd_id, there, rows))


def _given_up(opd_id: int, there: Sequence[ShownButir], rows: Sequence[ShownRollOverRow]) -> list[ShownButir]:
    """Return the rows of the draft whose place those take that are still to be added."""
    added = [row.tahun.indikator for row in rows if row.tahun.indikator is not None and not row.tahun.ada]
    if not there or not added:
        return []
    replaced = Lineage(opd_id).replaced_among([*(row.butir.indikator for row in there), *added])
    return [row for row in there if row.butir.indikator_id in replaced]


def compare_rows(rows: Sequence[ButirPK], opd_id: int, tahun: int) -> list[RollOverRow]:
    """Return for each row, fetched with `NODE_PATHS`, what becomes of it in `tahun`, in the same order."""
    units = {unit.pk: unit for unit in UnitKerja.objects.filter(opd_id=opd_id)}
    masa = LifeSpans(opd_id, tahun)
    pengganti = Replacements(opd_id, masa)
    successors = [pengganti.of(row.indikator.simpul) for row in rows]
    indicators = _indicators_on({node for nodes in successors for node in nodes})
    taken: set[int] = set()
    found = []
    for row, nodes in zip(rows, successors, strict=True):
        item = _judge(row, nodes, indicators, masa, taken)
        if item.indikator is not None:
            taken.add(item.indikator.pk)
            item = _with_owner(item, units[item.indikator.unit_id], units[row.unit_id], tahun)
        found.append(item)
    planned = _planned(found, tahun)
    return [replace(item, renstra=_renstra_of(item, planned)) for item in found]


def _judge(
    row: ButirPK,
    successors: Sequence[SimpulRencana],
    indicators: Mapping[SimpulRencana, Sequence[Indikator]],
    masa: "LifeSpans",
    taken: set[int],
) -> RollOverRow:
    if successors:
        names = ", ".join(str(node) for node in successors)
        matching = [
            indikator
            for node in successors
            for indikator in indicators.get(node, ())
            if _same_name(indikator, row.indikator) and indikator.pk not in taken
        ]
        if len(matching) == 1:
            (indikator,) = matching
            changed = indikator.measure_values() != row.indikator.measure_values()
            note = " Cara mengukurnya berbeda: targetnya diisi sendiri." if changed else ""
            cara = indikator if changed else row
            return RollOverRow(row, RollOverMark.DIGANTIKAN, f"Oleh {names}.{note}", indikator, row.unit, cara)
        why = "ada lebih dari satu indikator bernama sama" if matching else "tidak ada indikator bernama sama"
        return RollOverRow(
            row,
            RollOverMark.TANPA_INDIKATOR,
            f"Simpul pengganti {names}: {why}. Tambahkan sendiri.",
            None,
            row.unit,
            row,
        )
    over = masa.why_over(row.indikator.simpul)
    if over:
        return RollOverRow(row, RollOverMark.TIDAK_BERLANJUT, over, None, row.unit, row)
    return RollOverRow(row, RollOverMark.DISALIN, "", row.indikator, row.unit, row)


def _same_name(one: Indikator, other: Indikator) -> bool:
    return " ".join(one.nama.split()).casefold() == " ".join(other.nama.split()).casefold()


def _with_owner(item: RollOverRow, planned: UnitKerja, before: UnitKerja, tahun: int) -> RollOverRow:
    """Give the row to the unit that the plan names now, as long as that unit still exists in the year."""
    first_day = date(tahun, 1, 1)
    alive = [unit for unit in (planned, before) if unit.berlaku_sampai is None or unit.berlaku_sampai >= first_day]
    if not alive:
        return replace(item, tanpa_pemilik=True, pindah=f"{before} sudah berakhir: pilih unit penanggung jawab baru.")
    owner = alive[0]
    if owner == before:
        return replace(item, unit=owner)
    return replace(item, unit=owner, pindah=f"Dari {before} ke {owner}.")


def _indicators_on(nodes: Iterable[SimpulRencana]) -> dict[SimpulRencana, list[Indikator]]:
    """Return the indicators of nodes of any level: one query per level in use."""
    by_level: defaultdict[Tingkat, dict[int, SimpulRencana]] = defaultdict(dict)
    for node in nodes:
        by_level[node.tingkat][node.pk] = node
    found: defaultdict[SimpulRencana, list[Indikator]] = defaultdict(list)
    for level, members in by_level.items():
        for row in Indikator.objects.filter(**{f"{level}_id__in": members}).order_by("urutan", "pk"):
            found[members[getattr(row, f"{level}_id")]].append(row)
    return found


def _planned(rows: Sequence[RollOverRow], tahun: int) -> dict[int, TargetRenstra]:
    """Return the Renstra's targets of the year by indicator: one query."""
    wanted = [row.indikator.pk for row in rows if row.indikator is not None]
    return {row.indikator_id: row for row in TargetRenstra.objects.filter(indikator_id__in=wanted, tahun=tahun)}


def _renstra_of(item: RollOverRow, planned: Mapping[int, TargetRenstra]) -> TargetRenstra | None:
    """Return the target that the row takes for every quarter and the year: only with pola tetap."""
    if item.indikator is None or item.cara.pola_target != PolaTarget.TETAP:
        return None
    return planned.get(item.indikator.pk)


# --- Years and successors of nodes -----------------------------------------------------------------------------------


def upwards(node: SimpulRencana) -> Iterator[SimpulRencana]:
    """Yield a node and all above it, up to its Tujuan."""
    current: Any = node
    yield current
    for level in reversed(node.tingkat.above):
        current = getattr(current, level)
        yield current


class LifeSpans:
    """Says whether nodes count in a year: they, all above them and their Renstra. One query."""

    def __init__(self, opd_id: int, tahun: int) -> None:
        self.tahun = tahun
        self._periods = {row.pk: row for row in PeriodeRenstra.objects.filter(opd_id=opd_id)}

    def counts(self, node: SimpulRencana) -> bool:
        return not self.why_over(node)

    def why_over(self, node: SimpulRencana) -> str:
        """Return why the node does not count in the year, blank when it does."""
        for current in upwards(node):
            own = current is node
            where = "" if own else f" {str(current._meta.verbose_name).capitalize()} di atasnya, {current},"
            if (current.tahun_akhir or self.tahun) < self.tahun:
                return (
                    f"Berakhir tahun {current.tahun_akhir}." if own else f"{where[1:]} berakhir {current.tahun_akhir}."
                )
            if (current.tahun_awal or self.tahun) > self.tahun:
                return (
                    f"Baru mulai tahun {current.tahun_awal}."
                    if own
                    else f"{where[1:]} baru mulai {current.tahun_awal}."
                )
            period = self._periods.get(getattr(current, "periode_id", None) or 0)
            if period is not None and not period.tahun_awal <= self.tahun <= period.tahun_akhir:
                return f"Masa {period} tidak memuat tahun {self.tahun}."
        return ""


class Replacements:
    """Finds the nodes that count in a year in the place of others, over any number of replacements. Three queries."""

    def __init__(self, opd_id: int, masa: LifeSpans) -> None:
        self._masa = masa
        self._next: defaultdict[tuple[type[SimpulRencana], int], list[SimpulRencana]] = defaultdict(list)
        for level, model in NOMENKLATUR_MODEL_OF.items():
            own = {f"{level.way_to_periode}__opd_id": opd_id}
            rows = model._default_manager.filter(**own, menggantikan__isnull=False)
            for node in rows.select_related(level.way_up).order_by("urutan", "pk"):
                self._next[model, node.menggantikan_id].append(node)  # type: ignore[attr-defined]  # the field's id

    def of(self, node: SimpulRencana) -> list[SimpulRencana]:
        """Return the nodes that count in the year in the place of `node`; none when nothing replaces it."""
        found: list[SimpulRencana] = []
        seen = {node.pk}
        waiting = list(self._next.get((type(node), node.pk), ()))
        while waiting:
            current = waiting.pop(0)
            if current.pk in seen:
                continue
            seen.add(current.pk)
            later = self._next.get((type(node), current.pk), [])
            if self._masa.counts(current) and not any(self._masa.counts(item) for item in later):
                found.append(current)
            else:
                waiting.extend(later)
        return found
