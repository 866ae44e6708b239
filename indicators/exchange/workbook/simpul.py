"""The nodes of flat sheets: each named by its code or, without one, by its name, beside those that are stored."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR
from typing import Any

from indicators.exchange.plan_keys import PlanKeys, chain_of
from indicators.exchange.texts import tidy
from indicators.exchange.workbook.lampiran import FlatRow
from indicators.exchange.workbook.structure import BookFinding
from indicators.models import PeriodeRenstra
from indicators.nomenklatur import NomenklaturVersion, WrongCode, read_code, spell_code
from indicators.tingkat import Tingkat

_CODED = re.compile(r"(?P<kode>[0-9][0-9. ]*[0-9])\.?\s+[-:–]?\s*(?P<nama>[^0-9].*)", re.DOTALL)


@dataclass
class FlatSimpul:
    """A node as a flat sheet means it. `ada`: it is stored already. `baris`: the row that tells more about it."""

    tingkat: Tingkat
    kode: str
    nama: str
    induk: "FlatSimpul | None" = None
    ada: bool = False
    baris: FlatRow | None = None
    # The last year of a stored node that has ended, else a year without end.
    akhir: int = MAXYEAR

    @property
    def versi(self) -> NomenklaturVersion | None:
        """The nomenclature that the code shows, None for codes of other levels and for none."""
        try:
            return read_code(self.kode).versi if self.kode else None
        except WrongCode:
            return None

    @property
    def teks(self) -> str:
        return f"{self.kode} {self.nama}".strip()

    def path_cells(self) -> dict[str, str]:
        """Return the texts of the nodes from the top down to this one, by column."""
        above = {} if self.induk is None else self.induk.path_cells()
        return {**above, self.tingkat.label: self.teks}


def split_name(text: str) -> tuple[str, str]:
    """Split "2.16.01 Program X" into code and name; what is no code stays in the name."""
    found = _CODED.fullmatch(text)
    if found is None:
        return "", text
    try:
        return str(read_code(found["kode"])), found["nama"].strip()
    except WrongCode:
        return "", text


@dataclass
class SimpulList:
    """All nodes of a book and of the plan that is stored, by level."""

    simpul: dict[Tingkat, list[FlatSimpul]] = field(default_factory=lambda: {level: [] for level in Tingkat})
    temuan: list[BookFinding] = field(default_factory=list)
    _by_code: dict[tuple[Tingkat, str], list[FlatSimpul]] = field(default_factory=lambda: defaultdict(list))
    _by_name: dict[tuple[Tingkat, str], list[FlatSimpul]] = field(default_factory=lambda: defaultdict(list))

    def add(self, node: FlatSimpul) -> FlatSimpul:
        self.simpul[node.tingkat].append(node)
        if node.kode:
            self._by_code[node.tingkat, node.kode].append(node)
        self._by_name[node.tingkat, node.nama.casefold()].append(node)
        return node

    def take_stored(self, peta: PlanKeys, periode: PeriodeRenstra) -> None:
        known: dict[int, FlatSimpul] = {}
        parents: list[Any] = [periode]
        for level in Tingkat:
            rows = [row for parent in parents for row in peta.children(level, parent)]
            for row in rows:
                node = FlatSimpul(level, tidy(row.kode), tidy(row.nama), ada=True, akhir=row.tahun_akhir or MAXYEAR)
                node.induk = known.get(id(chain_of(row)[-2])) if level.induk else None
                known[id(row)] = self.add(node)
            parents = rows

    def own(self, row: FlatRow, level: Tingkat) -> FlatSimpul:
        """Return the node that the row is about, of the row's level: found by code and name, or new."""
        kode, nama = split_name(row.text_of(level))
        kode = spell_code(row.text_of(f"kode_{level}") or row.text_of("kode")) or kode
        if kode:
            same = [node for node in self._by_code[level, kode] if node.nama.casefold() == nama.casefold()]
            if not same and self._by_code[level, kode]:
                other = self._by_code[level, kode][0]
                self._warn(row, level, f"Kode {kode} juga milik “{other.nama}”. Keduanya dianggap simpul berbeda.")
        else:
            same = self._named(row, level, nama)
        fitting = [node for node in same if _fits(node, row)]
        if not fitting and not self._below_new(row, level):
            fitting = same
        node = _in_force(fitting) or self.add(FlatSimpul(level, kode, nama))
        node.baris = node.baris or row
        return node

    def _below_new(self, row: FlatRow, level: Tingkat) -> bool:
        """Say whether the row names, right above it, a node that the file itself brings."""
        above = level.induk or level
        _, nama = split_name(row.text_of(above))
        return any(not node.ada for node in self._by_name.get((above, nama.casefold()), ()))

    def place(self, row: FlatRow, node: FlatSimpul) -> None:
        """Tell the parents of the row's node, from the row's other names and from the codes."""
        child = node
        for level in reversed(node.tingkat.above):
            if child.induk is None:
                child.induk = self._parent(row, level, child)
            if child.induk is None:
                return
            child = child.induk

    def _parent(self, row: FlatRow, level: Tingkat, child: FlatSimpul) -> FlatSimpul | None:
        kode, nama = split_name(row.text_of(level))
        kode = spell_code(row.text_of(f"kode_{level}")) or kode
        found = self._above(level, child.kode) if not kode else self._by_code[level, kode]
        # A node and its successor may bear one code.
        by_code = _in_force([node for node in found if node.nama.casefold() == nama.casefold()] or found)
        if by_code is not None:
            if nama and by_code.nama.casefold() != nama.casefold():
                self._warn(
                    row, level, f"Nama ini berbeda dari “{by_code.nama}” yang kodenya {by_code.kode}; dipakai kodenya."
                )
            return by_code
        if nama:
            return _in_force(self._named(row, level, nama)) or self.add(FlatSimpul(level, kode, nama))
        only = self.simpul[level]
        return only[0] if len(only) == 1 else None

    def _named(self, row: FlatRow, level: Tingkat, nama: str) -> list[FlatSimpul]:
        """Return the nodes of the name that hang where the row says."""
        return [node for node in self._by_name[level, nama.casefold()] if _fits(node, row)]

    def _above(self, level: Tingkat, kode: str) -> list[FlatSimpul]:
        """Return the nodes of the level whose code the given one begins with."""
        parts = kode.split(".")
        for length in range(len(parts) - 1, 0, -1):
            found = self._by_code.get((level, ".".join(parts[:length])))
            if found:
                return found
        return []

    def _warn(self, row: FlatRow, name: str, sentence: str) -> None:
        self.temuan.append(BookFinding("peringatan", row.lembar, row.alamat.get(name, ""), row.text_of(name), sentence))


def _in_force(nodes: Sequence[FlatSimpul]) -> FlatSimpul | None:
    """Return the node that counts longest, of equal ones the first; None for none."""
    return max(nodes, key=lambda node: node.akhir, default=None)


def _fits(node: FlatSimpul, row: FlatRow) -> bool:
    """Say whether the nodes above are those that the row names, as far as it names any."""
    above = node.induk
    while above is not None:
        kode, nama = split_name(row.text_of(above.tingkat))
        if nama and (not kode or kode != above.kode) and nama.casefold() != above.nama.casefold():
            return False
        above = above.induk
    return True
