"""The tables of the running text: their type, the widths of their columns, the form that their figures allow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from indicators.tingkat import Tingkat
from reports.papers.lpk.rendering.cells import EMPTY, SMALL_TABLE, AnalysisTable, Cell, Heading, Row, named_with_unit
from reports.papers.lpk.schema import RenstraRow, RenstraTable
from reports.rendering.columns import SMALLEST_PT, Fit, Need, fit_columns, type_sizes
from reports.rendering.figures import as_printed, hard_tokens, is_figure, soft_tokens
from reports.rendering.geometry import Geometry
from reports.rendering.measuring import PX_PER_MM, PX_PER_PT, TypeCase

# Sides of a cell: padding of 3,5 pt each, a line between, and what rounding takes.
FRAME_PX = 2 * 3.5 * PX_PER_PT + 1.5
_YEAR_MM = 13.0
_NUMBER_MM = 8.0


@dataclass(frozen=True)
class Printed:
    """What a column holds: heading, texts in full size, small texts, width in the form (mm), whether it holds text."""

    heading: str
    texts: Sequence[str]
    small: Sequence[str]
    wish: float
    flexible: bool
    twins: str = ""


def small_pt(pt: float) -> float:
    """Return the size of the second line of a cell, in points."""
    return max(pt - 1, SMALLEST_PT)


def _fit(columns: Sequence[Printed], geometry: Geometry, types: TypeCase) -> Fit | None:
    def needs_at(pt: float) -> list[Need]:
        return [_need(column, pt, types) for column in columns]

    return fit_columns(needs_at, geometry.text_width, type_sizes(geometry.inner_table_pt))


def _need(column: Printed, pt: float, types: TypeCase) -> Need:
    sizes = ((types.at(pt), column.texts), (types.at(small_pt(pt)), column.small))
    figures = [body.width(token) for body, texts in sizes for text in texts for token in hard_tokens(text)]
    words = [body.width(token) for body, texts in sizes for text in texts for token in soft_tokens(text)]
    words += [
        types.at(pt, bold=True).width(token) for token in (*soft_tokens(column.heading), *hard_tokens(column.heading))
    ]
    return Need(
        figure=max(figures, default=0.0) + FRAME_PX,
        word=max(words, default=0.0) + FRAME_PX,
        wish=column.wish * PX_PER_MM,
        share=1.0 if column.flexible else 0.0,
        twins=column.twins,
    )


def _marked(cell: Cell) -> Cell:
    """Return the cell with its figures kept whole; a cell of figures alone says so for all of it."""
    whole = all(is_figure(text) for text in cell.teks if text)
    return Cell(
        tuple(as_printed(text) for text in cell.teks), f"{cell.kelas} utuh-angka".strip() if whole else cell.kelas
    )


def _columns_of(table: AnalysisTable) -> list[Printed]:
    rows = [row.sel for row in table.baris if row.sel]
    printed = []
    for index, heading in enumerate(table.kolom):
        cells = [row[index] for row in rows]
        printed.append(
            Printed(
                heading.judul,
                [cell.teks[0] for cell in cells],
                [text for cell in cells for text in cell.teks[1:]],
                heading.lebar or 0.0,
                heading.lebar is None,
            )
        )
    return printed


def _stand_up(table: AnalysisTable) -> AnalysisTable:
    """Return the table with its figures one below the other, each named: for figures too long to stand side by side."""
    rows = [row.sel for row in table.baris if row.sel]
    upright = [i for i in range(1, len(table.kolom)) if any(row[i].kelas.split()[:1] == ["angka"] for row in rows)]
    lying = [i for i in range(len(table.kolom)) if i not in upright]
    headings = (*(table.kolom[i] for i in lying), Heading("Ukuran", 42), Heading("Nilai", 44))
    return replace(
        table, kolom=headings, baris=[new for row in table.baris for new in _stood_up(row, table, lying, upright)]
    )


def _stood_up(row: Row, table: AnalysisTable, lying: Sequence[int], upright: Sequence[int]) -> list[Row]:
    if not row.sel:
        return [row]
    blank = Cell(("",))
    lines = []
    for place, index in enumerate(upright):
        named = tuple(row.sel[i] if place == 0 else blank for i in lying)
        lines.append(Row((*named, Cell((table.kolom[index].judul,)), row.sel[index])))
    lines[-1] = replace(lines[-1], uraian=row.uraian)
    return lines


def set_table(table: AnalysisTable, geometry: Geometry, types: TypeCase) -> AnalysisTable:
    """Return the table as it is printed: in the form, type and column widths that keep its figures whole."""
    fit = _fit(_columns_of(table), geometry, types)
    if fit is None:
        table = _stand_up(table)
        fit = _fit(_columns_of(table), geometry, types)
    rows = [replace(row, sel=tuple(_marked(cell) for cell in row.sel)) for row in table.baris]
    return replace(table, baris=rows, tata=_style(fit))


def _style(fit: Fit | None) -> dict[str, Any]:
    """Return what the template writes into the table: widths in px, type in pt. None: the engine shares out."""
    if fit is None:
        return {"lebar": [], "huruf": f"{SMALLEST_PT:g}", "huruf_kecil": f"{SMALLEST_PT:g}"}
    return {
        "lebar": [f"{width:.2f}" for width in fit.widths],
        "huruf": f"{fit.pt:g}",
        "huruf_kecil": f"{small_pt(fit.pt):g}",
    }


def set_renstra_table(table: RenstraTable, geometry: Geometry, types: TypeCase) -> dict[str, Any]:
    """Return Tabel 2.1 as it is printed: a column for each year, or a line for each where the figures are too long."""
    years, rows = [str(year) for year in table["tahun"]], table["baris"]
    targets = [[target or EMPTY for target in row["target"]] for row in rows]
    named = [
        Printed("No", [str(row["no"]) for row in rows], (), _NUMBER_MM, flexible=False),
        Printed(Tingkat.TUJUAN.label, [row["tujuan"] for row in rows], (), 0.0, flexible=True),
        Printed("Sasaran", [row["sasaran"] for row in rows], (), 0.0, flexible=True),
        Printed("Indikator Tujuan/Sasaran", [named_with_unit(row) for row in rows], (), 0.0, flexible=True),
    ]
    beside = [
        Printed(year, [row[index] for row in targets], (), _YEAR_MM, flexible=False, twins="tahun")
        for index, year in enumerate(years)
    ]
    fit = _fit([*named, *beside], geometry, types)
    upright = fit is None
    if upright:
        below = [
            Printed("Tahun", years, (), _YEAR_MM, flexible=False),
            Printed("Target Kinerja Tujuan", [target for row in targets for target in row], (), 30.0, flexible=False),
        ]
        fit = _fit([*named, *below], geometry, types)
    return {
        "tahun": years,
        "nomor_kolom": [str(number) for number in range(1, 5 + len(years))],
        "tegak": upright,
        "utuh": len(rows) <= SMALL_TABLE and not upright,
        "tata": _style(fit),
        "baris": [_renstra_row(row, years, values) for row, values in zip(rows, targets, strict=True)],
    }


def _renstra_row(row: RenstraRow, years: Sequence[str], targets: Sequence[str]) -> dict[str, Any]:
    values = [
        {"tahun": year, "teks": as_printed(text), "utuh": is_figure(text)}
        for year, text in zip(years, targets, strict=True)
    ]
    return {
        "no": row["no"],
        "nama": [as_printed(text) for text in (row["tujuan"], row["sasaran"], named_with_unit(row))],
        "target": values,
    }


def set_tables(context: dict[str, Any], geometry: Geometry, types: TypeCase) -> None:
    """Set every table of the running text in the template's data."""
    context["tabel_2_1"] = set_renstra_table(context["tabel_2_1"], geometry, types)
    analysis = context["analisis"]
    for part in (analysis.kegiatan, analysis.utama):
        part[:] = [set_table(table, geometry, types) for table in part]
