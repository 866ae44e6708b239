"""Workbooks in the XML of other writers. Imitations: their habits as their files show them, not files they wrote.

Files that LibreOffice really wrote stand in `kasus_libreoffice`.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class RawText:
    """A cell written as given: the XML between its tags and its attributes."""

    isi: str
    atribut: str = ""


@dataclass
class ForeignWriter:
    """How a program writes: where texts stand, its prefix, its names of parts, what it puts around the data."""

    teks: str = "shared"
    awalan: str = ""
    mutlak: bool = False
    alamat: bool = True
    ruang: str = MAIN
    # Attributes of rows by number; XML before and after the data; further parts.
    baris: Mapping[int, str] = field(default_factory=dict)
    depan: str = ""
    belakang: str = ""
    buku: str = ""
    lagi: Mapping[str, str] = field(default_factory=dict)

    def write(self, sheets: Mapping[str, Rows]) -> bytes:
        self._strings: list[str] = []
        parts = {
            f"xl/worksheets/sheet{number}.xml": self._sheet(rows)
            for number, rows in enumerate(sheets.values(), start=1)
        }
        strings = "".join(f"<{self.awalan}si>{text}</{self.awalan}si>" for text in self._strings)
        parts |= {
            "xl/workbook.xml": self._book(list(sheets)),
            "xl/sharedStrings.xml": self._root("sst", strings),
            "xl/_rels/workbook.xml.rels": self._relations(len(sheets)),
            "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
            f'Target="{"/" if self.mutlak else ""}xl/workbook.xml"/></Relationships>',
            "[Content_Types].xml": self._types(len(sheets)),
            **self.lagi,
        }
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
        return target.getvalue()

    def _root(self, tag: str, content: str) -> str:
        name = f"xmlns:{self.awalan[:-1]}" if self.awalan else "xmlns"
        return f'<{self.awalan}{tag} {name}="{self.ruang}" xmlns:r="{_OFFICE}">{content}</{self.awalan}{tag}>'

    def _book(self, names: Sequence[str]) -> str:
        x = self.awalan
        sheets = "".join(
            f'<{x}sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
            for number, name in enumerate(names, start=1)
        )
        return self._root("workbook", f"<{x}sheets>{sheets}</{x}sheets>{self.buku}")

    def _relations(self, count: int) -> str:
        base = "/xl/" if self.mutlak else ""
        sheets = "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="{base}worksheets/sheet{n}.xml"/>'
            for n in range(1, count + 1)
        )
        shared = f'<Relationship Id="rId90" Type="{_OFFICE}/sharedStrings" Target="{base}sharedStrings.xml"/>'
        return f'<Relationships xmlns="{_RELS}">{sheets}{shared}</Relationships>'

    def _types(self, count: int) -> str:
        parts = {"xl/workbook.xml": "sheet.main", "xl/sharedStrings.xml": "sharedStrings"}
        parts |= {f"xl/worksheets/sheet{number}.xml": "worksheet" for number in range(1, count + 1)}
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts.items()
        )
        return (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        )

    def _sheet(self, rows: Rows) -> str:
        x = self.awalan
        lines = []
        for number, row in enumerate(rows, start=1):
            cells = "".join(self._cell(value, number, column) for column, value in enumerate(row, start=1))
            place = f' r="{number}"' if self.alamat else ""
            lines.append(f"<{x}row{place} {self.baris.get(number, '')}>{cells}</{x}row>")
        return self._root("worksheet", f"{self.depan}<{x}sheetData>{''.join(lines)}</{x}sheetData>{self.belakang}")

    def _cell(self, value: Any, number: int, column: int) -> str:
        x = self.awalan
        place = f' r="{get_column_letter(column)}{number}"' if self.alamat else ""
        if isinstance(value, RawText):
            return f"<{x}c{place} {value.atribut}>{value.isi}</{x}c>"
        if value is None:
            return "" if self.alamat else f"<{x}c/>"
        if not isinstance(value, str):
            return f"<{x}c{place}><{x}v>{value}</{x}v></{x}c>"
        if self.teks == "inline":
            return f'<{x}c{place} t="inlineStr"><{x}is>{self._text(value)}</{x}is></{x}c>'
        self._strings.append(self._rich(value) if self.teks == "rich" else self._text(value))
        return f'<{x}c{place} t="s"><{x}v>{len(self._strings) - 1}</{x}v></{x}c>'

    def _text(self, value: str) -> str:
        return f'<{self.awalan}t xml:space="preserve">{escape(value)}</{self.awalan}t>'

    def _rich(self, value: str) -> str:
        """Split a text into runs of its own fonts, with a reading aid that is no part of it."""
        x, half = self.awalan, len(value) // 2
        runs = f"<{x}r>{self._text(value[:half])}</{x}r>" if half else ""
        runs += f'<{x}r><{x}rPr><{x}b/><{x}sz val="11"/></{x}rPr>{self._text(value[half:])}</{x}r>'
        return f'{runs}<{x}rPh sb="0" eb="1"><{x}t>furigana</{x}t></{x}rPh>'
