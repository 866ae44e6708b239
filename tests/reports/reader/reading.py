"""A reader of printed reports: tables and sentences out of HTML, figures out of text. Knows nothing of the program."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]  # ships no types

ROMAN = ("I", "II", "III", "IV")
FIGURE = r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?"


def number(text: str) -> Fraction | None:
    """Return the figure that a text begins with, "Rp" and "1:" left aside; None when it is none."""
    found = re.match(rf"(-?)(?:Rp|1:)?({FIGURE})", text.strip())
    if found is None:
        return None
    value = Fraction(found[2].replace(".", "").replace(",", "."))
    return -value if found[1] else value


@dataclass(frozen=True)
class Table:
    """A table with its merged cells filled in: heads joined by " / ", rows of lists of lines."""

    nama: str
    kepala: tuple[str, ...]
    baris: list[list[list[str]]]

    def column(self, *words: str) -> int:
        """The column whose head holds all the words."""
        return next(at for at, head in enumerate(self.kepala) if all(word.lower() in head.lower() for word in words))

    def has(self, word: str) -> bool:
        return any(word.lower() in head.lower() for head in self.kepala)


@dataclass
class Report:
    """What a reader of the report has before him."""

    tabel: list[Table] = field(default_factory=list)
    kalimat: list[str] = field(default_factory=list)
    keterangan: list[str] = field(default_factory=list)

    def table(self, name: str) -> Table | None:
        return next((table for table in self.tabel if name in table.nama), None)

    @property
    def text(self) -> str:
        return " ".join(self.kalimat)


def plain(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def read_report(html: str) -> Report:
    """Return the report's tables, its sentences outside of tables, and the legend."""
    page: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    report = Report()
    report.tabel = list(_tables(page))
    legend = {id(item) for box in page.iter("div") if box.get("class") == "keterangan" for item in box.iter("li")}
    inside = {id(item) for table in page.iter("table") for item in table.iter()}
    for node in page.iter():
        if node.tag not in ("p", "li") or id(node) in inside:
            continue
        (report.keterangan if id(node) in legend else report.kalimat).append(plain(node))
    return report


def _tables(page: Element) -> Iterator[Table]:
    """Yield the tables; a list of long texts belongs to the tables before it, whose cells name its numbers."""
    waiting: list[Element] = []
    for node in page.iter():
        if node.tag == "table":
            waiting.append(node)
        elif node.tag == "div" and node.get("class") == "catatan":
            texts = _long_texts(node)
            yield from (_table(table, texts) for table in waiting)
            waiting = []
    yield from (_table(table, {}) for table in waiting)


def _long_texts(box: Element) -> dict[str, str]:
    """The texts too long for a cell that are printed whole below their table, by their number."""
    texts = [plain(item) for item in box.iter("p")]
    found = {}
    for head, text in pairwise(texts):
        if number_of := re.match(r"Catatan (\d+) –", head):
            found[number_of[1]] = text
    return found


def _whole(text: str, below: dict[str, str]) -> str:
    """The text that a cell shows the beginning of."""
    cut = re.search(r"… \(selengkapnya pada catatan (\d+)\)$", text)
    return text if cut is None else below[cut[1]]


def _lines(cell: Element) -> list[str]:
    """The lines of a cell: its text and the spans in it. A figure marked to stay whole is part of its line."""
    spans = [span for span in cell if span.tag == "span"]
    whole = [span for span in spans if "utuh-angka" in span.get("class", "")]
    own = (cell.text or "") + "".join(plain(span) + (span.tail or "") for span in whole)
    lines = [plain(span) for span in spans if span not in whole and "lanjutan" not in span.get("class", "")]
    return [line for line in [" ".join(own.split()), *lines] if line]


def _table(table: Element, below: dict[str, str]) -> Table:
    caption = table.find("caption")
    head, bodies = table.find("thead"), list(table.iter("tbody"))
    heads = _grid(list(head.iter("tr")) if head is not None else [])
    columns = tuple(" / ".join(dict.fromkeys(" ".join(cell) for cell in column)) for column in zip(*heads, strict=True))
    rows = [row for body in bodies for row in body.iter("tr") if "kelompok" not in row.get("class", "")]
    cells = [[[_whole(line, below) for line in cell] for cell in row] for row in _grid(rows)]
    return Table(plain(caption) if caption is not None else "", columns, cells)


def _grid(rows: Sequence[Element]) -> list[list[list[str]]]:
    """Return the cells with rowspans and colspans filled in."""
    grid: list[list[list[str]]] = []
    hanging: dict[int, tuple[int, list[str]]] = {}
    for row in rows:
        line: list[list[str]] = []
        cells = iter([cell for cell in row if cell.tag in ("td", "th")])
        for value, below, across in _placed(cells, line, hanging):
            for _ in range(across):
                if below > 1:
                    hanging[len(line)] = (below - 1, value)
                line.append(value)
        grid.append(line)
    return grid


def _placed(
    cells: Iterator[Element], line: list[list[str]], hanging: dict[int, tuple[int, list[str]]]
) -> Iterator[tuple[list[str], int, int]]:
    """Yield what fills the next places of a line: first what hangs down from above, then the row's own cells."""
    while True:
        if len(line) in hanging:
            left, value = hanging.pop(len(line))
            yield value, left, 1
            continue
        cell = next(cells, None)
        if cell is None:
            return
        yield _lines(cell), int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
