"""What the headings of a table mean: one reading of them for every import.

A heading is taken in any usual spelling ("Target Triwulan 1" is "Target TW I", "Unit kerja" is "Kode unit"). What is
not known is passed over, but never in silence; what is almost a known one is asked about, because a mistyped heading
would lose its column.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from indicators.exchange.texts import alike, joined, plain
from indicators.tingkat import NOMENKLATUR, Tingkat
from indicators.triwulan import QUARTERS, ROMAN_PATTERN, roman, short_name

# What the headings of the trade mean; the names are ours. Of the columns of measuring, both their words and ours.
UKUR = {
    "satuan": "Satuan",
    "satuan pengukuran": "Satuan",
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
    "unit kerja": "Kode unit",
    "nama unit": "Kode unit",
    "unit kerja penanggung jawab": "Kode unit",
    "unit penanggung jawab": "Kode unit",
    "bidang penanggung jawab": "Kode unit",
}
URAIAN = {
    "definisi operasional": "Definisi operasional",
    "formula": "Formula",
    "formulasi": "Formula",
    "sumber data": "Sumber data",
    "penanggung jawab": "Penanggung jawab",
    "pj": "Penanggung jawab",
}
#: Other words for columns that several imports share.
SYNONYMS = {
    "opd": "Perangkat daerah",
    "skpd": "Perangkat daerah",
    "kode perangkat daerah": "Perangkat daerah",
    "tahun awal renstra": "Awal Renstra",
    "tujuan strategis": Tingkat.TUJUAN.label,
    "nama program": Tingkat.PROGRAM.label,
    "nama kegiatan": Tingkat.KEGIATAN.label,
    "subkegiatan": Tingkat.SUB_KEGIATAN.label,
    "nama sub kegiatan": Tingkat.SUB_KEGIATAN.label,
    "kode nomenklatur": "Kode",
    "kode rekening": "Kode",
    "indikator kinerja": "Indikator",
    "nama indikator": "Indikator",
    "tahun anggaran": "Tahun",
    "target tahunan": "Target Tahun",
    "target setahun": "Target Tahun",
    "target akhir tahun": "Target Tahun",
    **UKUR,
    **URAIAN,
}
_NUMERAL = re.compile(rf"\b(?:{ROMAN_PATTERN}|[0-9]+)\b")
# Columns of our imports by the name of their content; tells which of them an unknown file is nearest to.
_FORMS: dict[str, frozenset[str]] = {
    "Buku kerja rencana": frozenset(
        {
            *(plain(level.label) for level in (Tingkat.SASARAN, *NOMENKLATUR)),
            "indikator",
            "satuan",
            "target",
            "triwulan",
            *(plain(short_name(quarter)) for quarter in QUARTERS),
        }
    ),
}


def know_form(name: str, titles: Iterable[str]) -> None:
    """Add an import to those that an unknown file is compared with; `name` is what its page calls the content."""
    _FORMS[name] = frozenset(spelled(title) for title in titles)


def words_of(name: str) -> list[str]:
    """Return what heads one of our columns: its name and other words for it, as `plain` compares them."""
    return [plain(name), *(words for words, meant in SYNONYMS.items() if meant == name)]


def spelled(heading: Any) -> str:
    """Return a heading as it is compared: "Realisasi_Triwulan 1 :" is "realisasi tw i"."""
    text = " ".join(str("" if heading is None else heading).replace("_", " ").replace("-", " ").split())
    text = re.sub(r"\btriwulan(?= ?[1-4iv]+$)", "tw", text.casefold().strip(" .:*"))
    return re.sub(r"\btw ?([1-4])$", lambda found: f"tw {roman(int(found[1])).lower()}", text)


@dataclass
class Headings:
    """Read headings: our `names` per column, "" where it is not read; headings that are passed over, by index.

    `problems` are (index, heading, sentence) of columns that keep the file from being read.
    """

    texts: list[str]
    names: list[str] = field(default_factory=list)
    unknown: dict[int, str] = field(default_factory=dict)
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    # Columns that a problem asks about already.
    asked: set[str] = field(default_factory=set)

    def passed(self, row: int) -> tuple[str, str, str] | None:
        """Say which columns are passed over, as (cell, heading, sentence); `row` is where the headings stand."""
        if not self.unknown:
            return None
        first, heading = next(iter(self.unknown.items()))
        names = joined([f"“{text}”" for text in self.unknown.values()])
        return f"{get_column_letter(first + 1)}{row}", heading, f"Kolom yang tidak dikenal dilewati: {names}."

    def missing(self, wanted: Iterable[str], like: str, own: str = "") -> str:
        """Say at once which of the wanted columns are missing, what was recognised and which import is nearer.

        `like` is the file to copy headings from, `own` the name of this import. Blank when nothing is missing.
        """
        lacking = [f"“{name}”" for name in wanted if name not in {*self.names, *self.asked}]
        if not lacking:
            return ""
        known = [f"“{text}”" for text, name in zip(self.texts, self.names, strict=True) if name]
        found = f"Yang dikenali: {joined(known)}. " if known else ""
        near = nearest_form(self.texts, own)
        other = f" Isi berkas ini lebih mirip “{near}”: unggah di sana bila itu maksudnya." if near else ""
        return f"Kolom {joined(lacking)} tidak ada. {found}Tambahkan seperti dalam {like}.{other}"


def read_headings(headings: Sequence[Any], known: Iterable[str], synonyms: Mapping[str, str] = SYNONYMS) -> Headings:
    """Read the headings of a file for an import whose columns are `known`."""
    ours = {spelled(name): name for name in known}
    texts = ["" if heading is None else " ".join(str(heading).split()) for heading in headings]
    read = Headings(texts)
    for index, text in enumerate(texts):
        key = spelled(text)
        meant = synonyms.get(key, "")
        name = ours.get(key) or (meant if meant in ours.values() else "")
        if name and name in read.names:
            read.problems.append((index, text, _same(texts[read.names.index(name)], text, name)))
        if text and not name:
            read.unknown[index] = text
        read.names.append(name)
    meant_by = {**ours, **{key: name for key, name in synonyms.items() if name in ours.values()}}
    free = {key: name for key, name in meant_by.items() if name not in read.names}
    for index, text in list(read.unknown.items()):
        near = next((name for key, name in free.items() if _almost(spelled(text), key)), "")
        if near:
            del read.unknown[index]
            read.problems.append((index, text, _near_miss(text, near)))
            read.asked.add(near)
    read.problems.sort()
    return read


def _same(first: str, second: str, name: str) -> str:
    if plain(first) == plain(second):
        return f"Kolom “{name}” ada dua kali. Hapus salah satu."
    return f"Kolom “{first}” dan “{second}” berarti sama. Hapus salah satu."


def _near_miss(text: str, near: str) -> str:
    return (
        f"Kolom “{text}” mirip dengan “{near}”. Ganti judulnya menjadi “{near}” bila itu maksudnya; "
        "bila bukan, hapus kolomnya atau beri judul yang lain."
    )


def _almost(first: str, second: str) -> bool:
    """Say whether one heading may be the other mistyped; another quarter or number is another column."""
    return _NUMERAL.findall(first) == _NUMERAL.findall(second) and alike(first, second)


def nearest_form(headings: Iterable[str], own: str) -> str:
    """Return which other import knows more of these headings than `own` does, blank when none does."""
    keys = {spelled(heading) for heading in headings} - {""}
    keys |= {spelled(SYNONYMS[key]) for key in keys if key in SYNONYMS}
    counts = {name: len(keys & titles) for name, titles in _FORMS.items()}
    most = max(counts, key=lambda name: counts[name])
    return most if counts[most] > max(1, counts.get(own, 0)) else ""
