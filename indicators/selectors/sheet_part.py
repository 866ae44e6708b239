"""Which rows of a unit's sheet a page shows: a step of a long one, and what was searched for or filtered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from indicators.capaian import EntryStatus
from indicators.selectors.quarter_sheet import SheetRow
from sakip.labelled import Labelled

# A sheet up to this length is one page; a longer one is shown in steps of at most so many rows.
ONE_PAGE = 150
STEP_ROWS = 100


class SheetFilter(Labelled):
    """The filters of a sheet, as the address says them and as people read them."""

    BELUM = "belum", "Belum diisi"
    CERMATI = "cermati", "Perlu dicermati"
    DIKEMBALIKAN = "dikembalikan", "Dikembalikan"


@dataclass(frozen=True)
class Wanted:
    """What the address of a page asks for; `baris` is a row that has to be on the page."""

    langkah: int = 1
    saring: Labelled | None = None
    cari: str = ""
    baris: int | None = None

    @property
    def narrows(self) -> bool:
        return self.saring is not None or bool(self.cari)


FROM_THE_START = Wanted()


@dataclass(frozen=True)
class RowMarks:
    """What filters, search and steps ask of a row. `kelompok` are the headings above it, from the top down."""

    id: int
    nama: str
    kelompok: tuple[str, ...]
    kata: str
    terisi: bool
    saring: frozenset[Labelled]


@dataclass(frozen=True)
class Step:
    """Consecutive rows that are shown together: numbers from 1, of the step and of its first and last row."""

    nomor: int
    judul: str
    awal: int
    akhir: int
    terisi: int
    nama_baris: tuple[str, ...]

    @property
    def jumlah(self) -> int:
        return self.akhir - self.awal + 1


@dataclass(frozen=True)
class SheetPart:
    """The rows of a page, by their place in the sheet. `langkah` is empty for a sheet that is one page: its filters
    hide rows in the browser, and all are sent."""

    diminta: Wanted
    baris: Sequence[int]
    langkah: Sequence[Step]
    kini: Step | None
    jumlah: Mapping[Labelled, int]
    semua: int
    cocok: int
    terisi_lain: int

    @property
    def bertahap(self) -> bool:
        return self.kini is not None or self.semua > ONE_PAGE

    @property
    def sebelum(self) -> Step | None:
        return None if self.kini is None or self.kini.nomor == 1 else self.langkah[self.kini.nomor - 2]

    @property
    def sesudah(self) -> Step | None:
        return None if self.kini is None or self.kini.nomor == len(self.langkah) else self.langkah[self.kini.nomor]


def words_of(text: str) -> list[str]:
    """Return what a search looks for: every one of these has to stand somewhere in the row."""
    return text.casefold().split()


def mark_rows(
    rows: Sequence[SheetRow], dikembalikan: frozenset[int], cermati: Callable[[SheetRow], bool]
) -> list[RowMarks]:
    """Return the marks of the rows; `dikembalikan` are the indicators that are open after a return."""
    return [mark_row(row, _filters_of(row, row.indikator.pk in dikembalikan, cermati=cermati(row))) for row in rows]


def _filters_of(row: SheetRow, dikembalikan: bool, *, cermati: bool) -> frozenset[SheetFilter]:
    found = {
        SheetFilter.BELUM: not _is_filled(row),
        SheetFilter.CERMATI: cermati,
        SheetFilter.DIKEMBALIKAN: dikembalikan,
    }
    return frozenset(name for name, holds in found.items() if holds)


def _is_filled(row: SheetRow) -> bool:
    item = row.kini.realisasi
    return item is not None and item.status != EntryStatus.BELUM_DIISI


def mark_row(row: SheetRow, saring: frozenset[Labelled]) -> RowMarks:
    """Return the marks of a row that these filters show."""
    path = row.jalur
    kelompok = tuple(name for name in (path.program, path.kegiatan) if name) or tuple(
        name for name in (path.sasaran or path.tujuan,) if name
    )
    kata = " ".join(filter(None, (path.kode, row.indikator.nama, path.sub_kegiatan, *kelompok))).casefold()
    return RowMarks(row.indikator.pk, row.indikator.nama, kelompok, kata, _is_filled(row), saring)


def choose_part(marks: Sequence[RowMarks], wanted: Wanted, *, filters: Iterable[Labelled] = SheetFilter) -> SheetPart:
    """Return what a page shows of a sheet whose rows stand in the order of the tree; `filters` are those it offers.

    A row that is asked for is on the page, whatever else was asked. A step that does not exist is the nearest one.
    """
    every = range(len(marks))
    jumlah = {name: sum(name in row.saring for row in marks) for name in filters}
    if wanted.baris is not None and all(row.id != wanted.baris for row in marks):
        wanted = Wanted(wanted.langkah, wanted.saring, wanted.cari)
    elif wanted.baris is not None:
        wanted = Wanted(baris=wanted.baris)
    matching = [at for at in every if _matches(marks[at], wanted)]
    if len(marks) <= ONE_PAGE:
        return SheetPart(wanted, every, (), None, jumlah, len(marks), len(matching), 0)
    steps = _steps([marks[at] for at in matching])
    now = _step_of(steps, [marks[at].id for at in matching], wanted)
    shown = [] if now is None else matching[now.awal - 1 : now.akhir]
    elsewhere = sum(row.terisi for row in marks) - sum(marks[at].terisi for at in shown)
    return SheetPart(wanted, shown, steps, now, jumlah, len(marks), len(matching), elsewhere)


def _matches(row: RowMarks, wanted: Wanted) -> bool:
    filtered = wanted.saring is None or wanted.saring in row.saring
    return filtered and all(word in row.kata for word in words_of(wanted.cari))


def _step_of(steps: Sequence[Step], ids: Sequence[int], wanted: Wanted) -> Step | None:
    if not steps:
        return None
    if wanted.baris is not None:
        place = ids.index(wanted.baris) + 1
        return next(step for step in steps if place <= step.akhir)
    return steps[min(max(wanted.langkah, 1), len(steps)) - 1]


def _steps(rows: Sequence[RowMarks]) -> list[Step]:
    """Cut rows into steps where a heading begins, as many whole groups in each as fit; a group that is too long for
    one is cut evenly."""
    pieces: list[list[RowMarks]] = []
    for _, found in groupby(rows, key=lambda row: row.kelompok):
        for piece in _evenly(list(found)):
            if pieces and len(pieces[-1]) + len(piece) <= STEP_ROWS:
                pieces[-1].extend(piece)
            else:
                pieces.append(list(piece))
    steps, awal = [], 1
    for nomor, piece in enumerate(pieces, start=1):
        akhir = awal + len(piece) - 1
        names = tuple(row.nama for row in piece)
        steps.append(Step(nomor, _title(piece), awal, akhir, sum(row.terisi for row in piece), names))
        awal = akhir + 1
    return steps


def _evenly(rows: Sequence[RowMarks]) -> list[Sequence[RowMarks]]:
    number = -(-len(rows) // STEP_ROWS)
    bounds = [len(rows) * at // number for at in range(number + 1)]
    return [rows[start:end] for start, end in pairwise(bounds)]


def _title(rows: Sequence[RowMarks]) -> str:
    """Name a step after the lowest heading of its first row, and of its last one where that is another."""
    first, last = (row.kelompok[-1] if row.kelompok else row.nama for row in (rows[0], rows[-1]))
    return first if first == last else f"{first} s.d. {last}"
