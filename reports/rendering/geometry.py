"""Sizes of the printed page, shared by the style sheet and by the page cutting."""

from dataclasses import dataclass

from reports.rendering.measuring import PX_PER_MM, PX_PER_PT

PAPER_MM = {"A4": (210, 297), "F4": (215, 330)}
FAMILIES = {"arial": "Sakip Sans", "bookman": "Sakip Serif"}


@dataclass(frozen=True)
class Geometry:
    """Paper in mm and type in pt; margins 3 cm on the binding edge, 2,5 cm elsewhere.

    On a landscape page the binding edge is the upper one: that is where the sheet is
    bound when it is turned into a portrait volume.
    """

    paper: str
    font: str
    binding_mm: float = 30
    margin_mm: float = 25
    table_pt: float = 8
    table_line: float = 1.22
    cell_padding_pt: float = 2
    cell_padding_x_pt: float = 3
    legend_pt: float = 8
    legend_line: float = 1.3
    border_px: float = 1

    @property
    def portrait_mm(self) -> tuple[int, int]:
        return PAPER_MM[self.paper]

    @property
    def family(self) -> str:
        return FAMILIES[self.font]

    @property
    def landscape_width(self) -> float:
        """Width in px that a Lampiran table may take."""
        return (self.portrait_mm[1] - 2 * self.margin_mm) * PX_PER_MM

    @property
    def text_width(self) -> float:
        """Width in px of the running text and of the tables in it."""
        return (self.portrait_mm[0] - self.binding_mm - self.margin_mm) * PX_PER_MM

    @property
    def landscape_height(self) -> float:
        """Height in px between the upper and the lower margin of a Lampiran page."""
        return (self.portrait_mm[0] - self.binding_mm - self.margin_mm) * PX_PER_MM

    @property
    def table_font_px(self) -> float:
        return self.table_pt * PX_PER_PT

    @property
    def line_px(self) -> float:
        return self.table_font_px * self.table_line

    @property
    def padding_px(self) -> float:
        return self.cell_padding_pt * PX_PER_PT

    @property
    def padding_x_px(self) -> float:
        return self.cell_padding_x_pt * PX_PER_PT

    @property
    def text_line(self) -> float:
        """Line height of the running text: Bookman runs wider and gets less."""
        return 1.42 if self.font == "arial" else 1.36

    @property
    def close_line(self) -> float:
        """Line height of a chapter that would leave a page nearly empty otherwise."""
        return 1.34 if self.font == "arial" else 1.28

    @property
    def inner_table_pt(self) -> float:
        """Type size of the tables in the running text."""
        return 8.5 if self.font == "arial" else 8

    def cell_height(self, lines: int) -> float:
        """Return the height in px of a table cell with that many lines."""
        return max(lines, 1) * self.line_px + 2 * self.padding_px + self.border_px
