"""The change of nomenclature between two years, node by node: old, new, and what is still to be decided.

Constant number of queries. Nothing of the state is stored beside the plan: it follows from years and `menggantikan`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from indicators.models import PeriodeRenstra, PerjanjianKinerja
from indicators.models.perjanjian import StatusPK
from indicators.models.rencana import SimpulNomenklatur
from indicators.models.tingkat import MODEL_OF
from indicators.nomenklatur import NomenklaturVersion, WrongCode, propose_four_digits, read_code, version_of_year
from indicators.tingkat import NOMENKLATUR, Tingkat
from sakip.labelled import Labelled


class NomenklaturState(Labelled):
    """What is decided about a node of the year before."""

    BELUM = "belum", "Belum diputuskan"
    TETAP = "tetap", "Tetap berlaku"
    DIGANTIKAN = "digantikan", "Digantikan"
    DIHENTIKAN = "dihentikan", "Dihentikan"


@dataclass(frozen=True)
class NomenklaturRow:
    """A node that lives in the year before the change. `induk` is the row of its parent, None for a program."""

    tingkat: Tingkat
    simpul: SimpulNomenklatur
    induk: "NomenklaturRow | None"
    keadaan: NomenklaturState
    keterangan: str
    pengganti: tuple[SimpulNomenklatur, ...]
    jumlah_indikator: int

    @property
    def kunci(self) -> str:
        """Names the row in a form: level and id."""
        return f"{self.tingkat}-{self.simpul.pk}"

    @property
    def terbuka(self) -> bool:
        """Whether the row can still be decided."""
        return self.keadaan in (NomenklaturState.BELUM, NomenklaturState.TETAP)

    @property
    def usulan(self) -> str:
        """The four-digit code that the old one most likely became, blank when there is nothing to propose."""
        return propose_four_digits(self.simpul.kode)


@dataclass(frozen=True)
class PerubahanNomenklatur:
    periode: PeriodeRenstra
    tahun: int
    baris: list[NomenklaturRow]

    @property
    def versi(self) -> NomenklaturVersion:
        return version_of_year(self.tahun)

    @property
    def jumlah(self) -> list[tuple[NomenklaturState, int]]:
        return [(keadaan, sum(row.keadaan is keadaan for row in self.baris)) for keadaan in NomenklaturState]


def list_years(periode: PeriodeRenstra) -> list[int]:
    """Return the years in which the nomenclature may change: all of the Renstra but the first."""
    return periode.years[1:]


def get_first_open_year(periode: PeriodeRenstra) -> int | None:
    """Return the first year of change whose PK is not ditetapkan yet; the last year when all are."""
    years = list_years(periode)
    fixed = set(
        PerjanjianKinerja.objects.filter(
            opd_id=periode.opd_id, tahun__in=years, status=StatusPK.DITETAPKAN.value
        ).values_list("tahun", flat=True)
    )
    return next((year for year in years if year not in fixed), years[-1] if years else None)


def get_perubahan(periode: PeriodeRenstra, tahun: int) -> PerubahanNomenklatur:
    """Return every Program, Kegiatan and Sub Kegiatan of the year before `tahun`, in the order of the plan."""
    return PerubahanNomenklatur(periode, tahun, list(_Tree(periode, tahun).rows()))


class _Tree:
    """The nodes of a Renstra by parent, with what replaces each: three queries."""

    def __init__(self, periode: PeriodeRenstra, tahun: int) -> None:
        self.periode, self.tahun = periode, tahun
        self.children: defaultdict[tuple[Tingkat, int], list[Any]] = defaultdict(list)
        self.successors: defaultdict[tuple[Tingkat, int], list[Any]] = defaultdict(list)
        self.programs: list[Any] = []
        for tingkat in NOMENKLATUR:
            for node in _nodes(periode, tingkat):
                if tingkat is Tingkat.PROGRAM:
                    self.programs.append(node)
                else:
                    self.children[tingkat, getattr(node, f"{tingkat.parent_field}_id")].append(node)
                if node.menggantikan_id is not None and self.lives(node, tahun):
                    self.successors[tingkat, node.menggantikan_id].append(node)

    def lives(self, node: Any, tahun: int) -> bool:
        return (node.tahun_awal or tahun) <= tahun <= (node.tahun_akhir or tahun)

    def rows(self) -> Iterator[NomenklaturRow]:
        for program in self.programs:
            yield from self._branch(Tingkat.PROGRAM, program, None)

    def _branch(self, tingkat: Tingkat, node: Any, induk: NomenklaturRow | None) -> Iterator[NomenklaturRow]:
        if not self.lives(node, self.tahun - 1):
            return
        pengganti = tuple(self.successors[tingkat, node.pk])
        keadaan, why = self._judge(tingkat, node, induk, pengganti)
        row = NomenklaturRow(tingkat, node, induk, keadaan, why, pengganti, node.jumlah_indikator)
        yield row
        below = tingkat.anak
        if below is not None:
            for child in self.children[below, node.pk]:
                yield from self._branch(below, child, row)

    def _judge(
        self, tingkat: Tingkat, node: Any, induk: NomenklaturRow | None, pengganti: Sequence[Any]
    ) -> tuple[NomenklaturState, str]:
        if pengganti:
            return NomenklaturState.DIGANTIKAN, ""
        if node.tahun_akhir == self.tahun - 1:
            return NomenklaturState.DIHENTIKAN, ""
        if induk is not None and induk.keadaan is NomenklaturState.DIHENTIKAN:
            return NomenklaturState.DIHENTIKAN, "Berhenti bersama induknya."
        if induk is not None and induk.keadaan is NomenklaturState.DIGANTIKAN:
            return NomenklaturState.BELUM, "Induknya digantikan."
        if tingkat is Tingkat.SUB_KEGIATAN and not keeps_its_code(node, self.tahun):
            return NomenklaturState.BELUM, f"Kodenya belum {version_of_year(self.tahun).digits} angka."
        return NomenklaturState.TETAP, ""


def _nodes(periode: PeriodeRenstra, tingkat: Tingkat) -> QuerySet[Any]:
    return (
        MODEL_OF[tingkat]
        ._default_manager.filter(**{tingkat.way_to_periode: periode})
        .select_related(tingkat.way_up)
        .annotate(jumlah_indikator=Count("indikator"))
        .order_by(*_order(tingkat), "urutan", "pk")
    )


def _order(tingkat: Tingkat) -> list[str]:
    """Return the order of everything above a node, from the top down."""
    ways = ["__".join(tingkat.upwards[1 : number + 1]) for number in range(1, tingkat.depth + 1)]
    return [name for way in reversed(ways) for name in (f"{way}__urutan", f"{way}__pk")]


def keeps_its_code(node: SimpulNomenklatur, tahun: int) -> bool:
    """Say whether a sub kegiatan's code fits the nomenclature of the year, or was kept on purpose.

    Kept on purpose: the node names the nomenclature itself. A blank code fits every year; so does text that is none.
    """
    try:
        versi = read_code(node.kode).versi if node.kode else None
    except WrongCode:
        return True
    return versi is None or versi is version_of_year(tahun) or node.versi_nomenklatur == versi
