"""The change of nomenclature between two years, node by node: old, new, and what is still to be decided.

Constant number of queries. Nothing of the state is stored beside the plan: it follows from years and `menggantikan`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from indicators.models import Kegiatan, PeriodeRenstra, PerjanjianKinerja, Program, SubKegiatan
from indicators.models.perjanjian import StatusPK
from indicators.models.rencana import SimpulNomenklatur
from indicators.nomenklatur import KodeSalah, VersiNomenklatur, propose_four_digits, read_kode, versi_of_year
from sakip.labelled import Labelled

# Per level: its model, the field of its parent, the way from it to the period.
TINGKAT: dict[str, tuple[type[SimpulNomenklatur], str, str]] = {
    "program": (Program, "sasaran", "sasaran__tujuan"),
    "kegiatan": (Kegiatan, "program", "program__sasaran__tujuan"),
    "sub_kegiatan": (SubKegiatan, "kegiatan", "kegiatan__program__sasaran__tujuan"),
}


class Keadaan(Labelled):
    """What is decided about a node of the year before."""

    BELUM = "belum", "Belum diputuskan"
    TETAP = "tetap", "Tetap berlaku"
    DIGANTIKAN = "digantikan", "Digantikan"
    DIHENTIKAN = "dihentikan", "Dihentikan"


@dataclass(frozen=True)
class BarisNomenklatur:
    """A node that lives in the year before the change. `induk` is the row of its parent, None for a program."""

    tingkat: str
    simpul: SimpulNomenklatur
    induk: "BarisNomenklatur | None"
    keadaan: Keadaan
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
        return self.keadaan in (Keadaan.BELUM, Keadaan.TETAP)

    @property
    def usulan(self) -> str:
        """The four-digit code that the old one most likely became, blank when there is nothing to propose."""
        return propose_four_digits(self.simpul.kode)


@dataclass(frozen=True)
class PerubahanNomenklatur:
    periode: PeriodeRenstra
    tahun: int
    baris: list[BarisNomenklatur]

    @property
    def versi(self) -> VersiNomenklatur:
        return versi_of_year(self.tahun)

    @property
    def jumlah(self) -> list[tuple[Keadaan, int]]:
        return [(keadaan, sum(row.keadaan is keadaan for row in self.baris)) for keadaan in Keadaan]


def list_years(periode: PeriodeRenstra) -> list[int]:
    """Return the years in which the nomenclature may change: all of the Renstra but the first."""
    return periode.daftar_tahun[1:]


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
    return PerubahanNomenklatur(periode, tahun, list(_Pohon(periode, tahun).rows()))


class _Pohon:
    """The nodes of a Renstra by parent, with what replaces each: three queries."""

    def __init__(self, periode: PeriodeRenstra, tahun: int) -> None:
        self.periode, self.tahun = periode, tahun
        self.children: defaultdict[tuple[str, int], list[Any]] = defaultdict(list)
        self.successors: defaultdict[tuple[str, int], list[Any]] = defaultdict(list)
        self.programs: list[Any] = []
        for tingkat, (_, induk, _) in TINGKAT.items():
            for node in _nodes(periode, tingkat):
                if tingkat == "program":
                    self.programs.append(node)
                else:
                    self.children[tingkat, getattr(node, f"{induk}_id")].append(node)
                if node.menggantikan_id is not None and self.lives(node, tahun):
                    self.successors[tingkat, node.menggantikan_id].append(node)

    def lives(self, node: Any, tahun: int) -> bool:
        return (node.tahun_awal or tahun) <= tahun <= (node.tahun_akhir or tahun)

    def rows(self) -> Iterator[BarisNomenklatur]:
        for program in self.programs:
            yield from self._branch("program", program, None)

    def _branch(self, tingkat: str, node: Any, induk: BarisNomenklatur | None) -> Iterator[BarisNomenklatur]:
        if not self.lives(node, self.tahun - 1):
            return
        pengganti = tuple(self.successors[tingkat, node.pk])
        keadaan, why = self._judge(tingkat, node, induk, pengganti)
        row = BarisNomenklatur(tingkat, node, induk, keadaan, why, pengganti, node.jumlah_indikator)
        yield row
        below = {"program": "kegiatan", "kegiatan": "sub_kegiatan"}.get(tingkat)
        for child in self.children[below, node.pk] if below else ():
            yield from self._branch(str(below), child, row)

    def _judge(
        self, tingkat: str, node: Any, induk: BarisNomenklatur | None, pengganti: Sequence[Any]
    ) -> tuple[Keadaan, str]:
        if pengganti:
            return Keadaan.DIGANTIKAN, ""
        if node.tahun_akhir == self.tahun - 1:
            return Keadaan.DIHENTIKAN, ""
        if induk is not None and induk.keadaan is Keadaan.DIHENTIKAN:
            return Keadaan.DIHENTIKAN, "Berhenti bersama induknya."
        if induk is not None and induk.keadaan is Keadaan.DIGANTIKAN:
            return Keadaan.BELUM, "Induknya digantikan."
        if tingkat == "sub_kegiatan" and not keeps_its_code(node, self.tahun):
            return Keadaan.BELUM, f"Kodenya belum {versi_of_year(self.tahun).digits} angka."
        return Keadaan.TETAP, ""


def _nodes(periode: PeriodeRenstra, tingkat: str) -> QuerySet[Any]:
    model, _, path = TINGKAT[tingkat]
    return (
        model._default_manager.filter(**{f"{path}__periode": periode})
        .select_related(path)
        .annotate(jumlah_indikator=Count("indikator"))
        .order_by(*_order(path), "urutan", "pk")
    )


def _order(path: str) -> list[str]:
    """Return the order of everything above a node, from the top down."""
    parts = path.split("__")
    ways = ["__".join(parts[: number + 1]) for number in range(len(parts))]
    return [name for way in reversed(ways) for name in (f"{way}__urutan", f"{way}__pk")]


def keeps_its_code(node: SimpulNomenklatur, tahun: int) -> bool:
    """Say whether a sub kegiatan's code fits the nomenclature of the year, or was kept on purpose.

    Kept on purpose: the node names the nomenclature itself. A blank code fits every year; so does text that is none.
    """
    try:
        versi = read_kode(node.kode).versi if node.kode else None
    except KodeSalah:
        return True
    return versi is None or versi is versi_of_year(tahun) or node.versi_nomenklatur == versi
