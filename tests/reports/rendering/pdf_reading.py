"""Reads a rendered report back: words with their places, through poppler."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Word:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True)
class PdfPage:
    number: int
    width: float
    height: float
    words: list[Word]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def packed(self) -> str:
        """The text without white space: line breaks fall anywhere in a cell."""
        return pack(self.text)

    @property
    def printed_number(self) -> str:
        """What stands in the lower right corner of the page."""
        corner = [w for w in self.words if w.y0 > self.height - 71 and w.x1 > self.width - 75]
        return corner[0].text if corner and re.fullmatch(r"[ivx]+|\d+", corner[0].text) else ""


@dataclass(frozen=True)
class TableRow:
    """An indicator as it is printed: its text and four rows of values."""

    page: int
    indicator: str
    values: tuple[tuple[str, ...], ...]


def pack(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read_pages(path: Path) -> list[PdfPage]:
    """Return every page of a PDF with its words."""
    output = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True, text=True).stdout
    # The file is our own output, not a foreign document.
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", output))  # noqa: S314 - see the line above
    space = "{http://www.w3.org/1999/xhtml}"
    pages = []
    for number, page in enumerate(root.iter(f"{space}page")):
        words = [
            Word(word.text or "", *(float(word.attrib[key]) for key in ("xMin", "yMin", "xMax", "yMax")))
            for word in page.iter(f"{space}word")
        ]
        pages.append(PdfPage(number, float(page.attrib["width"]), float(page.attrib["height"]), words))
    return pages


def quarter_marks(page: PdfPage) -> list[Word]:
    """Return the I, II, III, IV of the column TW, from top to bottom."""
    heads = [word for word in page.words if word.text == "TW"]
    if not heads:
        return []
    middle = (heads[0].x0 + heads[0].x1) / 2
    return [
        word
        for word in page.words
        if word.text in ("I", "II", "III", "IV") and word.x0 < middle < word.x1 + 6 and word.y0 > heads[0].y1
    ]


def read_table(pages: list[PdfPage], first_words: set[str]) -> list[TableRow]:
    """Rebuild the rows of a Lampiran I table from the places of its words.

    ``first_words`` are the words that the indicators begin with: they mark the left
    edge of the indicator column.
    """
    rows = []
    for page in pages:
        marks = quarter_marks(page)
        for start in range(0, len(marks), 4):
            quarters = marks[start : start + 4]
            assert [mark.text for mark in quarters] == ["I", "II", "III", "IV"]
            rows.append(_read_block(page, quarters, first_words))
    return rows


def _read_block(page: PdfPage, quarters: list[Word], first_words: set[str]) -> TableRow:
    right = quarters[0].x0
    # The year's predicate stands behind the values, once for all four rows.
    end = min(
        (w.x0 - 10 for w in page.words if w.text == "Predikat" and w.x0 > right and w.y0 < quarters[0].y0),
        default=page.width,
    )
    values = tuple(
        tuple(
            word.text
            for word in sorted(page.words, key=lambda word: word.x0)
            if mark.x1 < word.x0 < end and abs(word.middle - mark.middle) < 3
        )
        for mark in quarters
    )
    pitch = quarters[1].middle - quarters[0].middle
    top, bottom = quarters[0].middle - pitch / 2, quarters[3].middle + pitch / 2
    block = [word for word in page.words if top < word.middle < bottom and word.x1 < right]
    left = max(word.x0 for word in block if word.text in first_words and word.y0 < top + 12)
    indicator = "".join(word.text for word in block if word.x0 > left - 1)
    return TableRow(page.number, indicator, values)
