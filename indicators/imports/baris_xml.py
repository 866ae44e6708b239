"""The rows of a worksheet straight from its XML: what openpyxl's read-only mode gives, in a third of its time.

openpyxl reads through a parser that builds an element in Python for every tag; here the parser written in C calls us
back for what a cell is made of. Document types, and with them entities, are refused before anything is expanded.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601

from indicators.imports.sel import text_of_figure

CHUNK = 64 * 1024
# A spreadsheet keeps fifteen reliable digits.
_DIGITS = 15
_LAST_COLUMN = 16_384
_LAST_ROW = 1_048_576


class Sel(NamedTuple):
    """A cell: its value, and "n", "s", "d", "b", "e", or "f" for a formula whose result is not asked for."""

    value: Any
    data_type: str


KOSONG = Sel(None, "n")


def rows_of(sheet: Any) -> Iterator[list[Sel]]:
    """Yield a read-only sheet's rows, also the empty ones between, each as wide as its last cell.

    Raises ValueError for what is no worksheet. The sheet's own claims about its size are not read.
    """
    collector = _Collector(sheet)
    expected = 1
    with sheet._get_source() as source:
        while True:
            chunk = source.read(CHUNK)
            collector.feed(chunk, final=not chunk)
            for number, cells in collector.take():
                while expected < number:
                    expected += 1
                    yield []
                # A row that comes a second time, or too late, is left out, as openpyxl does.
                if expected == number:
                    expected += 1
                    yield _dense(cells)
            if not chunk:
                return


def _dense(cells: list[tuple[int, Sel]]) -> list[Sel]:
    """Put cells at their columns; only now, because a few bytes may claim a whole row of empty ones."""
    row = [KOSONG] * max((column for column, _ in cells), default=0)
    for column, cell in cells:
        row[column - 1] = cell
    return row


class _Collector:
    """Takes the parser's calls and gathers rows."""

    def __init__(self, sheet: Any) -> None:
        book = sheet.parent
        self.shared, self.computed, self.epoch = sheet._shared_strings, book.data_only, book.epoch
        self.dates, self.timedeltas = book._date_formats, book._timedelta_formats
        self.styles, self.formats = book._cell_styles, book._number_formats
        self.percent: dict[int, bool] = {0: False}
        self.columns: dict[str, int] = {}
        self.rows: list[tuple[int, list[tuple[int, Sel]]]] = []
        self.number = 0
        self.cells: list[tuple[int, Sel]] = []
        self.column = 0
        self.kind, self.style, self.formula = "n", 0, False
        self.texts: list[str] = []
        self.wanted = self.phonetic = self.inside = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._text

    def feed(self, chunk: bytes, *, final: bool) -> None:
        try:
            self.parser.Parse(chunk, final)
        except expat.ExpatError as wrong:
            raise ValueError(str(wrong)) from None

    def take(self) -> list[tuple[int, list[tuple[int, Sel]]]]:
        rows, self.rows = self.rows, []
        return rows

    def _refuse(self, *declaration: object) -> None:
        raise ValueError("A worksheet has no document type.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name if name in _TAGS else name.rpartition(":")[2]
        if tag == "c" and self.inside:
            self.kind, self.style, self.formula = attributes.get("t", "n"), int(attributes.get("s", 0)), False
            place = attributes.get("r")
            self.column = self.column + 1 if place is None else self._column_of(place)
            self.texts = []
        elif tag == "row":
            self.number = int(attributes["r"]) if "r" in attributes else self.number + 1
            if not 0 < self.number <= _LAST_ROW:
                raise ValueError("A row stands outside the sheet.")
            self.cells, self.column, self.inside = [], 0, True
        elif tag == "v":
            self.wanted = self.kind != "inlineStr"
        elif tag == "t":
            self.wanted = self.kind == "inlineStr" and not self.phonetic
        elif tag == "f":
            self.formula = True
        elif tag == "rPh":
            self.phonetic = True

    def _text(self, text: str) -> None:
        if self.wanted:
            self.texts.append(text)

    def _end(self, name: str) -> None:
        tag = name if name in _TAGS else name.rpartition(":")[2]
        if tag in ("v", "t"):
            self.wanted = False
        elif tag == "c" and self.inside:
            if not 0 < self.column <= _LAST_COLUMN:
                raise ValueError("A cell stands outside the sheet.")
            self.cells.append((self.column, self._cell()))
        elif tag == "row":
            self.rows.append((self.number, self.cells))
            self.inside = False
        elif tag == "rPh":
            self.phonetic = False

    def _column_of(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        column = self.columns.get(letters)
        if column is None:
            column = self.columns[letters] = column_index_from_string(letters)
        return column

    def _cell(self) -> Sel:
        if self.formula and not self.computed:
            return Sel("=", "f")
        text = "".join(self.texts)
        if not text:
            return KOSONG
        if self.kind == "inlineStr":
            return Sel(text, "s")
        if self.kind == "n":
            return self._number(text)
        if self.kind == "s":
            return Sel(self.shared[int(text)], "s")
        if self.kind == "b":
            return Sel(bool(int(text)), "b")
        if self.kind == "d":
            return Sel(from_ISO8601(text), "d")
        return Sel(text, "e" if self.kind == "e" else "s")

    def _number(self, text: str) -> Sel:
        value = int(text) if text.lstrip("-").isdecimal() else float(text)
        if not self.style:
            return Sel(value, "n")
        if self.style in self.dates:
            try:
                return Sel(from_excel(value, self.epoch, timedelta=self.style in self.timedeltas), "d")
            except (OverflowError, ValueError):
                return Sel("#VALUE!", "e")
        return Sel(self._as_percent(value), "s") if self._is_percent(self.style) else Sel(value, "n")

    def _is_percent(self, style: int) -> bool:
        if style not in self.percent:
            number = self.styles[style].numFmtId
            code = BUILTIN_FORMATS.get(number) if number < 164 else self.formats[number - 164]
            self.percent[style] = "%" in (code or "").split(";")[0].replace('"%"', "")
        return self.percent[style]

    @staticmethod
    def _as_percent(value: float) -> str:
        """Return what the cell shows: 90,57% is kept as 0.9057, and must not become 0,9057 on its way."""
        shown = Decimal(f"{value:.{_DIGITS}g}").scaleb(2)
        return f"{text_of_figure(shown)}%"


# Written without a prefix by nearly everyone: no search for one.
_TAGS = frozenset({"row", "c", "is", "v", "t", "f", "rPh"})
