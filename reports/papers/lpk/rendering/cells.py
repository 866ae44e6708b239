"""What a table of Bab IV is made of: cells, rows, headings."""

from dataclasses import dataclass, field
from typing import Any

from reports.papers.lpk.schema import WithSatuan

EMPTY = "–"
# A table of so few rows is not parted by a page break.
SMALL_TABLE = 4
SMALL_EXPLANATION = 1_200


@dataclass(frozen=True)
class Cell:
    """A cell: its first text in full size, the others small on lines of their own."""

    teks: tuple[str, ...]
    kelas: str = ""


@dataclass(frozen=True)
class Row:
    """A row of cells, or a heading over the rows of one level.

    ``uraian`` are labelled sentences below the cells, over the whole width: as a column
    they would run over several pages.
    """

    sel: tuple[Cell, ...] = ()
    kelompok: str = ""
    uraian: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Heading:
    judul: str
    lebar: float | None = None


@dataclass
class AnalysisTable:
    """A numbered table of Bab IV."""

    id: str
    judul: str
    kolom: tuple[Heading, ...]
    baris: list[Row]
    nomor: str = ""
    pengantar: str = ""
    catatan: str = ""
    # Type and widths as `tables.set_table` has measured them.
    tata: dict[str, Any] = field(default_factory=dict)

    @property
    def utuh(self) -> bool:
        """Whether the table is small enough to stay on one page."""
        explanations = sum(len(text) for row in self.baris for _, text in row.uraian)
        return len(self.baris) <= SMALL_TABLE and explanations < SMALL_EXPLANATION

    @property
    def notes_column(self) -> int:
        """How many columns an explanation spans: all but the number."""
        return len(self.kolom) - 1


def named_with_unit(row: WithSatuan) -> str:
    """Return the indicator with its unit, which is printed here and nowhere else in the row (Rupiah has none)."""
    return f"{row['indikator']} ({row['satuan']})" if row["satuan"] else row["indikator"]


def printed(value: Any, default: str = EMPTY) -> str:
    """Return a value as text, a dash for none."""
    return str(value) if value not in (None, "") else default


def text_cell(*texts: Any, kelas: str = "") -> Cell:
    """Return a cell of lines; blank ones below the first are left out."""
    first, *rest = texts
    return Cell((printed(first), *(str(text) for text in rest if text)), kelas)


def number_cell(value: Any) -> Cell:
    return Cell((printed(value),), "angka")


def centre_cell(value: Any) -> Cell:
    return Cell((printed(value),), "tengah")
