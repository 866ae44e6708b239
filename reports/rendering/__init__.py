"""Renders stored snapshots to documents; knows no database, no settings, no clock."""

from reports.papers.lpk.rendering.wording import default_narrative, named_narrative
from reports.rendering.errors import RenderError
from reports.rendering.finishing import SIGNATURE_FIELD, SignatureField
from reports.rendering.placeholders import OutdatedFigure, fill_blocks, find_outdated, keep_figures, unknown_names
from reports.rendering.render import RenderedReport, render_html, render_report

__all__ = [
    "SIGNATURE_FIELD",
    "OutdatedFigure",
    "RenderError",
    "RenderedReport",
    "SignatureField",
    "default_narrative",
    "fill_blocks",
    "find_outdated",
    "keep_figures",
    "named_narrative",
    "render_html",
    "render_report",
    "unknown_names",
]
