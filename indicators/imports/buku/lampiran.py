"""Reading one flat sheet as in Lampiran I: finding its headings, its indicators and their targets.

The Excel of the trade has titles above the table, headings of two rows, merged cells, names that are written once or
on every row, and four rows per indicator, one per quarter, or one row with four columns.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from indicators.imports.berkas_buku import LembarMentah
from indicators.imports.buku.susunan import CONTOH, Temuan, key_of
from indicators.imports.sel import is_blank
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import NODE_FIELDS

# What the headings of the trade mean; the names are ours. Of the columns of measuring, both their words and ours.
UKUR = {
    "satuan": "Satuan",
    "jenis nilai": "Jenis nilai",
    "desimal minimal": "Desimal paling sedikit",
    "desimal paling sedikit": "Desimal paling sedikit",
    "polaritas": "Polaritas",
    "rumus minimalkan": "Rumus minimalkan",
    "realisasi terburuk": "Realisasi terburuk",
    "konsolidasi": "Konsolidasi",
    "pola target": "Pola target",
    "skala predikat": "Skala predikat",
    "target triwulan ditulis": "Target triwulan ditulis",
    "unit": "Kode unit",
    "kode unit": "Kode unit",
    "unit penanggung jawab": "Kode unit",
}
URAIAN = {
    "definisi operasional": "Definisi operasional",
    "formula": "Formula",
    "sumber data": "Sumber data",
    "penanggung jawab": "Penanggung jawab",
}
_EXACT = {
    "tujuan": "tujuan",
    "sasaran strategis": "sasaran",
    "program": "program",
    "kegiatan": "kegiatan",
    "sub kegiatan": "sub_kegiatan",
    "subkegiatan": "sub_kegiatan",
    "kode": "kode",
    "kode rekening": "kode",
    "kode nomenklatur": "kode",
    "kode program": "kode_program",
    "kode kegiatan": "kode_kegiatan",
    "kode sub kegiatan": "kode_sub_kegiatan",
    "tingkat": "tingkat",
    "triwulan": "triwulan",
    "tw": "triwulan",
    "target": "target",
    "target tahun": "tahun",
    "target tahunan": "tahun",
    "satuan saran": "satuan_saran",
    "sasaran": "sasaran_kinerja",
    "sasaran kinerja": "sasaran_kinerja",
    **UKUR,
    **URAIAN,
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = r"(?:tw|triwulan)? ?(iv|i{1,3}|[1-4])"
_TARGET = re.compile(rf"(?:t|target|target [^0-9]*|target kinerja [^0-9]*|(?=tw|triwulan)) ?{_QUARTER}")
_REALISASI = re.compile(r"(r ?[1-4]|realisasi.*|capaian.*)")
_RENSTRA = re.compile(r"target (?:kinerja )?renstra (?:tahun )?(20[0-9]{2})")
_TAHUN = re.compile(r"target (?:tahun )?(20[0-9]{2})")
_TITLE = re.compile(r"\btahun (20[0-9]{2})\b")
_IGNORED = {"no", "no.", "nomor", "note", "keterangan"}
ABAIKAN, REALISASI, CATATAN = "abaikan", "realisasi", "catatan"
SEARCHED_ROWS = 30


def column_of(title: Any) -> str:
    """Return what a heading means: our name, "t1" to "t4", "renstra_2024", "abaikan", "realisasi"; blank: unknown."""
    text = key_of(title)
    if not text:
        return ""
    if text in _EXACT:
        return _EXACT[text]
    if text in _IGNORED:
        return ABAIKAN
    if text == CATATAN:
        return CATATAN
    if found := _RENSTRA.fullmatch(text):
        return f"renstra_{found[1]}"
    if found := _TARGET.fullmatch(text):
        return f"t{_ROMAN[found[1]]}"
    if _REALISASI.fullmatch(text):
        return REALISASI
    if _TAHUN.fullmatch(text):
        return "tahun"
    if text.startswith("indikator"):
        return "indikator"
    return "sasaran_kinerja" if text.startswith("sasaran") else ""


@dataclass
class BarisRata:
    """An indicator of a flat sheet, or a node without one: cells and addresses by our names, targets by quarter."""

    lembar: str
    nomor: int
    sel: dict[str, Any]
    alamat: dict[str, str]
    target: dict[int, Any] = field(default_factory=dict)
    alamat_target: dict[int, str] = field(default_factory=dict)

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
    """A flat sheet as read. `pelengkap`: it has no path, its rows complete those of other sheets by level and code."""

    nama: str
    kolom: dict[int, str]
    # The year of the targets, where a heading or a title says it.
    tahun: int | None = None
    baris: list[BarisRata] = field(default_factory=list)
    temuan: list[Temuan] = field(default_factory=list)

    @property
    def pelengkap(self) -> bool:
        return "tingkat" in self.kolom.values()


def read_flat(sheet: LembarMentah) -> LembarRata | None:
    """Return the sheet's indicators, None when it has no headings of a plan."""
    found = _find_headings(sheet.baris)
    if found is None:
        return None
    start, columns, unknown = found
    flat = LembarRata(sheet.nama, columns)
    flat.temuan += [
        Temuan("peringatan", sheet.nama, place, title, "Judul kolom ini tidak dikenal, jadi kolomnya dilewati.")
        for place, title in unknown
    ]
    flat.tahun = _year_in(sheet.baris[:start])
    first = sheet.baris[start - 1][0]
    places = [f"{get_column_letter(index + 1)}{first}" for index, name in columns.items() if name == REALISASI]
    if places:
        sentence = "Kolom realisasi dilewati: yang diimpor di sini hanya rencana dan target."
        flat.temuan.append(Temuan("peringatan", sheet.nama, places[0], "", sentence))
    _read_rows(flat, sheet.baris[start:])
    return flat


Rows = Sequence[tuple[int, list[Any]]]


def _year_in(rows: Rows) -> int | None:
    """Return the year that the headings or the titles above them name: "Target tahun 2025", "EVALUASI TAHUN 2025"."""
    texts = [key_of(value) for _, values in rows for value in values if not is_blank(value)]
    for found in (*map(_TAHUN.fullmatch, reversed(texts)), *map(_TITLE.search, texts)):
        if found is not None:
            return int(found[1])
    return None


def _find_headings(rows: Rows) -> tuple[int, dict[int, str], list[tuple[str, str]]] | None:
    """Return the index of the first row of data, the columns, and the headings that are not known."""
    for index, (number, values) in enumerate(rows[:SEARCHED_ROWS]):
        names = [column_of(value) for value in values]
        useful = {name for name in names if name and name not in (ABAIKAN, REALISASI, CATATAN)}
        if "indikator" not in useful or len(useful) < 3:
            continue
        below = rows[index + 1][1] if index + 1 < len(rows) else []
        start = index + 1
        if _is_second_heading(names, below):
            titles, start = _joined(values, below), start + 1
            names = [column_of(title) or column_of(values[i] if i < len(values) else None) for i, title in titles]
        else:
            titles = list(enumerate(values))
        if start < len(rows) and _is_numbering(rows[start][1]):
            start += 1
        columns = {i: name for (i, _), name in zip(titles, names, strict=True) if name}
        unknown = [
            (f"{get_column_letter(i + 1)}{number}", str(title))
            for (i, title), name in zip(titles, names, strict=True)
            if not name and not is_blank(title)
        ]
        return start, _settled(columns), unknown
    return None


def _is_second_heading(names: Sequence[str], below: Sequence[Any]) -> bool:
    """Say whether the row below still holds headings: only words such as Target, Realisasi or TW I."""
    words = [column_of(value) for value in below if not is_blank(value)]
    allowed = {"target", REALISASI, "triwulan", "tahun", "t1", "t2", "t3", "t4", ABAIKAN}
    return bool(words) and all(word in allowed or word.startswith("renstra_") for word in words)


def _joined(above: Sequence[Any], below: Sequence[Any]) -> list[tuple[int, Any]]:
    """Put the heading of a group in front of the headings below it: "Target" over "TW I" is "Target TW I"."""
    titles: list[tuple[int, Any]] = []
    group: Any = None
    for index in range(max(len(above), len(below))):
        top = above[index] if index < len(above) else None
        sub = below[index] if index < len(below) else None
        group = group if is_blank(top) else top
        if is_blank(sub):
            titles.append((index, top))
        elif key_of(group).startswith(("target", "realisasi", "capaian")) and key_of(sub) != key_of(group):
            head = key_of(group).split()[0]
            titles.append((index, sub if key_of(sub).startswith(("target", "realisasi")) else f"{head} {key_of(sub)}"))
        else:
            titles.append((index, sub))
    return titles


def _is_numbering(values: Sequence[Any]) -> bool:
    """Say whether the row only numbers the columns: 1, 2, 3 and so on."""
    texts = [str(value).strip("() ") for value in values if not is_blank(value)]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _settled(columns: dict[int, str]) -> dict[int, str]:
    """Take "Sasaran" left of the Program for the strategic one where no other column is; the first of two counts."""
    order = list(columns.items())
    before = next((place for place, (_, name) in enumerate(order) if name == "program"), 0)
    if "sasaran" not in columns.values():
        for index, name in order[:before]:
            if name == "sasaran_kinerja":
                columns[index] = "sasaran"
                break
    seen: set[str] = set()
    for index, name in list(columns.items()):
        if name in seen and name not in (ABAIKAN, REALISASI):
            columns[index] = ABAIKAN
        seen.add(name)
    return columns


def _read_rows(flat: LembarRata, rows: Rows) -> None:
    by_rows = "target" in flat.kolom.values() and not {"t1", "t2", "t3", "t4"} & set(flat.kolom.values())
    above: BarisRata | None = None
    for number, values in rows:
        cells = {
            name: values[index] if index < len(values) else None
            for index, name in flat.kolom.items()
            if name not in (ABAIKAN, REALISASI)
        }
        note = str(cells.pop(CATATAN, None) or "").strip().casefold()
        if note.startswith(CONTOH) or all(is_blank(value) for value in cells.values()):
            continue
        places = {name: f"{get_column_letter(index + 1)}{number}" for index, name in flat.kolom.items()}
        row = BarisRata(flat.nama, number, cells, places)
        if not flat.pelengkap and above is not None and by_rows and _goes_on(row, above):
            _add_quarter(flat, above, row)
            continue
        if not flat.pelengkap:
            _fill_path(row, above)
        if by_rows:
            _add_quarter(flat, row, row)
        else:
            _take_columns(row)
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


def _take_columns(row: BarisRata) -> None:
    for quarter, name in ((1, "t1"), (2, "t2"), (3, "t3"), (4, "t4"), (TAHUN, "tahun")):
        if not is_blank(row.sel.get(name)):
            row.target[quarter], row.alamat_target[quarter] = row.sel[name], row.alamat[name]


def _add_quarter(flat: LembarRata, owner: BarisRata, row: BarisRata) -> None:
    """Add the target of one row to its indicator: the quarter is written beside it, or told by the order."""
    if not is_blank(row.sel.get("tahun")):
        owner.target[TAHUN], owner.alamat_target[TAHUN] = row.sel["tahun"], row.alamat["tahun"]
    value, place = row.sel.get("target"), row.alamat["target"]
    if is_blank(value) and is_blank(row.sel.get("indikator")) and owner is row:
        return
    written = row.teks("triwulan")
    found = re.fullmatch(_QUARTER, key_of(written)) if written else None
    quarter = _ROMAN[found[1]] if found else len([key for key in owner.target if key]) + 1
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
