"""Renders stored snapshots to documents, whatever the paper; knows no paper, no database, no settings, no clock."""

from reports.rendering.errors import RenderBroke, RenderError
from reports.rendering.field_names import SIGNATURE_FIELD
from reports.rendering.finishing import SignatureField
from reports.rendering.placeholders import OutdatedFigure, fill_blocks, find_outdated, keep_figures, unknown_names
from reports.rendering.render import RenderedReport

__all__ = [
    "SIGNATURE_FIELD",
    "OutdatedFigure",
    "RenderBroke",
    "RenderError",
    "RenderedReport",
    "SignatureField",
    "fill_blocks",
    "find_outdated",
    "keep_figures",
    "unknown_names",
]
