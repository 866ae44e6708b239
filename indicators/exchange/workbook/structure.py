"""What a book is made of: its sheets in the order in which they are written, and how a raw sheet becomes rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from indicators.exchange.headings import read_headings, spelled
from indicators.exchange.incoming import IncomingRow
from indicators.exchange.indikator import SumberIndikator, SumberTargetRenstra
from indicators.exchange.layout import data_rows, find_headings, ranges_of, take_unusable, unseen_notes
from indicators.exchange.parsing import RawSheet
from indicators.exchange.perjanjian import KOLOM_PERUBAHAN, SumberButir, SumberPK
from indicators.exchange.plan_keys import KOLOM_OPD, KOLOM_RENSTRA, KOLOM_TAHUN
from indicators.exchange.references import KOLOM_INDIKATOR, KOLOM_KODE
from indicators.exchange.rencana import SUMBER_OF, SumberPeriode, SumberSkala, SumberTingkat
from indicators.exchange.resource import PlanResource
from indicators.exchange.tables import note_beside
from indicators.exchange.texts import is_blank
from indicators.nomenklatur import NomenklaturVersion, WrongCode, read_code, version_of_year
from indicators.tingkat import Tingkat

# A row whose cell in this column begins with "contoh" is an example of the template and is skipped.
KOLOM_CATATAN = "Catatan"
CONTOH = "contoh"
EXAMPLES = "Baris contoh dilewati, karena catatannya diawali kata “contoh”: baris {}."
PATH_COLUMNS = tuple(level.label for level in Tingkat)


@dataclass(frozen=True)
class SheetKind:
    """A kind of sheet: its name, the resource behind it, and the columns that the book knows without being told."""

    nama: str
    sumber: type[PlanResource]
    tersirat: tuple[str, ...] = ()
    # Columns that take the value above when they are left blank.
    turun: tuple[str, ...] = ()
    # A node of the indicator's path may be blank for good: only what stands left of a name is filled.
    jalur: bool = False
    # Columns that a blank cell leaves as they are; and what a blank cell means for a new object.
    biarkan: tuple[str, ...] = ()
    bawaan: tuple[tuple[str, Any], ...] = ()


CARA_UKUR: tuple[tuple[str, Any], ...] = (
    ("Jenis nilai", "jumlah"),
    ("Desimal paling sedikit", 0),
    ("Polaritas", "maksimalkan"),
    ("Rumus minimalkan", "selisih"),
    ("Konsolidasi", "posisi_akhir"),
    ("Pola target", "tetap"),
)


# What a change of nomenclature writes: a sheet that says nothing of it does not take it back.
MASA = ("Tahun pertama", "Tahun terakhir", "Versi nomenklatur", "Menggantikan")


def _nodes(level: Tingkat) -> SheetKind:
    above = tuple(up.label for up in level.above)
    return SheetKind(level.label, SUMBER_OF[level], (KOLOM_OPD, KOLOM_RENSTRA), above, biarkan=MASA)


RENSTRA = SheetKind("Renstra", SumberPeriode, (KOLOM_OPD,))
SKALA = SheetKind("Skala predikat", SumberSkala, (KOLOM_OPD,))
TINGKAT_PREDIKAT = SheetKind("Tingkat predikat", SumberTingkat, (KOLOM_OPD,), ("Skala predikat",))
SIMPUL = {level: _nodes(level) for level in Tingkat}
INDIKATOR = SheetKind("Indikator", SumberIndikator, (KOLOM_OPD, KOLOM_RENSTRA), jalur=True, bawaan=CARA_UKUR)
TARGET_RENSTRA = SheetKind(
    "Target Renstra", SumberTargetRenstra, (KOLOM_OPD, KOLOM_RENSTRA), (KOLOM_INDIKATOR,), jalur=True
)
PK = SheetKind("Perjanjian kinerja", SumberPK, (KOLOM_OPD, "Status"))
TARGET_PK = SheetKind(
    "Target PK",
    SumberButir,
    (KOLOM_OPD, KOLOM_RENSTRA, KOLOM_TAHUN, KOLOM_PERUBAHAN),
    jalur=True,
    biarkan=("Kode unit", "Urutan", "Satuan", "Realisasi terburuk", "Skala predikat", *dict(CARA_UKUR)),
)
RENCANA = (RENSTRA, SKALA, TINGKAT_PREDIKAT, *SIMPUL.values(), INDIKATOR, TARGET_RENSTRA, PK, TARGET_PK)
# Sheets of ours that hold nothing to import.
PENJELASAN = ("petunjuk", "pilihan")


@dataclass
class BookContext:
    """What a sheet may leave unsaid: the office, the Renstra's first year, the year and number of the PK."""

    opd: str = ""
    renstra: int | None = None
    tahun: int | None = None
    perubahan: int = 0

    def values(self) -> dict[str, Any]:
        return {
            KOLOM_OPD: self.opd,
            KOLOM_RENSTRA: self.renstra,
            KOLOM_TAHUN: self.tahun,
            KOLOM_PERUBAHAN: self.perubahan,
        }


@dataclass
class BookFinding:
    """What somebody has to look at in the file. `jenis`: "galat", "tanya" (two readings) or "peringatan".

    `jawaban`: the fields of the page that answer it.
    """

    jenis: str
    lembar: str
    sel: str
    isi: str
    kalimat: str
    jawaban: tuple[str, ...] = ()

    @property
    def one_cell(self) -> bool:
        """Say whether what stands in the cell tells something: what is said of whole rows holds no content."""
        if not self.sel or self.isi:
            return bool(self.sel)
        return self.jenis != "peringatan" and not self.sel.startswith("baris")


@dataclass
class BookTable:
    """The rows of one kind of sheet, ready to be read by its resource."""

    jenis: SheetKind
    baris: list[IncomingRow] = field(default_factory=list)
    temuan: list[BookFinding] = field(default_factory=list)


def key_of(text: Any) -> str:
    """Return a heading as it is compared: without case, underscores and doubled spaces."""
    return " ".join(str("" if text is None else text).replace("_", " ").replace("-", " ").split()).casefold()


def kind_of(sheet: RawSheet, kinds: Sequence[SheetKind]) -> SheetKind | None:
    return next((kind for kind in kinds if key_of(kind.nama) == key_of(sheet.nama)), None)


def table_of(sheet: RawSheet, kind: SheetKind) -> BookTable:
    """Return the rows of a sheet with our headings, below titles or not; what is wrong with them is a finding."""
    table = BookTable(kind)
    if not sheet.baris:
        return table
    known = [column.column_name for column in kind.sumber().get_import_fields()]
    at = find_headings(sheet.baris, {*map(spelled, known)}.__contains__)
    first, titles = sheet.baris[at]
    read = read_headings(titles, [*known, KOLOM_CATATAN])
    columns = {index: name for index, name in enumerate(read.names) if read.texts[index]}
    for index, title, sentence in read.problems:
        table.temuan.append(BookFinding("galat", sheet.nama, f"{get_column_letter(index + 1)}{first}", title, sentence))
    if passed := read.passed(first):
        table.temuan.append(BookFinding("peringatan", sheet.nama, *passed))
    if missing := read.missing([name for name in kind.sumber.kunci if name not in kind.tersirat], "templat", kind.nama):
        table.temuan.append(BookFinding("galat", sheet.nama, f"A{first}", "", missing))
    if not any(item.jenis == "galat" for item in table.temuan):
        used = {index for index, name in columns.items() if name}
        rows = sheet.baris[at + 1 :]
        kept, skipped = data_rows(rows, titles, sheet.nama)
        table.temuan += [BookFinding("galat", sheet.nama, *found) for found in take_unusable(kept, used.__contains__)]
        table.temuan += [BookFinding("peringatan", sheet.nama, place, "", said) for place, said in skipped.sentences()]
        beside = note_beside(kept, columns.__contains__) + unseen_notes(sheet, kept, used.__contains__)
        table.temuan += [BookFinding("peringatan", sheet.nama, place, "", said) for place, said in beside]
        _take_rows(table, sheet.nama, kept, columns)
    return table


def tell_versions(tables: Iterable[BookTable], konteks: BookContext) -> None:
    """Let new sub kegiatan with a code of four digits say so: a Renstra that began before them would expect two."""
    if konteks.renstra is None or version_of_year(konteks.renstra) is NomenklaturVersion.EMPAT:
        return
    for table in tables:
        for row in table.baris if table.jenis is SIMPUL[Tingkat.SUB_KEGIATAN] else ():
            four = _version_in(row.sel.get(KOLOM_KODE)) is NomenklaturVersion.EMPAT
            if four and is_blank(row.sel.get("Tahun pertama")):
                row.bawaan.setdefault("Versi nomenklatur", NomenklaturVersion.EMPAT.value)


def _version_in(value: Any) -> NomenklaturVersion | None:
    """Return the nomenclature that the code in a cell shows; None for what is no code: that is said when it is read."""
    try:
        return read_code(str(value)).versi
    except WrongCode:
        return None


def _take_rows(table: BookTable, nama: str, rows: Sequence[tuple[int, list[Any]]], columns: Mapping[int, str]) -> None:
    above: dict[str, Any] = {}
    examples: list[int] = []
    for number, values in rows:
        cells = {name: values[index] if index < len(values) else None for index, name in columns.items() if name}
        note = str(cells.pop(KOLOM_CATATAN, None) or "")
        if note.strip().casefold().startswith(CONTOH):
            examples.append(number)
            continue
        if all(is_blank(value) for value in cells.values()):
            continue
        row = IncomingRow(number, cells, lembar=nama)
        row.alamat = {name: f"{get_column_letter(index + 1)}{number}" for index, name in columns.items() if name}
        fill_down(cells, above, table.jenis)
        above = dict(cells)
        for name in table.jenis.biarkan:
            if name in cells and is_blank(cells[name]):
                del cells[name]
        row.bawaan = {"Urutan": len(table.baris) + 1, **dict(table.jenis.bawaan)}
        table.baris.append(row)
    if examples:
        said = EXAMPLES.format(ranges_of(examples))
        table.temuan.append(BookFinding("peringatan", nama, f"A{examples[0]}", "", said))


def fill_down(cells: dict[str, Any], above: Mapping[str, Any], kind: SheetKind) -> None:
    """Give blank cells of the path what stands above them.

    Merged cells and names that are written once look the same: blank. Left of the first name of a row, a blank means
    "as above"; right of the last one it means that the indicator hangs no deeper. A row without any name at all goes
    on with the node above.
    """
    columns = [name for name in (PATH_COLUMNS if kind.jalur else kind.turun) if name in cells or name in above]
    named = [index for index, name in enumerate(columns) if not is_blank(cells.get(name))]
    end = (named[0] if named else len(columns)) if kind.jalur else len(columns)
    started = False
    for index, name in enumerate(columns[:end]):
        started = started or index in named
        if is_blank(cells.get(name)) and not started:
            cells[name] = above.get(name)
    for name in kind.turun if kind.jalur and not named else ():
        if is_blank(cells.get(name)):
            cells[name] = above.get(name)
