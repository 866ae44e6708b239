"""Renders stored snapshots to documents; knows no database, no settings, no clock."""

from reports.rendering.errors import RenderError
from reports.rendering.finishing import SIGNATURE_FIELD, SignatureField
from reports.rendering.render import RenderedReport, render_html, render_report
from reports.rendering.wording import default_narrative

__all__ = [
    "SIGNATURE_FIELD",
    "RenderError",
    "RenderedReport",
    "SignatureField",
    "default_narrative",
    "render_html",
    "render_report",
]
