"""Reading a quarter's measurement sheet back: rows are found by their names, cells become what the grid would type.

Nothing is judged here that the service judges: a number, a reason, a version, an open row. This says only what is wrong
with the file itself, cell by cell.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter

from indicators.capaian import EntryStatus, NotANumber, ValueKind, read_cell, text_of_figure
from indicators.exchange.cells import WrongCell, text_in, whole_number_in
from indicators.exchange.plan_keys import KOLOM_OPD, KOLOM_TAHUN, PlanKeys, chain_of, unit_name
from indicators.exchange.quarter_columns import ask_about_titles, read_columns, unusable_cells
from indicators.exchange.quarter_sheet import (
    KOLOM_ALASAN,
    KOLOM_INDIKATOR,
    KOLOM_KODE,
    KOLOM_TEKS,
    KOLOM_TRIWULAN,
    KOLOM_UNIT,
    KOLOM_VERSI,
    TIDAK_TERSEDIA,
    realisasi_columns,
)
from indicators.exchange.tables import UploadedTable
from indicators.exchange.texts import plain, tidy
from indicators.models import ButirPK, Pengajuan, Realisasi
from indicators.selectors.pk_triwulan import get_pk_in_force
from indicators.selectors.row_values import print_realisasi
from indicators.services.realisasi_entry import RowEntry
from indicators.tingkat import Tingkat
from indicators.triwulan import roman, short_name
from sakip.dates import write_in_figures
from sakip.digits import number_within

JALUR = tuple(level.label for level in Tingkat)
UNAVAILABLE = (TIDAK_TERSEDIA, EntryStatus.TIDAK_TERSEDIA.label.casefold())
_COLUMNS = ("pk", "indikator_id", "indikator__nama", "jenis_nilai", "satuan", "desimal_minimal")
_NODE_COLUMNS = tuple(f"indikator__{level}_id" for level in Tingkat)
# A long text is quoted by its beginning.
QUOTED = 60


@dataclass(frozen=True)
class SheetFinding:
    """What is to be said about a cell: where it is, what stands there, what is expected. `galat` forbids the import."""

    nomor: int
    sel: str
    kolom: str
    isi: str
    kalimat: str
    galat: bool = True

    @property
    def sebab(self) -> tuple[str, str, bool]:
        """What findings of one cause have in common."""
        return self.kolom, self.kalimat, self.galat


@dataclass(frozen=True, slots=True)
class RowKey:
    """A row of the unit's quarter as a file names it, and what stands in it now."""

    butir_id: int
    indikator_id: int
    indikator: str
    jalur: Mapping[str, str]
    jenis_nilai: str
    satuan: str
    desimal_minimal: int
    kini: Realisasi | None

    @property
    def versi(self) -> int:
        return 0 if self.kini is None else self.kini.versi

    def printed(self) -> str:
        """Return the entry as the pages print it."""
        butir = ButirPK(jenis_nilai=self.jenis_nilai, desimal_minimal=self.desimal_minimal)
        return "" if self.kini is None else print_realisasi(butir, self.kini)

    def holds(self, realisasi: str | Decimal) -> bool:
        """Whether that is the entry: a figure, the entry as it is printed, or another way of writing its figure."""
        item = self.kini
        figure: str | Decimal | None = realisasi
        if isinstance(realisasi, str):
            if realisasi == self.printed():
                return True
            if self.jenis_nilai == ValueKind.PREDIKAT:
                return False
            try:
                figure = read_cell(realisasi, jenis=ValueKind(self.jenis_nilai), satuan=self.satuan).nilai
            except NotANumber:
                # The service refuses it, at this cell.
                return False
        return item is not None and figure is not None and item.status == EntryStatus.TERISI and item.nilai == figure


@dataclass
class FileRow:
    """A row of the file that was found in the plan; `isian` is None when it says what stands there already."""

    nomor: int
    sel: dict[str, Any]
    kunci: RowKey
    isian: RowEntry | None = None


@dataclass
class SheetReading:
    """A read file: its rows, and what is wrong with its cells."""

    kolom: list[str]
    pengajuan: Pengajuan
    baris: list[FileRow] = field(default_factory=list)
    temuan: list[SheetFinding] = field(default_factory=list)
    # Whether a cell that the import does not take over differs from what is stored.
    beda: bool = False

    @property
    def isian(self) -> list[RowEntry]:
        return [row.isian for row in self.baris if row.isian is not None]

    def say(self, sel: str, isi: str, sentence: str, *, galat: bool = True) -> None:
        """Say something about a place of the file that is no single cell of a row."""
        nomor = number_within(sel)
        self.temuan.append(SheetFinding(nomor, sel, "", isi, sentence, galat))

    def note(self, nomor: int, kolom: str, value: Any, sentence: str, *, galat: bool = True) -> None:
        letter = get_column_letter(self.kolom.index(kolom) + 1) if kolom in self.kolom else ""
        self.temuan.append(SheetFinding(nomor, f"{letter}{nomor}", kolom, shown(value), sentence, galat))


def shown(value: Any) -> str:
    """Return what stands in a cell, as people read it."""
    if value is None or value == "":
        return "kosong"
    if isinstance(value, date):
        return write_in_figures(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        try:
            number = read_cell(value).nilai
        except NotANumber:
            number = None
        return str(value) if number is None else text_of_figure(number)
    text = " ".join(str(value).split())
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


class SheetKeys:
    """The rows of a unit's quarter by what a file calls them. Constant number of queries."""

    def __init__(self, pengajuan: Pengajuan) -> None:
        self.pengajuan = pengajuan
        quarter = pengajuan.triwulan
        self._nodes = PlanKeys([pengajuan.unit.opd]).nodes
        self._paths: dict[tuple[str, int], Mapping[str, str]] = {}
        entered = {item.indikator_id: item for item in Realisasi.objects.filter(triwulan=quarter)}
        agreement = get_pk_in_force(quarter.opd_id, quarter.tahun, quarter.triwulan)
        # Thousands of rows: their few columns, without a model object for each.
        found = ButirPK.objects.filter(pk_induk=agreement, unit=pengajuan.unit).values_list(*_COLUMNS, *_NODE_COLUMNS)
        self._by_name: defaultdict[str, list[RowKey]] = defaultdict(list)
        self._by_code: defaultdict[str, list[RowKey]] = defaultdict(list)
        for butir_id, indikator_id, name, kind, satuan, decimals, *nodes in found:
            path, kini = self._path(nodes), entered.get(indikator_id)
            key = RowKey(butir_id, indikator_id, tidy(name), path, kind, satuan, decimals, kini)
            self._by_name[plain(name)].append(key)
            self._by_code[plain(path[KOLOM_KODE])].append(key)

    def _path(self, nodes: Sequence[int | None]) -> Mapping[str, str]:
        """Return the names that lead to the one node that is given, by column, and its code."""
        level, pk = next((level, pk) for level, pk in zip(Tingkat, nodes, strict=True) if pk is not None)
        if (level, pk) not in self._paths:
            chain = chain_of(self._nodes[level][pk])
            names = dict(zip(JALUR, (tidy(node.nama) for node in chain), strict=False))
            self._paths[level, pk] = {**names, KOLOM_KODE: tidy(chain[-1].kode)}
        return self._paths[level, pk]

    @cached_property
    def _context(self) -> dict[str, tuple[str, ...]]:
        quarter, unit = self.pengajuan.triwulan, self.pengajuan.unit
        return {
            # A sheet of ours bears the whole code, which tells offices of one code apart.
            KOLOM_OPD: (unit.opd.full_code, unit.opd.kode, unit.opd.nama, unit.opd.singkatan),
            KOLOM_TAHUN: (str(quarter.tahun),),
            KOLOM_TRIWULAN: (str(quarter.triwulan), roman(quarter.triwulan), short_name(quarter.triwulan)),
            KOLOM_UNIT: (unit.kode, unit.nama, unit.singkatan),
        }

    def find(self, cells: Mapping[str, Any]) -> RowKey:
        """Return the row that the cells name. Raises WrongCell at the cell that does not fit."""
        for column, expected in self._context.items():
            text = _key_text(cells, column)
            spell = unit_name if column == KOLOM_UNIT else plain
            if text and spell(text) not in map(spell, expected):
                raise WrongCell(
                    f"Halaman ini untuk {expected[0]}. Unggah berkas dari unit dan triwulan yang sama.", column
                )
        name, kode = _key_text(cells, KOLOM_INDIKATOR), _key_text(cells, KOLOM_KODE)
        if not name and len(self._by_code.get(plain(kode), [])) != 1:
            raise WrongCell("Nama indikator wajib ada. Salin dari berkas yang diunduh.", KOLOM_INDIKATOR)
        candidates = self._by_name.get(plain(name), []) if name else self._by_code[plain(kode)]
        if not candidates:
            raise WrongCell(
                "Unit ini tidak mempunyai indikator bernama itu pada triwulan ini. Unduh lembar terbaru.",
                KOLOM_INDIKATOR,
            )
        for column in (*JALUR, KOLOM_KODE):
            text = _key_text(cells, column)
            if not text:
                continue
            fitting = [row for row in candidates if plain(row.jalur.get(column, "")) == plain(text)]
            if not fitting:
                known = candidates[0].jalur.get(column, "") or "kosong"
                raise WrongCell(f"Di aplikasi: {known}. Samakan, atau unduh lembar terbaru.", column)
            candidates = fitting
        if len(candidates) > 1:
            raise WrongCell("Ada beberapa indikator bernama itu. Isi juga kolom program sampai kode.", KOLOM_INDIKATOR)
        return candidates[0]


def _key_text(cells: Mapping[str, Any], column: str) -> str:
    value = cells.get(column)
    if value is None:
        return ""
    try:
        return text_in(int(value) if isinstance(value, float) and value.is_integer() else value)
    except WrongCell as wrong:
        raise WrongCell(str(wrong), column) from None


def read_quarter_sheet(sheet: UploadedTable, pengajuan: Pengajuan) -> SheetReading:
    """Find every row of the file and read what it enters. Raises RefusedFile for columns that make no sense."""
    columns, passed = read_columns(sheet, pengajuan)
    read = SheetReading(columns, pengajuan)
    for place, isi, sentence in unusable_cells(sheet, columns, pengajuan):
        read.say(place, isi, sentence)
    for question in ask_about_titles(sheet, pengajuan):
        read.say("", "", question)
    for place, isi, sentence in [*passed, *((place, "", said) for place, said in sheet.catatan)]:
        read.say(place, isi, sentence, galat=False)
    keys = SheetKeys(pengajuan)
    seen: dict[int, int] = {}
    for number, values in sheet.baris:
        cells = {column: value for column, value in zip(read.kolom, values, strict=True) if column}
        try:
            key = keys.find(cells)
            first = seen.setdefault(key.indikator_id, number)
            if first != number:
                raise WrongCell(f"Baris ini sama dengan baris {first}. Hapus salah satu.", KOLOM_INDIKATOR)
        except WrongCell as wrong:
            read.note(number, wrong.kolom, cells.get(wrong.kolom), str(wrong))
            continue
        row = FileRow(number, cells, key)
        read.baris.append(row)
        try:
            row.isian = _entry(row, pengajuan.triwulan.triwulan)
        except WrongCell as wrong:
            read.note(number, wrong.kolom, cells.get(wrong.kolom), str(wrong))
    return read


def _entry(row: FileRow, quarter: int) -> RowEntry | None:
    """Return what the row enters, None when that stands there already. Raises WrongCell."""
    column = realisasi_columns(quarter)
    realisasi = read_realisasi(row.sel.get(column), column)
    alasan = _text(row.sel, KOLOM_ALASAN) if KOLOM_ALASAN in row.sel else None
    teks = {name: _text(row.sel, title) for name, title in KOLOM_TEKS.items() if title in row.sel}
    missing = isinstance(realisasi, str) and realisasi.casefold() in UNAVAILABLE
    if alasan and not missing:
        raise WrongCell(
            f"Alasan hanya untuk realisasi {TIDAK_TERSEDIA}. Tulis {TIDAK_TERSEDIA}, atau kosongkan.", KOLOM_ALASAN
        )
    versi = _version(row)
    if _stands_already(row.kunci, TIDAK_TERSEDIA if missing else realisasi, alasan, teks):
        return None
    if missing:
        reason = alasan if alasan is not None else getattr(row.kunci.kini, "alasan", "")
        return RowEntry(row.kunci.indikator_id, versi, tidak_tersedia=True, alasan=reason, teks=teks)
    return RowEntry(row.kunci.indikator_id, versi, realisasi=realisasi, teks=teks)


def read_realisasi(value: Any, column: str) -> str | Decimal:
    """Return a text as it stands and a number as its exact figure. Raises WrongCell."""
    if value is None or isinstance(value, str):
        return tidy(value or "")
    try:
        figure = read_cell(value).nilai
    except NotANumber as wrong:
        raise WrongCell(str(wrong), column) from None
    return figure if figure is not None else ""


def _text(cells: Mapping[str, Any], column: str) -> str:
    try:
        return text_in(cells[column])
    except WrongCell as wrong:
        raise WrongCell(str(wrong), column) from None


def _version(row: FileRow) -> int:
    try:
        found = whole_number_in(row.sel.get(KOLOM_VERSI))
    except WrongCell as wrong:
        raise WrongCell(str(wrong), KOLOM_VERSI) from None
    return row.kunci.versi if found is None else found


def _stands_already(key: RowKey, realisasi: str | Decimal, alasan: str | None, teks: Mapping[str, str]) -> bool:
    """Whether the row says exactly what is stored: such a row is left alone, open or not."""
    item = key.kini
    if any(tidy(getattr(item, name, "")) != text for name, text in teks.items()):
        return False
    if alasan is not None and tidy(getattr(item, "alasan", "")) != alasan:
        return False
    return key.holds(realisasi)
