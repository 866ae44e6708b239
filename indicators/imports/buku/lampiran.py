"""Reading one flat sheet as in Lampiran I: its indicators, level by level, and their targets.

The Excel of the trade has titles above the table, headings of two rows, merged cells, names that are written once or
on every row, four rows per indicator, one per quarter, or one row with four columns or twelve, and sometimes the
indicators of several levels side by side.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from indicators.imports.bentuk import JudulBerkas, data_rows, ranges_of, take_unusable
from indicators.imports.berkas_buku import LembarMentah
from indicators.imports.buku.bulanan import months_to_quarters
from indicators.imports.buku.judul_rata import (
    ABAIKAN,
    CATATAN,
    QUARTER,
    REALISASI,
    ROMAN,
    UANG,
    Judul,
    Rows,
    find_judul,
    groups_of,
    missing_sentence,
    repeated,
)
from indicators.imports.buku.susunan import CONTOH, Temuan, key_of
from indicators.imports.headings import UKUR, URAIAN
from indicators.imports.lembaran import STRUCK, note_beside
from indicators.imports.teks import is_blank, joined
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import NODE_FIELDS

__all__ = ["UKUR", "URAIAN", "BarisRata", "LembarRata", "read_flat", "supplements"]

_NOT_READ = (ABAIKAN, REALISASI, UANG)


@dataclass
class BarisRata:
    """An indicator of a flat sheet, or a node without one: cells and addresses by our names, targets by quarter."""

    lembar: str
    nomor: int
    sel: dict[str, Any]
    alamat: dict[str, str]
    target: dict[int, Any] = field(default_factory=dict)
    alamat_target: dict[int, str] = field(default_factory=dict)
    # The lowest level that the row itself names, before names from above were filled in.
    ditulis: str = ""

    @property
    def tingkat(self) -> str:
        """The level of the lowest node that the row names, blank for none."""
        named = [level for level in NODE_FIELDS if not is_blank(self.sel.get(level))]
        return named[-1] if named else ""

    def teks(self, name: str) -> str:
        value = self.sel.get(name)
        return "" if value is None else " ".join(str(value).split())


@dataclass
class LembarRata:
    """A flat sheet as read. `pelengkap`: it has no path, its rows complete those of other sheets by level and code.

    `ditolak`: the one sentence about a form that cannot be taken; such a sheet has no rows.
    """

    nama: str
    kolom: dict[int, str]
    # The year of the targets, where a heading or a title says it.
    tahun: int | None = None
    baris: list[BarisRata] = field(default_factory=list)
    temuan: list[Temuan] = field(default_factory=list)
    atas: JudulBerkas = field(default_factory=JudulBerkas)
    ditolak: str = ""

    @property
    def pelengkap(self) -> bool:
        return "tingkat" in self.kolom.values()


def read_flat(sheet: LembarMentah) -> list[LembarRata]:
    """Return the sheet's indicators, one part per level where they stand side by side; none without headings."""
    judul = find_judul(sheet.baris)
    if judul is None:
        return []
    if sentence := missing_sentence(judul):
        return [LembarRata(sheet.nama, {}, atas=judul.atas, ditolak=sentence)]
    groups = groups_of(judul)
    grouped = [index for columns in groups.values() for index in columns] if groups else []
    temuan = repeated(judul, sheet.nama, grouped=grouped)
    temuan += _odd_columns(sheet, judul)
    rows = sheet.baris[judul.mulai :]
    used = {index for index, name in judul.arti.items() if name not in _NOT_READ}
    kept, skipped = data_rows(rows, list(judul.teks.values()), sheet.nama)
    temuan += [Temuan("galat", sheet.nama, *found) for found in take_unusable(kept, used.__contains__)]
    temuan += [Temuan("peringatan", sheet.nama, place, "", said) for place, said in skipped.kalimat()]
    if struck := [number for number, _ in kept if number in sheet.dicoret]:
        temuan.append(Temuan("peringatan", sheet.nama, f"A{struck[0]}", "", STRUCK.format(ranges_of(struck))))
    parts = groups or {"": judul.arti}
    found = [LembarRata(sheet.nama, columns, atas=judul.atas) for columns in parts.values()]
    for part in found:
        part.tahun = judul.tahun or (judul.atas.tahun[0] if judul.atas.tahun else None)
        _read_rows(part, kept, beside=bool(groups))
        if groups:
            own = NODE_FIELDS.index(next(level for level, columns in parts.items() if columns is part.kolom))
            part.baris = [row for row in part.baris if _has_own(row, NODE_FIELDS[own])]
    found[0].temuan = temuan + found[0].temuan
    return found


def _has_own(row: BarisRata, level: str) -> bool:
    """Say whether the row tells something of this level: a node of it by name, or an indicator."""
    return row.tingkat == level and (not is_blank(row.sel.get("indikator")) or row.ditulis == level)


def _odd_columns(sheet: LembarMentah, judul: Judul) -> list[Temuan]:
    """Say which columns are passed over, one sentence per cause."""
    unknown = [index for index in judul.teks if index not in judul.arti]
    found = [
        (unknown, "Kolom yang tidak dikenal dilewati: {}."),
        (judul.columns(REALISASI), "Kolom realisasi dilewati: yang diimpor di sini hanya rencana dan target ({})."),
        (judul.columns(UANG), "Kolom anggaran dilewati ({}). Anggaran diimpor di halaman Anggaran."),
    ]
    temuan = [
        Temuan(
            "peringatan",
            sheet.nama,
            judul.place(indexes[0]),
            judul.teks.get(indexes[0], ""),
            sentence.format(joined([f"“{judul.teks.get(index, '')}”" for index in indexes])),
        )
        for indexes, sentence in found
        if indexes
    ]
    beside = note_beside(sheet.baris[judul.mulai :], lambda index: index in judul.teks)
    return temuan + [Temuan("peringatan", sheet.nama, place, "", said) for place, said in beside]


def _read_rows(flat: LembarRata, rows: Rows, *, beside: bool) -> None:
    names = set(flat.kolom.values())
    by_rows = "target" in names and not {"t1", "t2", "t3", "t4"} & names
    above: BarisRata | None = None
    for number, values in rows:
        cells = {
            name: values[index] if index < len(values) else None
            for index, name in flat.kolom.items()
            if name not in _NOT_READ
        }
        note = str(cells.pop(CATATAN, None) or "").strip().casefold()
        if note.startswith(CONTOH) or all(is_blank(value) for value in cells.values()):
            continue
        places = {name: f"{get_column_letter(index + 1)}{number}" for index, name in flat.kolom.items()}
        row = BarisRata(flat.nama, number, cells, places)
        # Beside indicators of other levels, a row without a target of this one is no quarter of it.
        quarter = not beside or not is_blank(cells.get("target"))
        if not flat.pelengkap and above is not None and by_rows and quarter and _goes_on(row, above):
            _add_quarter(flat, above, row)
            continue
        row.ditulis = row.tingkat
        if not flat.pelengkap:
            _fill_path(row, above)
        if by_rows:
            _add_quarter(flat, row, row)
        else:
            _take_columns(flat, row)
        above = row
        flat.baris.append(row)
    if by_rows:
        for row in flat.baris:
            _settle_quarters(flat, row)


def _goes_on(row: BarisRata, above: BarisRata) -> bool:
    """Say whether the row is another quarter of the indicator above: it names nothing, or the same once more."""
    names = (*NODE_FIELDS, "indikator")
    return all(is_blank(row.sel.get(name)) or row.teks(name) == above.teks(name) for name in names) and (
        is_blank(row.sel.get("indikator")) or not is_blank(above.sel.get("indikator"))
    )


def _fill_path(row: BarisRata, above: BarisRata | None) -> None:
    """Give the blank names left of the first one, or all of a row without any, what stands above them."""
    levels = [level for level in NODE_FIELDS if level in row.sel]
    named = [index for index, level in enumerate(levels) if not is_blank(row.sel[level])]
    for level in levels[: named[0] if named else len(levels)]:
        if above is not None:
            row.sel[level] = above.sel.get(level)
    if not named and above is not None:
        for name in ("kode", "kode_program", "kode_kegiatan", "kode_sub_kegiatan", "sasaran_kinerja"):
            if name in row.sel and is_blank(row.sel[name]):
                row.sel[name] = above.sel.get(name)


def _take_columns(flat: LembarRata, row: BarisRata) -> None:
    for quarter, name in ((1, "t1"), (2, "t2"), (3, "t3"), (4, "t4"), (TAHUN, "tahun")):
        if not is_blank(row.sel.get(name)):
            row.target[quarter], row.alamat_target[quarter] = row.sel[name], row.alamat[name]
    months = {number: row.sel[f"b{number}"] for number in range(1, 13) if not is_blank(row.sel.get(f"b{number}"))}
    if not months or {1, 2, 3, 4} & row.target.keys():
        return
    targets, said, wrong = months_to_quarters(months, row.target.get(TAHUN), row.teks("Satuan"))
    for quarter, value in targets.items():
        row.target[quarter], row.alamat_target[quarter] = value, row.alamat[f"b{quarter * 3}"]
    place = row.alamat[f"b{min(months)}"]
    flat.temuan.append(Temuan("tanya" if wrong else "peringatan", flat.nama, place, "", said))


def _add_quarter(flat: LembarRata, owner: BarisRata, row: BarisRata) -> None:
    """Add the target of one row to its indicator: the quarter is written beside it, or told by the order."""
    if not is_blank(row.sel.get("tahun")):
        owner.target[TAHUN], owner.alamat_target[TAHUN] = row.sel["tahun"], row.alamat["tahun"]
    value, place = row.sel.get("target"), row.alamat["target"]
    if is_blank(value) and is_blank(row.sel.get("indikator")) and owner is row:
        return
    written = row.teks("triwulan")
    found = re.fullmatch(QUARTER, key_of(written)) if written else None
    quarter = ROMAN[found[1]] if found else len([key for key in owner.target if key]) + 1
    if written and not found:
        sentence = "Tulis triwulannya seperti TW I, atau kosongkan."
        flat.temuan.append(Temuan("galat", flat.nama, row.alamat["triwulan"], written, sentence))
    elif quarter > 4 or quarter in owner.target:
        sentence = f"Target triwulan indikator “{owner.teks('indikator')}” sudah lengkap. Hapus baris ini."
        flat.temuan.append(Temuan("galat", flat.nama, place, str(value or ""), sentence))
    else:
        owner.target[quarter], owner.alamat_target[quarter] = value, place


def _settle_quarters(flat: LembarRata, row: BarisRata) -> None:
    quarters = sorted(key for key in row.target if key)
    if quarters == [1] and is_blank(row.sel.get("triwulan")) and TAHUN not in row.target:
        # One row with one target, and nothing says of which quarter: the year's.
        row.target[TAHUN], row.alamat_target[TAHUN] = row.target.pop(1), row.alamat_target.pop(1)
    elif quarters and quarters != [1, 2, 3, 4]:
        sentence = f"Indikator ini mempunyai {len(quarters)} baris triwulan. Tulis keempatnya, TW I sampai TW IV."
        flat.temuan.append(Temuan("galat", flat.nama, row.alamat["target"], row.teks("indikator"), sentence))


def supplements(sheets: Iterable[LembarRata]) -> Mapping[tuple[str, str], BarisRata]:
    """Return the rows of sheets without a path by (level, code) and by (level, name of the indicator)."""
    found: dict[tuple[str, str], BarisRata] = {}
    for sheet in sheets:
        for row in sheet.baris:
            level = key_of(row.sel.get("tingkat")).replace(" ", "_")
            for name in ("kode", "indikator"):
                if row.teks(name):
                    found.setdefault((level, row.teks(name)), row)
    return found
