"""A row of a file on its way into the plan or the office, with what was found out about it."""

from dataclasses import dataclass, field
from typing import Any

from indicators.exchange.cells import AmbiguousCell, WrongCell, text_in, whole_number_in


@dataclass
class IncomingRow:
    """A row of the file on its way: cells by column, the object that it means, and what it changes."""

    nomor: int
    sel: dict[str, Any]
    galat: dict[str, str] = field(default_factory=dict)
    # The columns whose cell has two readings, among those of `galat`.
    tanya: set[str] = field(default_factory=set)
    peringatan: dict[str, str] = field(default_factory=dict)
    # Of a workbook only: cells that count for a new object alone, where each cell stands, its sheet, and whether the
    # year's target follows TW IV because the sheet has no column for it. `dijumlahkan`: its quarter targets are amounts
    # of each month, added up.
    bawaan: dict[str, Any] = field(default_factory=dict)
    alamat: dict[str, str] = field(default_factory=dict)
    lembar: str = ""
    tahun_ikut: bool = False
    dijumlahkan: bool = False
    objek: Any = None
    baru: bool = False
    sebelum: list[Any] = field(default_factory=list)
    sesudah: list[Any] = field(default_factory=list)

    def text_of(self, column: str) -> str:
        try:
            return text_in(self.sel.get(column))
        except WrongCell as wrong:
            raise WrongCell(str(wrong), column) from None

    def number_of(self, column: str) -> int:
        try:
            number = whole_number_in(self.sel.get(column))
        except WrongCell as wrong:
            raise WrongCell(str(wrong), column) from None
        if number is None:
            raise WrongCell("Sel ini wajib diisi dengan bilangan bulat, misalnya 2024.", column)
        return number

    def note(self, column: str, wrong: WrongCell) -> None:
        """Keep what is wrong with a cell; the first sentence stays."""
        self.galat.setdefault(column, str(wrong))
        if isinstance(wrong, AmbiguousCell):
            self.tanya.add(column)

    @property
    def berubah(self) -> bool:
        return self.baru or self.sebelum != self.sesudah
