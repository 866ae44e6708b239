"""What the headings of a flat sheet mean: the words of the trade, groups of columns, forms that are not ours."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from openpyxl.utils import get_column_letter

from indicators.exchange.headings import UKUR, URAIAN, words_of
from indicators.exchange.layout import SEARCHED_ROWS, FileTitles, filled_of, is_figure, read_titles
from indicators.exchange.texts import joined
from indicators.exchange.workbook.stacked_headings import MAX_BELOW, is_part, meaning_of, stack
from indicators.exchange.workbook.structure import BookFinding, key_of
from indicators.tingkat import NOMENKLATUR, Tingkat
from indicators.triwulan import LAST_QUARTER, QUARTER_PATTERN, QUARTERS, last_month_of, number_of, short_name
from sakip.dates import MONTH_STEMS, MONTHS

# The columns of codes of one level, and of whichever level the row is about.
LEVEL_CODES = {level: f"kode_{level}" for level in NOMENKLATUR}
CODES = ("kode", *LEVEL_CODES.values())
_EXACT = {
    **{words: level.value for level in Tingkat for words in words_of(level.label)},
    **dict.fromkeys(words_of("Kode"), "kode"),
    **dict.fromkeys(words_of("Target Tahun"), "tahun"),
    **{key_of(name): name for name in LEVEL_CODES.values()},
    "tingkat": "tingkat",
    "triwulan": "triwulan",
    "tw": "triwulan",
    "target": "target",
    "target kinerja": "target",
    "satuan saran": "satuan_saran",
    "sasaran": "sasaran_kinerja",
    "sasaran kinerja": "sasaran_kinerja",
    **UKUR,
    **URAIAN,
}
_MONTH = re.compile(
    rf"(?:target |bulan )*(?:(?P<nama>{'|'.join(MONTH_STEMS)})[a-z]*|(?:b|m|bulan) ?(?P<nomor>[0-9]{{1,2}}))\.?"
)
_TARGET = re.compile(rf"(?:t|target|target [^0-9]*|target kinerja [^0-9]*|(?=tw|triwulan)) ?{QUARTER_PATTERN}")
_REALISASI = re.compile(r"(r ?[1-4]|realisasi.*|capaian.*)")
_RENSTRA = re.compile(r"target (?:kinerja )?renstra (?:tahun )?(20[0-9]{2})")
_TAHUN = re.compile(r"target (?:kinerja )?(?:renja )?(?:tahun )?(20[0-9]{2})")
_MONEY = re.compile(r"(?:pagu|anggaran|rka|dpa|apbd|jumlah anggaran|alokasi)\b.*|rp\.?|\(rp\.?\)")
_IGNORED = {"no", "no.", "nomor", "note", "keterangan", "ket", "ket.", "nomor urut", "urutan"}
ABAIKAN, REALISASI, CATATAN, UANG, GABUNGAN = "abaikan", "realisasi", "catatan", "uang", "gabungan"
# Targets by quarter and by month.
QUARTER_COLUMNS = {quarter: f"t{quarter}" for quarter in QUARTERS}
MONTH_COLUMNS = {number: f"b{number}" for number in range(1, len(MONTHS) + 1)}
TARGETS = frozenset({*QUARTER_COLUMNS.values(), *MONTH_COLUMNS.values(), "target", "tahun"})
_FORMS = (
    ("e.81", "Formulir E.81 (evaluasi hasil Renja)"),
    ("evaluasi terhadap hasil renja", "Formulir E.81 (evaluasi hasil Renja)"),
    ("perjanjian kinerja", "lampiran Perjanjian Kinerja"),
    ("cascading", "cascading kinerja"),
    ("pohon kinerja", "pohon kinerja"),
    ("rencana aksi", "Rencana Aksi"),
    ("rencana kerja pemerintah daerah", "RKPD"),
    ("rkpd", "RKPD"),
    ("rencana kerja", "Renja"),
    ("renja", "Renja"),
    ("indikator kinerja utama", "daftar IKU"),
)


def column_of(title: Any) -> str:
    """Return what a heading means: our name, "t1" to "t4", "b1" to "b12", "renstra_2024"; blank: unknown."""
    return _meaning_of(key_of(title).strip(" .:*"))


@lru_cache(maxsize=4096)
def _meaning_of(text: str) -> str:
    for names in (_EXACT, dict.fromkeys(_IGNORED, ABAIKAN), {CATATAN: CATATAN}):
        if text in names:
            return names[text]
    return _by_pattern(text) if text else ""


def _by_pattern(text: str) -> str:
    levels = {level for level in re.split(r" ?/ ?| dan ", re.sub(r"\([^)]*\)", "", text).strip()) if level in _EXACT}
    if len({_EXACT[level] for level in levels} & {*Tingkat, "sasaran_kinerja"}) > 1:
        return GABUNGAN
    if found := _RENSTRA.fullmatch(text):
        return f"renstra_{found[1]}"
    if found := _TARGET.fullmatch(text):
        return QUARTER_COLUMNS[number_of(found[1])]
    if found := _MONTH.fullmatch(text):
        number = int(found["nomor"]) if found["nomor"] else MONTH_STEMS[found["nama"]]
        return MONTH_COLUMNS.get(number, "")
    if _REALISASI.fullmatch(text):
        return REALISASI
    if _TAHUN.fullmatch(text):
        return "tahun"
    if _MONEY.fullmatch(text):
        return UANG
    if text.startswith("indikator"):
        return "indikator"
    return "sasaran_kinerja" if text.startswith("sasaran") else ""


@dataclass
class FlatHeadings:
    """The headings of a flat sheet. `mulai` is the index of the first row of data; `arti` our name of each column."""

    mulai: int
    nomor: int
    teks: dict[int, str]
    arti: dict[int, str]
    atas: FileTitles = field(default_factory=FileTitles)
    # The index of the first row of headings.
    awal: int = 0
    # The year that a heading of a target names.
    tahun: int | None = None
    bentuk: str = ""

    def place(self, index: int) -> str:
        return f"{get_column_letter(index + 1)}{self.nomor}"

    def columns(self, name: str) -> list[int]:
        return [index for index, meaning in self.arti.items() if meaning == name]

    def has(self, *names: str) -> bool:
        return any(name in self.arti.values() for name in names)


Rows = Sequence[tuple[int, list[Any]]]


def find_headings(rows: Rows) -> FlatHeadings | None:
    """Return the headings of a sheet that looks like a plan, None when no row does."""
    for index, (number, values) in enumerate(rows[:SEARCHED_ROWS]):
        names = [column_of(value) for value in values]
        useful = {name for name in names if name and name not in (ABAIKAN, REALISASI, CATATAN, UANG)}
        if "indikator" not in useful or len(useful) < 3:
            continue
        heads = [values]
        while len(heads) <= MAX_BELOW and _goes_below(rows[index + len(heads) :], heads):
            heads.append(rows[index + len(heads)][1])
        columns = dict(enumerate(stack(heads)))
        texts = {i: " ".join(dict.fromkeys(column)) for i, column in columns.items() if column}
        meanings = {i: meaning_of(columns[i], column_of, key_of) for i in texts}
        found = FlatHeadings(index + len(heads), number, texts, {i: name for i, name in meanings.items() if name})
        found.awal = index
        found.atas = read_titles(rows[:index])
        parts = [key_of(text) for column in columns.values() for text in column]
        found.tahun = next((int(m[1]) for text in parts if (m := _TAHUN.fullmatch(text))), None)
        found.bentuk = _form_in(rows[:index])
        _settle(found)
        return found
    return None


def _form_in(rows: Rows) -> str:
    text = " ".join(key_of(value) for _, values in rows for value in values if isinstance(value, str))
    return next((name for words, name in _FORMS if words in text), "")


def _goes_below(rows: Rows, heads: Sequence[Sequence[Any]]) -> bool:
    """Say whether the next row still holds headings: only words such as Target, Realisasi, TW I, K, or a year."""
    filled = filled_of(rows[0][1]) if rows else []
    known = [value for value in filled if _heads_part(value)]
    if not filled or len(known) * 4 < len(filled) * 3:
        return False
    figures = [value for value in filled if is_figure(value)]
    if any(value not in known for value in figures):
        return False
    # A figure such as 2025 is a heading only below a group.
    return len(figures) < len(filled) or any("target" in key_of(value) for head in heads for value in head)


def _heads_part(value: Any) -> bool:
    name = column_of(value)
    allowed = {*TARGETS, REALISASI, "triwulan", ABAIKAN, UANG}
    return name in allowed or name.startswith("renstra_") or is_part(key_of(value))


def _settle(judul: FlatHeadings) -> None:
    """Take "Target" beside quarters or months for the year's, "Sasaran" left of the Program for the strategic one."""
    last_months = (MONTH_COLUMNS[last_month_of(quarter)] for quarter in QUARTERS)
    if judul.has(*QUARTER_COLUMNS.values(), *last_months) and len(judul.columns("target")) == 1:
        judul.arti[judul.columns("target")[0]] = "tahun"
    if judul.has(Tingkat.SASARAN):
        return
    order = list(judul.arti.items())
    before = next((place for place, (_, name) in enumerate(order) if name == Tingkat.PROGRAM), 0)
    for index, name in order[:before]:
        if name == "sasaran_kinerja" and key_of(judul.teks[index]) == Tingkat.SASARAN:
            judul.arti[index] = Tingkat.SASARAN.value
            return


def missing_sentence(judul: FlatHeadings) -> str:
    """Say, once for a form that cannot be taken, what was recognised, what is missing and which template is nearest."""
    levels = [level for level in Tingkat if judul.has(level)]
    joint = [judul.teks[index] for index in judul.columns(GABUNGAN)]
    if not joint and (levels or judul.has("tingkat")):
        return ""
    known = [judul.teks[i] for i, name in judul.arti.items() if name not in (ABAIKAN, REALISASI, UANG, GABUNGAN)]
    lacking = [level.label for level in Tingkat if level not in levels]
    others = []
    if not judul.has("Kode unit", "Penanggung jawab"):
        others.append("Kode unit")
    if not judul.has(*TARGETS):
        others.append(f"Target {short_name(QUARTERS[0])} sampai Target {short_name(LAST_QUARTER)}")
    apart = f" (di berkas ini tergabung dalam “{joint[0]}”)" if joint else ""
    form = f"{judul.bentuk[0].upper()}{judul.bentuk[1:]}" if judul.bentuk else "Bentuk lembar ini"
    more = f"; juga {joined(others)}" if others else ""
    return (
        f"{form} belum dapat diimpor langsung. Yang dikenali: kolom {joined([f'“{text}”' for text in known])}. "
        f"Yang kurang: kolom {joined(lacking)}, masing-masing sendiri{apart}{more}. "
        "Salin isinya ke templat “Seperti Lampiran I”, yang paling dekat, lalu unggah."
    )


def repeated(judul: FlatHeadings, lembar: str, *, grouped: Sequence[int] = ()) -> list[BookFinding]:
    """Refuse, by name, two columns that mean the same; those of `grouped` belong to different levels."""
    found = []
    for name in dict.fromkeys(judul.arti.values()):
        columns = [index for index in judul.columns(name) if index not in grouped]
        if len(columns) < 2 or name in (ABAIKAN, REALISASI, UANG, GABUNGAN):
            continue
        names = joined([f"{judul.place(index)} “{judul.teks[index]}”" for index in columns])
        sentence = f"Kolom {names} berarti sama. Hapus salah satu, atau beri judul yang berbeda."
        found.append(BookFinding("galat", lembar, judul.place(columns[1]), judul.teks[columns[1]], sentence))
    return found


def groups_of(judul: FlatHeadings) -> dict[Tingkat, dict[int, str]]:
    """Return the columns of each level where a sheet has a column of indicators per level; else nothing.

    A column that stands once counts for every level; one that stands several times belongs to the indicator left of it.
    """
    indicators = judul.columns("indikator")
    if len(indicators) < 2:
        return {}
    owners: dict[int, Tingkat] = {}
    for index in indicators:
        level = _level_of(judul, index)
        if level is None or level in owners.values():
            return {}
        owners[index] = level
    order = sorted(judul.arti)
    counts = {name: len(judul.columns(name)) for name in judul.arti.values()}
    return {level: _columns_of(judul, order, owners, at, counts) for at, level in owners.items()}


def _columns_of(
    judul: FlatHeadings, order: Sequence[int], owners: Mapping[int, Tingkat], at: int, counts: Mapping[str, int]
) -> dict[int, str]:
    level = owners[at]
    columns: dict[int, str] = {}
    for index in order:
        name = judul.arti[index]
        left = [owner for owner in owners if owner <= index]
        if name in {*Tingkat}:
            own = name in level.upwards
        elif name == "indikator" or counts[name] > 1:
            own = bool(left) and left[-1] == at
        else:
            own = not name.startswith("kode") or name == LEVEL_CODES.get(level)
        if own:
            columns[index] = name
    return columns


def _level_of(judul: FlatHeadings, index: int) -> Tingkat | None:
    """Return the level of a column of indicators: named in its heading, else by the nearest level left of it."""
    text = key_of(judul.teks[index])
    named = [level for level in Tingkat if key_of(level) in text]
    if named:
        return named[-1]
    before = [Tingkat(name) for i, name in sorted(judul.arti.items()) if i < index and name in {*Tingkat}]
    return before[-1] if before else None
