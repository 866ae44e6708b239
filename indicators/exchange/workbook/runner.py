"""Running a book through the resources, sheet by sheet: what would change, what is wrong and where it stands.

A dry run and the import itself are the same run; the caller rolls the first one back. Every row that can be written is
written, so that the rows of later sheets find what they hang on, and every mistake of the file is found in one go.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indicators.exchange.causes import cells_by_cause
from indicators.exchange.incoming import IncomingRow
from indicators.exchange.references import KOLOM_INDIKATOR, KOLOM_KODE, KOLOM_NAMA
from indicators.exchange.refused_rows import MAX_REFUSALS, persist_each
from indicators.exchange.resource import PlanResource
from indicators.exchange.texts import is_blank
from indicators.exchange.trial.codec import STAYS
from indicators.exchange.workbook.structure import PATH_COLUMNS, BookContext, BookFinding, BookTable
from indicators.models import Pengguna, PerangkatDaerah
from indicators.selectors.digest import digest

KOLOM_GANTI = "Menggantikan"
# Columns that name a unit of the same book.
KOLOM_RUJUKAN = ("Kode unit", "Kode unit atasan")


@dataclass
class BookRowOutcome:
    """A row of the preview: where it stands, whether it is new, what it is and what changes as (column, old, new)."""

    lembar: str
    nomor: int
    baru: bool
    nama: str
    perubahan: list[tuple[str, str, str]]


@dataclass
class SheetOutcome:
    nama: str
    tetap: int = 0
    baris: list[BookRowOutcome] = field(default_factory=list)
    # Shown with its rows from the start: what has to be looked at before anything else.
    terbuka: bool = False

    @property
    def baru(self) -> int:
        return sum(row.baru for row in self.baris)

    @property
    def berubah(self) -> int:
        return len(self.baris) - self.baru


@dataclass
class BookOutcome:
    """What a book changes, per sheet, and what has to be looked at."""

    lembar: list[SheetOutcome] = field(default_factory=list)
    temuan: list[BookFinding] = field(default_factory=list)
    # Rows that hang on wrong ones: they are judged when those are mended.
    tergantung: int = 0
    # Rows of the resources that were written, for those who need the objects.
    objek: list[Any] = field(default_factory=list, metadata=STAYS)
    # How many roles of the book wait for a second person after it is written.
    menunggu: int = 0
    # The year that the rows of the PK are of, as far as the book or the page tells it.
    tahun: int | None = None

    def found(self, *jenis: str) -> list[BookFinding]:
        """Return the findings of these kinds, one per cause: cells of which the same is said stand together."""
        wanted = (item for item in self.temuan if item.jenis in jenis)
        return cells_by_cause(wanted, lambda item: (item.jenis, item.lembar, item.kalimat))

    @property
    def galat(self) -> list[BookFinding]:
        """What keeps the book from being written: mistakes and questions."""
        return self.found("galat", "tanya")

    @property
    def peringatan(self) -> list[BookFinding]:
        return self.found("peringatan")

    @property
    def jawaban(self) -> set[str]:
        """The fields of the page that answer what is asked before the book can be written."""
        return {name for item in self.temuan for name in item.jawaban}

    @property
    def in_file(self) -> bool:
        """Whether something has to be mended in the file itself: no field of the page answers it."""
        return any(not item.jawaban for item in self.galat)

    @property
    def terisi(self) -> list[SheetOutcome]:
        """The sheets that hold rows which can be read."""
        return [sheet for sheet in self.lembar if sheet.tetap or sheet.baris]

    @property
    def jumlah(self) -> dict[str, int]:
        return {name: sum(getattr(sheet, name) for sheet in self.lembar) for name in ("baru", "berubah", "tetap")}

    def digest(self) -> str:
        """Return what stands for all that was shown: nobody confirms what he has not seen."""
        facts = [
            [sheet.nama, sheet.tetap, [[row.nomor, row.baru, row.nama, row.perubahan] for row in sheet.baris]]
            for sheet in self.lembar
        ]
        return digest(facts)


def run_tables(
    *,
    by: Pengguna,
    opd: PerangkatDaerah,
    tables: Sequence[BookTable],
    konteks: BookContext,
    temuan: Sequence[BookFinding] = (),
    koreksi: Mapping[str, dict[tuple[str, int], int]] | None = None,
) -> BookOutcome:
    """Read and write the tables in their order, inside the caller's transaction. Raises NotAllowed.

    `koreksi` names, by kind of sheet, the stored objects that rows correct.
    """
    runner = _Runner(by, opd, konteks, BookOutcome(temuan=list(temuan)))
    runner.koreksi = koreksi or {}
    for table in tables:
        runner.run(table)
    return runner.hasil


class _Runner:
    def __init__(self, by: Pengguna, opd: PerangkatDaerah, konteks: BookContext, hasil: BookOutcome) -> None:
        self.by, self.opd, self.konteks, self.hasil = by, opd, konteks, hasil
        self.refusals = 0
        self.koreksi: Mapping[str, dict[tuple[str, int], int]] = {}
        self.failed: set[str] = set()

    def run(self, table: BookTable) -> None:
        self.hasil.temuan += table.temuan
        sheet = SheetOutcome(table.jenis.nama)
        implied = {name: value for name, value in self.konteks.values().items() if name in table.jenis.tersirat}
        for row in table.baris:
            row.sel |= {name: value for name, value in implied.items() if is_blank(row.sel.get(name))}
        for wave in self._waves(table):
            self._run_wave(table, wave, sheet)
        self._collect(table, sheet)
        self.hasil.lembar.append(sheet)

    def _waves(self, table: BookTable) -> Iterator[list[IncomingRow]]:
        """Yield the rows so that a node which another one replaces is there before it."""
        rest = [row for row in table.baris if not is_blank(row.sel.get(KOLOM_GANTI))]
        yield [row for row in table.baris if is_blank(row.sel.get(KOLOM_GANTI))]
        while rest:
            yield rest
            again = [row for row in rest if KOLOM_GANTI in row.galat]
            if len(again) == len(rest):
                return
            for row in again:
                row.galat.clear()
            rest = again

    def _run_wave(self, table: BookTable, rows: list[IncomingRow], sheet: SheetOutcome) -> None:
        # A resource remembers what it found: each wave asks anew.
        resource = table.jenis.sumber(user=self.by, opd=self.opd)
        resource.koreksi = self.koreksi.get(table.jenis.nama, {})
        resource.read_rows(rows)
        good = [row for row in rows if not row.galat]
        results = {id(row): resource.row_result(row) for row in good}
        self._persist(table, resource, [row for row in good if row.berubah])
        for row in good:
            if row.galat:
                continue
            if not row.berubah:
                sheet.tetap += 1
                continue
            result = results[id(row)]
            sheet.baris.append(BookRowOutcome(row.lembar, row.nomor, row.baru, result.nama, result.perubahan))
            self.hasil.objek.append(row.objek)

    def _persist(self, table: BookTable, resource: PlanResource, rows: list[IncomingRow]) -> None:
        """Write the rows; those that the service refuses are noted, the others are written."""
        refused, refusal, left = persist_each(
            rows, persist=resource.persist, column_of=resource.column_of, most=MAX_REFUSALS - self.refusals
        )
        self.refusals += refused
        if refusal is not None:
            self._refuse_sheet(table, left, str(refusal))

    def _refuse_sheet(self, table: BookTable, rows: list[IncomingRow], sentence: str) -> None:
        first = rows[0]
        self.hasil.temuan.append(
            BookFinding("galat", first.lembar or table.jenis.nama, f"baris {first.nomor}", "", sentence)
        )
        for row in rows:
            row.galat.setdefault("", sentence)

    def _collect(self, table: BookTable, sheet: SheetOutcome) -> None:
        sheet.baris.sort(key=lambda row: (row.lembar, row.nomor))
        for row in table.baris:
            for column, sentence in row.galat.items():
                if column == "":
                    continue  # said once for the sheet
                if self._hangs_on_failed(row, column):
                    self.hasil.tergantung += 1
                    continue
                kind = "tanya" if column in row.tanya else "galat"
                self.hasil.temuan.append(self._finding(kind, row, column, sentence))
            for column, sentence in row.peringatan.items():
                self.hasil.temuan.append(self._finding("peringatan", row, column, sentence))
        for row in table.baris:
            if row.galat:
                self.failed |= _names_of(row)

    def _hangs_on_failed(self, row: IncomingRow, column: str) -> bool:
        return (
            column in (*PATH_COLUMNS, KOLOM_INDIKATOR, *KOLOM_RUJUKAN)
            and str(row.sel.get(column) or "").strip().casefold() in self.failed
        )

    @staticmethod
    def _finding(kind: str, row: IncomingRow, column: str, sentence: str) -> BookFinding:
        value = row.sel.get(column)
        place = row.alamat.get(column) or f"baris {row.nomor}"
        said = sentence if sentence.startswith(column) else f"{column}: {sentence}"
        return BookFinding(kind, row.lembar, place, "" if value is None else str(value)[:200], said)


def _names_of(row: IncomingRow) -> set[str]:
    """Return the texts by which other rows may name the row's object."""
    kode, nama = (str(row.sel.get(name) or "").strip() for name in (KOLOM_KODE, KOLOM_NAMA))
    names = {kode, nama, f"{kode} {nama}".strip(), str(row.sel.get(KOLOM_INDIKATOR) or "").strip()}
    return {name.casefold() for name in names if name}
