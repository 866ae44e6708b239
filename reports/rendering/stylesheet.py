"""The style sheet of a paper: its template's CSS filled with paper and type."""

from typing import Any

from reports.rendering.assets import TemplateFolder
from reports.rendering.fetcher import ASSET_BASE
from reports.rendering.geometry import FAMILIES, Geometry
from reports.rendering.qr import POINTS_PER_MM, ROOM_MM, place_qr

_FACES = {
    "arial": (
        ("liberation-sans/LiberationSans-Regular.ttf", 400, "normal"),
        ("liberation-sans/LiberationSans-Bold.ttf", 700, "normal"),
        ("liberation-sans/LiberationSans-Italic.ttf", 400, "italic"),
        ("liberation-sans/LiberationSans-BoldItalic.ttf", 700, "italic"),
    ),
    "bookman": (
        ("tex-gyre-bonum/texgyrebonum-regular.otf", 400, "normal"),
        ("tex-gyre-bonum/texgyrebonum-bold.otf", 700, "normal"),
        ("tex-gyre-bonum/texgyrebonum-italic.otf", 400, "italic"),
        ("tex-gyre-bonum/texgyrebonum-bolditalic.otf", 700, "italic"),
    ),
}


def build_css(geometry: Geometry, folder: TemplateFolder, *, draf: bool) -> str:
    """Return the CSS; it holds nothing that a user has typed."""
    width, height = geometry.portrait_mm
    qr = place_qr(*(side * POINTS_PER_MM for side in ROOM_MM))
    fonts: list[dict[str, Any]] = [
        {
            "family": FAMILIES[geometry.font],
            "file": file,
            "weight": str(weight),
            "style": style,
        }
        for file, weight, style in _FACES[geometry.font]
    ]
    return folder.fill(
        "laporan.css",
        {
            "fonts": fonts,
            "font_base": f"{ASSET_BASE}fonts/",
            "width": str(width),
            "height": str(height),
            "family": geometry.family,
            "draf": draf,
            "table_line": str(geometry.table_line),
            "padding_pt": str(geometry.cell_padding_pt),
            "padding_x_pt": str(geometry.cell_padding_x_pt),
            "text_line": str(geometry.text_line),
            "close_line": str(geometry.close_line),
            "cover_pt": "24" if geometry.font == "arial" else "20",
            "cover_mm": str(height - 30 - 25),
            "table_label_mm": "36" if geometry.font == "arial" else "42",
            "inner_pt": str(geometry.inner_table_pt),
            "room_width": str(ROOM_MM[0]),
            "room_height": str(ROOM_MM[1]),
            "qr_left": f"{qr.left:.3f}",
            "qr_top": f"{qr.top:.3f}",
        },
        autoescape=False,
    )
