"""The Lampiran as the template wants it: pages, rows, cells."""

from collections.abc import Iterator
from typing import Any

from reports.papers.lpk.rendering.lampiran import LampiranTable, TableBuilder, note_pt
from reports.papers.lpk.rendering.lampiran_specs import NOT_FILLED, TableSpec, lampiran_1_spec, lampiran_2_specs
from reports.papers.lpk.schema import LEVELS, LampiranRow, SnapshotLpk
from reports.rendering.figures import as_printed, is_figure
from reports.rendering.geometry import Geometry
from reports.rendering.measuring import PX_PER_MM, PX_PER_PT, TypeCase
from reports.rendering.pagination import PageBlock, TablePage

# Heights in px of what stands above a table, as the style sheet sets it.
HEADING_PX = 2 * 13 * 1.3 * PX_PER_PT + 2 * PX_PER_MM
TITLE_LINE_PX = 11 * 1.3 * PX_PER_PT
TITLE_GAP_PX = 3 * PX_PER_MM
CONTINUED_PX = 2 * 8.5 * 1.3 * PX_PER_PT + 2 * PX_PER_MM
LEGEND_GAP_PX = 4 * PX_PER_MM + 2 * PX_PER_PT
LEGEND_INDENT_PX = 4 * PX_PER_MM
# What rounding and borders may take.
SLACK_PX = 6.0

_HEADINGS = {
    "lampiran-1-sub-kegiatan": (
        "lampiran-1",
        "Lampiran I",
        "Evaluasi Kinerja Kegiatan",
    ),
    "lampiran-2": ("lampiran-2", "Lampiran II", "Evaluasi Kinerja Utama"),
}
_WITH_LEGEND = ("lampiran-1-sub-kegiatan", "lampiran-2")
_GAP_NOTE = (
    f"Tanda {NOT_FILLED} berarti tidak ada isian atau tidak dihitung; "
    "sel kosong berarti triwulan sesudah periode laporan."
)
TITLE_PT = 11


def _alignment(text: str) -> str:
    """Return right for figures, which stay on one line, and centre for words such as predicates."""
    return "angka" if is_figure(text) else "tengah"


def _cell(text: str, css: str, rows: int = 1, *, continued: bool = False) -> dict[str, Any]:
    return {
        "teks": as_printed(text),
        "kelas": css,
        "rentang": rows,
        "lanjutan": continued and bool(text),
    }


def _rows_of(block: PageBlock, geometry: Geometry, *, quarters: bool) -> Iterator[dict[str, Any]]:
    count = len(block.block.values)
    frame = 2 * geometry.padding_px + geometry.border_px
    for index, values in enumerate(block.block.values):
        cells: list[dict[str, Any]] = []
        if index == 0:
            cells.append(_cell(block.block.number, "nomor", count))
            cells += [
                _cell(group.text, "induk", group.rows, continued=group.continued)
                for group in block.groups
                if group is not None
            ]
            cells += [_cell(text, "teks", count) for text in block.block.texts]
            cells[-1]["catatan"] = [as_printed(note) for note in block.block.notes]
        between = " antara" if index < count - 1 else ""
        for column, text in enumerate(values):
            css = "tengah" if quarters and column == 0 else _alignment(text)
            cells.append(_cell(text, css + between))
        # The first value cell carries the height of its row: the engine adds a row's
        # own height to that of the cells which end in it.
        cells[-len(values)]["tinggi"] = f"{block.row_heights[index] - frame:.3f}"
        if index == 0:
            cells += [_cell(text, "teks", count) for text in block.block.ends]
        yield {"sel": cells}


def _page(table: LampiranTable, number: int, page: TablePage) -> dict[str, Any]:
    quarters = len(table.spec.value_heads) == 1
    rows = [row for block in page.blocks for row in _rows_of(block, table.geometry, quarters=quarters)]
    if rows:
        rows[-1]["terakhir"] = True
    return {"id": f"{table.spec.key}-hal-{number}", "baris": rows}


def _table(table: LampiranTable, legend: list[str]) -> dict[str, Any]:
    spec = table.spec
    anchor, heading, subheading = _HEADINGS.get(spec.key, ("", "", ""))
    headings = {kind: [c.heading for c in spec.columns if c.kind == kind] for kind in ("nilai", "akhir")}
    return {
        "id": f"tabel-{spec.key}",
        "label": spec.label,
        "judul": spec.title,
        "id_lampiran": anchor,
        "judul_lampiran": heading,
        "subjudul_lampiran": subheading,
        "label_lampiran": f"{heading} {subheading}".upper(),
        "kolom_teks": [c.heading for c in spec.columns if c.kind not in headings],
        "kolom_induk": spec.value_heads,
        "kolom_nilai": headings["nilai"],
        "kolom_akhir": headings["akhir"],
        "huruf": f"{table.geometry.table_pt:g}",
        "huruf_catatan": f"{note_pt(table.geometry.table_pt):g}",
        "lebar": [f"{width:.3f}" for width in table.widths],
        "halaman": [_page(table, number, page) for number, page in enumerate(table.pages, 1)],
        "catatan": table.notes,
        "keterangan": legend if spec.key in _WITH_LEGEND else [],
    }


class LampiranBuilder:
    """Cuts the four tables; ``share`` below 1 leaves more room at the page's end."""

    def __init__(self, snapshot: SnapshotLpk, geometry: Geometry, types: TypeCase) -> None:
        self.snapshot = snapshot
        self.geometry = geometry
        self.tables = TableBuilder(geometry, types)
        self.titles = types.at(TITLE_PT, bold=True)
        self.legend_texts = types.at(geometry.legend_pt)
        self.last = snapshot["periode"]["triwulan"]

    def _sources(self) -> list[tuple[tuple[TableSpec, ...], list[LampiranRow]]]:
        """Return the rows of every table with the forms that it may take."""
        first = self.snapshot["lampiran_1"]
        sources: list[tuple[tuple[TableSpec, ...], list[LampiranRow]]] = [
            ((lampiran_1_spec(level, self.last),), first[level]) for level in LEVELS
        ]
        return [*sources, (lampiran_2_specs(self.last), self.snapshot["lampiran_2"])]

    def _rooms(self, spec: TableSpec, share: float) -> tuple[float, float]:
        width = self.geometry.landscape_width
        title = f"{spec.title} {self.snapshot['opd']['nama']}"
        lines = 2 + self.titles.lines(title, width * 0.97)
        above = lines * TITLE_LINE_PX + TITLE_GAP_PX
        if spec.key in _HEADINGS:
            above += HEADING_PX
        room = self.geometry.landscape_height * share - SLACK_PX
        return room - above, room - CONTINUED_PX

    def _legend_height(self, legend: list[str]) -> float:
        width = self.geometry.landscape_width - LEGEND_INDENT_PX
        lines = 1 + sum(self.legend_texts.lines(text, width) for text in legend)
        line = self.geometry.legend_pt * self.geometry.legend_line * PX_PER_PT
        return lines * line + LEGEND_GAP_PX

    def build(self, share: float = 1.0) -> list[dict[str, Any]]:
        """Return the tables for the template, cut into pages."""
        legend = [*self.snapshot["legenda"], _GAP_NOTE]
        tail = self._legend_height(legend)
        return [
            _table(
                self.tables.build(
                    specs,
                    rows,
                    self.last,
                    self._rooms(specs[0], share),
                    tail if specs[0].key in _WITH_LEGEND else 0.0,
                ),
                legend,
            )
            for specs, rows in self._sources()
        ]
