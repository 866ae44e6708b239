"""The papers: each lies in a folder of its own, and has one line here."""

from collections.abc import Mapping
from typing import Any

from reports.papers.lpk.paper import LPK
from reports.papers.paper import Paper
from reports.rendering import RenderedReport, RenderError
from reports.rendering.render import Progress, render_pdf

# By key, in the order in which they are listed.
PAPERS: dict[str, Paper[Any]] = {paper.key: paper for paper in (LPK,)}
# What an address or a command means that names no paper.
UNNAMED = LPK


def get_paper(key: str) -> Paper[Any]:
    """Return a paper by its key. Raises KeyError."""
    return PAPERS[key]


def render_report(
    snapshot: Mapping[str, Any], *, template_version: str | None = None, progress: Progress | None = None
) -> RenderedReport:
    """Render a stored snapshot by the paper that it is of (`reports.rendering.render.render_pdf`).

    ``template_version`` None: the one that new documents take. Raises RenderError.
    """
    paper = PAPERS.get(snapshot.get("jenis", ""))
    if paper is None:
        raise RenderError("Jenis data laporan ini tidak dikenal. Buat ulang data laporan dari aplikasi.")
    version = template_version or paper.design.templates.current
    return render_pdf(snapshot, paper.design, template_version=version, progress=progress)
