"""The shape of a sheet of the trade: titles above the headings, numbers of columns, totals, signatures and notes.

Nothing is passed over in silence: every row that is no data is told with its number (`Dilewati.kalimat`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string

from indicators.exchange.parsing import RawSheet
from indicators.exchange.raw_cells import SEBAB, UnusableCell
from indicators.exchange.texts import is_blank, joined, plain
from indicators.triwulan import NUMBER_PATTERN, ROMAN_PATTERN, number_of
from sakip.dates import MONTHS

Rows = Sequence[tuple[int, list[Any]]]
SEARCHED_ROWS = 30
# A line of a signature, of a note or of a title fills this many cells at most.
FEW = 3

PENOMORAN, JUMLAH, BERULANG, TANDA_TANGAN, CATATAN = "penomoran", "jumlah", "berulang", "tanda tangan", "catatan"
_SAID = {
    PENOMORAN: "Baris nomor kolom dilewati",
    JUMLAH: "Baris jumlah dan rata-rata dilewati",
    BERULANG: "Judul kolom yang berulang dilewati",
    TANDA_TANGAN: "Bagian tanda tangan dilewati",
    CATATAN: "Catatan di bawah tabel dilewati",
}

_TOTAL = re.compile(
    r"(?:(?:sub ?|grand )?(?:jumlah|total)"
    r"(?: (?:total|seluruh(?:nya)?|keseluruhan|anggaran|pagu|belanja|semua|akhir|besar|i{1,3}|iv|[0-9]+))*"
    r"|(?:nilai )?rata ?- ?rata(?: (?:capaian|kinerja|realisasi|nilai|tingkat|keseluruhan|total|anggaran|fisik|keuangan"
    r"|program|kegiatan|sub|triwulan|i{1,3}|iv|[0-9]+))*"
    r"|predikat (?:kinerja|capaian)(?: [a-z]+)*)(?: ?\((?:rp\.?|%|persen)\))?:?"
)
_MONTHS = "|".join(MONTHS).casefold()
_SIGNED = re.compile(
    r"(?:mengetahui|menyetujui|disetujui|mengesahkan|disahkan|ditetapkan di|dibuat oleh|disusun oleh|diperiksa oleh"
    r"|yang membuat|penyusun)\b.*"
    r"|nip\b[ .:]*[0-9 ]+.*"
    rf"|[^0-9]{{3,40}}, ?(?:[0-9]{{1,2}}|\.+|_+)? ?(?:{_MONTHS}) 20[0-9]{{2}}"
)
_OFFICIAL = re.compile(
    r"(?:(?:plt|plh|a\.?n|u\.?b)\.? )?(?:kepala |pj\.? )?"
    r"(?:dinas|badan|pelaksana|bidang|bagian|sub ?bagian|sub ?bidang|seksi|upt|sekretaris|bupati|wali ?kota|camat|lurah"
    r"|inspektur|direktur|pengguna anggaran|kuasa pengguna anggaran)\b.*"
)
_NOTE = re.compile(r"(?:(?:faktor (?:pendorong|penghambat)|tindak lanjut|keterangan|catatan|sumber|ket)\b|\*).*")
_NUMBERED = re.compile(r"\(?([0-9]{1,2})\)?(?: ?= ?.*)?")
_LETTERED = re.compile(r"\(?([a-z])\)?")


@dataclass
class PassedOver:
    """Rows of a sheet that hold no data, by kind: their numbers."""

    lembar: str
    nomor: dict[str, list[int]] = field(default_factory=dict)

    def add(self, kind: str, number: int) -> None:
        self.nomor.setdefault(kind, []).append(number)

    def sentences(self) -> list[tuple[str, str]]:
        """Return (cell, sentence) per kind, the most telling one first."""
        return [
            (f"A{numbers[0]}", f"{_SAID[kind]}: baris {ranges_of(numbers)}.")
            for kind in _SAID
            if (numbers := self.nomor.get(kind))
        ]


def ranges_of(numbers: Iterable[int]) -> str:
    """Return row numbers as a sentence lists them: "7, 21, dan 24-30"."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    texts = []
    for part in parts:
        texts += [f"{part[0]}-{part[-1]}"] if len(part) > 2 else [str(number) for number in part]
    return joined(texts)


def find_headings(rows: Rows, known: Callable[[str], bool]) -> int:
    """Return the index of the row of headings: the one with the most known ones, else the first row of all."""
    best, most = 0, 1
    for index, (_, values) in enumerate(rows[:SEARCHED_ROWS]):
        count = len({plain(value) for value in values if not is_blank(value) and known(plain(value))})
        if count > most:
            best, most = index, count
    return best


def data_rows(rows: Rows, headings: Sequence[Any], lembar: str) -> tuple[list[tuple[int, list[Any]]], PassedOver]:
    """Return the rows below the headings that hold data, and what was passed over."""
    kept: list[tuple[int, list[Any]]] = []
    skipped = PassedOver(lembar)
    titles = {plain(title) for title in headings if not is_blank(title)}
    signed = _signature_rows(rows)
    # Notes stand below the table; further up, "Sumber Daya Air" and "Tindak lanjut temuan" are names.
    end = max((index for index, (_, values) in enumerate(rows) if len(filled_of(values)) > FEW), default=-1)
    for index, (number, values) in enumerate(rows):
        filled = filled_of(values)
        if not filled:
            continue
        kind = _kind_of(filled, titles)
        if not kind and index > end and _is_note(filled):
            kind = CATATAN
        if not kind and index in signed:
            kind = TANDA_TANGAN
        if kind:
            skipped.add(kind, number)
        else:
            kept.append((number, values))
    return kept, skipped


def _kind_of(filled: list[Any], titles: set[str]) -> str:
    if is_numbering(filled):
        return PENOMORAN
    texts = [plain(value) for value in filled if not is_figure(value)]
    if texts and _TOTAL.fullmatch(texts[0]) and len(texts) <= (2 if texts[0].startswith("predikat") else 1):
        return JUMLAH
    if len(texts) > 2 and titles.issuperset(texts):
        return BERULANG
    return ""


def filled_of(values: Sequence[Any]) -> list[Any]:
    """Return the cells of a row that hold something."""
    return [value for value in values if not is_blank(value)]


def _is_note(filled: Sequence[Any]) -> bool:
    return len(filled) == 1 and isinstance(filled[0], str) and bool(_NOTE.fullmatch(plain(filled[0])))


def _signature_rows(rows: Rows) -> set[int]:
    """Return the indexes of the rows of signatures: short ones from a sign of one to the next row of a table."""
    filled = [filled_of(values) for _, values in rows]
    texts = [[plain(value) for value in values] if len(values) <= FEW else [] for values in filled]
    numbers = {index for index, found in enumerate(texts) if any(text.startswith("nip") for text in found)}
    signed: set[int] = set()
    within = False
    for index, found in enumerate(texts):
        if len(filled[index]) > FEW and any(is_figure(value) for value in filled[index]):
            within = False
        within = within or _begins_signature(found, not numbers.isdisjoint(range(index + 1, index + 9)))
        if within and found:
            signed.add(index)
    return signed


def _begins_signature(texts: Sequence[str], number_below: bool) -> bool:
    if any(_SIGNED.fullmatch(text) for text in texts):
        return True
    return number_below and len(texts) == 1 and _OFFICIAL.fullmatch(texts[0]) is not None


def is_figure(value: Any) -> bool:
    """Say whether a cell holds a figure, or a text without letters but those of money."""
    if isinstance(value, str):
        return not re.sub(r"\brp(?![^\W\d])|[^\w]|[0-9_]", "", value.casefold())
    # What cannot be used stands where figures are computed.
    return True


def is_numbering(filled: Sequence[Any]) -> bool:
    """Say whether the row only numbers the columns: 1, 2, 3 and so on, "(1)", "5 = 4 : 3", or a, b, c."""
    texts = [plain(value) for value in filled if not is_blank(value)]
    if len(texts) < FEW:
        return False
    numbers = [_NUMBERED.fullmatch(text) for text in texts]
    if all(numbers):
        read = [int(found[1]) for found in numbers if found]
    else:
        letters = [_LETTERED.fullmatch(text) for text in texts]
        if not all(letters):
            return False
        read = [ord(found[1]) - ord("a") + 1 for found in letters if found]
    return read == list(range(1, len(read) + 1))


# --- what the eye does not see as it is read --------------------------------------------------------------------------

STRUCK = "Baris {} dicoret di berkas, tetapi tetap dibaca. Hapus barisnya bila tidak berlaku lagi."
STRUCK_CELLS = "Sel {} dicoret di berkas, tetapi tetap dibaca. Kosongkan selnya bila tidak berlaku lagi."
HIDDEN_ROWS = "Baris {} tersembunyi di berkas, tetapi tetap dibaca. Hapus barisnya bila tidak ikut diimpor."
HIDDEN_COLUMNS = "Kolom {} tersembunyi di berkas, tetapi tetap dibaca. Hapus kolomnya bila tidak ikut diimpor."


def unseen_notes(sheet: RawSheet, rows: Rows, used: Callable[[int], bool]) -> list[tuple[str, str]]:
    """Return (cell, sentence) about rows and cells that are read though they are struck out or hidden.

    Filtered rows and closed groups are hidden ones. `used` says whether a column, by its index, is read at all.
    """
    read = dict(rows)
    hidden = [index for index in sheet.kolom_tersembunyi if used(index) and _holds(read.values(), index)]
    struck = [place for place in sheet.sel_dicoret if _is_read(place, read, used)]
    found = [
        (f"A{numbers[0]}", sentence.format(ranges_of(numbers)))
        for sentence, told in ((STRUCK, sheet.dicoret), (HIDDEN_ROWS, sheet.baris_tersembunyi))
        if (numbers := [number for number in told if number in read])
    ]
    found += [(struck[0], STRUCK_CELLS.format(joined(struck)))] if struck else []
    if hidden:
        letters = [get_column_letter(index + 1) for index in hidden]
        found.append((f"{letters[0]}1", HIDDEN_COLUMNS.format(joined(letters))))
    return found


def _holds(rows: Iterable[Sequence[Any]], index: int) -> bool:
    return any(index < len(values) and not is_blank(values[index]) for values in rows)


def _is_read(place: str, read: Mapping[int, Sequence[Any]], used: Callable[[int], bool]) -> bool:
    letters, number = coordinate_from_string(place)
    return number in read and used(column_index_from_string(letters) - 1)


# --- titles -----------------------------------------------------------------------------------------------------------

_YEAR = re.compile(
    rf"\b(?:tahun(?: anggaran)?|t\.?a\.?|tw\.? (?:{ROMAN_PATTERN})|triwulan (?:{ROMAN_PATTERN}))"
    r"[ :]*(20[0-9]{2})\b(?! ?[-–/])"
)
_QUARTER = re.compile(rf"\b(?:tw|triwulan)\.? ({NUMBER_PATTERN})\b")
_OFFICE = re.compile(
    r"(?:perangkat daerah|opd|skpd|nama (?:opd|skpd|perangkat daerah)|unit kerja|instansi)? ?:? ?"
    r"((?:dinas|badan|kecamatan|sekretariat (?:daerah|dprd)|inspektorat|satuan polisi|rumah sakit|rsud|kelurahan)\b.*)"
)
_BELOW_OFFICE = re.compile(r"\b(?:pemerintah )?(?:kabupaten|kota|provinsi)\b.*")


@dataclass(frozen=True)
class FileTitles:
    """What the lines above the headings say: years, quarters and offices."""

    tahun: tuple[int, ...] = ()
    kantor: tuple[str, ...] = ()
    triwulan: tuple[int, ...] = ()


def read_titles(rows: Rows) -> FileTitles:
    """Read the lines above the headings."""
    lines = [" ".join(str(value).split()) for _, values in rows for value in values if isinstance(value, str)]
    years = {int(year) for line in lines for year in _YEAR.findall(plain(line))}
    quarters = {number_of(text) for line in lines for text in _QUARTER.findall(plain(line))}
    offices = tuple(line for line in lines if _OFFICE.fullmatch(plain(line)))
    return FileTitles(tuple(sorted(years)), offices, tuple(sorted(quarters)))


def names_office(title: str, names: Iterable[str]) -> bool:
    """Say whether a title means the office of one of these names; the Pemda behind it does not matter."""

    def core(text: str) -> str:
        found = _OFFICE.fullmatch(plain(text))
        bare = _BELOW_OFFICE.sub("", found[1] if found else plain(text))
        return " ".join(re.findall(r"[^\W_]+", bare.replace("&", " dan ")))

    wanted = core(title)
    # "Dinas Kominfo" is how "Diskominfo" is read out.
    short = re.sub("^dinas ", "dis", wanted).replace(" ", "")
    cores = [core(name) for name in names]
    return not wanted or any(name and (name in wanted or wanted in name or name == short) for name in cores)


# --- cells that nobody may use ----------------------------------------------------------------------------------------


def take_unusable(rows: Rows, used: Callable[[int], bool]) -> list[tuple[str, str, str]]:
    """Empty the cells that cannot be used; of those in used columns return (cell, content, sentence) per cause."""
    found: dict[str, list[tuple[str, str]]] = {}
    for number, values in rows:
        for index, value in enumerate(values):
            if isinstance(value, UnusableCell):
                values[index] = None
                if used(index):
                    found.setdefault(value.sebab, []).append((f"{get_column_letter(index + 1)}{number}", value.isi))
    return [_unusable(sebab, cells) for sebab, cells in found.items()]


def _unusable(sebab: str, cells: list[tuple[str, str]]) -> tuple[str, str, str]:
    what, advice = SEBAB[sebab]
    shown = sebab == "galat"
    places = joined([f"{place} ({text})" if shown and len(cells) > 1 else place for place, text in cells])
    detail = f" {cells[0][1]}" if shown and len(cells) == 1 else ""
    return cells[0][0], cells[0][1], f"Sel {places} {what}{detail}. {advice}"
