"""New rows that look like a correction of a stored one: asked, because a second object would be made in silence.

A node is found by code and name, an indicator by its name: whoever corrects one of them in a file seems to write
another. Where the stored one no longer stands in the file, the import asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.imports.buku.susunan import INDIKATOR, SIMPUL, Tabel, Temuan
from indicators.imports.peta import TINGKAT, Peta
from indicators.imports.sumber import BarisMasuk
from indicators.imports.teks import alike, joined, plain
from indicators.models import PeriodeRenstra
from indicators.models.rencana import NODE_FIELDS

PERBAIKI, BARU = "perbaiki", "baru"
_SHOWN = 3


@dataclass(frozen=True)
class Pasangan:
    """A new row of the file and the stored object that it may mean, with how both are called."""

    tabel: str
    baris: BarisMasuk
    lama: Any
    sebutan: str


def find_pairs(tables: Sequence[Tabel], peta: Peta, periode: PeriodeRenstra | None) -> list[Pasangan]:
    """Return the new rows of a finished run that look like stored objects of `peta`, read before the run."""
    if periode is None:
        return []
    by_kind = {table.jenis.nama: table for table in tables}
    pairs: list[Pasangan] = []
    # The new node in the place of a stored one, by level and number of the stored one.
    moved: dict[tuple[str, int], int] = {}
    for level in NODE_FIELDS:
        table = by_kind.get(SIMPUL[level].nama)
        parent = f"{TINGKAT[level][1]}_id"
        above = NODE_FIELDS[NODE_FIELDS.index(level) - 1] if level != NODE_FIELDS[0] else ""
        left = _left_out(table, list(peta.nodes[level].values()))
        for row in _new_rows(table):
            for old in left:
                here = getattr(old, parent)
                if moved.get((above, here), here) != getattr(row.objek, parent):
                    continue
                if _same_node(row.objek, old):
                    moved[level, old.pk] = row.objek.pk
                    pairs.append(Pasangan(SIMPUL[level].nama, row, old, f"“{old}” menjadi “{row.objek}”"))
                    left.remove(old)
                    break
    return pairs + _indicator_pairs(by_kind.get(INDIKATOR.nama), peta, moved)


def _indicator_pairs(table: Tabel | None, peta: Peta, moved: dict[tuple[str, int], int]) -> list[Pasangan]:
    pairs = []
    left = _left_out(table, peta.indicators())
    for row in _new_rows(table):
        level = row.objek.tingkat
        for old in left:
            here = getattr(old, f"{level}_id")
            if here is None or moved.get((level, here), here) != getattr(row.objek, f"{level}_id"):
                continue
            if plain(row.objek.nama) == plain(old.nama):
                # It only follows its node, which has been asked about.
                left.remove(old)
                break
            if alike(row.objek.nama, old.nama):
                pairs.append(Pasangan(INDIKATOR.nama, row, old, f"“{old.nama}” menjadi “{row.objek.nama}”"))
                left.remove(old)
                break
    return pairs


def _new_rows(table: Tabel | None) -> list[BarisMasuk]:
    return [] if table is None else [row for row in table.baris if row.baru and not row.galat]


def _left_out(table: Tabel | None, stored: list[Any]) -> list[Any]:
    """Return the stored objects that the file does not name."""
    named = {row.objek.pk for row in (table.baris if table else ()) if row.objek is not None and not row.baru}
    return [row for row in stored if row.pk not in named]


def _same_node(new: Any, old: Any) -> bool:
    return bool(new.kode and new.kode == old.kode) or alike(new.nama, old.nama)


def questions(pairs: Sequence[Pasangan]) -> list[Temuan]:
    """Ask about the pairs, once per kind of sheet."""
    found = []
    for name in dict.fromkeys(pair.tabel for pair in pairs):
        of_kind = [pair for pair in pairs if pair.tabel == name]
        shown = joined([pair.sebutan for pair in of_kind[:_SHOWN]])
        more = f" dan {len(of_kind) - _SHOWN} lagi" if len(of_kind) > _SHOWN else ""
        sentence = (
            f"{name}: {len(of_kind)} baris tampak sebagai perbaikan dari yang tersimpan: {shown}{more}. Bila memang "
            "perbaikan, pilih “Perbaiki yang tersimpan” pada “Kode atau nama yang berubah”; bila lain, pilih “Simpan "
            "sebagai yang baru”; lalu unggah kembali. Nomenklatur yang berganti mulai suatu tahun diatur di halaman "
            "Perubahan nomenklatur."
        )
        row = of_kind[0].baris
        cells = joined([f"baris {pair.baris.nomor}" for pair in of_kind])
        found.append(Temuan("tanya", row.lembar, cells, "", sentence))
    return found


def corrections(pairs: Sequence[Pasangan]) -> dict[str, dict[tuple[str, int], int]]:
    """Return, per kind of sheet, which stored object each (sheet, row) corrects."""
    found: dict[str, dict[tuple[str, int], int]] = {}
    for pair in pairs:
        found.setdefault(pair.tabel, {})[pair.baris.lembar, pair.baris.nomor] = pair.lama.pk
    return found
