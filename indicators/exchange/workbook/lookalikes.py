"""New rows that look like a stored object: asked, because a second object would be made in silence.

A node is found by code and name, an indicator by its name: whoever changes one of them in a file seems to write
another. Where the stored one no longer stands in the file, the import asks what the change means.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from indicators.exchange.plan_keys import PlanKeys
from indicators.exchange.resource import IncomingRow
from indicators.exchange.texts import joined, likeness, plain
from indicators.exchange.workbook.runner import BookRowOutcome, SheetOutcome
from indicators.exchange.workbook.structure import INDIKATOR, SIMPUL, BookFinding, BookTable
from indicators.models import PeriodeRenstra
from indicators.nomenklatur import without_zeros
from indicators.tingkat import NOMENKLATUR as NOMENKLATUR_LEVELS
from indicators.tingkat import Tingkat

PERBAIKI, BARU, NOMENKLATUR = "perbaiki", "baru", "nomenklatur"
# Surer than any likeness of names, the surest first.
SAME_NAME, SAME_CODE, SAME_NUMBERS = 4000, 3000, 2000
LABELS = {
    NOMENKLATUR: "Perubahan nomenklatur mulai tahun di bawah",
    PERBAIKI: "Perbaiki yang tersimpan",
    BARU: "Simpan sebagai yang baru",
}
# A node by level and number.
Tempat = tuple[Tingkat | None, int]
SHOWN_AS = "Yang tersimpan dan yang di berkas"


@dataclass(frozen=True)
class LookalikePair:
    """A new row of the file and the stored object that it may mean. `tingkat` is None for an indicator."""

    tabel: str
    tingkat: Tingkat | None
    baris: IncomingRow
    lama: Any

    @property
    def kunci(self) -> str:
        """The stored node as the change of nomenclature names it."""
        return f"{self.tingkat}-{self.lama.pk}"

    @property
    def baru(self) -> Any:
        return self.baris.objek

    @property
    def berbeda(self) -> bool:
        """Say whether code or name differ; else the node only follows the one above it."""
        return str(self.lama) != str(self.baru)


def find_pairs(
    tables: Sequence[BookTable], peta: PlanKeys, periode: PeriodeRenstra | None, tahun: int | None
) -> list[LookalikePair]:
    """Return the new rows of a finished run that look like stored objects of `peta`, read before the run.

    Nodes that ended before `tahun` are nobody's old name. Each object is in one pair: that of the greatest likeness.
    """
    if periode is None:
        return []
    by_kind = {table.jenis.nama: table for table in tables}
    pairs: list[LookalikePair] = []
    # The node in the place of a stored one, by level and number of the stored one; those that are stored come first.
    moved = _stored_successors(peta)
    replaced = set(moved)
    for level in Tingkat:
        table = by_kind.get(SIMPUL[level].nama)
        parent = f"{level.parent_field}_id"
        rows = []
        for row in _new_rows(table):
            if getattr(row.objek, "menggantikan_id", None) is None:
                rows.append(row)
            else:
                moved[level, row.objek.menggantikan_id] = row.objek.pk  # the file says it itself
        left = [
            old
            for old in _left_out(table, list(peta.nodes[level].values()))
            if (level, old.pk) not in moved and not _ended(old, tahun)
        ]

        expected = {old.pk: moved.get((level.induk, getattr(old, parent)), getattr(old, parent)) for old in left}
        for row, old in _match(rows, left, attrgetter(parent), expected, _node_likeness):
            moved[level, old.pk] = row.objek.pk
            pairs.append(LookalikePair(SIMPUL[level].nama, level, row, old))
    return pairs + _indicator_pairs(by_kind.get(INDIKATOR.nama), peta, moved, replaced)


def _stored_successors(peta: PlanKeys) -> dict[Tempat, int]:
    return {
        (level, node.menggantikan_id): node.pk
        for level, nodes in peta.nodes.items()
        for node in nodes.values()
        if getattr(node, "menggantikan_id", None) is not None
    }


def _ended(node: Any, tahun: int | None) -> bool:
    return tahun is not None and node.tahun_akhir is not None and node.tahun_akhir < tahun


def _indicator_pairs(
    table: BookTable | None, peta: PlanKeys, moved: Mapping[Tempat, int], replaced: set[Tempat]
) -> list[LookalikePair]:
    """Return the pairs of indicators; those of nodes that were replaced before have a copy of theirs."""
    places = {old.pk: (old.tingkat, getattr(old, f"{old.tingkat}_id")) for old in peta.indicators()}
    left = [old for old in _left_out(table, peta.indicators()) if places[old.pk] not in replaced]
    expected = {old.pk: (places[old.pk][0], moved.get(places[old.pk], places[old.pk][1])) for old in left}
    found = _match(
        _new_rows(table), left, lambda new: (new.tingkat, getattr(new, f"{new.tingkat}_id")), expected, _name_likeness
    )
    # What has the same name only follows its node, which has been asked about.
    return [
        LookalikePair(INDIKATOR.nama, None, row, old) for row, old in found if plain(row.objek.nama) != plain(old.nama)
    ]


def _match(
    rows: Sequence[IncomingRow],
    left: Sequence[Any],
    place_of: Callable[[Any], Hashable],
    expected: Mapping[int, Hashable],
    likeness: Callable[[Any, Any], int],
) -> list[tuple[IncomingRow, Any]]:
    """Return rows with the stored object that each is most alike to, among those expected at the row's place."""
    at: defaultdict[Hashable, list[Any]] = defaultdict(list)
    for old in left:
        at[expected[old.pk]].append(old)
    scored = [(likeness(row.objek, old), row, old) for row in rows for old in at.get(place_of(row.objek), ())]
    found: dict[int, Any] = {}
    taken: set[int] = set()
    for score, row, old in sorted(scored, key=lambda item: -item[0]):
        if score and id(row) not in found and old.pk not in taken:
            found[id(row)] = old
            taken.add(old.pk)
    return [(row, found[id(row)]) for row in rows if id(row) in found]


def _new_rows(table: BookTable | None) -> list[IncomingRow]:
    return [] if table is None else [row for row in table.baris if row.baru and not row.galat]


def _left_out(table: BookTable | None, stored: list[Any]) -> list[Any]:
    """Return the stored objects that the file does not name."""
    named = {row.objek.pk for row in (table.baris if table else ()) if row.objek is not None and not row.baru}
    return [row for row in stored if row.pk not in named]


def _node_likeness(new: Any, old: Any) -> int:
    """Return how surely two nodes are one: 0 for not at all. Names are surer than codes, which are given anew."""
    numbers = bool(new.kode) and without_zeros(new.kode) == without_zeros(old.kode)
    if plain(new.nama) == plain(old.nama):
        return SAME_NAME + numbers
    if new.kode and new.kode == old.kode:
        return SAME_CODE
    return SAME_NUMBERS if numbers else _name_likeness(new, old)


def _name_likeness(new: Any, old: Any) -> int:
    return likeness(new.nama, old.nama)


def question(pairs: Sequence[LookalikePair]) -> BookFinding:
    """Ask, once, what the changed codes and names mean."""
    asked = [pair for pair in pairs if pair.berbeda]
    changed = any(pair.tingkat in NOMENKLATUR_LEVELS for pair in asked)
    choices = [
        f"“{LABELS[NOMENKLATUR]}” bila berganti mulai suatu tahun (yang lama tetap tercatat sampai tahun sebelumnya)"
        if changed
        else "",
        f"“{LABELS[PERBAIKI]}” bila yang tersimpan salah tulis",
        f"“{LABELS[BARU]}” bila memang lain",
    ]
    sentence = (
        f"{len(asked)} baris tampak sama dengan yang tersimpan, tetapi kode atau namanya lain: lihat “{SHOWN_AS}” di "
        f"bawah. Pilih di “Kode atau nama yang berubah”: {'; '.join(filter(None, choices))}. "
        "Lalu periksa lagi."
    )
    sheets = list(dict.fromkeys(pair.baris.lembar for pair in asked))
    cells = f"{len(asked)} baris" if len(asked) > 1 else f"baris {asked[0].baris.nomor}"
    more = f" dan {len(asked) - 1} lagi" if len(asked) > 1 else ""
    return BookFinding("tanya", joined(sheets), cells, f"{asked[0].baru}{more}", sentence, jawaban=("serupa", "mulai"))


def shown(pairs: Sequence[LookalikePair]) -> SheetOutcome:
    """Return the pairs as a sheet of the preview: old beside new."""
    rows = [
        BookRowOutcome(
            pair.baris.lembar, pair.baris.nomor, False, pair.tabel, [("Kode dan nama", str(pair.lama), str(pair.baru))]
        )
        for pair in pairs
        if pair.berbeda
    ]
    return SheetOutcome(SHOWN_AS, baris=rows, terbuka=True)


def corrections(pairs: Sequence[LookalikePair]) -> dict[str, dict[tuple[str, int], int]]:
    """Return, per kind of sheet, which stored object each (sheet, row) corrects."""
    found: dict[str, dict[tuple[str, int], int]] = {}
    for pair in pairs:
        found.setdefault(pair.tabel, {})[pair.baris.lembar, pair.baris.nomor] = pair.lama.pk
    return found
